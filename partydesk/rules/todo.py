"""One thing that is to be done: what, why, until when, and the action that clears it."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from hashlib import sha256
from typing import Any


class Urgency(IntEnum):
    """How pressing something is; the smaller comes first."""

    OVERDUE = 0  #: 逾期
    SOON = 1  #: due within days
    LATER = 2  #: due, with time left


@dataclass(frozen=True, slots=True)
class Action:
    """Where to go to get it done.

    Attributes:
        record_type: Table name of the register, such as ``meeting``; or the title of a tab.
        record_id: The record to open; empty for a new one, or only for the tab.
        field: The field to put the cursor into; may be empty.
        new: Whether to begin a new record.
        values: What a new record begins with, by field name.
    """

    record_type: str
    record_id: str = ""
    field: str = ""
    new: bool = False
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of 现在要做.

    Attributes:
        title: What is to be done, without a full stop.
        rule_label: The article or ledger behind it, for a pill.
        detail: Until when, who, how often.
        action_label: Words on the button.
        action: Where the button leads.
        urgency: How pressing it is.
        due_on: The day it is due.
        key: What tells the same duty tomorrow; empty for what is no duty, see ``with_keys``.
    """

    title: str
    rule_label: str
    detail: str
    action_label: str
    action: Action
    urgency: Urgency
    due_on: date
    key: str = ""


#: Lists inside a record that hold many duties; only its words tell one from another.
_LISTS = ("resolutions", "steps")


def with_keys(todos: Iterable[Todo]) -> list[Todo]:
    """The duties with keys: register, record or kind, and the day they are due.

    Wordings and rule labels are left out where they can change while the duty stays the same.
    """
    return [replace(each, key=_key(each)) for each in todos]


def _key(todo: Todo) -> str:
    action = todo.action
    values = action.values
    what = action.record_id or str(values.get("kind") or values.get("member_id") or "")
    parts = [action.record_type, what, action.field, todo.due_on.isoformat()]
    if action.field in _LISTS:
        parts.append(sha256(todo.title.encode()).hexdigest()[:16])
    return "/".join(parts)


def in_order(todos: list[Todo]) -> list[Todo]:
    """The most pressing first, then by the day they are due."""
    return sorted(todos, key=lambda each: (each.urgency, each.due_on))
