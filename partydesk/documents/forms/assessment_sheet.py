"""The printed self-assessment: both figures of each item, why, the reason, and what proves it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partydesk.documents.grid import Cell, label
from partydesk.documents.pdf import BLANK_DAY, FORM, TABLE_LOOK, Paper, Printing
from partydesk.documents.typeset import Align
from partydesk.domain.text import EMPTY, long_day, points


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One item of the scheme with its scores, in hundredths of a point.

    Attributes:
        number: As the scheme numbers it.
        title: What is assessed.
        full: The most points it can bring.
        program: What the program works out from the records; None where it cannot.
        own: The branch's own score; None while it is open.
        reason: Why, in the branch's words.
        section: Heading that this and the following items stand under; empty for none.
        why: What cost points by the program's count, one sentence each.
        evidence: What proves it.
    """

    number: str
    title: str
    full: int
    program: int | None = None
    own: int | None = None
    reason: str = ""
    section: str = ""
    why: Sequence[str] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """What the sheet says.

    Attributes:
        branch: Full name of the branch.
        scheme: Name of the scheme.
        period: The period in words.
        lines: The items.
        bonus: Points for honours and for what; none without any.
        remarks: What stands below the table, such as version, 星级 or 一票否决.
    """

    branch: str
    scheme: str
    period: str
    lines: Sequence[AssessmentLine]
    bonus: tuple[int, str] | None = None
    remarks: Sequence[str] = ()


_HEAD = ("序号", "考核内容", "分值", "系统\n测算", "支部\n自评", "扣分原因、自评说明和佐证")
_SHARES = (24, 112, 34, 38, 38, 196)


def assessment_sheet(sheet: AssessmentSheet, printing: Printing) -> bytes:
    """The sheet as PDF, with sums and places to sign."""
    paper = Paper(FORM, sheet.scheme, printing, confidential=False)
    paper.title(sheet.scheme, below=f"（{sheet.period}自评）")
    paper.notes((f"支部：{sheet.branch}", f"打印日期：{long_day(printing.at)}"))
    rows = [[label(text) for text in _HEAD], *_rows(sheet.lines), *_bonus(sheet.bonus)]
    rows.append(_sums(sheet.lines, sheet.bonus))
    paper.grid(_SHARES, rows, TABLE_LOOK, head=1)
    for remark in sheet.remarks:
        paper.text(remark, TABLE_LOOK.value)
    paper.gap(6)
    paper.sign(("支部书记（签字）：", "支部（盖章）"), (BLANK_DAY, BLANK_DAY))
    return paper.pdf()


def _rows(lines: Iterable[AssessmentLine]) -> Iterable[list[Cell]]:
    section = ""
    for line in lines:
        if line.section and line.section != section:
            yield [Cell(line.section, span=len(_HEAD), is_label=True, align=Align.LEFT)]
            section = line.section
        yield [
            _middle(line.number),
            Cell(line.title),
            _full(line.full),
            _score(line.program),
            _score(line.own),
            _told(line),
        ]


def _told(line: AssessmentLine) -> Cell:
    """Why points were lost, the branch's reason, and the evidence; each from a new line on."""
    told = [*line.why]
    if line.reason:
        told.append(f"自评说明：{line.reason}" if told or line.evidence else line.reason)
    if line.evidence:
        told.append(f"佐证：{line.evidence}")
    return Cell("\n".join(told)) if told else _middle(EMPTY)


def _bonus(bonus: tuple[int, str] | None) -> Iterable[list[Cell]]:
    if bonus is not None:
        given, reason = bonus
        yield [
            label("加　　分", span=2),
            _middle(EMPTY),
            _middle(EMPTY),
            _score(given),
            Cell(reason),
        ]


def _sums(lines: Sequence[AssessmentLine], bonus: tuple[int, str] | None) -> list[Cell]:
    own = [line.own for line in lines] + ([bonus[0]] if bonus else [])
    return [
        label("合　　计", span=2),
        _full(sum(line.full for line in lines)),
        _score(_sum_of_all(line.program for line in lines)),
        _score(_sum(own)),
        Cell(_open_items(lines)),
    ]


def _sum(scores: Iterable[int | None]) -> int | None:
    known = [score for score in scores if score is not None]
    return sum(known) if known else None


def _sum_of_all(scores: Iterable[int | None]) -> int | None:
    """The sum, or None when one is missing: half a sum would mislead."""
    known = list(scores)
    return None if None in known else _sum(known)


def _open_items(lines: Sequence[AssessmentLine]) -> str:
    count = sum(line.own is None for line in lines)
    return f"还有 {count} 项未自评，合计不含这些项。" if count else "各项均已自评。"


def _full(score: int) -> Cell:
    return _middle(points(score).removesuffix(".0"))


def _score(score: int | None) -> Cell:
    return _middle(EMPTY if score is None else points(score))


def _middle(text: str) -> Cell:
    return Cell(text, align=Align.CENTRE)
