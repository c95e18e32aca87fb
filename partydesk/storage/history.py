"""Every change of a record as a row, in the same transaction: history, undo and 回收站 read it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, func, inspect, select
from sqlalchemy.orm import Session, attributes

from partydesk.domain.attachment import Blob
from partydesk.domain.fields import LockedText, Record, sealed_names
from partydesk.domain.ids import new_id
from partydesk.domain.journal import Change, Draft, Operation, Setting
from partydesk.storage.sealed import Sealer

#: Kept without a history: they are the history, or hold no facts.
_SILENT = (Operation, Change, Draft, Setting, Blob)
_TIMES = ("updated_at",)


class Recorder:
    """Collects the changes of one writing session into one operation."""

    def __init__(self, session: Session, title: str, actor: str, sealer: Sealer) -> None:
        self._session = session
        self._operation = Operation(id=new_id(), title=title, actor=actor)
        self._sealer = sealer
        self._count = 0

    @property
    def operation(self) -> Operation | None:
        """The operation, or none when nothing has changed."""
        return self._operation if self._count else None

    def record(self) -> None:
        """Write the rows for everything that the next flush will change."""
        pending = list(_pending(self._session))
        for record, action in pending:
            before, after = _differences(record, action)
            if before != after:
                self._add(record, action, before, after)

    def _add(
        self, record: Record, action: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        if not self._count:
            with self._session.no_autoflush:
                last = self._session.scalar(select(func.max(Operation.sequence)))
            self._operation.sequence = (last or 0) + 1
            self._session.add(self._operation)
        sealed = set(sealed_names(type(record)))
        change = Change(
            operation_id=self._operation.id,
            position=self._count,
            record_type=record.__tablename__,
            record_id=record.id,
            action=action,
            before=_json(before, without=sealed),
            after=_json(after, without=sealed),
        )
        for name, values in (("sealed_before", before), ("sealed_after", after)):
            secret = {key: value for key, value in values.items() if key in sealed}
            if any(value is not None for value in secret.values()):
                place = f"change/{record.id}/{name}"
                setattr(change, name, self._sealer.sealed(json.dumps(secret), place))
        self._session.add(change)
        self._count += 1


def _pending(session: Session) -> Iterator[tuple[Record, str]]:
    for action, records in (
        ("add", session.new),
        ("change", session.dirty),
        ("remove", session.deleted),
    ):
        for record in records:
            if isinstance(record, Record) and not isinstance(record, _SILENT):
                yield record, action


def _differences(record: Record, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed columns before and after; an added record has all its values after."""
    before, after = {}, {}
    for attr in inspect(type(record)).column_attrs:
        name = attr.key
        if name in _TIMES or name not in record.__dict__:
            continue
        history = attributes.get_history(record, name)
        value = record.__dict__[name]
        if action == "remove":
            before[name] = value
        elif action == "add":
            after[name] = value
        elif history.has_changes() and not isinstance(value, LockedText):
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = value
    return before, after


def _json(values: dict[str, Any], *, without: set[str]) -> str:
    shown = {key: value for key, value in values.items() if key not in without}
    return json.dumps(shown, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no history for {type(value).__name__}")


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
