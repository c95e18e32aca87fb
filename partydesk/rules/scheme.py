"""What a scheme is: items, what takes points off, what proves them (DOMAIN.md 7.4, 7.5)."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from partydesk.domain.text import points as shown

#: A scheme's points add up to this, in hundredths (SCO-01).
FULL_POINTS = 10_000


class Per(StrEnum):
    """The span in which something is counted."""

    MONTH = "每月"
    QUARTER = "每季度"
    YEAR = "每年"


class RollUp(StrEnum):
    """How a quarter or a year comes from its months (DOMAIN.md 7.5)."""

    SUM = "扣分累计"  #: counted anew over the whole span
    MEAN = "月度平均"  #: the mean of the months' final scores


@dataclass(frozen=True, slots=True)
class Deduction:
    """What costs points. Without rules and count it is left to the branch's judgement.

    Attributes:
        text: The case, in the bureau's words, such as ``支委会每缺一次``.
        each: What one case costs, in hundredths of a point.
        most: The most that all cases cost together; ``None`` for no limit but the item's points.
        rules: Ids of the checks whose findings are the cases.
        count: Name of what is counted instead, such as ``党课``.
        least: So many are wanted in each span; each missing one is a case.
        per: The span in which they are counted.
        word: Only records with this word in their subject or text are counted.
    """

    text: str
    each: int
    most: int | None = None
    rules: tuple[str, ...] = ()
    count: str = ""
    least: int = 0
    per: Per = Per.YEAR
    word: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether people decide, because no record can."""
        return not self.rules and not self.count


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is scored.

    Attributes:
        no: Its key within the scheme, such as ``"3"``.
        title: What it is called.
        points: The most it can get, in hundredths of a point.
        standard: What is expected.
        deduction: What is taken off for what, in the words that are printed.
        evidence: Sorts of papers that prove it.
        registers: Records that prove it: ``meeting``, or one kind of them: ``meeting:党课``.
        deductions: What costs points, for the program.
    """

    no: str
    title: str
    points: int
    standard: str = ""
    deduction: str = ""
    evidence: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Star:
    """A 星级.

    Attributes:
        name: What it is called.
        least: From so many points on, in hundredths.
        quota: How many of all branches may get it, in per cent; 0 for no limit.
        needs: What it needs besides points; may be empty.
    """

    name: str
    least: int
    quota: int = 0
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each figure counts in the final one, in per cent; all 0 where only one is asked for."""

    own: int = 0
    upper: int = 0
    peer: int = 0

    @property
    def total(self) -> int:
        """100 where a final figure is weighted, 0 where it is not."""
        return self.own + self.upper + self.peer


@dataclass(frozen=True, slots=True)
class StarTerms:
    """How long a 星级 holds and how far it may move; 0 stands for no limit.

    Attributes:
        years: It holds for so many years from the day it was given (有效期).
        rise: At most so many levels up at once.
        fall: At most so many levels down at once; a veto takes all of them.
    """

    years: int = 0
    rise: int = 0
    fall: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A 量化考核表.

    Attributes:
        id: Its key, which an assessment keeps.
        title: What it is called.
        items: What is scored, in order.
        bonus_cap: The most that honours can add, in hundredths of a point.
        bonus: What honours are added for.
        vetoes: What makes the whole assessment void (一票否决).
        source: Where the table comes from.
        stars: The 星级, the best first; may be none.
        roll_up: How a quarter or a year comes from its months.
        explained_costs: Whether a finding that was accepted with a reason still costs points.
        version: Which edition of the bureau's it is, such as ``2026年版``; may be empty.
        weights: What 自评, 上级评分 and 互评 count in the final figure.
        star_terms: How long a 星级 holds and how far it may rise or fall.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    bonus_cap: int = 0
    bonus: str = ""
    vetoes: tuple[str, ...] = ()
    source: str = ""
    stars: tuple[Star, ...] = field(default=())
    roll_up: RollUp = RollUp.SUM
    explained_costs: bool = False
    version: str = ""
    weights: Weights = Weights()
    star_terms: StarTerms = StarTerms()

    def item(self, no: str) -> Item | None:
        """The item with a number, or none."""
        return next((each for each in self.items if each.no == no), None)

    def star_for(self, total: int) -> Star | None:
        """The best 星级 that so many points reach."""
        return next((each for each in self.stars if total >= each.least), None)


def flaws(scheme: Scheme) -> list[str]:
    """What can't be so in a scheme, as sentences; SCO-01 and SCO-04 are among them."""
    found = [*_item_flaws(scheme), *star_flaws(scheme.stars)]
    if scheme.weights.total not in (0, 100):
        found.append(f"自评、上级评分、互评的权重合计 {scheme.weights.total}%，应为 100%。")
    return found


def _item_flaws(scheme: Scheme) -> list[str]:
    found = []
    total = sum(item.points for item in scheme.items)
    if total != FULL_POINTS:
        found.append(f"各项分值合计 {shown(total)} 分，应为 100 分。")
    numbers = [item.no for item in scheme.items]
    twice = dict.fromkeys(no for no in numbers if numbers.count(no) > 1)
    found += [f"有 {numbers.count(no)} 项序号相同，都是“{no}”。" for no in twice]
    for item in scheme.items:
        if not item.points:
            found.append(f"第 {item.no} 项“{item.title}”的分值是 0，应大于 0。")
        for each in item.deductions:
            if not each.each:
                found.append(f"第 {item.no} 项“{each.text}”一次扣 0 分，应大于 0。")
            if each.each > item.points:
                found.append(
                    f"第 {item.no} 项“{each.text}”一次扣 {shown(each.each)} 分，"
                    f"超过本项的 {shown(item.points)} 分。"
                )
            if each.most is not None and each.most < each.each:
                found.append(f"第 {item.no} 项“{each.text}”最多扣的分少于一次扣的分。")
            if each.count and not each.least:
                found.append(f"第 {item.no} 项“{each.text}”没有写应有次数。")
    return found


def star_flaws(stars: tuple[Star, ...]) -> list[str]:
    """SCO-04: the thresholds fall from star to star down to 0, the quotas are at most 100 %."""
    names = [each.name for each in stars]
    twice = dict.fromkeys(each for each in names if names.count(each) > 1)
    found = [f"有 {names.count(name)} 级星级同名，都是“{name}”。" for name in twice]
    for better, worse in pairwise(stars):
        if worse.least >= better.least:
            found.append(f"星级“{worse.name}”的起点不低于“{better.name}”，两级重叠。")
    if stars and stars[-1].least > 0:
        found.append(f"{shown(stars[-1].least)} 分以下没有对应的星级。")
    if sum(each.quota for each in stars) > 100:
        found.append(f"各星级的比例合计 {sum(each.quota for each in stars)}%，超过 100%。")
    return found


def weights_in_words(weights: Weights) -> str:
    """``自评 30%、上级评分 60%、互评 10%``; what counts nothing is not named."""
    parts = (("自评", weights.own), ("上级评分", weights.upper), ("互评", weights.peer))
    told = [f"{name} {share}%" for name, share in parts if share]
    return "、".join(told) or "只看自评"


def terms_in_words(terms: StarTerms) -> str:
    """``有效期 2 年；一次最多升 1 级``; empty without any limit."""
    parts = (
        (terms.years, f"有效期 {terms.years} 年"),
        (terms.rise, f"一次最多升 {terms.rise} 级"),
        (terms.fall, f"一次最多降 {terms.fall} 级"),
    )
    return "；".join(told for limit, told in parts if limit)


def weighted(weights: Weights, own: int, upper: int | None, peer: int | None) -> int | None:
    """The final figure in hundredths, halves rounded up; none while a figure is missing.

    Without weights it is the branch's own.
    """
    if not weights.total:
        return own
    sum_of_all = own * weights.own
    for points, share in ((upper, weights.upper), (peer, weights.peer)):
        if share and points is None:
            return None
        sum_of_all += (points or 0) * share
    return (2 * sum_of_all + weights.total) // (2 * weights.total)
