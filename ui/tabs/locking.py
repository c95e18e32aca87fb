"""Confidential fields in forms of a file that was opened with a deputy's password."""

from collections.abc import Mapping
from typing import Any

from partydesk.domain.fields import LOCKED, LockedText, Record, sealed_names
from ui.desk import Desk


def is_locked(desk: Desk) -> bool:
    """Whether this password leaves confidential texts closed."""
    return desk.call(lambda store: not store.sealer.is_open)


def locked_values(desk: Desk, record: type[Record]) -> dict[str, Any]:
    """What a new record's confidential fields begin with: 已锁定 for a deputy, else nothing."""
    return dict.fromkeys(sealed_names(record), LOCKED) if is_locked(desk) else {}


def without_locked(values: Mapping[str, Any]) -> dict[str, Any]:
    """A new record's values: what is locked stays empty."""
    return {
        name: None if isinstance(value, LockedText) else value for name, value in values.items()
    }
