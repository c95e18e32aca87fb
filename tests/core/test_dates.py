"""Days are understood in every form that sheets and people use."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.dates import day_from, read_day

MARCH_5 = date(2026, 3, 5)
days = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        "2026年03月05日",
        "2026年3月5日",
        "2026年3月5号",
        "2026-03-05",
        "2026-3-5",
        "2026/3/5",
        "2026.3.5",
        "2026.03.05.",
        "20260305",
        "２０２６．３．５",
        " 2026 年 3 月 5 日 ",
        "2026—3—5",
        "2026、3、5",
        "2026年3月5日（星期四）",
        "2026-03-05 00:00:00",
        "2026/3/5 0:00",
        "2026-03-05T00:00:00",
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "二零二六年三月五日",
        46086,
        46086.0,
        46086.75,
        20260305.0,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 8, 30),
    ],
)
def test_every_form_of_a_day_is_the_same_day(written):
    understood = read_day(written)
    assert understood is not None
    assert (understood.day, understood.month_only) == (MARCH_5, False)


@pytest.mark.parametrize(
    "written",
    ["2001.07", "2001.7", "2001年7月", "2001年7月份", "2001-7", "200107", 2001.07, 200107.0],
)
def test_a_month_is_its_first_day_and_says_so(written):
    understood = read_day(written)
    assert understood is not None
    assert (understood.day, understood.month_only) == (date(2001, 7, 1), True)


@pytest.mark.parametrize("written", ["3.5", "3-5", "3/5", "3月5日", "03.05"])
def test_a_day_typed_without_a_year_is_one_of_this_year(written):
    assert day_from(written) == date(date.today().year, 3, 5)


def test_on_a_sheet_a_day_without_a_year_is_refused():
    with pytest.raises(ValueError, match="看不懂"):
        read_day("3.5")


@pytest.mark.parametrize("written", [None, "", "  ", "\u3000"])
def test_nothing_written_is_no_day(written):
    assert read_day(written) is None
    assert day_from(written) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026.2.30", "没有 30 日"),
        ("2026-2-0", "没有 0 日"),
        ("2026.13.1", "月份"),
        ("2001", "只有年份"),
        (1998.0, "只有年份"),
        ("85.3.5", "四位"),
        ("0985.3.5", "年份"),
        ("9999-01-01", "年份"),
        ("去年春天", "看不懂"),
        (1980.1, "1 月还是 10 月"),
        (1980.25, "月份"),
        (1980.123, "看不懂"),
        (5, "看不懂"),
        (1e300, "看不懂"),
        (-3.0, "看不懂"),
        (float("nan"), "看不懂"),
        (float("inf"), "看不懂"),
        (True, "看不懂"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(written, said):
    with pytest.raises(ValueError, match=said):
        read_day(written)


@given(days)
def test_a_day_survives_every_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"):
        assert day_from(day.strftime(form)) == day
    if not 1900 <= serial <= 2100:
        assert day_from(float(serial)) == day


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_whatever_is_written_gives_a_day_or_a_chinese_sentence(written):
    said, understood = "", None
    try:
        understood = read_day(written)
    except ValueError as refused:
        said = str(refused)
    assert said == "" or (said.endswith("。") and len(said) < 80)
    assert understood is None or 1900 <= understood.day.year <= 2100


@given(days)
def test_a_day_in_chinese_numerals_is_that_day(day):
    ones = ["", *"一二三四五六七八九"]
    counted = [f"{tens}{one}" for tens in ("", "十", "二十", "三十") for one in ones]
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert day_from(f"{year}年{counted[day.month]}月{counted[day.day]}日") == day


@pytest.mark.parametrize("written", ["二〇二六年十三月一日", "二〇二六年十十月三日"])
def test_chinese_numerals_of_no_month_are_refused(written):
    with pytest.raises(ValueError, match="没有这个月份"):
        read_day(written)
