"""Any list of records on A4 lying on its side, such as the 党员花名册."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from partydesk.documents.fonts import Style
from partydesk.documents.grid import Cell, Look, natural_widths, share_width
from partydesk.documents.pdf import LIST, Paper, Printing
from partydesk.documents.typeset import Align, Face, padded
from partydesk.domain.fields import Field, Kind, Secrecy, Value
from partydesk.domain.text import EMPTY, masked, show

#: Long texts begin at the left of their column; all others stand in the middle.
_LEFT = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_NAMES = ("name",)
#: 五号 first, smaller only when the columns do not fit.
_SIZES = (10.5, 9.5, 8.5, 7.5)

#: What a row of sums begins with.
TOTAL = "合计"


def roster(
    title: str,
    columns: Sequence[Field],
    rows: Iterable[Sequence[Value]],
    *,
    names: Mapping[str, str],
    printing: Printing,
    notes: Sequence[str] = (),
) -> bytes:
    """A list as PDF, numbered, with its head on each page.

    Args:
        title: Stands in the middle of the first page.
        columns: What the values are.
        rows: One value per column; a last row that begins with ``TOTAL`` has no number.
        names: Names of people and groups by id.
        printing: Who prints, and whether personal numbers are masked.
        notes: One line under the title, such as ``单位：…``, ``填报人：…``, ``日期：…``.
    """
    rows = list(rows)
    has_total = bool(rows) and rows[-1][0] == TOTAL
    texts = [
        [str(number), *_texts(columns, row, names, printing)]
        for number, row in enumerate(rows, start=1)
    ]
    heads = ["序号", *(each.label for each in columns)]
    paper = Paper(LIST, title, printing, confidential=not printing.is_public)
    paper.title(title)
    if notes:
        paper.notes(notes)
    look, widths = _fit([[_half(text) for text in heads], *texts], paper)
    aligns = [Align.CENTRE, *(_align(each) for each in columns)]
    body = [
        [
            Cell(text, align=Align.CENTRE if text == EMPTY else align)
            for text, align in zip(row, aligns, strict=True)
        ]
        for row in texts
    ]
    if has_total:
        sums = ["" if text == EMPTY else text for text in texts[-1][2:]]
        body[-1] = [Cell(TOTAL, span=2, is_label=True),
                    *(Cell(text, align=Align.CENTRE) for text in sums)]  # fmt: skip
    paper.grid(widths, [[Cell(text, is_label=True) for text in heads], *body], look, head=1)
    return paper.pdf()


def _texts(
    columns: Sequence[Field], row: Sequence[Value], names: Mapping[str, str], printing: Printing
) -> list[str]:
    return [
        _text(column, value, names, printing) or EMPTY
        for column, value in zip(columns, row, strict=True)
    ]


def _text(column: Field, value: Value, names: Mapping[str, str], printing: Printing) -> str:
    hidden = printing.masked and column.secrecy >= Secrecy.PERSONAL
    if isinstance(value, date) and not hidden:
        return f"{value:%Y.%m.%d}"
    text = (masked if printing.masked else show)(column, value, names)
    return padded(text) if column.name in _NAMES or column.kind is Kind.PERSON else text


def _fit(texts: list[list[str]], paper: Paper) -> tuple[Look, list[float]]:
    """The largest type that keeps the columns on one line, or the smallest there is."""
    for size in _SIZES:
        head = Face(Style.HEI, size, size * 1.4, Align.CENTRE)
        look = Look(head, Face(Style.FANG, size, size * 1.4), 2.5, 3.5)
        needs = natural_widths(texts, look, paper.fonts)
        if sum(needs) <= paper.frame.column:
            break
    return look, [needs[0], *share_width(needs[1:], paper.frame.column - needs[0])]


def _half(text: str) -> str:
    """The longer half of a column's head, which may take two lines."""
    return text[: (len(text) + 1) // 2] if len(text) > 2 else text


def _align(column: Field) -> Align:
    is_name = column.name in _NAMES
    return Align.LEFT if column.kind in _LEFT and not is_name else Align.CENTRE
