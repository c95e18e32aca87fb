"""Where someone stands on the way into the Party: what was taken, what is open, until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from partydesk.domain.development_steps import (
    EXTENDED,
    REVOKED,
    TAKEN,
    Span,
    Step,
    StepRules,
    StepSet,
    step_rules,
)
from partydesk.domain.member import Category
from partydesk.domain.periods import add_months
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.plain_development import Local, Way, WayCompanion, WayStep

#: After an extension was approved these are taken once more.
_AGAIN = ("probation_review", "full_apply", "full_meeting", "full_approve")
#: Reviews of an activist go on until the person is listed as 发展对象.
_REVIEWED_UNTIL = "listed"


@dataclass(frozen=True)
class Case:
    """A way with its steps in order and the facts that checks of it need."""

    way: Way
    steps: tuple[WayStep, ...]
    companions: tuple[WayCompanion, ...]
    facts: Facts

    @cached_property
    def rules(self) -> StepRules:
        """The steps and numbers that hold in the branch."""
        return steps_of(self.facts)

    @cached_property
    def taken(self) -> dict[str, WayStep]:
        """The last step taken of each key, without those that an extension asks for again."""
        return taken(self.rules, self.steps)

    @property
    def person(self) -> Person | None:
        """Whose way it is."""
        return self.facts.by_id.get(self.way.member_id)

    @property
    def name(self) -> str:
        """The person's name."""
        return self.facts.names.get(self.way.member_id, "（不在名册）")

    def all_of(self, key: str) -> list[WayStep]:
        """Every taken step of a key, the oldest first."""
        key_of = self.rules.key_of
        return [each for each in self.steps if key_of(each.step) == key and each.result in TAKEN]

    def is_on_paper(self, day: date) -> bool:
        """Whether a day belongs to what was copied from papers and is only looked at."""
        return self.way.papers_until is not None and day <= self.way.papers_until

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done: it has ended, or was never walked here to its end."""
        person = self.person
        has_left = person is not None and person.left_on is not None
        is_old = (
            person is not None
            and person.category == Category.FULL
            and "full_approve" not in self.taken
        )
        if self.way.ended_on is not None or has_left or is_old:
            return True
        return not open_steps(self.rules, self.steps, self.facts.today)

    @property
    def stage(self) -> str:
        """What this one is now: a 人员类别, or that the way has ended."""
        if self.way.ended_on is not None:
            return "已终止"
        return category_after(self.rules, self.steps) or Category.APPLICANT


def taken(rules: StepRules, steps: Iterable[WayStep]) -> dict[str, WayStep]:
    """The last step taken of each key."""
    found: dict[str, WayStep] = {}
    for each in steps:
        key = rules.key_of(each.step)
        if not key or each.result not in TAKEN:
            continue
        found[key] = each
        meeting = found.get("full_meeting")
        if key == "full_approve" and meeting is not None and meeting.result == EXTENDED:
            for again in _AGAIN:
                found.pop(again, None)
    return found


def cases(facts: Facts) -> Sequence[Case]:
    """Every way on file."""
    return facts.once(_cases)


def steps_of(facts: Facts) -> StepRules:
    """The steps and numbers that hold in the branch, its bureau's own among them."""
    local = facts.rows(Local)
    return step_rules(local[-1].text if local else "")


def _cases(facts: Facts) -> Sequence[Case]:
    rules = steps_of(facts)
    steps: dict[str, list[WayStep]] = {}
    companions: dict[str, list[WayCompanion]] = {}
    for step in facts.rows(WayStep):
        steps.setdefault(step.development_id, []).append(step)
    for companion in facts.rows(WayCompanion):
        companions.setdefault(companion.development_id, []).append(companion)
    return [
        Case(
            way,
            tuple(in_order(rules, steps.get(way.id, ()))),
            tuple(companions.get(way.id, ())),
            facts,
        )
        for way in facts.rows(Way)
    ]


def in_order(rules: StepRules, steps: Iterable[WayStep]) -> list[WayStep]:
    """Steps by day; of one day in the order of the list."""
    known = rules.known
    return sorted(
        steps, key=lambda each: (each.done_on, known[each.step].order if each.step in known else 0)
    )


def open_steps(rules: StepRules, steps: Sequence[WayStep], day: date) -> list[Step]:
    """What has to be done next by the rules of a day; empty when the way is over."""
    got = taken(rules, steps)
    meeting = got.get("full_meeting")
    if "full_approve" in got and meeting is not None and meeting.result == REVOKED:
        return []
    known = {each.key: each for each in rules.known.values()}
    at = max((known[key].order for key in got if known[key].is_demanded), default=0)
    demanded = [each for each in rules.on(day).steps if each.is_demanded and each.key not in got]
    beside = [each for each in demanded if each.order == at]
    later = [each.order for each in demanded if each.order > at]
    return beside or [each for each in demanded if later and each.order == min(later)]


def allowed_steps(rules: StepRules, steps: Sequence[WayStep], day: date) -> list[Step]:
    """What may be recorded now: the open steps first, then what repeats or is local practice."""
    opened = open_steps(rules, steps, day)
    if not opened:
        return []
    first, got = opened[0], taken(rules, steps)
    others = [
        each
        for each in rules.on(day).steps
        if (each.repeats or (each.optional and each.key not in got))
        and each not in opened
        and each.order <= first.order
        and each.stage >= first.stage - 1
    ]
    return [*opened, *others]


def category_after(rules: StepRules, steps: Iterable[WayStep]) -> str:
    """What the steps have made of the person, a 人员类别 or 取消资格; empty before the first."""
    found, decided = "", ""
    for each in in_order(rules, steps):
        step = rules.on(each.done_on).by_name.get(each.step) or rules.known.get(each.step)
        if step is None or each.result not in TAKEN:
            continue
        if step.key == "full_meeting":
            decided = each.result
        if step.key == "full_approve" and decided == REVOKED:
            found = REVOKED
        elif step.makes and not (step.key == "full_approve" and decided == EXTENDED):
            found = step.makes
    return found


def probation_end(case: Case) -> date | None:
    """The day probation ends: a year after the branch meeting, or the day it was extended to."""
    extended = [each.ended_on for each in extensions(case) if each.ended_on]
    return extended[-1] if extended else planned_end(case)


def planned_end(case: Case) -> date | None:
    """A year after the branch meeting that admitted, whatever came of it later."""
    admitted = case.taken.get("admit")
    if admitted is None or "approve" not in case.taken:
        return None
    return add_months(admitted.done_on, case.rules.on(admitted.done_on).numbers["probation_months"])


def extensions(case: Case) -> list[WayStep]:
    """Meetings that extended the probation, the oldest first."""
    return [each for each in case.all_of("full_meeting") if each.result == EXTENDED]


def anchor(case: Case, key: str) -> date | None:
    """The day that a span is counted from."""
    if key == "probation":
        return probation_end(case)
    if key == "apply":
        return case.way.applied_on
    step = case.taken.get(key)
    return step.done_on if step else None


def after(case: Case, span: Span | None) -> date | None:
    """The day that a span ends; none without a span or before it begins."""
    begin = anchor(case, span.after) if span else None
    return add_months(begin, span.months) if span and begin else None


def review_due(case: Case) -> date | None:
    """When the next half-yearly review of an activist is due; none when nobody asks for it."""
    activist = case.taken.get("activist")
    if activist is None or _REVIEWED_UNTIL in case.taken or case.is_over:
        return None
    last = max((each.done_on for each in case.all_of("review")), default=activist.done_on)
    return add_months(last, case.rules.on(case.facts.today).numbers["review_months"])


def due_on(case: Case) -> date | None:
    """The nearest day by which something of this way is due."""
    if case.is_over:
        return None
    days = [
        after(case, each.latest) for each in open_steps(case.rules, case.steps, case.facts.today)
    ]
    return min((day for day in (*days, review_due(case)) if day), default=None)


def is_full(facts: Facts, member_id: str, day: date) -> bool:
    """Whether someone was a full member of the branch that day, with or without a vote."""
    person = facts.by_id.get(member_id)
    return person is not None and person._replace(is_suspended=False).votes(day)


def article(rules: StepSet, key: str) -> str:
    """Where a step or a number is written, with the year of the text."""
    step = rules.by_key.get(key)
    place = step.article if step else rules.sources.get(key, "")
    return f"发展党员工作细则（{rules.name[:4]}年）{place}" if place.startswith("第") else place
