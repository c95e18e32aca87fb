"""What all parts of the sample branch share: its texts, its people and one way to add records."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from partydesk import paths
from partydesk.domain.fields import Record
from partydesk.domain.ids import new_id
from partydesk.domain.member import Member
from partydesk.services.registers import Register, check, put

R = TypeVar("R", bound=Record)


@cache
def texts(name: str) -> dict[str, Any]:
    """The invented texts of one part: ``people``, ``year``, ``talks`` or ``score``."""
    with (paths.resources() / "sample" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def on_a_weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


@dataclass
class Kit:
    """The sample while it is made.

    Attributes:
        session: The one transaction that makes it.
        today: The day it is made for; nothing in it is later than the day before.
        chance: The same sequence for the same day.
        members: Everyone, by name.
        groups: Ids of the groups, by name.
        made: Ids of what was added, by table; of meetings also by kind.
    """

    session: Session
    today: date
    chance: Random = field(default_factory=lambda: Random(20180910))
    members: dict[str, Member] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=dict)

    def add(self, register: Register[R], values: Mapping[str, Any], day: date) -> R:
        """Add a record through the same checks as a form; it looks as if entered that day."""
        record = put(self.session, register, check(register, values), None)
        record.id = new_id()
        at = datetime.combine(day, time(16, 40))
        for name in ("created_at", "updated_at"):
            setattr(record, name, at)
        self.made.setdefault(record.__tablename__, []).append(record.id)
        return record

    def id_of(self, name: str) -> str:
        """The id of a member by name."""
        return self.members[name].id

    def is_past(self, day: date) -> bool:
        """Whether something of that day can have been recorded."""
        return day < self.today
