"""What lies in the clipboard as rows of cells, as WPS, Excel and this program put it there."""

import re
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData


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


def _plain(cell: str) -> str:
    """Without the mark that keeps a sheet from calculating a text."""
    text = cell.strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


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
