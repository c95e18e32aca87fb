"""Cells of an .xlsx whose formula has no result: the reader of sheets takes them for empty."""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from partydesk.documents.sheet_kind import SAVE_AS
from partydesk.errors import ForeignFileError

#: A cell that says so: row and column from 0, and what stands there, such as ``#REF!``.
BrokenCell = tuple[int, int, str]

#: Stands where a program wrote a formula and never worked it out.
NO_RESULT = "#没有结果"

#: A sheet with more of them is no list; it would only cost memory.
_MOST = 50_000
#: Below every sheet; it counts, so that a hostile file can't cost minutes.
_NOWHERE = (1 << 30, 0, "")

#: Both begin with a text that is rare in a sheet, so that looking for them costs next to nothing.
_ERROR = re.compile(
    rb' t="e"[^<>]*>\s*(?:<[A-Za-z:]*f\b[^<>]*(?:/>|>[^<]*</[A-Za-z:]*f>))?'
    rb"\s*<[A-Za-z:]*v>([^<]{1,20})<"
)
_UNWORKED = re.compile(rb"f>\s*(?:<[A-Za-z:]*v\s*/>|<[A-Za-z:]*v></[A-Za-z:]*v>)?\s*</[A-Za-z:]*c>")
#: No formula is longer; further back no cell is looked for.
_LONGEST = 9_000
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')

_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')


def broken_in(text: bytes, stop: int, name: str, found: list[BrokenCell]) -> None:
    """Add the broken cells that begin before ``stop`` in a part of a worksheet.

    Raises:
        ForeignFileError: There are too many.
    """
    for pattern in (_ERROR, _UNWORKED):
        for each in pattern.finditer(text, 0, stop):
            shown = each[1].decode() if pattern is _ERROR else NO_RESULT
            if cell := _cell_around(text, each.start(), shown):
                found.append(cell)
            if len(found) > _MOST:
                raise ForeignFileError(f"“{name}”里有几万个公式没有结果，没有读取。", SAVE_AS)


def _cell_around(text: bytes, inside: int, shown: str) -> BrokenCell | None:
    """The cell around a place; none when its formula gave an empty text."""
    back = max(inside - _LONGEST, 0)
    begin = text.rfind(b"<c ", back, inside + 1)
    if begin < 0:
        begin = text.rfind(b":c ", back, inside + 1)
    attributes = text[begin : text.find(b">", begin)] if begin >= 0 else b""
    if b't="str"' in attributes:
        return None
    place = _PLACE.search(attributes)
    if place is None:
        return _NOWHERE
    return int(place[2]) - 1, _column(place[1]), shown


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def by_sheet(
    box: zipfile.ZipFile, parts: Mapping[str, Sequence[BrokenCell]]
) -> dict[str, Sequence[BrokenCell]]:
    """The broken cells by the names of their sheets, which the workbook gives to the parts."""
    if not parts:
        return {}
    names = {each.casefold(): each for each in box.namelist()}
    book = names["xl/workbook.xml"]
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
        for each in _elements(_RELATION, box, relations)
    }
    lying = {part.casefold(): cells for part, cells in parts.items()}
    told: dict[str, Sequence[BrokenCell]] = {}
    for sheet in _elements(_SHEET, box, book):
        wanted = next((value for key, value in sheet.items() if key.endswith(":id")), None)
        if cells := lying.get(targets.get(wanted, "").casefold()):
            told[sheet.get("name", "")] = cells
    return told


def _elements(
    pattern: re.Pattern[str], box: zipfile.ZipFile, part: str
) -> Iterator[dict[str, str]]:
    text = box.read(part).decode(errors="replace")
    for element in pattern.findall(text):
        yield {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(element)}
