"""Numbers, points and times as people type them; what is not understood stays as it was typed."""

import re
import unicodedata

_TIME = re.compile(r"(\d{1,2})\s*[:.点时]\s*(\d{1,2})?\s*分?")
_TIME_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_MONTH = re.compile(r"((?:19|20)\d{2})\s*[-./年]?\s*(\d{1,2})\s*月?")
_POINTS = re.compile(r"(\d{1,7})(?:\.(\d{1,2}))?")


def _plain(text: str) -> str:
    """Full-width digits and signs become plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def number_from(text: str) -> int | str | None:
    """A whole number; ``None`` for an empty text."""
    plain = _plain(text)
    return int(plain) if re.fullmatch(r"\d{1,9}", plain) else plain or None


def points_from(text: str) -> int | str | None:
    """Hundredths of a point: ``91.5`` is 9150; ``None`` for an empty text."""
    plain = _plain(text)
    found = _POINTS.fullmatch(plain)
    if not found:
        return plain or None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def money_from(text: str) -> int | str | None:
    """分 from yuan: ``12.5``, ``1,200元`` and ``￥30`` are understood; ``None`` when empty."""
    plain = _plain(text).removesuffix("元").lstrip("¥￥").replace(",", "").replace("，", "")
    return points_from(plain) if _POINTS.fullmatch(plain) else _plain(text) or None


def month_from(text: str) -> str | None:
    """``YYYY-MM`` from 202603, 2026.3, 2026年3月 or 2026-03; ``None`` for an empty text."""
    plain = _plain(text)
    found = _MONTH.fullmatch(plain)
    if not found or not 1 <= int(found[2]) <= 12:
        return plain or None
    return f"{found[1]}-{int(found[2]):02d}"


def time_from(text: str) -> str | None:
    """``HH:MM`` from 1530, 15:30, 15.30, 15点30分 or 15点; ``None`` for an empty text."""
    plain = _plain(text)
    found = _TIME.fullmatch(plain) or _TIME_DIGITS.fullmatch(plain)
    if not found or (hour := int(found[1])) > 23 or (minute := int(found[2] or 0)) > 59:
        return plain or None
    return f"{hour:02d}:{minute:02d}"
