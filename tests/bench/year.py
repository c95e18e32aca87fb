"""A believable year for the benchmarks: 60 members and 3,000 records in every register.

The sample branch is made first; its records are then repeated, each on another day of the year
and with other people, until every register has as many as a large school branch keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session, attributes, selectinload

from partydesk.domain.fields import Kind, fields_of
from partydesk.domain.ids import new_id
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.periods import add_months
from partydesk.domain.pinyin import spelling_of
from partydesk.services.integrity import LEAF
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.meetings import MEETING
from partydesk.services.registers import Register
from partydesk.services.sample import make_sample
from partydesk.services.talks import TALK
from partydesk.storage.store import Store
from tests.bench.people import people

#: Members at the end, and how many records each register then holds.
MEMBER_COUNT = 60
WANTED: Mapping[str, int] = {
    "meeting": 240, "talk": 560, "integrity_leaf": 600, "development": 12, "dues_payment": 720,
    "dues_base": 60, "dues_notice": 2, "study": 90, "study_book": 12, "key_task": 60,
    "weekly_report": 48, "feedback_card": 24, "problem": 60, "opinion": 60, "monthly_list": 24,
    "appraisal": 2, "life_file": 4, "duty_report": 12, "visit": 60, "political_birthday": 60,
    "public_pledge": 60, "honour": 60, "service": 36, "posting": 20, "leader_visit": 20,
    "brand": 3, "fostering": 10, "transfer": 10, "relative": 10,
}  # fmt: skip
#: Of a register that was added since.
_OTHERS = 12
_DAYS = {MEETING.record: "held_on", TALK.record: "talked_on", LEAF.record: "dated_on"}
#: Invented sentences are made of so many different letters, and are so long.
_LETTERS, _LONG = 1200, 24
_TIMES = ("created_at", "updated_at")


@dataclass
class _Year:
    """The year while it is made: whose records are repeated, and on what days."""

    session: Session
    today: date
    ids: list[str]
    names: dict[str, str]
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(7))

    def other(self, member_id: str | None, turn: int) -> str | None:
        """Another member in the same place; who is no member stays."""
        if member_id not in self.ids:
            return member_id
        return self.ids[(self.ids.index(member_id) + turn) % len(self.ids)]

    def day(self, place: int, count: int) -> date:
        """The days of the year up to yesterday, evenly used; no meeting at a weekend."""
        first = date(self.today.year, 1, 4)
        day = first + (self.today - first - timedelta(days=3)) * place // count
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def words(self) -> str:
        """Minutes like others of the year, with some sentences of their own."""
        usual = self.chance.sample(self.sentences, 5)
        own = [
            "".join(chr(0x4E00 + self.chance.randrange(_LETTERS)) for _ in range(_LONG))
            for _ in range(5)
        ]
        return "。".join([*usual, *own])


def make_year(store: Store, today: date) -> int:
    """Fill an empty file; returns how many records of the kinds in ``WANTED`` it then holds."""
    make_sample(store, today)
    with store.writing("放入一年的记录") as session:
        _more_members(session)
        members = session.scalars(
            select(Member).where(Member.category.in_(MEMBERS), Member.left_on.is_(None))
        )
        names = {each.id: each.name for each in members}
        year = _Year(session, today, list(names), names)
        contents = session.scalars(select(Meeting.content).where(Meeting.content.isnot(None)))
        year.sentences = sorted({each for text in contents for each in text.split("。") if each})
        for register in (MEETING, TALK, LEAF):
            _repeat(year, register, _DAYS[register.record])
        for ledger in LEDGERS:
            _repeat(year, ledger.register, ledger.day)
    return count_records(store)


def count_records(store: Store) -> int:
    """People on the roster and records of every register."""
    kinds = [Member, *_DAYS, *(each.record for each in LEDGERS)]
    with store.reading() as session:
        return sum(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds)


def _more_members(session: Session) -> None:
    """Invented people beside those of the sample, in its groups."""
    query = select(Member).where(Member.category.in_(MEMBERS), Member.left_on.is_(None))
    known = session.scalars(query).all()
    groups = sorted({each.group_id for each in known if each.group_id})
    for place, values in enumerate(people(MEMBER_COUNT - len(known))):
        session.add(
            Member(
                id=new_id(),
                spelling=spelling_of(values["name"]),
                group_id=groups[place % len(groups)],
                **values,
            )
        )
    session.flush()


def _repeat(year: _Year, register: Register[Any], day: str) -> None:
    record = register.record
    query = select(record).order_by(record.id)
    for name in register.rows:
        query = query.options(selectinload(getattr(record, name)))
    known = year.session.scalars(query).all()
    for each in known:
        _number(year, each)
    if not known:
        return
    missing = WANTED.get(record.__tablename__, _OTHERS) - len(known)
    for place in range(missing):
        turn, source = place // len(known) + 1, known[place % len(known)]
        months = fields_of(record)[day].kind is Kind.MONTH
        was = date.fromisoformat(f"{getattr(source, day)}-15") if months else getattr(source, day)
        made = _copy(year, source, year.day(place, missing) - was, turn)
        for name in register.rows:
            rows = [_row(year, row, turn) for row in getattr(source, name)]
            attributes.set_committed_value(made, name, [])
            getattr(made, name).extend(rows)
        _number(year, made)
        year.session.add(made)
    year.session.flush()


def _copy(year: _Year, source: Any, moved: timedelta, turn: int) -> Any:
    """The same record on another day and of other people."""
    made = _row(year, source, turn)
    if getattr(made, "content", None):
        made.content = year.words()
    for name, described in fields_of(type(source)).items():
        value = getattr(made, name)
        if described.kind is Kind.DAY and value is not None:
            setattr(made, name, value + moved)
        elif described.kind is Kind.MONTH and value is not None:
            month = add_months(date.fromisoformat(f"{value}-01"), round(moved.days / 30.4))
            setattr(made, name, f"{month:%Y-%m}")
    return made


def _row(year: _Year, source: Any, turn: int) -> Any:
    """A new row with the same values, of other people."""
    own = {
        key.parent.name for key in source.__table__.foreign_keys if "field" not in key.parent.info
    }
    names = [each.key for each in inspect(type(source)).column_attrs]
    kept = [name for name in names if name not in ("id", "deleted_at", *_TIMES, *own)]
    made = type(source)(id=new_id(), **{name: getattr(source, name) for name in kept})
    for name, described in fields_of(type(source)).items():
        if described.kind is Kind.PERSON:
            setattr(made, name, year.other(getattr(source, name), turn))
    if hasattr(made, "member_id") and getattr(made, "name", None) and made.member_id in year.names:
        made.name = year.names[made.member_id]
    return made


def _number(year: _Year, record: Any) -> None:
    """Numbers without gaps: of a meeting by kind, group and year, of a leaf by its person."""
    if not hasattr(record, "number") or not isinstance(record.number, int):
        return
    held = getattr(record, _DAYS.get(type(record), ""), None)
    year_of_it = held.year if held else 0
    of = (getattr(record, "kind", None), getattr(record, "group_id", None), year_of_it)
    if type(record) is TALK.record:
        of = (year_of_it,)
    elif type(record) is LEAF.record:
        of = (record.member_id,)
    key = (type(record), *of)
    year.numbers[key] = record.number = year.numbers.get(key, 0) + 1
