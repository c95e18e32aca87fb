"""Calendar months, quarters and years, and adding months to a day (DOMAIN.md, conventions)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both included, with a short code and a name people use."""

    first: date
    last: date
    code: str
    label: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def add_months(day: date, months: int) -> date:
    """The same day so many months later, clamped to the end of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    last = add_months(first, 1) - timedelta(days=1)
    return Period(first, last, f"{day:%Y-%m}", f"{day.year}年{day.month}月")


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day."""
    quarter = (day.month - 1) // 3
    first = date(day.year, quarter * 3 + 1, 1)
    last = add_months(first, 3) - timedelta(days=1)
    return Period(first, last, f"{day.year}Q{quarter + 1}", f"{day.year}年{_QUARTERS[quarter]}季度")


def year_of(day: date) -> Period:
    """The calendar year of a day."""
    year = day.year
    return Period(date(year, 1, 1), date(year, 12, 31), str(year), f"{year}年")


def months_of(year: int) -> list[Period]:
    """The twelve months of a year."""
    return [month_of(date(year, month, 1)) for month in range(1, 13)]


def quarters_of(year: int) -> list[Period]:
    """The four quarters of a year."""
    return [quarter_of(date(year, month, 1)) for month in (1, 4, 7, 10)]


def period_with(code: str) -> Period:
    """The period with a code: ``2026``, ``2026Q4`` or ``2026-11``; else ``ValueError``."""
    if len(code) == 4:
        return year_of(date(int(code), 1, 1))
    if len(code) == 6 and code[4] == "Q":
        return quarter_of(date(int(code[:4]), int(code[5]) * 3, 1))
    return month_of(date.fromisoformat(f"{code}-01"))
