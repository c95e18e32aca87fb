"""Sheets as text: .csv and what Excel calls Unicode text, in the encodings people have."""

import csv
import io
import re

from partydesk.documents.sheet_kind import SAVE_AS, damaged
from partydesk.documents.sheet_zip import too_long
from partydesk.errors import ForeignFileError

#: A byte order mark decides; else UTF-8 if every byte fits, else GB18030 if every byte fits.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = ",\t;，"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
#: ="0123": how a cell of a CSV is kept a text.
_KEPT_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def rows_from_text(data: bytes, name: str, most_rows: int) -> list[list[str]]:
    """The rows of a text sheet; every cell is a text.

    Raises:
        ForeignFileError: It is no text, broken, or too long.
    """
    text = decoded(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows = []
    try:
        for number, row in enumerate(reader, 1):
            if number > most_rows and any(row):
                raise too_long(name, number, most_rows)
            if number <= most_rows:
                rows.append([_cell(cell) for cell in row])
    except csv.Error as error:
        raise damaged(name) from error
    return rows


def decoded(data: bytes, name: str) -> str:
    """The text of a file, no character of it guessed or replaced.

    Raises:
        ForeignFileError: No encoding fits every byte.
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise ForeignFileError(f"“{name}”不是文字表格，或它的文字编码认不出来。", SAVE_AS)


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    start = data[:2_000]
    if start.count(0) * 8 > len(start):
        # Latin letters, digits and commas have their zero byte on one side.
        return ["utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _separator(text: str) -> str:
    """The separator that the first lines use most; a comma when none stands there."""
    start = "\n".join(text.splitlines()[:20]) if len(text) < 100_000 else text[:20_000]
    return max(_SEPARATORS, key=start.count)


def _cell(cell: str) -> str:
    kept = _KEPT_TEXT.fullmatch(cell)
    return kept[1] if kept else cell
