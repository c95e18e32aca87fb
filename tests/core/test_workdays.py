"""Working days by the tables of the State Council."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partydesk.rules.workdays import workdays


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


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_parts_of_a_span_add_up(first, days, more):
    known = workdays()
    middle = first + timedelta(days)
    last = middle + timedelta(more + 1)

    parts = known.between(first, middle) + known.between(middle + timedelta(1), last)
    assert known.between(first, last) == parts
