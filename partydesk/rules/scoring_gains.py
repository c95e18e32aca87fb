"""做了这件，能拿回几分: what is open, ranked by the points that it would bring back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from partydesk.domain.finding import Finding
from partydesk.domain.periods import Period, add_months, month_of
from partydesk.domain.text import points as shown
from partydesk.rules.scoring import ItemResult, Loss, Result, lost


@dataclass(frozen=True, slots=True)
class Gain:
    """One thing to put right; points are hundredths.

    Attributes:
        points: What comes back when only this is put right.
        cost: What it costs now.
        items: Titles of the scheme's items that it touches.
        findings: What is wrong there; all with the same record.
        together: What comes back when everything under the same deductions is put right: more
            than ``points`` where a limit has been reached.
    """

    points: int
    cost: int
    items: tuple[str, ...]
    findings: tuple[Finding, ...]
    together: int

    @property
    def sentence(self) -> str:
        """What it brings, such as ``补上可拿回 0.5 分``."""
        if self.points:
            return f"补上可拿回 {shown(self.points)} 分"
        if self.together:
            return f"扣分已到上限，同类问题一起补上才能拿回，最多 {shown(self.together)} 分"
        return "本项扣分已到上限，补上这一件还不能拿回分"


def gains(result: Result) -> list[Gain]:
    """What can be put right, the most points first."""
    by_record: dict[tuple[str, str], list[tuple[ItemResult, Loss]]] = {}
    for item in result.items:
        for number, loss in enumerate(item.losses):
            key = (loss.finding.record_type, loss.finding.record_id)
            # What names no record stands for itself.
            whole = key if key[1] else (f"{item.item.no}/{number}", loss.finding.sentence)
            by_record.setdefault(whole, []).append((item, loss))
    found = [_gain(parts) for parts in by_record.values()]
    return sorted(found, key=lambda each: (-each.points, -each.cost))


def by_record(ranked: Iterable[Gain]) -> dict[tuple[str, str], Gain]:
    """Gains by the type and id of the record that they are about."""
    return {(each.findings[0].record_type, each.findings[0].record_id): each for each in ranked}


def at_stake(result: Result, rule: str, cases: int = 1) -> int:
    """What one more finding of a check would cost: what a duty saves that is done in time."""
    total = 0
    for each in result.items:
        sizes = _sizes(each.losses)
        for place, deduction in enumerate(each.item.deductions):
            if rule in deduction.rules:
                more = [*sizes, (place, cases)]
                total += lost(each.item, more) - lost(each.item, sizes)
    return total


def shortfall_task(gain: Gain, period: Period, today: date) -> dict[str, object]:
    """The values of a 重点任务 that makes a shortfall good.

    It is due at the end of next month, or at the end of the assessed period where that is later.
    """
    first = gain.findings[0]
    next_month = month_of(add_months(today.replace(day=1), 1)).last
    source = f"{period.label}自评：{'、'.join(gain.items)}"
    return {
        "given_on": today,
        "category": "自评整改",
        "matter": first.sentence.removesuffix("。"),
        "measures": first.advice or None,
        "source": f"{source}（{first.source}）"[:200] if first.source else source[:200],
        "due_on": max(period.last, next_month),
        "sign": "校核不再提示这一条",
    }


def _gain(parts: list[tuple[ItemResult, Loss]]) -> Gain:
    by_item: dict[str, tuple[ItemResult, list[Loss]]] = {}
    for item, loss in parts:
        by_item.setdefault(item.item.no, (item, []))[1].append(loss)
    alone = together = 0
    for item, losses in by_item.values():
        places = {each.place for each in losses}
        rest = [each for each in item.losses if each not in losses]
        others = [each for each in item.losses if each.place not in places]
        alone += item.lost - lost(item.item, _sizes(rest))
        together += item.lost - lost(item.item, _sizes(others))
    findings = {each.finding: None for _, each in parts}
    cost = sum(each.points for _, each in parts)
    titles = tuple(item.item.title for item, _ in by_item.values())
    return Gain(alone, cost, titles, tuple(findings), together)


def _sizes(losses: list[Loss] | tuple[Loss, ...]) -> list[tuple[int, int]]:
    return [(each.place, each.finding.cases) for each in losses]
