"""The numbers of study hours that a bureau or a year may change (DOMAIN.md 4)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partydesk import paths
from partydesk.errors import ForeignFileError


@dataclass(frozen=True, slots=True)
class HourLimits:
    """What counts as study and how much is asked for.

    Attributes:
        member: 学时 a year for every member.
        leader: 学时 a year for 书记 and committee members.
        per_day: 学时 of a whole day at most.
        minutes_per_hour: Minutes of one 学时.
        most_per_meeting: 学时 of one meeting at most.
        online_percent: Share of online hours that counts, in percent.
        meetings: Kinds of meetings whose time counts for those present.
    """

    member: int
    leader: int
    per_day: int
    minutes_per_hour: int
    most_per_meeting: int
    online_percent: int
    meetings: frozenset[str]


@cache
def load_hour_limits(path: Path | None = None) -> HourLimits:
    """The numbers of a file; without one those that ship.

    Raises:
        ForeignFileError: The file is unreadable, or a number or its source is missing.
    """
    path = path or paths.resources() / "rules" / "education.toml"
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
        numbers = {name: _number(entry) for name, entry in given["limits"].items()}
        return HourLimits(**numbers, meetings=frozenset(given["meetings"]["value"]))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ForeignFileError(
            f"学时规则文件“{path.name}”看不懂，或缺少数值和来源。", "请换用原来的文件。"
        ) from error


def _number(entry: dict[str, Any]) -> int:
    if not isinstance(entry["value"], int) or not entry["source"].strip():
        raise ValueError
    return int(entry["value"])
