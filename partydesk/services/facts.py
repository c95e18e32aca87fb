"""Loads what checks and duties look at, as plain values, in a handful of queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import find_tables

from partydesk.domain.attachment import Attachment
from partydesk.domain.development import Development, DevelopmentCompanion, DevelopmentStep
from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment
from partydesk.domain.evaluation import Appraisal, AppraisalResult, Birthday, DutyPoint, DutyReport
from partydesk.domain.fields import Kept, Record, sealed_names
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.local_steps import LocalSteps
from partydesk.domain.meeting import Attendance, Meeting, Resolution, Vote
from partydesk.domain.member import Member
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.domain.rule_switch import RuleSwitch
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
    (plain_development.Local, LocalSteps),
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

#: The part that brings what is no plain row of a register.
SPECIAL = "special"

_TALK = (
    *("id", "kind", "talked_on", "talker_id", "way", "place"),
    *("signed_on", "follow_up_on", "follow_up_done_on"),
)


@dataclass(frozen=True)
class Part:
    """One kind of facts, read by itself.

    Attributes:
        name: What of ``Facts`` it fills, or the type of the plain values.
        tables: What it is read from; none when that can not be said.
        read: Reads it.
    """

    name: object
    tables: frozenset[str] | None
    read: Callable[[Store, Session], Any]


def load_facts(store: Store, today: date, limits: Limits | None = None) -> Facts:
    """Everything that checks and duties ask about; nothing confidential is kept in it."""
    with store.reading() as session:
        found = {each.name: each.read(store, session) for each in PARTS}
        if limits:
            found["limits"] = switched(session, limits)
    return made_of(found, today)


def made_of(found: Mapping[object, Any], today: date) -> Facts:
    """The facts from their parts, by the names in ``PARTS``."""
    plain_values = {kind: found[kind] for kind, _record in PLAIN}
    values = {str(each.name): found[each.name] for each in _NAMED}
    return Facts(today=today, registers={**plain_values, **found[SPECIAL]}, **values)


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


def _branch_kind(session: Session) -> str:
    branch = people.the_branch(session)
    return branch.kind if branch else ""


def _part(name: object, read: Callable[[Store, Session], Any], *records: type[Record]) -> Part:
    return Part(name, frozenset(each.__tablename__ for each in records), read)


def _plain_part(kind: type[Any], record: type[Record]) -> Part:
    """A register's rows: they change with its table and with those that its rows lie in."""
    froms = _plain_query(record, kind._fields).get_final_froms()
    tables = (str(table.name) for each in froms for table in find_tables(each, include_joins=False))
    return Part(kind, frozenset(tables), lambda _store, session: plain_rows(session, kind, record))


#: Everything but what is special; each is read in a few milliseconds.
_NAMED = (
    _part("limits", lambda _store, session: switched(session, load_limits()), RuleSwitch),
    _part("branch_kind", lambda _store, session: _branch_kind(session), Branch),
    _part("people", lambda _store, session: _people(session), Member),
    _part("teams", lambda _store, session: _teams(session), Group),
    _part("tenures", lambda _store, session: _tenures(session), Term, Post),
    _part(
        "sessions",
        lambda _store, session: _sessions(session),
        *(Meeting, Attendance, Vote, Resolution),
    ),
    _part(
        "talks",
        lambda store, session: _talks(session, talk_digests(store, session)),
        *(Talk, TalkPartner),
    ),
    _part("leaves", lambda _store, session: _leaves(session), IntegrityLeaf),
)
PARTS: tuple[Part, ...] = (
    *_NAMED,
    *(_plain_part(kind, record) for kind, record in PLAIN),
    Part(SPECIAL, None, special_facts),
)
