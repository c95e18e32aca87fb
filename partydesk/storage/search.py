"""Questions of the search: titles of records in portions, what has changed, texts that are long."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, inspect, literal, or_, select
from sqlalchemy.orm import Session

from partydesk.domain.fields import Kind, Record, Secrecy, fields_of
from partydesk.domain.journal import Change, Operation
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.member import Member
from partydesk.domain.search_blocks import Entry
from partydesk.domain.searching import folded

#: What a kind of meeting is called in everyday words.
_USUAL = {str(MeetingKind.COMMITTEE): "支委会"}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone's name and the spellings of it."""

    name: str
    spelling: str


@dataclass
class Names:
    """Names that records refer to, by id; those who left and what lies in 回收站 included."""

    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Searched:
    """What of a record type is searched at once.

    Attributes:
        record: The record type.
        fields: Its titles, people and groups; none of them may be confidential.
        day: The field that dates it, a day or a month.
        rows: Rows of its own that name people.
        words: What each of them is called, such as the title of a register.
    """

    record: type[Record]
    fields: tuple[str, ...]
    day: str = ""
    rows: tuple[type[Record], ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        for record, names in ((self.record, self.fields), *((each, None) for each in self.rows)):
            fields = fields_of(record)
            for name in names or _of_people(record):
                assert fields[name].secrecy < Secrecy.CONFIDENTIAL, f"{name} is confidential"

    @property
    def owners(self) -> dict[str, str]:
        """The column by which a row belongs to its record, by the table of the rows."""
        return {each.__tablename__: _owner(each, self.record) for each in self.rows}

    def of_kind(self, kind: Kind) -> list[str]:
        """Its fields of a kind."""
        fields = fields_of(self.record)
        return [name for name in self.fields if fields[name].kind is kind]


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that was changed since the search last looked."""

    record_type: str
    record_id: str
    values: Mapping[str, Any]


def names(session: Session, ids: Collection[str] | None = None) -> dict[str, Person]:
    """Names of some people by id, or of all; those who left included."""
    query = select(Member.id, Member.name, Member.spelling)
    if ids is not None:
        query = query.where(Member.id.in_(ids))
    found = session.execute(query.execution_options(with_deleted=True))
    return {key: Person(name, spelling) for key, name, spelling in found}


def entries(
    session: Session, searched: Searched, known: Names, ids: Collection[str]
) -> list[Entry]:
    """What of some records is searched; those in 回收站 are left out."""
    record = searched.record
    columns = [getattr(record, name) for name in searched.fields]
    dated = getattr(record, searched.day) if searched.day else literal(None)
    found = session.execute(select(record.id, dated, *columns).where(record.id.in_(ids))).all()
    kinds = [fields_of(record)[name].kind for name in searched.fields]
    of_rows = _people_of_rows(session, searched, known, ids)
    made = []
    for record_id, day, *values in found:
        texts, spelled = map(list, of_rows.get(record_id, ([], [])))
        for kind, value in zip(kinds, values, strict=True):
            if kind is Kind.PERSON and value in known.people:
                person = known.people[value]
                texts.append(person.name)
                spelled.append(person.spelling)
            elif value is not None:
                texts.append(known.groups.get(value, "") if kind is Kind.GROUP else str(value))
                texts.append(_USUAL.get(texts[-1], ""))
        texts.append(searched.words)
        text = "\n".join(dict.fromkeys(filter(None, map(folded, texts))))
        made.append(Entry(record_id, _day_number(day), text, _spelled(spelled)))
    return made


def people(session: Session, ids: Collection[str]) -> list[Entry]:
    """The same of people: found by name, spelling and the numbers that lists do not show."""
    shown = (Member.id, Member.name, Member.spelling, Member.left_on)
    query = select(*shown, Member.mobile, Member.id_number).where(Member.id.in_(ids))
    return [
        Entry(
            key,
            int(left_on is None),
            folded(name.replace("·", "")),
            _spelled([spelling]),
            "\n".join(filter(None, numbers)),
        )
        for key, name, spelling, left_on, *numbers in session.execute(query)
    ]


def ids_before(
    session: Session,
    record: type[Record],
    before: str,
    most: int,
    *,
    with_deleted: bool = False,
) -> list[str]:
    """The next ids in the order of entry, the newest first; ``before`` is empty at the start."""
    query = select(record.id).order_by(record.id.desc()).limit(most)
    query = query.execution_options(with_deleted=with_deleted)
    return list(session.scalars(query.where(record.id < before) if before else query))


def last_operation(session: Session) -> int:
    """The number of the last thing that was done."""
    return session.scalar(select(func.max(Operation.sequence))) or 0


def changes_since(session: Session, sequence: int, most: int) -> list[Changed] | None:
    """What was changed after an operation; ``None`` if that is more than ``most``."""
    query = (
        select(Change.record_type, Change.record_id, Change.action, Change.before, Change.after)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Operation.sequence > sequence)
        .limit(most + 1)
    )
    found = session.execute(query).all()
    if len(found) > most:
        return None
    return [
        Changed(record_type, record_id, json.loads(before) | json.loads(after))
        for record_type, record_id, _, before, after in found
    ]


def owner_of(session: Session, rows: type[Record], column: str, changed: Changed) -> str | None:
    """The record that a changed row belongs to, or belonged to."""
    if column in changed.values:
        return str(changed.values[column])
    query = select(getattr(rows, column)).where(rows.id == changed.record_id)
    return session.scalar(query)


def naming(
    session: Session, searched: Searched, people: Collection[str], groups: Collection[str]
) -> list[str]:
    """Ids of the records that name one of these people or groups."""
    record = searched.record
    ways: list[ColumnElement[bool]] = []
    for kind, ids in ((Kind.PERSON, people), (Kind.GROUP, groups)):
        if ids:
            ways += [getattr(record, name).in_(ids) for name in searched.of_kind(kind)]
    if people:
        for rows in searched.rows:
            owner = getattr(rows, _owner(rows, record))
            those = or_(*(getattr(rows, name).in_(people) for name in _persons(rows)))
            ways.append(record.id.in_(select(owner).where(those)))
    return list(session.scalars(select(record.id).where(or_(*ways)))) if ways else []


def _people_of_rows(
    session: Session, searched: Searched, known: Names, ids: Collection[str]
) -> dict[str, tuple[list[str], list[str]]]:
    """Names in the rows of some records, and the spellings of those who are on the roster."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for rows in searched.rows:
        owner = getattr(rows, _owner(rows, searched.record))
        columns = [getattr(rows, name) for name in _of_people(rows)]
        query: Select[Any] = select(owner, *columns).where(owner.in_(ids))
        persons = len(_persons(rows))
        for key, *values in session.execute(query):
            texts, spelled = found.setdefault(key, ([], []))
            meant = [known.people[each] for each in values[:persons] if each in known.people]
            texts += [each.name for each in meant] + list(filter(None, values[persons:]))
            spelled += [each.spelling for each in meant]
    return found


def _of_people(rows: type[Record]) -> list[str]:
    """The columns of a row that name people: by id, and by name as it was that day."""
    written = [name for name in ("name",) if name in fields_of(rows)]
    return [*_persons(rows), *written]


def _persons(rows: type[Record]) -> list[str]:
    return [name for name, each in fields_of(rows).items() if each.kind is Kind.PERSON]


def _owner(rows: type[Record], record: type[Record]) -> str:
    """The attribute of a row that holds its record's id."""
    for attr in inspect(rows).column_attrs:
        if any(key.column.table is record.__table__ for key in attr.columns[0].foreign_keys):
            return str(attr.key)
    raise TypeError(f"{rows.__name__} belongs to no {record.__name__}")


def _spelled(spellings: Iterable[str]) -> str:
    return "".join(f" {each}" for each in dict.fromkeys(spellings) if each)


def _day_number(day: date | str | None) -> int:
    """2026-03-05 as 20260305, and 2026-03 as 20260300."""
    if day is None:
        return 0
    parts: Sequence[str] = f"{day}-00".split("-")
    return int("".join(parts[:3]))
