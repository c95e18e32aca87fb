"""A scheme as a workbook that a bureau edits: written with notes, read back with sentences."""

from collections.abc import Iterator, Sequence
from typing import Any

from partydesk.documents.pages_book import Cell, Page, pages_book
from partydesk.rules.catalogue import RULES
from partydesk.rules.scheme import Deduction, Item, Per, RollUp, Scheme, Star

#: Names of the pages, and the heads of each.
ABOUT, ITEMS, CASES, STARS, HELP = "考核表", "条目", "扣分规则", "星级", "填写说明"
HEADS: dict[str, tuple[str, ...]] = {
    ABOUT: ("项目", "内容"),
    ITEMS: ("序号", "条目", "分值", "标准", "扣分办法", "佐证材料", "佐证台账"),
    CASES: (
        *("条目序号", "扣分情形", "每次扣分", "最多扣分", "校核规则"),
        *("计数台账", "应有次数", "计数期间", "关键词"),
    ),
    STARS: ("星级", "起点分", "比例（%）", "另需条件"),
}
_WIDTHS: dict[str, tuple[int, ...]] = {
    ABOUT: (24, 80),
    ITEMS: (8, 22, 8, 52, 52, 24, 30),
    CASES: (10, 40, 10, 10, 32, 18, 10, 10, 14),
    STARS: (12, 10, 12, 40),
}
ID, TITLE, SOURCE, CAP, BONUS = "编号", "名称", "来源", "加分上限", "加分说明"
ROLL_UP, EXPLAINED, VETO = "季度和年度得分", "说明理由的也扣分", "一票否决"
EDITION = "版本"
OWN, UPPER, PEER = "自评权重（%）", "上级评分权重（%）", "互评权重（%）"
YEARS, RISE, FALL = "星级有效期（年）", "一次最多升几级", "一次最多降几级"
#: What the first page may say.
KNOWN = frozenset(
    {ID, TITLE, EDITION, SOURCE, CAP, BONUS, ROLL_UP, EXPLAINED, VETO}
    | {OWN, UPPER, PEER, YEARS, RISE, FALL}
)
YES, NO = "是", "否"


def scheme_workbook(scheme: Scheme, countable: Sequence[str]) -> bytes:
    """The scheme as xlsx; ``countable`` are the names of records that a scheme may use."""
    rows: dict[str, list[list[Cell]]] = {
        ABOUT: list(_about(scheme)),
        ITEMS: [_item(each) for each in scheme.items],
        CASES: [_case(item, each) for item in scheme.items for each in item.deductions],
        STARS: [_star(each) for each in scheme.stars],
    }
    choices = {CASES: {7: [each.value for each in Per]}}
    pages = [
        Page(name, heads, _WIDTHS[name], rows[name], choices.get(name, {}))
        for name, heads in HEADS.items()
    ]
    return pages_book(scheme.title, [*pages, _help(countable)])


def _about(scheme: Scheme) -> Iterator[list[Cell]]:
    yield [ID, scheme.id]
    yield [TITLE, scheme.title]
    yield [SOURCE, scheme.source]
    yield [CAP, scheme.bonus_cap / 100]
    yield [BONUS, scheme.bonus]
    yield [ROLL_UP, scheme.roll_up.value]
    yield [EXPLAINED, YES if scheme.explained_costs else NO]
    yield [EDITION, scheme.version]
    weights, terms = scheme.weights, scheme.star_terms
    for name, share in ((OWN, weights.own), (UPPER, weights.upper), (PEER, weights.peer)):
        yield [name, share or None]
    for name, limit in ((YEARS, terms.years), (RISE, terms.rise), (FALL, terms.fall)):
        yield [name, limit or None]
    for each in scheme.vetoes:
        yield [VETO, each]


def _item(item: Item) -> list[Cell]:
    return [
        item.no,
        item.title,
        item.points / 100,
        item.standard,
        item.deduction,
        _joined(item.evidence),
        _joined(item.registers),
    ]


def _case(item: Item, each: Deduction) -> list[Cell]:
    plain = not each.least and each.per == Per.YEAR
    return [
        item.no,
        each.text,
        each.each / 100,
        None if each.most is None else each.most / 100,
        _joined(each.rules),
        each.count,
        None if plain else each.least,
        None if plain else each.per.value,
        each.word,
    ]


def _star(each: Star) -> list[Cell]:
    return [each.name, each.least / 100, each.quota or None, each.needs]


def _joined(texts: Sequence[str]) -> str:
    """One text a line where a text has a 、 of its own; a last empty line tells so."""
    if any(mark in text for text in texts for mark in SEPARATORS):
        return "".join(f"{text}\n" for text in texts)
    return "、".join(texts)


#: What parts the texts of a cell that has no line break.
SEPARATORS = "、，,；;"


def _help(countable: Sequence[str]) -> Page:
    told: list[Sequence[Cell]] = [
        [
            "怎样修改",
            "各页可以增删行、改文字和分值；不要改第一行的表头。改完后在“自评考核”里导入。",
        ],
        ["分值", "“条目”各项分值合计应为 100 分。"],
        ["扣分规则", "一行是一种扣分情形。“条目序号”对应“条目”页的序号。"],
        ["校核规则", "填下面的规则编号，几条用“、”隔开；程序查出一处，按“每次扣分”扣一次。"],
        ["计数台账", "不填校核规则时，可以按台账的记录数扣分：少于“应有次数”的，每少一次扣一次。"],
        ["计数期间", "每月、每季度或每年；只计算已经结束的期间。"],
        ["关键词", "填写后，只计算议题或内容里有这个词的会议。"],
        ["都不填", "由支部自己判断，程序只作提示。"],
        ["权重", "三项合计应为 100；都不填，就只看自评分。"],
        ["星级有效期、升降级", "不填就没有限制。"],
        ["", ""],
        *(["计数台账可以填", each] for each in countable),
        ["", ""],
        *([each.id, each.title] for each in RULES),
    ]
    return Page(HELP, ("项目", "说明"), (18, 90), told)


def texts_in(cell: str) -> tuple[str, ...]:
    """The texts of a cell, as ``_joined`` wrote them or as people write them."""
    if "\n" in cell:
        parts = cell.split("\n")
    else:
        for mark in SEPARATORS[1:]:
            cell = cell.replace(mark, SEPARATORS[0])
        parts = cell.split(SEPARATORS[0])
    return tuple(part.strip() for part in parts if part.strip())


def text_of(value: Any) -> str:
    """A cell as text: 3.0 is ``3``; line breaks as one sort."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip(" \t")


def roll_up_of(value: str) -> RollUp | None:
    """A way to roll up by its name; an empty cell is the usual one."""
    return RollUp(value) if value in tuple(RollUp) else None if value else RollUp.SUM
