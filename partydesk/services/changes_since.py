"""What has changed since the last submission, record by record, read from history."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment
from partydesk.domain.fields import Kept, Record
from partydesk.domain.journal import Change, Operation
from partydesk.domain.records import RECORD_TYPES
from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.services import evidence, history
from partydesk.services.ledgers.all import LEDGERS
from partydesk.storage import people
from partydesk.storage.store import WITH_DELETED, Store

#: What the records are called that are told of, in the order in which they are counted.
TITLES = {
    "member": "党员",
    "meeting": "会议",
    "talk": "谈话",
    "integrity_leaf": "廉政活页",
    "assessment": "自评",
    **{each.table: each.title for each in LEDGERS},
    "term": "支委会任期",
    "party_group": "党小组",
    "branch": "支部信息",
}
#: Whom a row names is not whom it belongs to.
_NAMED = frozenset({"member", "party_group", "blob"})
_AT_ONCE = 500

Key = tuple[str, str]


class What(StrEnum):
    """What became of a record."""

    ADDED = "新增"
    CHANGED = "改动"
    REMOVED = "删除"


@dataclass(frozen=True)
class Changed:
    """One record that is not as it was sent.

    Attributes:
        what: What became of it.
        kind: What such a record is called.
        title: Enough to know it again; no contents.
        at: When it was changed last.
    """

    record_type: str
    record_id: str
    what: What
    kind: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Since:
    """The changes since a submission.

    Attributes:
        sequence: Its number.
        sent_at: When it was made.
        changed: The records, those changed last first.
    """

    sequence: int
    sent_at: datetime
    changed: tuple[Changed, ...]

    def counts(self) -> list[tuple[str, dict[What, int]]]:
        """By kind, in a fixed order: how many of what."""
        found: dict[str, dict[What, int]] = {}
        for each in self.changed:
            of_kind = found.setdefault(each.kind, {})
            of_kind[each.what] = of_kind.get(each.what, 0) + 1
        return [(kind, found[kind]) for kind in dict.fromkeys(TITLES.values()) if kind in found]


def changes_since_submission(store: Store) -> Since | None:
    """What is not as it was sent last; ``None`` before the first true submission."""
    with store.reading() as session:
        last = _last(session)
        if last is None:
            return None
        sequence, sent_at, step = last
        touched = _touched(session, step)
        alive = _alive(session, touched)
    bin_titles = {(e.record_type, e.record_id): e.title for e in history.recycle_bin(store)}
    titles = _titles(store, [key for key in touched if key in alive])
    changed = []
    for key, (is_new, at) in touched.items():
        what = What.ADDED if is_new else What.CHANGED
        if key not in alive:
            if is_new:
                continue  # came and went: the bureau never knew of it
            what = What.REMOVED
        title = titles.get(key) or bin_titles.get(key) or TITLES[key[0]]
        changed.append(Changed(*key, what, TITLES[key[0]], title, at))
    changed.sort(key=lambda each: (each.at, each.record_id), reverse=True)
    return Since(sequence, sent_at, tuple(changed))


def _last(session: Session) -> tuple[int, datetime, int] | None:
    """Number, time and step of the last submission that was no practice."""
    step = func.max(Operation.sequence)
    query = (
        select(Submission.sequence, func.min(Operation.at), step)
        .join(Change, Change.record_id == Submission.id)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Submission.sequence < PRACTICE_FROM, Change.action == "add")
        .group_by(Submission.id)
        .order_by(step.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1], found[2]) if found else None


def _touched(session: Session, step: int) -> dict[Key, tuple[bool, datetime]]:
    """Every record that was touched since: whether it is new, and when it was touched last."""
    query = (
        select(Change.record_type, Change.record_id, Change.action, Change.before, Change.after)
        .add_columns(Operation.at)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Operation.sequence > step)
        # What was taken back is as it was; a step done again counts by itself.
        .where(Operation.undone.is_(False), Operation.undoes_id.is_(None))
        .order_by(Operation.sequence, Change.position)
    )
    rows = session.execute(query, execution_options=people.IN_PORTIONS).all()
    owners = _owners(session, [(row.record_type, row.record_id, row) for row in rows])
    touched: dict[Key, tuple[bool, datetime]] = {}
    for row in rows:
        own = (row.record_type, row.record_id)
        key = owners.get(own, own)
        if key[0] not in TITLES:
            continue
        is_new = touched[key][0] if key in touched else own == key and row.action == "add"
        touched[key] = (is_new, row.at)
    return touched


def _owners(session: Session, rows: Sequence[tuple[str, str, Any]]) -> dict[Key, Key]:
    """Of rows and papers: the record that each belongs to."""
    found: dict[Key, Key] = {}
    for table, record_id, row in rows:
        if table not in TITLES and (table, record_id) not in found:
            told = json.loads(row.before) | json.loads(row.after)
            if owner := _owner(session, table, record_id, told):
                found[table, record_id] = owner
    return found


def _owner(session: Session, table: str, record_id: str, told: dict[str, Any]) -> Key | None:
    """Up from a row to what it belongs to, such as 佐证 -> 评分 -> 自评."""
    record = RECORD_TYPES.get(table)
    if record is None:
        return None
    if record is Attachment:
        names = ("record_type", "record_id")
        kind, key = (_value(session, record, record_id, told, name) for name in names)
        return (str(kind), str(key)) if kind and key else None
    for name, owner in _belongs(record):
        if key := _value(session, record, record_id, told, name):
            if owner in TITLES:
                return owner, str(key)
            return _owner(session, owner, str(key), {})
    return None


def _belongs(record: type[Record]) -> Iterator[tuple[str, str]]:
    if issubclass(record, Kept):
        return
    for key in record.__table__.foreign_keys:
        if key.column.table.name not in _NAMED:
            yield key.parent.name, key.column.table.name


def _value(
    session: Session, record: type[Record], record_id: str, told: dict[str, Any], name: str
) -> Any:
    """A column as history tells it, or as it stands in the file."""
    if name in told:
        return told[name]
    column = getattr(record, name)
    query = select(column).where(record.id == record_id)
    return session.scalar(query, execution_options=WITH_DELETED)


def _alive(session: Session, keys: Iterable[Key]) -> set[Key]:
    """Those that are in the file and not in 回收站."""
    by_type: dict[str, list[str]] = {}
    for table, record_id in keys:
        by_type.setdefault(table, []).append(record_id)
    found: set[Key] = set()
    for table, ids in by_type.items():
        record = RECORD_TYPES[table]
        for start in range(0, len(ids), _AT_ONCE):
            some = select(record.id).where(record.id.in_(ids[start : start + _AT_ONCE]))
            found.update((table, each) for each in session.scalars(some))
    return found


def _titles(store: Store, keys: Sequence[Key]) -> dict[Key, str]:
    found = {each.id: each.text for each in evidence.named(store, keys)}
    with store.reading() as session:
        names = people.names(session)
    return found | {key: names[key[1]] for key in keys if key[0] == "party_group"}
