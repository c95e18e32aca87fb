"""One person's 廉政档案 on paper: a list of its leaves, then each leaf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partydesk.documents.grid import Cell, label, set_grid
from partydesk.documents.pdf import BOXED, FORM_LOOK, SECTION, TABLE_LOOK, Paper, Printing
from partydesk.documents.typeset import padded
from partydesk.domain.text import EMPTY, long_day

_LIST = (1.2, 5.0, 3.0, 2.4, 1.4)
_LEAF = (2.4, 4.1, 2.4, 4.1)


@dataclass(frozen=True)
class PrintedLeaf:
    """A leaf as it is printed; its texts are open."""

    number: int
    kind: str
    dated_on: date
    matter: str
    outcome: str
    source: str
    keeper: str
    signed_on: date | None
    state: str


def integrity_file(
    name: str, branch: str, leaves: Sequence[PrintedLeaf], purpose: str, printing: Printing
) -> bytes:
    """The file as PDF; each page says that it is internal, who printed it, when and why."""
    paper = Paper(BOXED, "廉政档案", printing, confidential=True)
    paper.title(f"{padded(name)}廉政档案", above=branch)
    paper.notes((f"查阅事由：{purpose}", f"共 {len(leaves)} 页"))
    heads = [Cell(text, is_label=True) for text in ("页号", "活页", "日期", "状态", "备注")]
    rows = [
        [Cell(str(each.number)), Cell(each.kind), Cell(long_day(each.dated_on)), Cell(each.state),
         Cell()]
        for each in leaves
    ]  # fmt: skip
    paper.grid(_LIST, [heads, *rows], TABLE_LOOK, head=1)
    for each in leaves:
        widths = [share * paper.frame.column / sum(_LEAF) for share in _LEAF]
        leaf = set_grid(widths, _leaf(each), FORM_LOOK, paper.fonts)
        # A leaf stays on one page with its head, unless it is very long.
        head, reserve = f"第 {each.number} 页　{each.kind}", min(leaf.height, paper.frame.room / 2)
        paper.text(head, SECTION, reserve=reserve)
        paper.add(leaf)
    return paper.pdf()


def _leaf(each: PrintedLeaf) -> list[list[Cell]]:
    signed = long_day(each.signed_on) if each.signed_on else "（本人签字）"
    return [
        [label("日　期"), Cell(long_day(each.dated_on)), label("状　态"), Cell(each.state)],
        [label("事　项"), Cell(each.matter, span=3, min_lines=2)],
        [label("处理结果"), Cell(each.outcome or EMPTY, span=3)],
        [label("来　源"), Cell(each.source or EMPTY, span=3)],
        [label("填写人"), Cell(each.keeper or EMPTY), label("本人签字"), Cell(signed)],
    ]
