"""What all 台账 do alike: list, read, check, save, remove and count records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from partydesk.domain.fields import Kind, Record, Secrecy, Value
from partydesk.domain.periods import Period, month_of
from partydesk.domain.text import Names, show, show_alone
from partydesk.errors import InvalidValuesError
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.registers import check, discard, load, put, values_of
from partydesk.services.stays import strangers
from partydesk.storage import people
from partydesk.storage.store import Store


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A record as a list shows it; its cells are read as attributes."""

    id: str
    cells: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.cells[name]
        except KeyError as error:
            raise AttributeError(name) from error


@dataclass(frozen=True)
class Listed:
    """The rows of a ledger, with the names of people and groups that they refer to."""

    rows: list[LedgerRow]
    names: Names


def list_records(
    store: Store, ledger: Ledger, period: Period | None = None, text: str = ""
) -> Listed:
    """Records of a period, the newest first; the text looks into everything that is shown."""
    names_wanted = open_names(ledger)
    with store.reading() as session:
        records = session.execute(in_period(_query(ledger, names_wanted), ledger, period)).all()
        names = people.names(session)
        of_rows = {
            name: _rows_of(session, ledger, name, names)
            for name in ledger.columns
            if name in ledger.register.rows
        }
    rows = []
    for record_id, *values in records:
        cells: dict[str, Any] = dict(zip(names_wanted, values, strict=True))
        cells |= {name: found.get(record_id) for name, found in of_rows.items()}
        rows.append(LedgerRow(record_id, cells))
    wanted = "".join(text.split()).lower()
    if wanted:
        rows = [row for row in rows if wanted in _text_of(ledger, row, names)]
    return Listed(rows, names)


def record_values(store: Store, ledger: Ledger, record_id: str) -> dict[str, Any]:
    """What the form shows of a record, or ``NotFoundError``."""
    with store.reading() as session:
        return values_of(ledger.register, load(session, ledger.register, record_id))


def new_values(store: Store, ledger: Ledger, today: date) -> dict[str, Any]:
    """What a new record begins with: its day, its defaults, and what the ledger proposes."""
    values = defaults(ledger)
    kind = ledger.by_name[ledger.day].kind
    values[ledger.day] = today if kind is Kind.DAY else f"{today:%Y-%m}"
    with store.reading() as session:
        return values | dict(ledger.begin(session, today))


def defaults(ledger: Ledger) -> dict[str, Any]:
    """What the fields of a new record hold by themselves, and its empty lists of rows."""
    values: dict[str, Any] = {name: [] for name in ledger.register.rows}
    for name in ledger.by_name:
        default = ledger.record.__table__.columns[name].default
        if default is not None and default.is_scalar:
            values[name] = default.arg
    return values


def save_record(
    store: Store,
    ledger: Ledger,
    values: Mapping[str, Any],
    today: date,
    record_id: str | None = None,
) -> Record:
    """Add a record, or correct the one with this id.

    Raises:
        InvalidValuesError: A value can't be kept.
        LockedError: A confidential text can't be sealed with this password.
    """
    with store.reading() as session:
        ready = checked_record(session, ledger, values, today)
    with store.writing(f"{'修改' if record_id else '新增'}{ledger.noun}") as session:
        return store_record(session, ledger, ready, record_id)


def checked_record(
    session: Session, ledger: Ledger, values: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """The values cleaned, or ``InvalidValuesError`` with every problem at once."""
    ready = check(ledger.register, values)
    problems = {**ledger.problems(ready, today), **ledger.problems_here(session, ready, today)}
    day = ready.get(ledger.day)
    if isinstance(day, date) and day > today and ledger.day not in problems:
        problems[ledger.day] = "日期还没有到，请核对年份和月份。"
    if problems:
        raise InvalidValuesError(problems)
    return ready


def store_record(
    session: Session, ledger: Ledger, ready: Mapping[str, Any], record_id: str | None
) -> Record:
    """Put checked values into the file and complete the record; nothing is committed here."""
    record: Record = put(session, ledger.register, ready, record_id)
    complete(session, ledger, record)
    return record


def complete(session: Session, ledger: Ledger, record: Any) -> None:
    """Complete a record whose values were put in, after a look at whom it names.

    Raises:
        InvalidValuesError: Somebody was not here that day, or its ledger refuses it.
    """
    with session.no_autoflush:
        if not ledger.also_gone and (absent := _absent(session, ledger, record)):
            raise InvalidValuesError(absent)
        ledger.settle(session, record)


def _absent(session: Session, ledger: Ledger, record: Any) -> dict[str, str]:
    """Whom a record names though they had left by then, or had not come yet."""
    named = [
        (each.name, getattr(record, each.name))
        for each in ledger.register.fields
        if each.kind is Kind.PERSON
    ]
    for name in ledger.register.rows:
        if person := ledger.person_of_rows(name):
            rows = enumerate(getattr(record, name))
            named += [(f"{name}.{n}.{person.name}", getattr(row, person.name)) for n, row in rows]
    day = getattr(record, ledger.day)
    span = month_of(date.fromisoformat(f"{day}-01")) if isinstance(day, str) else None
    first, last = (span.first, span.last) if span else (day, day)
    return strangers(session, named, first, last)


def remove_record(store: Store, ledger: Ledger, record_id: str) -> None:
    """Move a record to 回收站."""
    with store.writing(f"删除{ledger.noun}") as session:
        ledger.unsettle(session, discard(session, ledger.register, record_id))


def counts(store: Store, ledgers: Iterable[Ledger]) -> dict[str, int]:
    """How many records each ledger holds, by its table, in one query."""
    parts = []
    for each in ledgers:
        columns = each.record.__table__.columns
        count = select(literal(each.table), func.count()).select_from(each.record.__table__)
        parts.append(count.where(columns["deleted_at"].is_(None)))
    with store.reading() as session:
        return {str(table): int(number) for table, number in session.execute(union_all(*parts))}


def open_names(ledger: Ledger) -> list[str]:
    """The fields that lists and states are made from: all that are not confidential."""
    return [each.name for each in ledger.by_name.values() if each.secrecy < Secrecy.CONFIDENTIAL]


def title_of(ledger: Ledger, cells: Any, names: Names) -> str:
    """What a record is called: its heading, from a row, a record or a dictionary of values."""
    texts = []
    for name in ledger.heading:
        value = cells.get(name) if isinstance(cells, Mapping) else getattr(cells, name, None)
        texts.append(show_alone(ledger.by_name[name], value, names))
    return "　".join(text for text in texts if text)


def _query(ledger: Ledger, names: Iterable[str]) -> Select[Any]:
    record = ledger.record
    columns = [getattr(record, name) for name in names]
    dated = getattr(record, ledger.day)
    query = select(record.id, *columns).where(record.__table__.columns["deleted_at"].is_(None))
    return query.order_by(dated.desc(), record.id.desc())


def in_period(query: Select[Any], ledger: Ledger, period: Period | None) -> Select[Any]:
    """Narrow a query for a ledger's records to those of a period."""
    if period is None:
        return query
    column = getattr(ledger.record, ledger.day)
    if ledger.by_name[ledger.day].kind is Kind.DAY:
        return query.where(column.between(period.first, period.last))
    return query.where(column.between(f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"))


def _rows_of(session: Session, ledger: Ledger, name: str, names: Names) -> dict[str, Value]:
    """For each record its people by name, or how many rows its list has."""
    rows = ledger.register.rows[name].record
    owner = owner_column(rows, ledger.record)
    person = ledger.person_of_rows(name)
    if person is None:
        query = select(owner, func.count()).group_by(owner)
        return {str(key): int(count) for key, count in session.execute(query)}
    found: dict[str, list[str]] = defaultdict(list)
    columns = rows.__table__.columns
    order = columns["position"] if "position" in columns else columns["id"]
    for key, member in session.execute(select(owner, columns[person.name]).order_by(order)):
        found[str(key)].append(names.get(str(member), ""))
    return {key: "、".join(each) for key, each in found.items()}


def owner_column(rows: type[Record], record: type[Record]) -> Any:
    """The column by which a row belongs to its record."""
    table = record.__table__
    return next(
        column
        for column in rows.__table__.columns
        if any(key.column.table is table for key in column.foreign_keys)
    )


def _text_of(ledger: Ledger, row: LedgerRow, names: Names) -> str:
    texts = (show(ledger.described(name), value, names) for name, value in row.cells.items())
    return " ".join(texts).lower()
