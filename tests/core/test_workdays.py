"""Working days by the tables of the State Council, and what a year without one means."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.rules.workdays import YearTable, workdays

#: Working days of each month as the library chinesecalendar 1.11.0 counts them.
BY_LIBRARY = {
    2019: (22, 17, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22),
    2020: (17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23),
    2021: (20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23),
    2022: (21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22),
    2023: (18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21),
    2024: (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22),
    2025: (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23),
    2026: (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23),
}


@pytest.mark.parametrize(("year", "counts"), BY_LIBRARY.items())
def test_each_month_has_the_working_days_that_the_library_counts(year, counts):
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    spans = pairwise(firsts)

    assert tuple(workdays().between(a, b - timedelta(1)) for a, b in spans) == counts


def test_a_week_has_five_and_holidays_and_make_up_days_count_as_announced():
    known = workdays()

    assert known.between(date(2026, 6, 1), date(2026, 6, 7)) == 5
    assert known.between(date(2026, 10, 1), date(2026, 10, 7)) == 0
    assert known.is_working(date(2026, 10, 10))  # a Saturday to make up
    assert not known.is_working(date(2026, 6, 19))  # 端午, a Friday
    assert known.between(date(2025, 1, 25), date(2025, 2, 8)) == 6


def test_a_year_without_a_table_is_told():
    assert workdays().unknown_years(date(2026, 12, 28), date(2027, 1, 8)) == [2027]
    assert workdays().unknown_years(date(2026, 5, 1), date(2026, 5, 9)) == []


@pytest.mark.parametrize(
    ("monday", "last"),
    [
        (date(2026, 11, 16), date(2026, 11, 20)),
        (date(2026, 6, 15), date(2026, 6, 18)),  # Friday is 端午
        (date(2026, 9, 28), date(2026, 9, 30)),  # 国庆 begins on Thursday
        (date(2026, 2, 16), None),  # the whole week is free
    ],
)
def test_a_weekly_report_is_due_on_friday_or_the_last_day_worked_before_it(monday, last):
    assert workdays().last_of_week(monday) == last


def test_an_imported_year_takes_the_place_of_the_shipped_one_and_of_no_other():
    table = YearTable(2026, (date(2026, 3, 2),), (date(2026, 3, 7),))
    known = workdays().with_tables(
        [table, YearTable(2030, festivals=(("校庆", date(2030, 5, 4)),))]
    )

    assert not known.is_working(date(2026, 3, 2))
    assert known.is_working(date(2026, 3, 7))
    assert known.is_working(date(2026, 6, 19))  # 端午 is not in the new table
    assert not known.is_working(date(2025, 6, 2))  # 2025 is as it was
    assert known.unknown_years(date(2030, 1, 1), date(2030, 1, 2)) == [2030]


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_parts_of_a_span_add_up(first, days, more):
    known = workdays()
    middle = first + timedelta(days)
    last = middle + timedelta(more + 1)

    parts = known.between(first, middle) + known.between(middle + timedelta(1), last)
    assert known.between(first, last) == parts
