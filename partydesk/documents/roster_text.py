"""Cells as plain text: signs for "nothing", full-width forms, numbers that are no numbers."""

import re
from datetime import date, datetime
from typing import Any

from partydesk.documents.sheet_broken import NO_RESULT

#: What people write where there is nothing.
_BLANK_WORDS = """
无 — —— － -- - / ／ \\ ＼ 空 暂无 无此项 没有 不详 未知 null NULL None N/A n/a nan NaN 。 、 … ×
"""
_BLANKS = frozenset(_BLANK_WORDS.split())

#: What a sheet shows in place of the result of a formula.
BROKEN_CELLS = frozenset(
    [
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#####"),
        NO_RESULT,
    ]
)

#: Full-width letters, digits and signs, except those that Chinese text uses on purpose.
_NARROW = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：？！（）"
}
_SPACES = {0x3000: 0x20, 0xA0: 0x20}
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]"
)
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")
_BRACKETS = str.maketrans("()〔〕[]", "（）（）（）")


def text_of(cell: Any) -> str:
    """A cell as one line of text: letters and digits narrow, no control characters."""
    if isinstance(cell, str):
        if _PLAIN.fullmatch(cell):
            return cell
        narrow = _CONTROL.sub("", cell.replace("_x000D_", "").replace("\r", "\n"))
        return " ".join(narrow.translate(_NARROW | _SPACES).split()).strip("'")
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def is_blank(text: str) -> bool:
    """Whether a text says that there is nothing: empty, 无, —, / and the like."""
    stripped = text.strip()
    return not stripped or stripped in _BLANKS


def compact(text: str) -> str:
    """A term without spaces and with one kind of brackets, for comparing with lists."""
    return "".join(text.split()).translate(_BRACKETS).rstrip("。")


def clipped(text: str, length: int = 30) -> str:
    """A text short enough to stand in a sentence."""
    return text if len(text) <= length else f"{text[:length]}…"
