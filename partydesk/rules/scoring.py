"""Counts a scheme from the records: points lost, the findings that cost them, and the proofs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period
from partydesk.rules.facts import Facts
from partydesk.rules.scheme import Deduction, Item, Per, Scheme
from partydesk.rules.scoring_counts import Ref, counted, key_of


@dataclass(frozen=True, slots=True)
class Loss:
    """One finding that costs points; points are hundredths.

    Attributes:
        place: Which of the item's deductions it falls under, from 0.
        text: The words of that deduction.
        finding: What is wrong, with the record and what to do.
        points: What it costs after the limits of deduction and item.
        gain: What comes back when only this is put right.
        reason: Why it was accepted, where it was and the scheme counts it all the same.
    """

    place: int
    text: str
    finding: Finding
    points: int
    gain: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that was accepted with a reason and costs nothing."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What the program works out of one item.

    Attributes:
        item: The item of the scheme.
        losses: What costs points, in the scheme's order.
        excused: What would cost points but was accepted with a reason.
        judged: Cases that people decide, as the scheme words them.
        proofs: Records that show what was done.
        is_counted: Whether the program can work anything of it out.
    """

    item: Item
    losses: tuple[Loss, ...]
    excused: tuple[Excused, ...]
    judged: tuple[str, ...]
    proofs: tuple[Ref, ...]
    is_counted: bool

    @property
    def lost(self) -> int:
        """Points lost, in hundredths."""
        return sum(each.points for each in self.losses)

    @property
    def computed(self) -> int | None:
        """Points left; ``None`` where the program can count nothing."""
        return self.item.points - self.lost if self.is_counted else None


@dataclass(frozen=True, slots=True)
class Result:
    """What the program works out of a scheme for a period."""

    scheme: Scheme
    period: Period
    items: tuple[ItemResult, ...]

    @property
    def total(self) -> int:
        """Points left in the items that can be counted."""
        return sum(each.computed or 0 for each in self.items)

    @property
    def countable(self) -> int:
        """Points of the items that can be counted; 100 when all can."""
        return sum(each.item.points for each in self.items if each.is_counted)

    @property
    def lost(self) -> int:
        """Points lost in all items."""
        return sum(each.lost for each in self.items)

    def of(self, no: str) -> ItemResult | None:
        """What was worked out of one item."""
        return next((each for each in self.items if each.item.no == no), None)


#: A finding and the reason that it was accepted for; empty for an open one.
Judged = tuple[Finding, str]


class _Case(NamedTuple):
    """A finding under one deduction of an item."""

    place: int
    finding: Finding
    reason: str = ""


def score(
    scheme: Scheme,
    facts: Facts,
    period: Period,
    found: Sequence[Judged],
    running: Mapping[str, Severity],
) -> Result:
    """Count a scheme.

    Args:
        scheme: The scheme.
        facts: The records.
        period: The month, quarter or year.
        found: What the checks found in this period, with the reasons.
        running: The checks that are run with their weights; cases of others are left to people.

    What a check says more softly than its weight, because there is still time, costs nothing.
    """
    by_rule: dict[str, list[Judged]] = {}
    for finding, reason in found:
        if finding.severity != Severity.HINT or running.get(finding.rule) == Severity.HINT:
            by_rule.setdefault(finding.rule, []).append((finding, reason))
    run = frozenset(running)
    items = (_item(scheme, each, facts, period, (by_rule, run)) for each in scheme.items)
    return Result(scheme, period, tuple(items))


def _item(
    scheme: Scheme,
    item: Item,
    facts: Facts,
    period: Period,
    checks: tuple[Mapping[str, Sequence[Judged]], frozenset[str]],
) -> ItemResult:
    by_rule, run = checks
    left = [each for each in item.deductions if _is_left(each, run)]
    cases = list(_cases(item, facts, period, by_rule))
    excused = [each for each in cases if each.reason and not scheme.explained_costs]
    charged = [each for each in cases if not each.reason or scheme.explained_costs]
    return ItemResult(
        item,
        tuple(_losses(item, charged)),
        tuple(Excused(each.finding, each.reason) for each in excused),
        tuple(each.text for each in left),
        _proofs(item, facts, period),
        len(left) < len(item.deductions),
    )


def _cases(
    item: Item, facts: Facts, period: Period, by_rule: Mapping[str, Sequence[Judged]]
) -> Iterator[_Case]:
    for place, deduction in enumerate(item.deductions):
        for rule in deduction.rules:
            for finding, reason in by_rule.get(rule, ()):
                yield _Case(place, finding, reason)
        if deduction.count:
            for finding in _missing(deduction, facts, period):
                yield _Case(place, finding)


def _missing(deduction: Deduction, facts: Facts, period: Period) -> Iterator[Finding]:
    """Finished spans in which too few were counted; what is not over yet can still be done."""
    spans = {Per.MONTH: facts.months, Per.QUARTER: facts.quarters, Per.YEAR: facts.years}
    for span in spans[deduction.per](period):
        have = len(counted(facts, deduction.count, span, deduction.word))
        if have >= deduction.least or not facts.is_over(span):
            continue
        record_type, record_id = key_of(deduction.count, span)
        about = f"“{deduction.word}”" if deduction.word else ""
        yield Finding(
            rule="",
            severity=Severity.WARNING,
            sentence=f"{span.label}{about}{deduction.count}有 {have} 次记录，"
            f"应有 {deduction.least} 次。",
            record_type=record_type,
            record_id=f"{record_id}/{deduction.word}" if deduction.word else record_id,
            advice="已经开展的，请补记。",
            cases=deduction.least - have,
        )


def _losses(item: Item, cases: Sequence[_Case]) -> Iterator[Loss]:
    """Each case with its cost: the first ones use up the limits, so that the costs add up."""
    sizes = [(each.place, each.finding.cases) for each in cases]
    for number, case in enumerate(cases):
        cost = lost(item, sizes[: number + 1]) - lost(item, sizes[:number])
        gain = lost(item, sizes) - lost(item, sizes[:number] + sizes[number + 1 :])
        text = item.deductions[case.place].text
        yield Loss(case.place, text, case.finding, cost, gain, case.reason)


def lost(item: Item, cases: Iterable[tuple[int, int]]) -> int:
    """What cases cost together: each the place of its deduction and how many things it is."""
    sums = [0] * len(item.deductions)
    for place, many in cases:
        sums[place] += item.deductions[place].each * many
    limited = (
        raw if each.most is None else min(each.most, raw)
        for each, raw in zip(item.deductions, sums, strict=True)
    )
    return min(item.points, sum(limited))


def _is_left(deduction: Deduction, run: frozenset[str]) -> bool:
    """Whether people decide: nothing is counted, or by checks that are not run."""
    return deduction.is_judged or (bool(deduction.rules) and not run & set(deduction.rules))


def _proofs(item: Item, facts: Facts, period: Period) -> tuple[Ref, ...]:
    """What the item's registers hold of this period, and what was counted for it."""
    names = dict.fromkeys((each, "") for each in item.registers)
    names |= dict.fromkeys((each.count, each.word) for each in item.deductions if each.count)
    found: dict[tuple[str, str], Ref] = {}
    for name, word in names:
        for ref in counted(facts, name, period, word):
            found.setdefault((ref.record_type, ref.record_id), ref)
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.record_id)))
