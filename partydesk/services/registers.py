"""What all registers share: checking a form's values, putting them into records, reading back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, attributes, selectinload

from partydesk.domain.fields import Field, Record
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.rules.checking import checked, checked_rows

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
        raise NotFoundError(
            f"这条{register.noun}记录已不在文件里。", "它可能被移到了回收站，可以从那里恢复。"
        )
    return record


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
