"""Values as people read them: days, times, yes and no, points, names behind ids, masks."""

from collections.abc import Mapping
from datetime import date, datetime

from partydesk.domain.fields import HUNDREDTHS, LOCKED, Field, Kind, LockedText, Secrecy
from partydesk.domain.identity import mask_id, mask_phone

#: What an official sheet shows for an empty value (填表说明: no empty cells).
EMPTY = "—"

Names = Mapping[str, str]


def show(described: Field, value: object, names: Names | None = None) -> str:
    """A value as text.

    Args:
        described: The field it belongs to.
        value: The value; ``None`` gives an empty text.
        names: Names of people and groups by id.
    """
    if value is None:
        return ""
    if isinstance(value, LockedText):
        return LOCKED
    match described.kind:
        case Kind.YES_NO:
            return "是" if value else "否"
        case Kind.POINTS | Kind.MONEY | Kind.HOURS if isinstance(value, int):
            return decimal(value, HUNDREDTHS[described.kind])
        case Kind.PERSON | Kind.GROUP:
            return (names or {}).get(str(value), "")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def show_alone(described: Field, value: object, names: Names | None = None) -> str:
    """A value as text where no label says what it is, as in a title."""
    text = show(described, value, names)
    return described.unlabelled.format(text) if text else ""


def masked(described: Field, value: object, names: Names | None = None) -> str:
    """A value as text with personal numbers masked (S2: the first 3 and last 4 stay)."""
    text = show(described, value, names)
    if described.secrecy != Secrecy.PERSONAL or not text:
        return text
    match described.kind:
        case Kind.ID_NUMBER:
            return mask_id(text)
        case Kind.PHONE:
            return mask_phone(text)
        case _:
            return "（已遮盖）"


def long_day(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """星期四."""
    return "星期" + "一二三四五六日"[day.weekday()]


def points(hundredths: int) -> str:
    """Points from hundredths, at least one decimal: 9150 → 91.5."""
    return decimal(hundredths, 1)


def money(fen: int) -> str:
    """Yuan from 分, always two decimals: 1250 → 12.50."""
    return decimal(fen, 2)


def decimal(hundredths: int, least: int) -> str:
    """A decimal number from hundredths, with at least so many decimals (0 to 2)."""
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f"{rest:02d}".rstrip("0").ljust(least, "0")
    point = "." if decimals else ""
    return f"{'-' if hundredths < 0 else ''}{whole}{point}{decimals}"


def file_size(size: int) -> str:
    """A number of bytes in 字节, KB or MB."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
