"""Every change of a record as a row, in the same transaction: history, undo and 回收站 read it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, DateTime, inspect
from sqlalchemy.orm import Session, attributes

from partydesk.domain.attachment import Blob
from partydesk.domain.fields import LockedText, Record, SealedValue, sealed_names
from partydesk.domain.ids import new_id, new_ids
from partydesk.domain.integrity import FileView
from partydesk.domain.journal import Change, Draft, Operation, Setting
from partydesk.storage.rows import insert_statement
from partydesk.storage.sealed import Sealer

#: One change of a record without confidential fields: type, id, action, values before and after.
Step = tuple[str, str, str, Mapping[str, Any], Mapping[str, Any]]
#: Runs a statement for each of some rows, on whatever connection.
Run = Callable[[str, list[tuple[Any, ...]]], object]

#: What one row of history says but for its place: type, id and action, then before and after,
#: each in the clear and sealed.
_Told = tuple[str, str, str, str, str, SealedValue | None, SealedValue | None]
#: The same of a record that has nothing to seal.
_ToldOpenly = tuple[str, str, str, str, str]

#: Kept without a history: they are the history, or hold no facts.
_SILENT = (Operation, Change, Draft, Setting, Blob, FileView)
_TIMES = ("updated_at",)

#: Name under which a session that writes carries its recorder.
RECORDER = "recorder"

# Written as plain rows through the driver: as objects they would cost more than the record they
# tell of, and so would a general statement.
_TABLE = Record.metadata.tables[Change.__tablename__]
_NAMES = tuple(column.name for column in _TABLE.columns)
_ADD_CHANGES = insert_statement(_TABLE, _NAMES)
#: Without the two sealed columns, which come last.
_ADD_OPEN_CHANGES = insert_statement(_TABLE, _NAMES[:-2])
_ADD_OPERATION = (
    "INSERT INTO operation (id, sequence, title, actor, at, undoes_id, undone) "
    "SELECT ?, coalesce(max(sequence), 0) + 1, ?, ?, ?, ?, 0 FROM operation"
)


class Recorder:
    """Writes the changes of one writing session down as one operation.

    Attributes:
        tables: The tables whose rows were changed.
    """

    def __init__(
        self, title: str, actor: str, sealer: Sealer, *, undoes: str | None = None
    ) -> None:
        self._id = new_id()
        self._operation = (title, actor)
        self._undoes = undoes
        self._sealer = sealer
        self._count = 0
        self.tables: set[str] = set()

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
        if changes:
            self._write(session.connection().exec_driver_sql, changes)

    def tell(self, run: Run, steps: Sequence[Step]) -> None:
        """Write rows for changes that are made by plain SQL."""
        if steps:
            self._write(
                run,
                [
                    (table, key, action, _json(before), _json(after))
                    for table, key, action, before, after in steps
                ],
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

    def _write(self, run: Run, changes: Sequence[_Told | _ToldOpenly]) -> None:
        if not self._count:
            at = datetime.now().isoformat(" ", "microseconds")
            run(_ADD_OPERATION, [(self._id, *self._operation, at, self._undoes)])
        self.tables.update(change[0] for change in changes)
        places = range(self._count, self._count + len(changes))
        rows = [
            (key, self._id, position, *change)
            for key, position, change in zip(new_ids(len(changes)), places, changes, strict=True)
        ]
        run(_ADD_CHANGES if len(rows[0]) == len(_NAMES) else _ADD_OPEN_CHANGES, rows)
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


def _json(values: Mapping[str, Any], *, without: Sequence[str] = _TIMES) -> str:
    if not values:
        return "{}"
    if not values.keys().isdisjoint(without):
        values = {key: value for key, value in values.items() if key not in without}
    return _ENCODER.encode(values)


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one
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
