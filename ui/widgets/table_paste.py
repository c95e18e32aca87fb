"""What lies in the clipboard as rows of cells, and which cells of a list they are meant for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from PySide6.QtCore import QMimeData

from ui.widgets.record_table_model import Column, RecordTableModel

#: What a head may carry that is no part of its words.
_SIGNS = re.compile(r"[\s*＊:：↑↓]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that is meant for a cell of a row."""

    record: Any
    column: Column
    text: str
    problem: str = ""


@dataclass(slots=True)
class Placed:
    """Where the cells of a rectangle belong.

    Attributes:
        cells: The texts with their places.
        refused: Rows of the rectangle that belong nowhere: what they begin with, and why.
        by_heads: Whether the first row was understood as heads.
    """

    cells: list[Cell] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    by_heads: bool = False


def rows_in(data: QMimeData | None) -> list[list[str]]:
    """The rectangle in the clipboard: tabs and lines as WPS and Excel write them, or a table."""
    if data is None:
        return []
    if data.hasText() and data.text().strip():
        found = from_text(data.text())
        if len(found) > 1 or len(found[0]) > 1 or not data.hasHtml():
            return found
    # Some programs put a table there and no text that keeps its cells apart.
    return from_html(data.html()) or (from_text(data.text()) if data.hasText() else [])


def from_text(text: str) -> list[list[str]]:
    """Cells with tabs between them; a cell with breaks stands in quotes."""
    rows: list[list[str]] = [[]]
    cell, quoted, place = "", False, 0
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    while place < len(text):
        char = text[place]
        if quoted and char == '"' and text[place + 1 : place + 2] == '"':
            cell, place = cell + '"', place + 1
        elif quoted and char == '"':
            quoted = False
        elif quoted:
            cell += char
        elif char == '"' and not cell and '"' in text[place + 1 :]:
            quoted = True
        elif char in "\t\n":
            rows[-1].append(_plain(cell))
            cell = ""
            if char == "\n":
                rows.append([])
        else:
            cell += char
        place += 1
    rows[-1].append(_plain(cell))
    return rows


def from_html(html: str) -> list[list[str]]:
    """The rows of the first table; nothing if there is none."""
    reader = _TableReader()
    reader.feed(html)
    return [row for row in reader.rows if row]


def place(
    model: RecordTableModel, rows: Sequence[Sequence[str]], start: int, chosen: Sequence[int]
) -> Placed:
    """Which cells of a list a rectangle is meant for.

    With heads above it, columns are found by their heads, and rows by the name if one of the heads
    is that of the name. Else it begins in a column; a single row fills all chosen rows, several
    ones go down from the first chosen row.

    Args:
        model: The list.
        rows: The rectangle.
        start: The column that it begins in, if it has no heads.
        chosen: Numbers of the chosen rows, from top to bottom.
    """
    heads = _heads(model, rows[0]) if len(rows) > 1 else None
    if heads is None:
        columns: list[Column | None] = list(model.columns[start:])
        return _in_order(model, rows, columns, chosen)
    body = [row for row in rows[1:] if any(row)]
    name = next((n for n, each in enumerate(heads) if each is not None and each.names), None)
    placed = _in_order(model, body, heads, chosen) if name is None else _by_name(
        model, body, heads, name)  # fmt: skip
    placed.by_heads = True
    return placed


def _plain(cell: str) -> str:
    """Without the mark that keeps a sheet from calculating a text."""
    text = cell.strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def _heads(model: RecordTableModel, row: Sequence[str]) -> list[Column | None] | None:
    """The columns that a row names; ``None`` if any of its cells is no head."""
    known: dict[str, Column] = {}
    for each in model.all_columns:
        for word in (each.head, each.field.label):
            known.setdefault(_SIGNS.sub("", word), each)
    words = [_SIGNS.sub("", cell) for cell in row]
    named = [word for word in words if word]
    if not named or any(word not in known for word in named):
        return None
    return [known.get(word) for word in words]


def _in_order(
    model: RecordTableModel,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column | None],
    chosen: Sequence[int],
) -> Placed:
    """Rows one after the other from the first chosen one; a single row for all that are chosen."""
    if not chosen:
        return Placed(refused=[("", "请先在列表里选中要粘贴到的行。")])
    many = len(chosen) > 1 and len(chosen) >= len(rows)
    targets = list(chosen) if many else list(range(chosen[0], len(model.rows)))
    if len(rows) == 1:
        pairs = [(number, rows[0]) for number in (chosen if many else chosen[:1])]
    else:
        pairs = list(zip(targets, rows, strict=False))
    placed = Placed()
    for number, row in pairs:
        placed.cells += _cells(model, model.record(number), columns, row)
    for row in rows[len(targets) :]:
        placed.refused.append((_first(row), "列表里没有与它对应的行。"))
    return placed


def _by_name(
    model: RecordTableModel,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column | None],
    name_place: int,
) -> Placed:
    column = columns[name_place]
    assert column is not None, "it was found by its head"
    by_name: dict[str, list[Any]] = {}
    for record in model.rows:
        by_name.setdefault(_joined(model.shown(record, column)), []).append(record)
    placed = Placed()
    for row in rows:
        name = _joined(row[name_place]) if name_place < len(row) else ""
        found = by_name.get(name, [])
        if len(found) == 1:
            placed.cells += _cells(model, found[0], columns, row)
        elif found:
            why = f"列表里有 {len(found)} 个“{name}”，请在表单里修改。"
            placed.refused.append((name, why))
        else:
            placed.refused.append((name or _first(row), "列表里没有这个名字。"))
    return placed


def _cells(
    model: RecordTableModel, record: Any, columns: Sequence[Column | None], row: Sequence[str]
) -> list[Cell]:
    """The cells of a row; a name that is another's means that the rows do not fit together."""
    pairs = [(each, text) for each, text in zip(columns, row, strict=False) if each is not None]
    problem = ""
    for column, text in pairs:
        shown = model.shown(record, column)
        if column.names and text and _joined(text) != _joined(shown):
            problem = f"粘贴的这一行是“{text[:20]}”的，与列表里的“{shown}”对不上。"
    said = [(column, text) for column, text in pairs if not column.names]
    # A name alone that does not fit is told too.
    return [Cell(record, *each, problem) for each in said or (pairs if problem else [])]


def _joined(text: str) -> str:
    return "".join(text.split())


def _first(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell), "")[:20]


class _TableReader(HTMLParser):
    """Collects the cells of the first table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._tables, self._span = 0, 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._tables += 1
        if self._tables != 1:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._cell = []
            spans = dict(attrs).get("colspan") or "1"
            # What is joined across stands in its first cell, as it does in a sheet.
            self._span = min(int(spans), 50) if spans.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            text = _plain(re.sub(r"[ \t\r\f\v\u00a0]+", " ", "".join(self._cell)))
            self.rows[-1] += [text] + [""] * (self._span - 1)
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
