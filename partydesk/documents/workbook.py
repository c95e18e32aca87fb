"""Lists as xlsx: as seen on the screen, and the national 21-column sheet (DOMAIN.md 8.1)."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeGuard

from partydesk.domain.fields import HUNDREDTHS, NUMBERS, Field, Kind, Secrecy, Value, pick
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.text import masked as masked_text
from partydesk.domain.text import show

#: What a spreadsheet program would read as the start of a formula or command.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # characters in one cell (ECMA-376)
_CUT = "……（以下省略，全文见原记录）"
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheet programs disagree on day numbers
_MOST_DIGITS = 15  # a cell's number keeps so many
_NARROW, _WIDE = 6, 48
_FREE_ROWS = 300  # of an empty sheet

NATIONAL_SHEET = "党员基本信息汇总表"
#: Columns B and D to U of the national sheet; A is a number, C the branch.
_NATIONAL = pick(
    Member,
    *("name", "id_number", "sex", "ethnicity", "born_on", "education", "category"),
    *("joined_on", "full_on", "job", "mobile", "landline", "address", "standing"),
    *("is_lost", "lost_on", "is_floating", "floating_to", "note"),
)
_YES_NO = ("是", "否")


class _Formats(NamedTuple):
    title: Any
    note: Any
    head: Any
    text: Any
    risky: Any
    number: Any
    points: Any
    money: Any
    day: Any


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet to be written: what the columns are, and one value per column and row."""

    name: str
    title: str
    columns: Sequence[Field]
    rows: Iterable[Sequence[Value]]
    names: Mapping[str, str] = field(default_factory=dict)
    masked: bool = True
    notes: Sequence[str] = ()


def list_sheet(
    title: str,
    columns: Sequence[Field],
    rows: Iterable[Sequence[Value]],
    *,
    names: Mapping[str, str],
    masked: bool = True,
    notes: Sequence[str] = (),
) -> bytes:
    """Any list as xlsx, as seen: numbered rows, days as days, everything else as text.

    Args:
        title: Stands above the list.
        columns: What the values are.
        rows: One value per column.
        names: Names of people and groups by id.
        masked: Whether personal numbers and addresses are masked.
        notes: One line under the title, such as ``单位：…``, ``填报人：…``, ``日期：…``.
    """
    numbered = ((number, *row) for number, row in enumerate(rows, start=1))
    table = _Table(_sheet_name(title), title, (_NUMBER, *columns), numbered, names, masked, notes)
    with _book(title) as (book, target):
        _write(book, table)
    return target.getvalue()


def national_sheet(members: Iterable[Member], branch: str) -> bytes:
    """The national 党员基本信息汇总表: 21 columns in their order, unmasked, empty cells blank.

    Args:
        members: Full and probationary members, in the order they are to stand.
        branch: Full name of the branch.
    """
    columns = [_NATIONAL[0], Field("所在党支部", Kind.TEXT, name="branch"), *_NATIONAL[1:]]
    rows = (_national_row(number, member, branch) for number, member in enumerate(members, start=1))
    notes = (f"填报单位：{branch}",)
    table = _Table(
        NATIONAL_SHEET, NATIONAL_SHEET, (_NUMBER, *columns), rows, masked=False, notes=notes
    )
    with _book(NATIONAL_SHEET) as (book, target):
        sheet, first, last = _write(book, table)
        _add_choices(book, sheet, table.columns, (first, max(last, first) + 200))
    return target.getvalue()


def empty_sheet(title: str, columns: Sequence[Field]) -> bytes:
    """A sheet to be filled: its heads, lists to choose from, and what each column takes."""
    needed = "、".join(each.label for each in columns if each.required)
    notes = (f"必填：{needed}。日期按 2026-03-05 填写。填好后在“工作台账”里导入。",)
    table = _Table(_sheet_name(title), title, columns, (), masked=False, notes=notes)
    with _book(title) as (book, target):
        sheet, first, _last = _write(book, table)
        _add_choices(book, sheet, columns, (first, first + _FREE_ROWS))
        hints = book.add_format({"font_name": "仿宋", "font_size": 9, "font_color": "#5A6472"})
        for place, column in enumerate(columns):
            if column.hint:
                sheet.write_comment(first - 1, place, column.hint[:200])
            sheet.set_column(place, place, max(12, min(len(column.label) * 2 + 4, 30)), hints)
    return target.getvalue()


_NUMBER = Field("序号", Kind.NUMBER, name="number")


def _national_row(number: int, member: Member, branch: str) -> list[Value]:
    values: list[Value] = [getattr(member, each.name) for each in _NATIONAL]
    values.insert(1, branch)
    return [number, *values]


@contextmanager
def _book(title: str) -> Iterator[tuple[Any, io.BytesIO]]:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    # In memory: nothing of it may lie in the system's folder for temporary files.
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    yield book, target
    book.close()
    # Cells of a book that is done hang in a circle; let go here, nobody must look for them.
    for sheet in book.worksheets():
        sheet.table.clear()


def _formats(book: Any) -> _Formats:
    cell = {"font_name": "仿宋", "font_size": 11, "valign": "vcenter", "border": 1}
    middle = {**cell, "align": "center"}
    text = {**cell, "num_format": "@", "text_wrap": True}
    return _Formats(
        title=book.add_format(
            {"font_name": "宋体", "bold": True, "font_size": 18, "align": "center",
             "valign": "vcenter"}
        ),
        note=book.add_format({"font_name": "仿宋", "font_size": 11, "num_format": "@"}),
        head=book.add_format({**middle, "font_name": "黑体", "text_wrap": True}),
        text=book.add_format(text),
        risky=book.add_format({**text, "quote_prefix": True}),
        number=book.add_format(middle),
        points=book.add_format({**middle, "num_format": "0.0#"}),
        money=book.add_format({**middle, "num_format": "#,##0.00"}),
        day=book.add_format({**middle, "num_format": "yyyy-mm-dd"}),
    )  # fmt: skip


def _write(book: Any, table: _Table) -> tuple[Any, int, int]:
    """Write the sheet; gives it back with the numbers of its first and last row of values."""
    sheet, formats = book.add_worksheet(table.name), _formats(book)
    last_column = len(table.columns) - 1
    sheet.merge_range(0, 0, 0, last_column, "", formats.title)
    sheet.write_string(0, 0, table.title[:_LONGEST], formats.title)
    sheet.set_row(0, 32)
    head = 1
    if table.notes:
        sheet.write_string(1, 0, "　　".join(table.notes)[:_LONGEST], formats.note)
        head = 2
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, column.label, formats.head)
    sheet.set_row(head, 30)
    widths = [_NARROW] * len(table.columns)
    row = head
    for row, values in enumerate(table.rows, start=head + 1):
        for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            size = _write_cell(sheet, (row, place), column, value, (table, formats))
            widths[place] = max(widths[place], size)
    _set_page(sheet, table, head, widths)
    return sheet, head + 1, row


def _write_cell(
    sheet: Any, place: tuple[int, int], column: Field, value: Value, how: tuple[_Table, _Formats]
) -> int:
    """Write one cell as what it is; gives the width it would like to have."""
    table, formats = how
    hidden = table.masked and column.secrecy >= Secrecy.PERSONAL
    if isinstance(value, date) and not hidden and value >= _FIRST_DAY:
        sheet.write_datetime(*place, value, formats.day)
        return 12
    if column.kind in NUMBERS and _is_short_number(value) and not hidden:
        is_decimal = column.kind in HUNDREDTHS
        figure = value / 100 if is_decimal else value
        style = formats.money if column.kind is Kind.MONEY else formats.points
        sheet.write_number(*place, figure, style if is_decimal else formats.number)
        return 8
    text = (masked_text if table.masked else show)(column, value, table.names)
    _write_text(sheet, place, text, formats)
    return _width(text)


def _write_text(sheet: Any, place: tuple[int, int], text: str, formats: _Formats) -> None:
    if not text:
        sheet.write_blank(*place, None, formats.text)
        return
    if len(text) > _LONGEST:
        text = text[: _LONGEST - len(_CUT)] + _CUT
    style = formats.risky if text.startswith(_RISKY) else formats.text
    sheet.write_string(*place, text, style)


def _is_short_number(value: Value) -> TypeGuard[int]:
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and len(str(abs(value))) <= _MOST_DIGITS
    )


def _width(text: str) -> int:
    longest = max((sum(2 if ord(char) > 0x2E7F else 1 for char in line[:_WIDE])
                   for line in text[:500].split("\n")), default=0)  # fmt: skip
    return min(longest + 2, _WIDE)


def _set_page(sheet: Any, table: _Table, head: int, widths: Sequence[int]) -> None:
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, max(width, min(_width(column.label), 14)))
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(0, head)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页　共 &N 页")


def _add_choices(book: Any, sheet: Any, columns: Sequence[Field], rows: tuple[int, int]) -> None:
    """Drop-down lists from a hidden sheet: a list in the cell itself may have 255 characters."""
    lists = book.add_worksheet("代码")
    lists.hide()
    place = 0
    for number, column in enumerate(columns):
        choices = _choices(column)
        if not choices:
            continue
        for row, choice in enumerate(choices):
            lists.write_string(row, place, choice)
        letter = chr(ord("A") + place)
        source = f"='代码'!${letter}$1:${letter}${len(choices)}"
        sheet.data_validation(rows[0], number, rows[1], number, {
            "validate": "list", "source": source, "error_type": "warning",
            "error_title": "请从列表中选", "error_message": "这一列请填列表中的规范用语。",
        })  # fmt: skip
        place += 1


def _choices(column: Field) -> tuple[str, ...]:
    if column.name == "category" and MEMBERS[0] in column.choices:
        return MEMBERS
    return _YES_NO if column.kind is Kind.YES_NO else column.choices


def _sheet_name(title: str) -> str:
    """A name that spreadsheet programs accept: at most 31 characters, no slashes or brackets."""
    name = "".join("_" if char in r"[]:*?/\'" or char < " " else char for char in title)
    return name[:31] or "列表"
