"""One record of any 台账 on paper: a boxed form of its fields, and tables of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import BOXED, FORM_LOOK, SECTION, TABLE_LOOK, Paper, Printing
from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import EMPTY, long_day, show

#: Columns of the form: two pairs of label and value, in centimetres.
_WIDTHS = (2.4, 4.1, 2.4, 4.1)
#: A text with more characters than this takes the whole width.
_SHORT = 14
#: Widths of a table's columns go by their longest text, within these numbers of characters.
_LEAST, _MOST = 4, 16
#: Room to write on by hand where a long text is empty, in lines.
_FREE_LINES = 3


@dataclass(frozen=True)
class FormRows:
    """A list of rows of the record: its title, its columns and one value per column and row."""

    title: str
    columns: Sequence[Field]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class RecordSheet:
    """What is printed of a record.

    Attributes:
        title: What the form is called.
        branch: Full name of the branch.
        fields: In the order in which they stand.
        values: Their values by name.
        rows: Its lists of rows.
        names: Names of people and groups by id.
    """

    title: str
    branch: str
    fields: Sequence[Field]
    values: Mapping[str, Any]
    rows: Sequence[FormRows]
    names: Mapping[str, str]


def record_sheet(sheet: RecordSheet, printing: Printing) -> bytes:
    """The record as PDF; each page says that it is internal, who printed it and when."""
    paper = Paper(BOXED, sheet.title, printing, confidential=True)
    paper.title(sheet.title, above=sheet.branch)
    paper.grid(_WIDTHS, _boxes(sheet), FORM_LOOK)
    for each in sheet.rows:
        if each.rows:
            paper.text(f"{each.title}（{len(each.rows)}）", SECTION)
            paper.grid(*_table(each, sheet.names), TABLE_LOOK, head=1)
    return paper.pdf()


def _boxes(sheet: RecordSheet) -> list[list[Cell]]:
    """Short values in pairs, long ones alone; a field without its pair takes the whole line."""
    lines: list[list[Cell]] = []
    waiting: list[Cell] = []
    for described in sheet.fields:
        text = _text(described, sheet.values.get(described.name), sheet.names)
        name = label(described.label)
        if described.kind is Kind.LONG_TEXT or len(text) > _SHORT:
            lines += _alone(waiting)
            waiting = []
            free = _FREE_LINES if described.kind is Kind.LONG_TEXT else 1
            lines.append([name, Cell(text or "", span=3, min_lines=1 if text else free)])
        elif waiting:
            lines.append([*waiting, name, Cell(text or EMPTY)])
            waiting = []
        else:
            waiting = [name, Cell(text or EMPTY)]
    return lines + _alone(waiting)


def _alone(pair: Sequence[Cell]) -> list[list[Cell]]:
    return [[pair[0], Cell(pair[1].text, span=3)]] if pair else []


def _table(each: FormRows, names: Mapping[str, str]) -> tuple[tuple[float, ...], list[list[Cell]]]:
    head = [Cell("序号", is_label=True), *(Cell(one.label, is_label=True) for one in each.columns)]
    body = [
        [Cell(str(number), is_label=False)]
        + [
            Cell(_text(one, value, names) or EMPTY)
            for one, value in zip(each.columns, row, strict=True)
        ]
        for number, row in enumerate(each.rows, start=1)
    ]
    shares = [
        min(max(_LEAST, *(len(row[place].text) for row in (head, *body))), _MOST)
        for place in range(1, len(head))
    ]
    room = sum(_WIDTHS) - 1.2
    return (1.2, *(room * one / sum(shares) for one in shares)), [head, *body]


def _text(described: Field, value: Any, names: Mapping[str, str]) -> str:
    if described.kind is Kind.DAY and value:
        return long_day(value)
    return show(described, value, names)
