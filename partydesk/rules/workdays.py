"""Working days, from the State Council's table of each year (DOMAIN.md, conventions)."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from partydesk import paths

_SATURDAY = 5


class YearTable(NamedTuple):
    """One year as the State Council announces it each November, or as somebody imported it.

    Attributes:
        year: The year.
        off: Weekdays and weekends that are free.
        work: Weekends that are worked.
        festivals: Names and days before which a reminder of integrity is usual; may be none.
    """

    year: int
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    festivals: tuple[tuple[str, date], ...] = ()

    @property
    def has_workdays(self) -> bool:
        """Whether it says which days are worked; else it only names festivals."""
        return bool(self.off)


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

    def last_of_week(self, monday: date) -> date | None:
        """Friday of a week, or the last day before it that is worked; none in a week off."""
        days = reversed(list(_days(monday, monday + timedelta(days=4))))
        return next(filter(self.is_working, days), None)

    def with_tables(self, tables: Iterable[YearTable]) -> "Workdays":
        """The same with some years told by these tables instead."""
        told = [each for each in tables if each.has_workdays]
        years = {each.year for each in told}
        off = {day for day in self.off if day.year not in years}
        work = {day for day in self.work if day.year not in years}
        for each in told:
            off.update(each.off)
            work.update(each.work)
        return Workdays(self.years | years, frozenset(off), frozenset(work))


@cache
def workdays() -> Workdays:
    """The tables that ship."""
    file = paths.resources() / "calendar" / "workdays.toml"
    years: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))["years"]
    tables = (
        YearTable(int(year), _listed(year, each["off"]), _listed(year, each["work"]))
        for year, each in years.items()
    )
    return Workdays(frozenset(), frozenset(), frozenset()).with_tables(tables)


def _listed(year: str, texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(day for text in texts for day in span_of_days(year, text))


def span_of_days(year: str, text: str) -> Iterator[date]:
    """The days of ``01-28/02-04`` or ``01-01`` in a year; else ``ValueError``."""
    first, _, last = text.partition("/")
    begin = date.fromisoformat(f"{year}-{first}")
    return _days(begin, date.fromisoformat(f"{year}-{last}") if last else begin)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range((last - first).days + 1))
