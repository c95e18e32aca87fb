"""Loads what checks and duties look at, as plain values, in a handful of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment
from partydesk.domain.development import Development, DevelopmentCompanion, DevelopmentStep
from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment
from partydesk.domain.evaluation import Appraisal, AppraisalResult, Birthday, DutyPoint, DutyReport
from partydesk.domain.fields import Kept, Record, sealed_names
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Attendance, Meeting, Resolution, Vote
from partydesk.domain.member import Member
from partydesk.domain.organization import Group, Post, Term
from partydesk.domain.standing import PublicPledge
from partydesk.domain.study import Study, StudyPerson
from partydesk.domain.submission import Submission
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.domain.tasks import FeedbackCard, KeyTask, MonthlyList, Problem, WeeklyReport
from partydesk.rules import (
    plain,
    plain_development,
    plain_dues,
    plain_education,
    plain_evaluation,
    plain_submission,
    plain_tasks,
)
from partydesk.rules.facts import Facts
from partydesk.rules.limits import Limits, load_limits
from partydesk.services.rule_switches import switched
from partydesk.services.special_facts import special_facts, talk_digests
from partydesk.storage import people
from partydesk.storage.store import Store

#: What a register brings: its plain values and the record type they are read from, one line each.
#: A field of the plain type is a column of the record; ``has_x`` asks only whether ``x`` is filled.
PLAIN: tuple[tuple[type[Any], type[Record]], ...] = (
    (plain_education.Course, Study),
    (plain_education.Learner, StudyPerson),
    (plain_development.Way, Development),
    (plain_development.WayStep, DevelopmentStep),
    (plain_development.WayCompanion, DevelopmentCompanion),
    (plain_development.Decision, Vote),
    (plain_dues.Base, DuesBase),
    (plain_dues.Payment, DuesPayment),
    (plain_dues.Notice, DuesNotice),
    (plain_evaluation.Appraised, Appraisal),
    (plain_evaluation.Graded, AppraisalResult),
    (plain_evaluation.Celebrated, Birthday),
    (plain_evaluation.Reported, DutyReport),
    (plain_evaluation.ReportPoint, DutyPoint),
    (plain_evaluation.Issue, Problem),
    (plain_tasks.Job, KeyTask),
    (plain_tasks.Weekly, WeeklyReport),
    (plain_tasks.Card, FeedbackCard),
    (plain_tasks.Listed, MonthlyList),
    (plain_tasks.Promise, PublicPledge),
    (plain_submission.Paper, Attachment),
    (plain_submission.Sent, Submission),
)

_TALK = (
    *("id", "kind", "talked_on", "talker_id", "way", "place"),
    *("signed_on", "follow_up_on", "follow_up_done_on"),
)


def load_facts(store: Store, today: date, limits: Limits | None = None) -> Facts:
    """Everything that checks and duties ask about; nothing confidential is kept in it."""
    with store.reading() as session:
        branch = people.the_branch(session)
        return Facts(
            today=today,
            limits=switched(session, limits or load_limits()),
            branch_kind=branch.kind if branch else "",
            people=_people(session),
            teams=_teams(session),
            tenures=_tenures(session),
            sessions=_sessions(session),
            talks=_talks(session, talk_digests(store, session)),
            leaves=_leaves(session),
            registers={
                **{kind: plain_rows(session, kind, record) for kind, record in PLAIN},
                **special_facts(store, session),
            },
        )


def plain_rows(session: Session, kind: type[Any], record: type[Record]) -> tuple[Any, ...]:
    """A record type's rows as plain values; rows inside a record that was deleted are left out."""
    return tuple(map(kind._make, _rows(session, _plain_query(record, kind._fields))))


@cache
def _plain_query(record: type[Record], names: tuple[str, ...]) -> Select[Any]:
    table = record.__table__
    query = select(*(_column(record, name) for name in names))
    for key in table.foreign_keys:
        # A field that names a person is a reference; the other keys say what a row lies in.
        if not issubclass(record, Kept) and "field" not in key.parent.info:
            owner = key.column.table
            query = _kept(query.join(owner, key.parent == key.column), owner)
    places = [table.columns[name] for name in ("position", "id") if name in table.columns]
    return _kept(query, table).order_by(*places)


def _column(record: type[Record], name: str) -> Any:
    """The column a plain field is read from; what is sealed is never read."""
    columns = record.__table__.columns
    if name.startswith("has_") and name not in columns:
        return columns[name.removeprefix("has_")].isnot(None)
    if name in sealed_names(record):
        raise TypeError(f"{record.__name__}.{name} is sealed: ask for has_{name}")
    return columns[name]


def _kept(query: Select[Any], table: Any) -> Select[Any]:
    """Without what lies in 回收站; these queries do not pass where sessions leave that out."""
    gone = table.columns.get("deleted_at")
    return query if gone is None else query.where(func.typeof(gone) == "null")


def _rows(session: Session, query: Select[Any]) -> Sequence[Any]:
    """Rows of plain columns: no record is made of them, which is half of the time of reading."""
    return session.connection().execute(query).all()


@cache
def _columns(record: type[Record], names: tuple[str, ...], *order: str) -> Select[Any]:
    """A query for some columns of a record type; ``-day`` sorts the newest first."""
    columns = record.__table__.columns
    query = _kept(select(*(_column(record, name) for name in names)), record.__table__)
    return query.order_by(
        *(columns[each[1:]].desc() if each[0] == "-" else columns[each] for each in order)
    )


def _people(session: Session) -> tuple[plain.Person, ...]:
    query = _columns(Member, plain.Person._fields, "id")
    return tuple(map(plain.Person._make, _rows(session, query)))


def _teams(session: Session) -> tuple[plain.Team, ...]:
    query = _columns(Group, plain.Team._fields, "position", "name")
    return tuple(map(plain.Team._make, _rows(session, query)))


def _tenures(session: Session) -> tuple[plain.Tenure, ...]:
    posts = _by_owner(session, Post, "term_id", plain.Office)
    names = ("id", "elected_on", "years", "approval", "filing", "extension")
    return tuple(
        plain.Tenure._make((*row[:4], tuple(posts[row[0]]), *row[4:]))
        for row in _rows(session, _columns(Term, names, "-elected_on"))
    )


def _sessions(session: Session) -> tuple[plain.Session, ...]:
    seats = _by_owner(session, Attendance, "meeting_id", plain.Seat)
    polls = _by_owner(session, Vote, "meeting_id", plain.Poll)
    tasks = _by_owner(session, Resolution, "meeting_id", plain.Task)
    names = (each for each in plain.Session._fields if each not in ("seats", "polls", "tasks"))
    return tuple(
        plain.Session._make(
            (*row, tuple(seats[row[0]]), tuple(polls[row[0]]), tuple(tasks[row[0]]))
        )
        for row in _rows(session, _columns(Meeting, tuple(names), "held_on", "id"))
    )


def _talks(session: Session, digests: Mapping[str, str]) -> tuple[plain.Conversation, ...]:
    partners = _by_owner(session, TalkPartner, "talk_id", plain.Partner)
    names = (*_TALK, "has_matter", "has_content")
    return tuple(
        plain.Conversation._make((*row, tuple(partners[row[0]]), digests.get(row[0], "")))
        for row in _rows(session, _columns(Talk, names, "talked_on", "id"))
    )


def _leaves(session: Session) -> tuple[plain.Leaf, ...]:
    names = ("id", "member_id", "kind", "dated_on", "keeper_id", "until_on", "replaces_id")
    rows = _rows(session, _columns(IntegrityLeaf, names))
    replaced = {row[6] for row in rows}
    return tuple(plain.Leaf._make((*row[:5], row[0] in replaced, row[5])) for row in rows)


def _by_owner(
    session: Session, record: type[Record], owner: str, kind: type[Any]
) -> dict[str, list[Any]]:
    """Rows of a list inside records as plain values, by the id of the record, in their order."""
    order = ("position",) if "position" in record.__table__.columns else ()
    found: dict[str, list[Any]] = defaultdict(list)
    make = kind._make
    for key, *values in _rows(session, _columns(record, (owner, *kind._fields), *order)):
        found[key].append(make(values))
    return found
