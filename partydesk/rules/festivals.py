"""The days before which a reminder of integrity is usual, read from ``resources/calendar``."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from partydesk import paths
from partydesk.errors import ForeignFileError


class Festival(NamedTuple):
    """One festival of one year."""

    name: str
    day: date


@cache
def load_festivals(path: Path | None = None) -> tuple[Festival, ...]:
    """The festivals of all years of a file, by day; without one those that ship.

    Raises:
        ForeignFileError: The file is unreadable, or a day or the source is missing.
    """
    path = path or paths.resources() / "calendar" / "festivals.toml"
    try:
        with path.open("rb") as file:
            found = _festivals(tomllib.load(file))
    except (KeyError, TypeError, ValueError, OSError, AttributeError) as error:
        raise ForeignFileError(f"节日表“{path.name}”看不懂。", "请换用原来的文件。") from error
    return tuple(sorted(found, key=lambda each: each.day))


def _festivals(given: dict[str, Any]) -> list[Festival]:
    if not str(given["source"]).strip():
        raise ValueError
    found = []
    for year, moving in given["years"].items():
        fixed = {name: date.fromisoformat(f"{year}-{day}") for name, day in given["fixed"].items()}
        found += [Festival(name, day) for name, day in {**fixed, **moving}.items()]
    if not all(isinstance(each.day, date) for each in found):
        raise TypeError
    return found
