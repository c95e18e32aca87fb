"""The printed overview of a way into the Party: who, every step with its day, the papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import BOXED, SECTION, TABLE_LOOK, Paper, Printing
from partydesk.documents.spared import in_few_pages
from partydesk.documents.typeset import Align, padded
from partydesk.domain.text import EMPTY

_FACTS = (2.4, 4.1, 2.4, 4.1)
_STEPS = (1.0, 3.9, 2.2, 1.5, 4.4)
_HEAD = ("序号", "步骤", "日期", "结果", "有关人员、材料和说明")


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it is printed; ``order`` is its stage's."""

    order: int
    stage: str
    number: str
    name: str
    day: date
    until: date | None
    result: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that is printed of one way.

    Attributes:
        branch: Full name of the branch.
        name: The person's name.
        facts: Labels and values, two pairs a line.
        steps: In their order.
        next_step: What is open next; empty when nothing is.
        papers: Each of the six papers and whether it is there.
        counts: A line for each vote, from the minutes.
    """

    branch: str
    name: str
    facts: Sequence[tuple[str, str]]
    steps: Sequence[StepLine]
    next_step: str
    papers: Mapping[str, bool]
    counts: Sequence[str] = field(default_factory=tuple)


def development_overview(overview: Overview, printing: Printing) -> bytes:
    """The overview as PDF; each page says that it is internal, who printed it and when."""
    return in_few_pages(lambda tight: _paper(overview, printing, tight))


def _paper(overview: Overview, printing: Printing, tight: bool) -> Paper:
    paper = Paper(BOXED, "发展党员全程纪实表", printing, confidential=True, tight=tight)
    paper.title("发展党员全程纪实表", above=overview.branch)
    paper.grid(_FACTS, _boxes(overview), TABLE_LOOK)
    paper.text("办理经过", SECTION)
    head = [Cell(text, is_label=True) for text in _HEAD]
    paper.grid(_STEPS, [head, *_lines(overview.steps)], TABLE_LOOK, head=1)
    if overview.counts:
        paper.text("支部党员大会表决", SECTION)
        paper.grid((13.0,), [[Cell(text)] for text in overview.counts], TABLE_LOOK)
    paper.text("入党材料", SECTION)
    paper.grid(_FACTS, _papers(overview.papers), TABLE_LOOK)
    paper.gap(4)
    paper.sign(["党支部（盖章）：", "书记签名："], ["", "　　年　　月　　日"])
    return paper


def _boxes(overview: Overview) -> list[list[Cell]]:
    pairs = [("姓　　名", padded(overview.name)), *overview.facts]
    if len(pairs) % 2:
        pairs.append(("", ""))
    rows = []
    for (first, one), (second, two) in zip(pairs[::2], pairs[1::2], strict=True):
        end = [label(second), Cell(two or EMPTY)] if second else []
        rows.append([label(first), Cell(one or EMPTY, span=1 if second else 3), *end])
    rows.append([label("下 一 步"), Cell(overview.next_step or "各步已办完", span=3)])
    return rows


def _lines(steps: Sequence[StepLine]) -> list[list[Cell]]:
    rows, stage = [], ""
    # Two steps of one day may belong to two stages: each stage stands once.
    for each in sorted(steps, key=lambda one: one.order):
        if each.stage != stage:
            stage = each.stage
            rows.append([Cell(stage, span=5, is_label=True, align=Align.LEFT)])
        day = f"{each.day:%Y.%m.%d}" + (f"\n至 {each.until:%Y.%m.%d}" if each.until else "")
        middle = Align.CENTRE
        rows.append(
            [
                Cell(each.number, align=middle),
                Cell(each.name),
                Cell(day, align=middle),
                Cell(each.result, align=middle),
                Cell(each.remarks),
            ]
        )
    return rows


def _papers(papers: Mapping[str, bool]) -> list[list[Cell]]:
    cells = [(name, "有" if is_there else "缺") for name, is_there in papers.items()]
    if len(cells) % 2:
        cells.append(("", ""))
    return [
        [label(first), Cell(one, align=Align.CENTRE), label(second), Cell(two, align=Align.CENTRE)]
        for (first, one), (second, two) in zip(cells[::2], cells[1::2], strict=True)
    ]
