"""The rows of a roster that were not taken in, as a sheet to correct and import again."""

import io
from collections.abc import Sequence
from typing import Any

from partydesk.documents.roster_columns import Column
from partydesk.documents.roster_plan import RosterRow
from partydesk.documents.roster_text import text_of

#: What a cell of an .xlsx holds.
_LONGEST_CELL = 32_767


def refused_sheet(columns: Sequence[Column], rows: Sequence[RosterRow]) -> bytes:
    """The refused people of a roster: line, reasons and cells of each row, all of them as text."""
    labels = [each.label for each in columns]
    places = [each.index for each in columns]
    return refused_rows(
        labels,
        [
            (row.line_number, reasons(row),
             [row.cells[place] if place < len(row.cells) else "" for place in places])
            for row in rows
        ],
    )  # fmt: skip


def refused_rows(labels: Sequence[str], rows: Sequence[tuple[int, str, Sequence[Any]]]) -> bytes:
    """An .xlsx with each row's line, reasons and cells under their labels.

    Nothing in it can be a formula, whatever the cells said, and numbers keep all their digits.
    It is made in memory: personal numbers never lie in a temporary file.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        base = {"font_name": "宋体", "font_size": 11, "num_format": "@", "valign": "top"}
        plain = book.add_format(base | {"quote_prefix": True})
        reason = book.add_format(base | {"quote_prefix": True, "text_wrap": True})
        bold = book.add_format(base | {"bold": True, "border": 1, "text_wrap": True})
        sheet = book.add_worksheet("未导入的行")
        sheet.set_column(0, 0, 8, plain)
        sheet.set_column(1, 1, 50, plain)
        sheet.set_column(2, len(labels) + 1, 16, plain)
        sheet.freeze_panes(1, 0)
        for place, label in enumerate(["原表行号", "原因", *labels]):
            sheet.write_string(0, place, label, bold)
        for line, (number, why, cells) in enumerate(rows, 1):
            sheet.write_string(line, 0, str(number), plain)
            sheet.write_string(line, 1, why[:_LONGEST_CELL], reason)
            for place, cell in enumerate(cells[: len(labels)], 2):
                sheet.write_string(line, place, text_of(cell)[:_LONGEST_CELL], plain)
    return stream.getvalue()


def reasons(row: RosterRow) -> str:
    """What is wrong with a row in one text: each column with its sentence."""
    return "\n".join(f"{problem.column}：{problem.sentence}" for problem in row.problems)
