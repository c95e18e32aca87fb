"""Every change of a record as a row, in the same transaction: history, undo and 回收站 read it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, DateTime, func, insert, inspect, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, attributes

from partydesk.domain.attachment import Blob
from partydesk.domain.fields import LockedText, Record, SealedValue, sealed_names
from partydesk.domain.ids import new_id
from partydesk.domain.integrity import FileView
from partydesk.domain.journal import Change, Draft, Operation, Setting
from partydesk.storage.sealed import Sealer

#: What one row of history says but for its place: type, id and action, then before and after,
#: each in the clear and sealed.
_Told = tuple[str, str, str, str, str, SealedValue | None, SealedValue | None]

#: Kept without a history: they are the history, or hold no facts.
_SILENT = (Operation, Change, Draft, Setting, Blob, FileView)
_TIMES = ("updated_at",)

#: Name under which a session that writes carries its recorder.
RECORDER = "recorder"

# Written as plain rows: as objects they would cost more than the record they tell of.
_TABLES = Record.metadata.tables
_OPERATIONS, _CHANGES = _TABLES[Operation.__tablename__], _TABLES[Change.__tablename__]
_ADD_OPERATION = insert(_OPERATIONS)
# Through the driver itself: a general statement costs more than the rows.
_ADD_CHANGES = str(insert(_CHANGES).compile(dialect=sqlite.dialect()))
_LAST = select(func.max(_OPERATIONS.c.sequence))


class Recorder:
    """Writes the changes of one writing session down as one operation."""

    def __init__(
        self, title: str, actor: str, sealer: Sealer, *, undoes: str | None = None
    ) -> None:
        self._operation = {"id": new_id(), "title": title, "actor": actor, "undoes_id": undoes}
        self._sealer = sealer
        self._count = 0

    @property
    def has_changes(self) -> bool:
        """Whether anything has changed; if nothing has, no operation was written."""
        return self._count > 0

    def record(self, session: Session) -> None:
        """Write the rows for everything that the next flush will change."""
        changes = []
        for record, action in _pending(session):
            before, after = _differences(record, action)
            if before != after:
                changes.append(self._change(record, action, before, after))
        self._write(session, changes)

    def record_added(self, session: Session, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same for rows that `storage.bulk` adds; none of their fields is confidential."""
        encode = _ENCODER.encode
        self._write(
            session, [(table, row["id"], "add", "{}", encode(row), None, None) for row in rows]
        )

    def _change(
        self, record: Record, action: str, before: dict[str, Any], after: dict[str, Any]
    ) -> _Told:
        names = sealed_names(type(record))
        clear, secret = [], []
        for side, values in (("sealed_before", before), ("sealed_after", after)):
            clear.append(_json(values, without=names))
            secret.append(self._sealed(values, names, f"change/{record.id}/{side}"))
        return (record.__tablename__, record.id, action, *clear, *secret)

    def _sealed(
        self, values: Mapping[str, Any], names: Sequence[str], place: str
    ) -> SealedValue | None:
        if not names:
            return None
        secret = {name: values[name] for name in names if name in values}
        if all(value is None for value in secret.values()):
            return None
        return self._sealer.sealed(json.dumps(secret), place)

    def _write(self, session: Session, changes: Sequence[_Told]) -> None:
        if not changes:
            return
        connection = session.connection()
        if not self._count:
            last = connection.scalar(_LAST) or 0
            connection.execute(_ADD_OPERATION, {**self._operation, "sequence": last + 1})
        operation = self._operation["id"]
        rows = [
            (new_id(), operation, position, *change)
            for position, change in enumerate(changes, self._count)
        ]
        connection.exec_driver_sql(_ADD_CHANGES, rows)
        self._count += len(changes)


def _pending(session: Session) -> Iterator[tuple[Record, str]]:
    for action, records in (
        ("add", session.new),
        ("change", session.dirty),
        ("remove", session.deleted),
    ):
        for record in records:
            if isinstance(record, Record) and not isinstance(record, _SILENT):
                yield record, action


@cache
def _told(record_type: type[Record]) -> tuple[str, ...]:
    """The columns that history tells of."""
    keys = (attr.key for attr in inspect(record_type).column_attrs)
    return tuple(key for key in keys if key not in _TIMES)


def _differences(record: Record, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed columns before and after; an added record has all its values after."""
    loaded = record.__dict__
    if action != "change":
        values = {name: loaded[name] for name in _told(type(record)) if name in loaded}
        return (values, {}) if action == "remove" else ({}, values)
    before, after = {}, {}
    for name in _told(type(record)):
        value = loaded.get(name)
        if name not in loaded or isinstance(value, LockedText):
            continue
        history = attributes.get_history(record, name)
        if history.has_changes():
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = value
    return before, after


def _json(values: Mapping[str, Any], *, without: Sequence[str]) -> str:
    if not values:
        return "{}"
    if without:
        values = {key: value for key, value in values.items() if key not in without}
    return _ENCODER.encode(values)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no history for {type(value).__name__}")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False)


def values_from(record_type: type[Record], text: str) -> dict[str, Any]:
    """The values of a change's JSON, with days and times as such."""
    values: dict[str, Any] = json.loads(text)
    columns = record_type.__table__.columns
    for name, value in values.items():
        if value is not None and isinstance(columns[name].type, DateTime):
            values[name] = datetime.fromisoformat(value)
        elif value is not None and isinstance(columns[name].type, Date):
            values[name] = date.fromisoformat(value)
    return values


def secrets_from(change: Change, side: str, sealer: Sealer) -> dict[str, Any]:
    """The confidential values of a change, ``sealed_before`` or ``sealed_after``."""
    value = getattr(change, side)
    if value is None or not sealer.is_open:
        return {}
    text = sealer.opened(value, f"change/{change.record_id}/{side}")
    opened: dict[str, Any] = json.loads(text)
    return opened
