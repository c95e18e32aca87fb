"""Days as people write them: on sheets, in forms, and as the numbers of Excel."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

#: Years outside this span are slips of the pen.
EARLIEST, LATEST = 1900, 2100

#: Excel's day 0, as its 1900 system counts from March 1900 on.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = (367, 73_416)  # 1901-01-01 to 2100-12-31
_SERIAL_TEXT = re.compile(r"(?!20)[2-7][0-9]{4}")

_TIME = re.compile(r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_WEEKDAY = re.compile(r"[(（]?(星期|周)[一二三四五六日天][)）]?$")
_BETWEEN = r"[-./\\,、。–—−年月]"
_FULL = re.compile(rf"([0-9]{{4}}){_BETWEEN}([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}})[日号.。]?")
_MONTH = re.compile(rf"([0-9]{{4}}){_BETWEEN}([0-9]{{1,2}})[月份.。]{{0,2}}")
_THIS_YEAR = re.compile(rf"([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}})[日号.。]?")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SIX = re.compile(r"([0-9]{4})([0-9]{2})")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DIGITS = {char: digit % 10 for digit, char in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
}
#: 一 to 三十九, as months and days are written.
_COUNTED = {
    f"{tens}{ones}": 10 * ten + one
    for ten, tens in enumerate(("", "十", "二十", "三十"))
    for one, ones in enumerate(("", *"一二三四五六七八九"))
}
_SHORT_YEAR = re.compile(rf"[0-9]{{2}}{_BETWEEN}[0-9]{{1,2}}{_BETWEEN}[0-9]{{1,2}}日?")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that was understood.

    Attributes:
        day: The day; the first of the month when only the month was written.
        month_only: Whether the day of the month was not written.
    """

    day: date
    month_only: bool = False


def day_from(written: object) -> date | None:
    """The day that someone wrote or typed; ``3.5`` and ``3-5`` are days of this year.

    Args:
        written: A text, an Excel serial number, a date; None and an empty text give None.

    Raises:
        ValueError: It is no day; the text is a Chinese sentence that says why.
    """
    understood = read_day(written, this_year=date.today().year)
    return understood.day if understood else None


def read_day(written: object, *, this_year: int | None = None) -> WrittenDay | None:
    """The day that someone wrote, with what is known about its precision.

    Forms (DOMAIN.md 8.1, platform study 5.2): Excel serial, 2026年3月5日, 2026-3-5, 2026/3/5,
    2026.3.5, 20260305, 二〇二六年三月五日; only a month: 2026.3, 2026年3月, 202603.

    Args:
        written: A text, a number, a date; None and an empty text give None.
        this_year: The year of a text like ``3.5``; without it such a text is refused.

    Raises:
        ValueError: It is no day; the text is a Chinese sentence that says why.
    """
    if written is None or isinstance(written, datetime):
        return None if written is None else WrittenDay(written.date())
    if isinstance(written, date):
        return WrittenDay(written)
    if isinstance(written, int | float) and not isinstance(written, bool):
        return _from_number(written)
    if isinstance(written, str):
        return _from_text(written, this_year)
    raise ValueError(_unclear(str(written)))


def day_of_cell(cell: object, text: str) -> WrittenDay | None:
    """As ``read_day`` for a cell of a sheet, where a serial number may have become text.

    Five digits that could begin with a year are refused: 20196 may be meant for 2019年6月.

    Args:
        cell: The cell.
        text: The cell as plain text.

    Raises:
        ValueError: It is no day; the text is a Chinese sentence that says why.
    """
    if _SERIAL_TEXT.fullmatch(text) and int(text) < _SERIALS[1]:
        return WrittenDay(_SERIAL_ZERO + timedelta(days=int(text)))
    return read_day(cell if isinstance(cell, float | date) else text)


def _from_number(number: float) -> WrittenDay:
    """Numbers of a sheet: a serial, digits that look like a day, or 1980.05 typed as a number."""
    whole = int(number) if abs(number) < 1e9 else 0
    shown = f"{number:g}" if number != whole else str(whole)
    if number == whole and (match := _EIGHT.fullmatch(shown) or _SIX.fullmatch(shown)):
        return _built(shown, *map(int, match.groups()))
    if EARLIEST <= whole <= LATEST:
        return _from_year_number(number, whole, shown)
    if _SERIALS[0] <= number < _SERIALS[1]:
        return WrittenDay(_SERIAL_ZERO + timedelta(days=whole))
    raise ValueError(_unclear(shown))


def _from_year_number(number: float, year: int, shown: str) -> WrittenDay:
    """1980.05 is May; in 1980.1 Excel may have dropped the nought of October."""
    hundredths = round((number - year) * 100)
    if hundredths == 0:
        raise ValueError(f"“{shown}”只有年份，请写出月份和日期。")
    if abs((number - year) * 100 - hundredths) > 1e-6:
        raise ValueError(_unclear(shown))
    if hundredths == 10:
        raise ValueError(f"“{shown}”分不清是 1 月还是 10 月，请写成“{year}-01”或“{year}-10”。")
    month = hundredths if hundredths <= 12 else hundredths // 10 if hundredths % 10 == 0 else 0
    return _built(shown, year, month)


def _from_text(text: str, this_year: int | None) -> WrittenDay | None:
    shown = unicodedata.normalize("NFKC", text).strip()
    plain = _WEEKDAY.sub("", _TIME.sub("", shown))
    plain = re.sub(r"\s+", "", plain)
    if not plain:
        return None
    if match := _FULL.fullmatch(plain) or _EIGHT.fullmatch(plain):
        return _built(shown, *map(int, match.groups()))
    if match := _MONTH.fullmatch(plain) or _SIX.fullmatch(plain):
        return _built(shown, *map(int, match.groups()))
    if match := _CHINESE.fullmatch(plain):
        year, month, day = match.groups()
        spelled = int("".join(str(_DIGITS[char]) for char in year))
        return _built(shown, spelled, _COUNTED.get(month, 0), _COUNTED.get(day, 0) if day else None)
    if this_year is not None and (match := _THIS_YEAR.fullmatch(plain)):
        return _built(shown, this_year, *map(int, match.groups()))
    if re.fullmatch(r"[0-9]{4}年?", plain):
        raise ValueError(f"“{shown}”只有年份，请写出月份和日期。")
    if _SHORT_YEAR.fullmatch(plain):
        raise ValueError(f"日期“{_short(shown)}”的年份请写四位，如 2026-03-05。")
    raise ValueError(_unclear(shown))


def _built(shown: str, year: int, month: int, day: int | None = None) -> WrittenDay:
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"日期“{_short(shown)}”的年份 {year} 不合理，请核对。")
    if not 1 <= month <= 12:
        raise ValueError(f"日期“{_short(shown)}”没有这个月份，请核对。")
    if day is None:
        return WrittenDay(date(year, month, 1), month_only=True)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(f"日期“{_short(shown)}”不存在：{year}年{month}月没有 {day} 日。")
    return WrittenDay(date(year, month, day))


def _unclear(shown: str) -> str:
    return f"看不懂日期“{_short(shown)}”，请写成 2026-03-05 的样子。"


def _short(shown: str) -> str:
    return shown if len(shown) <= 20 else f"{shown[:20]}…"
