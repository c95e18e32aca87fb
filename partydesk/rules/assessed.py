"""Checks of the self-assessment itself (DOMAIN.md G: SCO)."""

from collections.abc import Iterator
from typing import NamedTuple

from partydesk.domain.periods import Period, period_with
from partydesk.domain.text import points as shown
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Confidence, E, Hit, Rule, W


class ScoredSheet(NamedTuple):
    """A self-assessment with its scheme.

    Attributes:
        id: Of the working sheet.
        period: Its code.
        scheme: Title of its scheme.
        weights: Sum of the items' points, in hundredths.
        too_dear: Items with a deduction that costs more than they have.
        star_flaws: What is wrong with the 星级, as sentences.
        is_closed: Whether it is closed.
        is_sound: Whether what was closed is as it was closed, and is there at all.
    """

    id: str
    period: str
    scheme: str
    weights: int
    too_dear: tuple[str, ...] = ()
    star_flaws: tuple[str, ...] = ()
    is_closed: bool = False
    is_sound: bool = True


class ScoredItem(NamedTuple):
    """The branch's score of one item; ``computed`` is the program's figure when it was given."""

    sheet_id: str
    period: str
    item: str
    most: int
    points: int
    computed: int | None = None
    has_reason: bool = True
    proofs: int = 0


_FULL = 10_000
_TABLE = "assessment"


def weights_wrong(facts: Facts, period: Period) -> Iterator[Hit]:
    """SCO-01."""
    for sheet in _sheets(facts, period):
        if sheet.weights != _FULL:
            told = f"考核表“{sheet.scheme}”各项分值合计 {shown(sheet.weights)} 分，应为 100 分。"
            yield _hit(sheet, told, "请更正考核表后再导入。")


def score_out_of_range(facts: Facts, period: Period) -> Iterator[Hit]:
    """SCO-02: below zero or above the item's points; a deduction that costs more than its item."""
    for sheet in _sheets(facts, period):
        if sheet.too_dear:
            told = (
                f"考核表“{sheet.scheme}”第 {'、'.join(sheet.too_dear)} 条一次扣的分超过本条分值。"
            )
            yield _hit(sheet, told, "请更正考核表后再导入。")
        for each in _items(facts, sheet):
            if not 0 <= each.points <= each.most:
                told = (
                    f"{_label(sheet)}第 {each.item} 条自评 {shown(each.points)} 分，"
                    f"应在 0 到 {shown(each.most)} 分之间。"
                )
                yield _hit(sheet, told, "请更正自评分。", each.item)


def score_without_basis(facts: Facts, period: Period) -> Iterator[Hit]:
    """SCO-03: neither a reason nor a proof, and not the program's own figure."""
    for sheet in _sheets(facts, period):
        found = [
            each.item
            for each in _items(facts, sheet)
            if not each.has_reason and not each.proofs and each.points != each.computed
        ]
        if found:
            yield _hit(
                sheet,
                f"{_label(sheet)}第 {'、'.join(found)} 条没有理由，也没有佐证。",
                "请写明理由，或选择能够证明的记录。",
                cases=len(found),
            )


def stars_wrong(facts: Facts, period: Period) -> Iterator[Hit]:
    """SCO-04."""
    for sheet in _sheets(facts, period):
        for flaw in sheet.star_flaws:
            yield _hit(sheet, f"考核表“{sheet.scheme}”：{flaw}", "请更正星级的起点和比例。")


def closed_was_changed(facts: Facts, period: Period) -> Iterator[Hit]:
    """SCO-05."""
    for sheet in _sheets(facts, period):
        if sheet.is_closed and not sheet.is_sound:
            yield _hit(
                sheet,
                f"{_label(sheet)}完成后的内容与完成时不一致。",
                "请用备份核对；确需改动的，用“更正”做成新的一版。",
            )


def _sheets(facts: Facts, period: Period) -> Iterator[ScoredSheet]:
    return (each for each in facts.rows(ScoredSheet) if period_with(each.period).last in period)


def _items(facts: Facts, sheet: ScoredSheet) -> Iterator[ScoredItem]:
    return (each for each in facts.rows(ScoredItem) if each.sheet_id == sheet.id)


def _label(sheet: ScoredSheet) -> str:
    return f"{period_with(sheet.period).label}自评"


def _hit(sheet: ScoredSheet, told: str, advice: str, item: str = "", *, cases: int = 1) -> Hit:
    return Hit(told, _TABLE, sheet.id, item, advice, period_with(sheet.period).first, cases=cases)


_SCHEME = "量化考核表"

RULES = (
    Rule("SCO-01", E, _SCHEME, weights_wrong, "分值合计一百分", confidence=Confidence.DESIGN),
    Rule("SCO-02", E, _SCHEME, score_out_of_range, "分数在范围内", confidence=Confidence.DESIGN),
    Rule("SCO-03", W, _SCHEME, score_without_basis, "自评有依据", confidence=Confidence.DESIGN),
    Rule("SCO-04", W, "星级评定办法（各地做法）", stars_wrong, "星级不重叠不留空",
         confidence=Confidence.LOCAL),
    Rule("SCO-05", E, _SCHEME, closed_was_changed, "已完成的不再改动",
         confidence=Confidence.DESIGN),
)  # fmt: skip
