"""A workbook of plain pages that people edit and give back: heads, rows, choices."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

#: A cell: a text, a number, or nothing.
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the workbook.

    Attributes:
        name: Of the sheet.
        heads: The first row.
        widths: Of the columns, in characters.
        rows: One value per column.
        choices: What may be chosen in a column, by its place from 0.
    """

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def pages_book(title: str, pages: Sequence[Page]) -> bytes:
    """The workbook as xlsx; texts stay texts, whatever they begin with."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    # In memory: nothing of it may lie in the system's folder for temporary files.
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    face = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
    head = book.add_format(face | {"bold": True, "bg_color": "#EEECE7", "align": "center"})
    text = book.add_format(face | {"text_wrap": True, "num_format": "@"})
    number = book.add_format(face | {"num_format": "General", "align": "center"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        sheet.freeze_panes(1, 0)
        for place, (name, width) in enumerate(zip(page.heads, page.widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, head)
        for line, row in enumerate(page.rows, start=1):
            for place, value in enumerate(row):
                if value is None or value == "":
                    sheet.write_blank(line, place, None, text)
                elif isinstance(value, str):
                    sheet.write_string(line, place, value, text)
                else:
                    sheet.write_number(line, place, value, number)
        for place, values in page.choices.items():
            rule = {"validate": "list", "source": list(values), "error_type": "warning"}
            sheet.data_validation(1, place, len(page.rows) + 200, place, rule)
    book.close()
    return target.getvalue()
