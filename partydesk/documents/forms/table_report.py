"""A printed report: sums at the head, then the list behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from partydesk.documents.grid import Cell
from partydesk.documents.pdf import LIST, TABLE_LOOK, Paper, Printing
from partydesk.documents.typeset import Align
from partydesk.domain.text import EMPTY


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts.

    Attributes:
        heads: Its heads.
        shares: Widths of the columns, in proportion.
        rows: Its rows.
        left: Places of the columns whose text begins at the left.
    """

    heads: Sequence[str]
    shares: Sequence[float]
    rows: Sequence[Sequence[str]]
    left: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed; ``remark`` stands between sums and list."""

    title: str
    notes: Sequence[str]
    sums: Table
    remark: str
    lines: Table


def table_report(report: Report, printing: Printing) -> bytes:
    """The report as PDF, on A4 lying."""
    paper = Paper(LIST, report.title, printing, confidential=not printing.is_public)
    paper.title(report.title)
    paper.notes(report.notes)
    _add(paper, report.sums)
    paper.gap(2)
    paper.notes([report.remark])
    if report.lines.rows:
        _add(paper, report.lines)
    return paper.pdf()


def _add(paper: Paper, table: Table) -> None:
    head = [Cell(text, is_label=True) for text in table.heads]
    rows = [
        [
            Cell(text or EMPTY, align=Align.LEFT if text and place in table.left else Align.CENTRE)
            for place, text in enumerate(row)
        ]
        for row in table.rows
    ]
    paper.grid(table.shares, [head, *rows], TABLE_LOOK, head=1)
