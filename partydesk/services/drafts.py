"""Half-filled forms, kept sealed so that nothing typed is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from partydesk.domain.fields import LockedText, SealedValue
from partydesk.domain.journal import Draft
from partydesk.domain.marked_text import MarkedText
from partydesk.errors import DamagedFileError
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Kept:
    """A draft: the values of a form and when they were kept."""

    values: dict[str, Any]
    saved_at: datetime


def keep_draft(store: Store, record_type: str, record_id: str | None, values: Any) -> None:
    """Keep what stands in a form now; a form has one draft.

    Nothing happens while writing is stopped: the window says so, and typing must not be disturbed.
    """
    if store.stopped is not None:
        return
    key = _key(store, record_type, record_id)
    text = json.dumps(_open_texts(values), default=_plain, ensure_ascii=False)
    with store.writing("草稿") as session:
        sealed = store.draft_sealer.sealed(text, f"draft/{key}")
        session.merge(Draft(id=key, values=bytes(sealed), saved_at=datetime.now()))


def draft_of(store: Store, record_type: str, record_id: str | None) -> Kept | None:
    """What was kept of a form, or none."""
    key = _key(store, record_type, record_id)
    with store.reading() as session:
        draft = session.get(Draft, key)
    if draft is None:
        return None
    try:
        text = store.draft_sealer.opened(SealedValue(draft.values), f"draft/{key}")
    except DamagedFileError:
        # Drafted under another password: it waits there until that one is used again.
        return None
    return Kept(json.loads(text, object_hook=_rich), draft.saved_at)


def drop_draft(store: Store, record_type: str, record_id: str | None) -> None:
    """Forget a draft, after the form was saved or given up."""
    if store.stopped is not None:
        return
    with store.writing("草稿") as session:
        draft = session.get(Draft, _key(store, record_type, record_id))
        if draft is not None:
            session.delete(draft)


def drafts(store: Store, record_type: str) -> dict[str | None, datetime]:
    """Which forms of a type have drafts, by record id; ``None`` is the new one."""
    with store.reading() as session:
        table = _table(store, record_type)
        query = select(Draft.id, Draft.saved_at).where(Draft.id.startswith(f"{table}/"))
        ids = {key.partition("/")[2]: at for key, at in session.execute(query)}
    return {None if key == "new" else key: at for key, at in ids.items()}


def _key(store: Store, record_type: str, record_id: str | None) -> str:
    return f"{_table(store, record_type)}/{record_id or 'new'}"


def _table(store: Store, record_type: str) -> str:
    """Where this password's drafts stand: a deputy's must not take the place of others."""
    return record_type if store.sealer.is_open else f"{record_type}~"


def _open_texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without texts that are locked: a draft must not turn 已锁定 into contents."""
    return {
        key: {"text": str(value), "marks": value.marks} if isinstance(value, MarkedText) else value
        for key, value in values.items()
        if not isinstance(value, LockedText)
    }


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"no draft of {type(value).__name__}")


def _rich(found: dict[str, Any]) -> Any:
    if found.keys() == {"day"}:
        return date.fromisoformat(found["day"])
    if found.keys() == {"text", "marks"}:
        return MarkedText(found["text"], found["marks"])
    return found
