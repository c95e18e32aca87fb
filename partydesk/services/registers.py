"""What all registers share: checking a form's values, putting them into records, reading back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, attributes, selectinload

from partydesk.domain.fields import Field, Record
from partydesk.domain.ids import new_id
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.rules.checking import checked, checked_rows
from partydesk.storage.plain import PlainWriting, Row, as_read, owner_column

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Rows:
    """A list of rows inside a record, such as the attendances of a meeting."""

    record: type[Record]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Register(Generic[R]):
    """A record type with what a form may change of it.

    Attributes:
        record: The record type.
        noun: What people call one of it, for sentences and the names of operations.
        fields: The fields that a form may change.
        rows: The lists of rows that a form may change, by attribute name.
    """

    record: type[R]
    noun: str
    fields: tuple[Field, ...]
    rows: Mapping[str, Rows] = field(default_factory=dict)


def check(register: Register[R], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values cleaned, or ``InvalidValuesError`` with every problem at once.

    Lists of rows that the values do not name are left as they are in the file.
    """
    ready: dict[str, Any] = {}
    problems: dict[str, str] = {}
    try:
        ready |= checked(register.fields, values)
    except InvalidValuesError as error:
        problems |= error.by_field
    for name, rows in register.rows.items():
        if name not in values:
            continue
        try:
            clean = checked_rows(name, rows.fields, values[name])
            ready[name] = [
                row | {"id": given.get("id")}
                for row, given in zip(clean, values[name], strict=True)
            ]
        except InvalidValuesError as error:
            problems |= error.by_field
    if problems:
        raise InvalidValuesError(problems)
    return ready


def load(session: Session, register: Register[R], record_id: str) -> R:
    """A record with its rows, or ``NotFoundError``."""
    query = select(register.record).where(register.record.id == record_id)
    for name in register.rows:
        query = query.options(selectinload(getattr(register.record, name)))
    record = session.scalar(query)
    if record is None:
        raise _gone(register)
    return record


def _gone(register: Register[R]) -> NotFoundError:
    return NotFoundError(
        f"这条{register.noun}记录已不在文件里。", "它可能被移到了回收站，可以从那里恢复。"
    )


def put(
    session: Session, register: Register[R], ready: Mapping[str, Any], record_id: str | None
) -> R:
    """Put checked values into a new record or the one with this id; nothing is committed here."""
    if record_id is None:
        record = register.record()
        session.add(record)
        for name in register.rows:
            attributes.set_committed_value(record, name, [])
    else:
        record = load(session, register, record_id)
    for described in register.fields:
        if described.name in ready:
            setattr(record, described.name, ready[described.name])
    for name, rows in register.rows.items():
        if name in ready:
            _put_rows(session, getattr(record, name), rows.record, ready[name])
    return record


def put_plainly(
    plain: PlainWriting, register: Register[R], ready: Mapping[str, Any], row: Row | None
) -> R:
    """The same by plain SQL, for records without confidential fields.

    Args:
        plain: What writes.
        register: Which record it is.
        ready: Checked values; names of further columns may be among them.
        row: The record to change, as ``kept`` gave it; without it, a new one.

    Returns:
        A record that knows its id and these values, as if it had been read.
    """
    values = {name: value for name, value in ready.items() if name not in register.rows}
    if row is None:
        values["id"] = new_id()
        plain.add(register.record, [values])
    else:
        plain.change(register.record, [(row, values)])
        values["id"] = row["id"]
    for name, rows in register.rows.items():
        if name in ready:
            _put_rows_plainly(plain, rows.record, (register.record, values["id"]), ready[name])
    # A form tells when it was saved.
    return as_read(register.record, {"updated_at": datetime.now()} | values)


def kept(plain: PlainWriting, register: Register[R], record_id: str) -> Row:
    """A record as it lies in the file, or ``NotFoundError``."""
    found = plain.rows(register.record, "id", record_id)
    if not found:
        raise _gone(register)
    return found[0]


def _put_rows_plainly(
    plain: PlainWriting,
    record: type[Record],
    owner: tuple[type[Record], str],
    wanted: Sequence[Mapping[str, Any]],
) -> None:
    """As ``_put_rows`` does."""
    column = owner_column(record, owner[0])
    known = {row["id"]: row for row in plain.rows(record, column, owner[1])}
    new, changed = [], []
    for position, given in enumerate(wanted):
        values = {**given, column: owner[1], "position": position}
        row = known.pop(str(values.pop("id", None)), None)
        if row is None:
            new.append(values)
        else:
            changed.append((row, values))
    plain.add(record, new)
    plain.change(record, changed)
    plain.remove(record, list(known.values()))


def _put_rows(
    session: Session,
    current: list[Any],
    record: type[Record],
    wanted: Iterable[Mapping[str, Any]],
) -> None:
    """Change rows that stay, add new ones, delete the others; the order is the given one."""
    known = {row.id: row for row in current}
    rows = []
    for position, values in enumerate(wanted):
        row = known.get(str(values.get("id"))) or record()
        for name, value in values.items():
            if name != "id":
                setattr(row, name, value)
        if hasattr(row, "position"):
            row.position = position
        rows.append(row)
    for row in current:
        # Said aloud: history must see the deletion before the flush makes it of itself.
        if row not in rows:
            session.delete(row)
    current[:] = rows


def values_of(register: Register[R], record: R) -> dict[str, Any]:
    """What a form shows of a record: its fields, and its rows with their ids."""
    values: dict[str, Any] = {each.name: getattr(record, each.name) for each in register.fields}
    for name, rows in register.rows.items():
        values[name] = [
            {each.name: getattr(row, each.name) for each in rows.fields} | {"id": row.id}
            for row in getattr(record, name)
        ]
    return values


def discard(session: Session, register: Register[R], record_id: str) -> R:
    """Move a record to 回收站; nothing is lost."""
    record = load(session, register, record_id)
    if not hasattr(record, "deleted_at"):
        raise RefusedError(f"{register.noun}不能单独删除。")
    record.deleted_at = datetime.now()
    return record
