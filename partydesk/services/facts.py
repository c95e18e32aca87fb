"""Loads what checks and duties look at, as plain values, in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
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
from partydesk.domain.records import RECORD_TYPES
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

_SEATS = ("member_id", "name", "presence", "reason")
_POLLS = (
    *("kind", "matter", "due", "present", "yes", "no", "abstain"),
    *("written", "is_passed"),
)
_TASKS = ("matter", "owner", "due_on", "done_on")
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
    query = select(*(_column(record, name) for name in kind._fields))
    for key in record.__table__.foreign_keys:
        owner = RECORD_TYPES[key.column.table.name]
        # A field that names a person is a reference; the other keys say what a row lies in.
        if not issubclass(record, Kept) and "field" not in key.parent.info:
            query = query.join(owner, key.parent == key.column)
    order = [record.id]
    if hasattr(record, "position"):
        order.insert(0, record.position)
    return tuple(map(kind._make, session.execute(query.order_by(*order))))


def _column(record: type[Record], name: str) -> Any:
    """The column a plain field is read from; what is sealed is never read."""
    if name.startswith("has_") and not hasattr(record, name):
        return getattr(record, name.removeprefix("has_")).isnot(None)
    if name in sealed_names(record):
        raise TypeError(f"{record.__name__}.{name} is sealed: ask for has_{name}")
    return getattr(record, name)


def _columns(record: type[Record], names: Iterable[str]) -> Select[Any]:
    """A query for some columns of a record type."""
    return select(*(getattr(record, name) for name in names))


def _people(session: Session) -> tuple[plain.Person, ...]:
    query = _columns(Member, plain.Person._fields).order_by(Member.id)
    return tuple(map(plain.Person._make, session.execute(query)))


def _teams(session: Session) -> tuple[plain.Team, ...]:
    query = _columns(Group, plain.Team._fields).order_by(Group.position, Group.name)
    return tuple(map(plain.Team._make, session.execute(query)))


def _tenures(session: Session) -> tuple[plain.Tenure, ...]:
    posts = _by_owner(session, Post.term_id, Post, plain.Office._fields)
    names = ("id", "elected_on", "years", "approval", "filing", "extension")
    query = _columns(Term, names).order_by(Term.elected_on.desc())
    return tuple(
        plain.Tenure._make(
            (*row[:4], tuple(map(plain.Office._make, posts.get(row[0], ()))), *row[4:])
        )
        for row in session.execute(query)
    )


def _sessions(session: Session) -> tuple[plain.Session, ...]:
    seats = _by_owner(session, Attendance.meeting_id, Attendance, _SEATS)
    polls = _by_owner(session, Vote.meeting_id, Vote, _POLLS)
    tasks = _by_owner(session, Resolution.meeting_id, Resolution, _TASKS)
    columns = [name for name in plain.Session._fields if name not in ("seats", "polls", "tasks")]
    query = _columns(Meeting, columns).order_by(Meeting.held_on, Meeting.id)
    return tuple(
        plain.Session._make(
            (
                *row,
                tuple(map(plain.Seat._make, seats.get(row[0], ()))),
                tuple(map(plain.Poll._make, polls.get(row[0], ()))),
                tuple(map(plain.Task._make, tasks.get(row[0], ()))),
            )
        )
        for row in session.execute(query)
    )


def _talks(session: Session, digests: Mapping[str, str]) -> tuple[plain.Conversation, ...]:
    partners = _by_owner(session, TalkPartner.talk_id, TalkPartner, ("member_id", "name"))
    query = _columns(Talk, _TALK).add_columns(Talk.matter.isnot(None), Talk.content.isnot(None))
    return tuple(
        plain.Conversation._make(
            (*row, tuple(map(tuple, partners.get(row[0], ()))), digests.get(row[0], ""))
        )
        for row in session.execute(query.order_by(Talk.talked_on, Talk.id))
    )


def _leaves(session: Session) -> tuple[plain.Leaf, ...]:
    names = ("id", "member_id", "kind", "dated_on", "keeper_id", "until_on", "replaces_id")
    rows = session.execute(_columns(IntegrityLeaf, names)).all()
    replaced = {row[6] for row in rows}
    return tuple(plain.Leaf._make((*row[:5], row[0] in replaced, row[5])) for row in rows)


def _by_owner(
    session: Session, owner: Any, record: type[Record], names: Iterable[str]
) -> dict[str, list[Sequence[Any]]]:
    """Rows of a list inside records, by the id of the record, in their order."""
    query = select(owner, *(getattr(record, name) for name in names))
    if hasattr(record, "position"):
        query = query.order_by(record.position)
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for key, *values in session.execute(query):
        found[key].append(values)
    return found
