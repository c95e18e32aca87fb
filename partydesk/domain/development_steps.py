"""The steps of 发展党员 and their numbers as data, in dated sets (``resources/rules``)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from partydesk import paths
from partydesk.domain.local_steps import understand

#: The five stages (DOMAIN.md 2.1).
STAGES = (
    "申请入党",
    "积极分子的确定和培养教育",
    "发展对象的确定和考察",
    "预备党员的接收",
    "教育考察和转正",
)
#: What a step can end with; each step allows some of these.
RESULTS = ("完成", "通过", "退回", "未通过", "延长预备期", "取消资格")
#: With these a step is taken; with the others it stays open or ends the way.
TAKEN = frozenset({"完成", "通过", "延长预备期", "取消资格"})
EXTENDED, REVOKED, RETURNED, REFUSED = "延长预备期", "取消资格", "退回", "未通过"


@dataclass(frozen=True, slots=True)
class Span:
    """So many months after another step.

    Attributes:
        after: The other step's key; ``probation`` for the end of probation.
        months: Calendar months.
        hard_months: The limit for special cases; 0 for none.
    """

    after: str
    months: int
    hard_months: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a set describes it.

    Attributes:
        key: What the program calls it; the same in every set.
        name: What people call it and what is kept; the same in every set.
        order: Where it stands; steps of one order may be taken in any order among themselves.
        stage: Which of the five stages, from 1.
        number: Its number in the customary list; empty for steps of local practice.
        article: Where it is written.
        help: What is to be done.
        optional: Local practice: offered, never demanded.
        repeats: May be taken again and again.
        every_months: How often it is due while it is the next step; 0 for no number.
        people: What its people are called; empty if it has none.
        document: What its paper is called; empty if it has none.
        until: What its second day is called; empty if it has none of its own.
        meeting: The kind of meeting that decides it; empty for none.
        vote: The kind of vote that decides it; empty for none.
        span: Whether it lasts from a day to a day.
        hours: Whether it has 学时.
        results: What it can end with.
        makes: The 人员类别 that it leads to; empty for none.
        earliest: Not before.
        latest: Not later than.
    """

    key: str
    name: str
    order: int
    stage: int
    article: str
    help: str
    number: str = ""
    optional: bool = False
    repeats: bool = False
    every_months: int = 0
    people: str = ""
    document: str = ""
    until: str = ""
    meeting: str = ""
    vote: str = ""
    span: bool = False
    hours: bool = False
    results: tuple[str, ...] = ("完成",)
    makes: str = ""
    earliest: Span | None = None
    latest: Span | None = None

    @property
    def is_demanded(self) -> bool:
        """Whether the way can't go on without it."""
        return not self.optional


@dataclass(frozen=True)
class StepSet:
    """The steps and numbers in force from a day on.

    Attributes:
        name: Such as 2026 年细则.
        valid_from: Its first day.
        numbers: Limits by name.
        sources: The article of each number.
        steps: In their order.
    """

    name: str
    valid_from: date
    numbers: Mapping[str, int]
    sources: Mapping[str, str]
    steps: tuple[Step, ...]

    @cached_property
    def by_key(self) -> dict[str, Step]:
        """Steps by key."""
        return {each.key: each for each in self.steps}

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """Steps by name."""
        return {each.name: each for each in self.steps}


@dataclass(frozen=True)
class StepRules:
    """What holds in one branch: the sets that ship, with the steps that its bureau added.

    Attributes:
        sets: The oldest first; there is always one.
    """

    sets: tuple[StepSet, ...]

    def on(self, day: date) -> StepSet:
        """The set in force on a day; the oldest one for days before it."""
        fitting = [each for each in self.sets if each.valid_from <= day]
        return fitting[-1] if fitting else self.sets[0]

    @cached_property
    def known(self) -> dict[str, Step]:
        """Steps of all sets by name, the newest text of each, in their order."""
        found = {step.name: step for each in self.sets for step in each.steps}
        return dict(sorted(found.items(), key=lambda pair: pair[1].order))

    def named(self, name: str) -> Step:
        """A step by its name; one that no set knows has only its name."""
        known = self.known.get(name)
        return known or Step("", name, 0, 1, "本地要求", "这个支部现在没有这一步的说明。")

    def key_of(self, name: str) -> str:
        """The key of a step by its name; empty if no set knows it."""
        step = self.known.get(name)
        return step.key if step else ""


@lru_cache(maxsize=8)
def step_rules(local_text: str) -> StepRules:
    """The rules with a bureau's own steps; an empty text leaves only the national ones."""
    sets = national_sets()
    if not local_text:
        return StepRules(sets)
    # What can't be understood was said when the file was taken in; it is passed over here.
    rows, _ = understand(local_text, names_of(sets))
    return StepRules(tuple(_in_time(sets, rows)))


@cache
def national_sets() -> tuple[StepSet, ...]:
    """The sets that ship, without what a bureau added."""
    files = sorted((paths.resources() / "rules").glob("development_2*.toml"))
    return tuple(sorted((_set(tomllib.loads(file.read_text("utf-8"))) for file in files), key=_day))


def _in_time(sets: Sequence[StepSet], rows: Sequence[Mapping[str, Any]]) -> Iterator[StepSet]:
    """The sets, cut where a step of the bureau comes into use."""
    for place, base in enumerate(sets):
        ends = sets[place + 1].valid_from if place + 1 < len(sets) else date.max
        begins = {row["valid_from"] for row in rows if "valid_from" in row}
        for day in sorted({base.valid_from} | {x for x in begins if base.valid_from < x < ends}):
            used = [row for row in rows if row.get("valid_from", date.min) <= day]
            yield replace(with_local(base, used), valid_from=day)


def names_of(sets: Sequence[StepSet]) -> dict[str, str]:
    """Keys of the steps by name."""
    return {step.name: step.key for each in sets for step in each.steps}


def with_local(base: StepSet, rows: Sequence[Mapping[str, Any]]) -> StepSet:
    """A set with a bureau's own steps behind the national ones that they follow."""
    steps = list(base.steps)
    for row in rows:
        before = base.by_name.get(row["after"])
        if before is not None:
            steps.append(_local(row, before, sum(each.order == before.order + 1 for each in steps)))
    return replace(base, steps=tuple(sorted(steps, key=lambda each: each.order)))


def _local(row: Mapping[str, Any], before: Step, taken: int) -> Step:
    return Step(
        key=f"local_{row['name']}",
        name=row["name"],
        order=before.order + 1 + (1 if taken else 0),
        stage=before.stage,
        article=row.get("source", "本地要求"),
        help=row.get("help", "按上级要求办理。"),
        optional=not row.get("required", False),
        people=row.get("people", ""),
        document=row.get("document", ""),
        latest=Span(before.key, row["months"]) if "months" in row else None,
    )


def _day(each: StepSet) -> date:
    return each.valid_from


def _set(given: Mapping[str, Any]) -> StepSet:
    numbers = given["numbers"]
    return StepSet(
        given["name"],
        given["valid_from"],
        {key: int(each["value"]) for key, each in numbers.items()},
        {key: str(each["source"]) for key, each in numbers.items()},
        tuple(sorted(map(_step, given["step"]), key=lambda each: each.order)),
    )


def _step(given: Mapping[str, Any]) -> Step:
    values = dict(given)
    for name in ("earliest", "latest"):
        if name in values:
            values[name] = Span(**values[name])
    if "results" in values:
        values["results"] = tuple(values["results"])
    return Step(**values)
