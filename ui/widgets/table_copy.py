"""Copying rows so that WPS and Excel paste them as a rectangle, texts as texts."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from partydesk.domain.fields import Field, Kind
from ui.widgets.record_table_model import RecordTableModel

#: What a cell of this kind may be taken for by a sheet; all else stays the text it is.
_PLAIN = (Kind.NUMBER, Kind.POINTS, Kind.DAY)
#: How Excel and WPS are told that a cell is a text, so that a long number keeps its digits.
_TEXT = r"mso-number-format:'\@'"


def copy_rows(model: RecordTableModel, records: Sequence[Any], *, heads: bool = False) -> None:
    """Put rows into the clipboard as they are shown: numbers that are masked stay masked."""
    fields = [each.field for each in model.columns]
    rows = [[model.shown(record, each) for each in model.columns] for record in records]
    titles = [each.head for each in model.columns] if heads else []
    data = QMimeData()
    data.setText(as_text([titles, *rows] if titles else rows))
    data.setHtml(as_html(fields, titles, rows))
    QGuiApplication.clipboard().setMimeData(data)


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells with tabs between them, a line for each row; a cell with a break stands in quotes."""
    return "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows)


def as_html(fields: Sequence[Field], titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as a table that says which cells are texts; sheets prefer it to the plain text."""
    styles = ["" if each.kind in _PLAIN else f' style="{_TEXT}"' for each in fields]
    lines = ["".join(f"<th>{_escaped(each)}</th>" for each in titles)] if titles else []
    for row in rows:
        cells = (
            f"<td{style}>{_escaped(cell)}</td>" for style, cell in zip(styles, row, strict=True)
        )
        lines.append("".join(cells))
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'


def _cell(text: str) -> str:
    """A cell of the plain text; what a sheet would calculate is marked as a text."""
    if text.startswith(("=", "+", "-", "@")):
        text = f"'{text}"
    if any(each in text for each in '\t\n\r"'):
        quoted = text.replace('"', '""')
        return f'"{quoted}"'
    return text


def _escaped(text: str) -> str:
    return "<br>".join(escape(text).splitlines())
