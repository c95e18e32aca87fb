"""The choices of a period filter: this year and its quarters, earlier years, everything."""

from datetime import date

from partydesk.domain.periods import Period, months_of, period_with, quarters_of, year_of


def period_choices(today: date, *, years: int = 3) -> list[tuple[str, object]]:
    """Texts and codes for a filter, the current year first; ``None`` is everything."""
    this_year = year_of(today)
    quarters = [each for each in quarters_of(today.year) if each.first <= today]
    earlier = [year_of(date(today.year - back, 1, 1)) for back in range(1, years)]
    shown = [this_year, *reversed(quarters), *earlier]
    return [*((each.label, each.code) for each in shown), ("全部时间", None)]


def chosen_period(code: object) -> Period | None:
    """The period of a chosen code."""
    return period_with(str(code)) if code else None


def assessed_choices(today: date, *, years: int = 3) -> list[tuple[str, object]]:
    """Texts and codes of what is assessed: this quarter, this year, its months, earlier ones."""
    quarters = [each for each in quarters_of(today.year) if each.first <= today]
    months = [each for each in months_of(today.year) if each.first <= today]
    earlier = [each for back in range(1, years) for each in _of_year(today.year - back)]
    current = [*reversed(quarters), year_of(today), *reversed(months)]
    return [(each.label, each.code) for each in (*current, *earlier)]


def _of_year(year: int) -> list[Period]:
    return [year_of(date(year, 1, 1)), *reversed(quarters_of(year))]
