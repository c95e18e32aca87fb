"""Settings that travel with the branch's file: small JSON values under a key."""

import json
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.journal import Setting
from partydesk.storage.store import Store


def setting(store: Store, key: str) -> Any:
    """The value kept under a key; ``None`` when there is none."""
    with store.reading() as session:
        found = session.get(Setting, key)
    return None if found is None else json.loads(found.value)


def put_setting(session: Session, key: str, value: Any) -> None:
    """Keep a value within a writing session; ``None`` forgets the key."""
    found = session.get(Setting, key)
    if value is None:
        if found is not None:
            session.delete(found)
        return
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if found is None:
        session.add(Setting(id=key, value=text))
    else:
        found.value = text


def keep_setting(store: Store, key: str, value: Any) -> None:
    """Keep a value in a transaction of its own; ``None`` forgets the key."""
    with store.writing("设置") as session:
        put_setting(session, key, value)
