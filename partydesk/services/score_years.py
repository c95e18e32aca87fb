"""Months, quarters and years of a self-assessment side by side, and one year beside another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partydesk.domain.periods import Period, months_of, quarters_of, year_of
from partydesk.rules.facts import Facts
from partydesk.rules.scheme import RollUp, Scheme
from partydesk.services.closed_sheets import Version, closed_view, versions
from partydesk.services.schemes import scheme_of
from partydesk.services.scoring import scoring_facts, work_out
from partydesk.storage.store import Store


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A period's figures, in hundredths of a point.

    Attributes:
        period: The month, quarter or year.
        computed: What the program works out; as it was closed, where it is.
        countable: Points of the items that it can count.
        own: What the branch gave when it closed the period.
        version: Of the closed sheet; 0 for an open one.
        mean: The mean of the months' scores, where the scheme wants it and all are closed.
    """

    period: Period
    computed: int
    countable: int
    own: int | None
    version: int
    mean: int | None = None

    @property
    def final(self) -> int | None:
        """What counts: the mean where the scheme says so, else what was closed."""
        return self.mean if self.mean is not None else self.own


@dataclass(frozen=True, slots=True)
class YearRow:
    """One item over the years, the oldest first; ``None`` where there is nothing."""

    no: str
    title: str
    figures: tuple[int | None, ...]

    @property
    def change(self) -> int | None:
        """The last year against the one before."""
        before, now = self.figures[-2:]
        return None if before is None or now is None else now - before


@dataclass(frozen=True, slots=True)
class YearTable:
    """Years side by side.

    Attributes:
        years: The oldest first.
        is_closed: Of each year; an open one shows the program's figures.
        rows: One for each item; the last one is the sum.
    """

    years: tuple[int, ...]
    is_closed: tuple[bool, ...]
    rows: tuple[YearRow, ...]


def ladder(store: Store, scheme_id: str, year: int, today: date) -> list[PeriodFigure]:
    """The months of a year with each quarter after its months, and the year at the end."""
    scheme, facts = scheme_of(store, scheme_id), scoring_facts(store, today)
    closed = {each.period: each for each in reversed(versions(store, scheme_id))}
    months = months_of(year)
    found: list[PeriodFigure] = []
    for quarter in quarters_of(year):
        inside = [each for each in months if each.first in quarter]
        for span in (*inside, quarter):
            if span.first <= today:
                known = () if span is not quarter else tuple(found)
                found.append(_figure(store, scheme, span, facts, (closed, known)))
    whole = year_of(date(year, 1, 1))
    if whole.first <= today:
        found.append(_figure(store, scheme, whole, facts, (closed, tuple(found))))
    return found


def year_table(store: Store, scheme_id: str, last: int, today: date, many: int = 3) -> YearTable:
    """The items over some years: as they were closed, else as the program counts them now."""
    scheme, facts = scheme_of(store, scheme_id), scoring_facts(store, today)
    closed = {each.period for each in versions(store, scheme_id)}
    years = tuple(range(last - many + 1, last + 1))
    columns = [
        _closed_items(store, scheme_id, year)
        if str(year) in closed
        else _counted_items(store, scheme, year, facts)
        for year in years
    ]
    rows = [
        YearRow(item.no, item.title, tuple(each.get(item.no) for each in columns))
        for item in scheme.items
    ]
    sums = tuple(_sum(list(each.values())) for each in columns)
    return YearTable(
        years,
        tuple(str(year) in closed for year in years),
        (*rows, YearRow("", "合计", sums)),
    )


def mean(points: Sequence[int]) -> int:
    """The mean in hundredths, halves rounded up."""
    return (2 * sum(points) + len(points)) // (2 * len(points))


def _figure(
    store: Store,
    scheme: Scheme,
    span: Period,
    facts: Facts,
    known: tuple[dict[str, Version], tuple[PeriodFigure, ...]],
) -> PeriodFigure:
    closed, before = known
    parts = [each for each in before if _is_month(each.period) and each.period.first in span]
    done = closed.get(span.code)
    if done is not None:
        computed, countable = done.computed, done.countable
    else:
        result = work_out(store, scheme, span, facts)
        computed, countable = result.total, result.countable
    months = [each.own for each in parts if each.own is not None]
    wanted = (span.last.month - span.first.month) + 1
    whole = scheme.roll_up == RollUp.MEAN and len(months) == wanted and not _is_month(span)
    return PeriodFigure(
        span,
        computed,
        countable,
        done.own if done else None,
        done.version if done else 0,
        mean(months) if whole else None,
    )


def _is_month(period: Period) -> bool:
    return len(period.code) == len("2026-01")


def _closed_items(store: Store, scheme_id: str, year: int) -> dict[str, int | None]:
    view = closed_view(store, scheme_id, str(year))
    return {each.item.no: each.own.points for each in view.lines}


def _counted_items(store: Store, scheme: Scheme, year: int, facts: Facts) -> dict[str, int | None]:
    """Nothing for a year that is not on file at all."""
    span = year_of(date(year, 1, 1))
    if span.last < facts.began_on or span.first > facts.today:
        return {}
    result = work_out(store, scheme, span, facts)
    return {each.item.no: each.computed for each in result.items}


def _sum(points: Sequence[int | None]) -> int | None:
    known = [each for each in points if each is not None]
    return sum(known) if known else None
