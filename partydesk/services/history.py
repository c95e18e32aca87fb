"""What was done and how to take it back: history of a record, undo, redo, 回收站."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from partydesk.domain.fields import Kept, Record, fields_of
from partydesk.domain.journal import Change, Operation
from partydesk.domain.member_event import MemberEvent
from partydesk.domain.records import RECORD_TYPES
from partydesk.domain.text import show
from partydesk.errors import NotFoundError, RefusedError
from partydesk.services.for_good import is_for_good, lies_under_what_stays
from partydesk.services.membership import follow
from partydesk.services.merged import on_its_own, where_it_went, with_merged
from partydesk.storage import people
from partydesk.storage.history import secrets_from, values_from
from partydesk.storage.store import WITH_DELETED, Store

#: Hears how many changes of how many are done.
Progress = Callable[[int, int], object]


def _unheard(_done: int, _total: int) -> None:
    """Nobody listens."""


#: Records that one query asks for.
_AT_ONCE = 500

#: So many steps can be taken back, one after the other.
UNDO_STEPS = 50


@dataclass(frozen=True)
class HistoryLine:
    """One change of one record as people read it."""

    at: datetime
    actor: str
    title: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class DeletedRow:
    """A record in 回收站."""

    record_type: str
    record_id: str
    title: str
    deleted_at: datetime


def history_of(store: Store, record_type: str, record_id: str) -> list[HistoryLine]:
    """What happened to a record, the newest first: who, when, before and after."""
    with store.reading() as session:
        query = (
            select(Change, Operation)
            .join(Operation, Operation.id == Change.operation_id)
            .where(
                Change.record_type == record_type,
                Change.record_id.in_(with_merged(session, record_id)),
            )
            .order_by(Operation.sequence.desc(), Change.position)
        )
        names = people.names(session)
        return [
            HistoryLine(operation.at, operation.actor, operation.title, _details(change, names))
            for change, operation in session.execute(query)
        ]


def _details(change: Change, names: dict[str, str]) -> tuple[str, ...]:
    """旧 → 新 for every field that people know; confidential ones only by name."""
    fields = fields_of(RECORD_TYPES[change.record_type])
    record = RECORD_TYPES[change.record_type]
    before, after = values_from(record, change.before), values_from(record, change.after)
    lines = []
    for name, described in fields.items():
        old, new = (show(described, side.get(name), names) for side in (before, after))
        if old != new and change.action == "change":
            lines.append(f"{described.label}：{_short(old)} → {_short(new)}")
    if change.sealed_before or change.sealed_after:
        lines.append("保密内容有改动")
    return tuple(lines)


def _short(text: str) -> str:
    flat = " ".join(text.split()) or "（空）"
    return flat if len(flat) <= 40 else flat[:39] + "…"


def last_undoable(store: Store) -> Operation | None:
    """What Ctrl+Z would take back now: the newest of the last ``UNDO_STEPS`` that can be."""
    done = Operation.undoes_id.is_(None)
    recent = select(Operation.id).where(done).order_by(Operation.sequence.desc()).limit(UNDO_STEPS)
    query = (
        select(Operation)
        .where(
            Operation.undone.is_(False),
            Operation.id.in_(recent),
            ~is_for_good(Operation),
            ~lies_under_what_stays(),
        )
        .order_by(Operation.sequence.desc())
        .limit(1)
    )
    with store.reading() as session:
        return session.scalar(query)


def last_redoable(store: Store) -> Operation | None:
    """What Ctrl+Y would do again: the last undo, unless something was done since."""
    with store.reading() as session:
        query = select(Operation).where(Operation.undone.is_(False))
        for operation in session.scalars(query.order_by(Operation.sequence.desc()).limit(100)):
            if not operation.title.startswith("重做："):
                return operation if operation.undoes_id else None
    return None


def undo(store: Store, operation_id: str, progress: Progress = _unheard) -> str:
    """Take one operation back as a whole; returns its title.

    Args:
        store: The file.
        operation_id: The operation.
        progress: Hears how many changes of how many are done; what it raises ends the work, and
            nothing has changed.

    Raises:
        RefusedError: A record was changed again since, so that taking back would lose that.
    """
    with store.reading() as session:
        operation = session.get(Operation, operation_id)
    if operation is None or operation.undone:
        raise NotFoundError("这一步已经撤销过了。")
    try:
        with store.writing(f"撤销：{operation.title}", undoes=operation.id) as session:
            changes = _changes(session, operation)
            _require_untouched(session, operation, changes)
            _reverse_all(session, changes, store, progress)
            session.merge(operation).undone = True
    except IntegrityError as error:
        raise RefusedError(
            f"“{operation.title}”新增的内容已被别的记录用到，不能撤销。",
            "请先撤销用到它的那一步。",
        ) from error
    return operation.title


def redo(store: Store, operation_id: str, progress: Progress = _unheard) -> str:
    """Do again what an undo took back; returns its title.

    Args:
        store: The file.
        operation_id: The undo, as ``last_redoable`` names it.
        progress: As for ``undo``.
    """
    with store.reading() as session:
        undoing = session.get(Operation, operation_id)
    if undoing is None or undoing.undone or undoing.undoes_id is None:
        raise NotFoundError("没有可以重做的操作。")
    title = undoing.title.removeprefix("撤销：")
    with store.writing(f"重做：{title}", undoes=undoing.id) as session:
        _reverse_all(session, _changes(session, undoing), store, progress)
        session.merge(undoing).undone = True
        original = session.get(Operation, undoing.undoes_id)
        assert original is not None
        original.undone = False
    return title


def _changes(session: Session, operation: Operation) -> list[Change]:
    """The changes of an operation, the last first."""
    query = select(Change).where(Change.operation_id == operation.id)
    query = query.order_by(Change.position.desc())
    return list(session.scalars(query, execution_options=people.IN_PORTIONS))


def _reverse_all(
    session: Session, changes: Sequence[Change], store: Store, progress: Progress
) -> None:
    # Held until the end, or the session would forget them and ask for one after the other.
    held = _loaded(session, changes)
    for done, change in enumerate(changes):
        progress(done, len(changes))
        _reverse(session, change, store)
    held.clear()


def _loaded(session: Session, changes: Iterable[Change]) -> list[Record]:
    """The records of changes that are still there, in a few queries."""
    ids: dict[str, list[str]] = {}
    for change in changes:
        ids.setdefault(change.record_type, []).append(change.record_id)
    found: list[Record] = []
    for table, wanted in ids.items():
        record_type = RECORD_TYPES[table]
        for start in range(0, len(wanted), _AT_ONCE):
            some = record_type.id.in_(wanted[start : start + _AT_ONCE])
            found += session.scalars(
                select(record_type).where(some), execution_options=WITH_DELETED
            )
    return found


def _require_untouched(session: Session, operation: Operation, changes: Iterable[Change]) -> None:
    ids = {change.record_id for change in changes}
    later = (
        select(Operation.title)
        .join(Change, Change.operation_id == Operation.id)
        .where(
            Operation.sequence > operation.sequence,
            Operation.undone.is_(False),
            Operation.undoes_id.is_(None),
            Change.record_id.in_(ids),
        )
        .limit(1)
    )
    title = session.scalar(later)
    if title is not None:
        raise RefusedError(
            f"“{operation.title}”之后又有“{title}”，不能单独撤销。", "请先撤销后来的那一步。"
        )


def _reverse(session: Session, change: Change, store: Store) -> None:
    record_type = RECORD_TYPES[change.record_type]
    if change.action == "add":
        if record := session.get(record_type, change.record_id, execution_options=WITH_DELETED):
            session.delete(record)
        return
    before: dict[str, Any] = values_from(record_type, change.before)
    before |= secrets_from(change, "sealed_before", store.sealer)
    if (change.sealed_before or change.sealed_after) and not store.sealer.is_open:
        raise RefusedError("这一步改动了保密内容，当前密码不能撤销。", "请用书记密码打开后再撤销。")
    if change.action == "remove":
        session.add(record_type(**before))
        return
    record = session.get(record_type, change.record_id, execution_options=WITH_DELETED)
    if record is None:
        raise NotFoundError("要撤销的记录已不在文件里。")
    for name, value in before.items():
        setattr(record, name, value)


def recycle_bin(store: Store) -> list[DeletedRow]:
    """What lies in 回收站, the newest first."""
    rows = []
    with store.reading() as session:
        names = people.names(session)
        for table, record_type in RECORD_TYPES.items():
            if not issubclass(record_type, Kept):
                continue
            query = select(record_type).where(record_type.deleted_at.isnot(None))
            for record in session.scalars(query.execution_options(**WITH_DELETED)):
                assert record.deleted_at is not None
                title = _title(record, names) + where_it_went(record, names)
                rows.append(DeletedRow(table, record.id, title, record.deleted_at))
    return sorted(rows, key=lambda row: row.deleted_at, reverse=True)


def _title(record: Record, names: dict[str, str]) -> str:
    """The first few shown values of a record, enough to know it again."""
    shown = [
        show(described, getattr(record, name), names)
        for name, described in list(fields_of(type(record)).items())[:4]
    ]
    return " ".join(text for text in shown if text)[:80]


def restore(store: Store, record_type: str, record_id: str) -> None:
    """Bring a record back from 回收站."""
    kind = RECORD_TYPES[record_type]
    with store.writing("从回收站恢复") as session:
        record = session.get(kind, record_id, execution_options=WITH_DELETED)
        if not isinstance(record, Kept):
            raise NotFoundError("回收站里没有这条记录。")
        record.deleted_at = None
        on_its_own(record)
        if isinstance(record, MemberEvent):
            # The roster follows from it again.
            with session.no_autoflush:
                follow(session, record)
