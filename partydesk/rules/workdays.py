"""Working days, from the State Council's table of each year (DOMAIN.md, conventions)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from partydesk import paths

_SATURDAY = 5


@dataclass(frozen=True)
class Workdays:
    """Which days are worked.

    Attributes:
        years: The years whose table is there; others are counted Monday to Friday.
        off: Weekdays and weekends that are free.
        work: Weekends that are worked.
    """

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether a day is worked."""
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def between(self, first: date, last: date) -> int:
        """How many working days lie between two days, both counted."""
        return sum(map(self.is_working, _days(first, last)))

    def unknown_years(self, first: date, last: date) -> list[int]:
        """Years of a span without a table: what is counted there is 暂算."""
        return [year for year in range(first.year, last.year + 1) if year not in self.years]


@cache
def workdays() -> Workdays:
    """The tables that ship."""
    file = paths.resources() / "calendar" / "workdays.toml"
    years: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))["years"]
    off = (day for year, each in years.items() for text in each["off"] for day in _span(year, text))
    work = (
        day for year, each in years.items() for text in each["work"] for day in _span(year, text)
    )
    return Workdays(frozenset(map(int, years)), frozenset(off), frozenset(work))


def _span(year: str, text: str) -> Iterator[date]:
    """The days of ``01-28/02-04`` or ``01-01``."""
    first, _, last = text.partition("/")
    begin = date.fromisoformat(f"{year}-{first}")
    return _days(begin, date.fromisoformat(f"{year}-{last}") if last else begin)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range((last - first).days + 1))
