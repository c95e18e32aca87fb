"""Whether a change of a way may be kept: each new step in its turn, nothing binding broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from partydesk.domain.development_steps import REVOKED, TAKEN, Step, StepRules
from partydesk.domain.finding import Severity
from partydesk.domain.member import MEMBERS, Category
from partydesk.rules import development, development_people, development_votes
from partydesk.rules.development_fault import CheckOfWays, Fault
from partydesk.rules.development_way import (
    Case,
    after,
    allowed_steps,
    category_after,
    probation_end,
)
from partydesk.rules.plain_development import Decision, WayStep

#: From the beginning of the way to its end.
LADDER = (
    Category.APPLICANT,
    Category.ACTIVIST,
    Category.CANDIDATE,
    Category.PROBATIONARY,
    Category.FULL,
)
_RULES = (*development.RULES, *development_people.RULES, *development_votes.RULES)


@dataclass(frozen=True, slots=True)
class Goal:
    """What the roster says of someone when the steps so far are true.

    Attributes:
        category: 人员类别.
        joined_on: The branch meeting that admitted.
        full_on: The day probation was over (细则 2026 第三十三条: 党龄 from that day).
        revoked_on: The day the approval of a revocation was given.
    """

    category: str
    joined_on: date | None = None
    full_on: date | None = None
    revoked_on: date | None = None


def goal(case: Case) -> Goal | None:
    """What the steps that were taken here make of the person; none if all stand on papers only."""
    live = [
        each
        for each in case.steps
        if _moves(case.rules, each) and not case.is_on_paper(each.done_on)
    ]
    return reached(case) if live else None


def reached(case: Case) -> Goal:
    """What all steps make of the person, papers included."""
    category = category_after(case.rules, case.steps) or Category.APPLICANT
    admitted, approved = case.taken.get("admit"), case.taken.get("full_approve")
    if category == REVOKED:
        revoked_on = approved.done_on if approved else None
        joined = admitted.done_on if admitted else None
        return Goal(Category.PROBATIONARY, joined, None, revoked_on)
    joined = admitted.done_on if admitted and category in MEMBERS else None
    return Goal(category, joined, probation_end(case) if category == Category.FULL else None)


def _moves(rules: StepRules, step: WayStep) -> bool:
    described = rules.on(step.done_on).by_name.get(step.step)
    return step.result in TAKEN and described is not None and bool(described.makes)


def out_of_turn(case: Case) -> list[tuple[str, str]]:
    """Steps that were not open when they were taken, as a step's id and a sentence."""
    found = []
    for place, each in enumerate(case.steps):
        if case.is_on_paper(each.done_on):
            continue
        before = case.steps[:place]
        allowed = allowed_steps(case.rules, before, each.done_on)
        if each.step not in {step.name for step in allowed}:
            names = "”或“".join(step.name for step in allowed[:3] if step.is_demanded)
            turn = f"这一天应先办“{names}”" if names else "这份记录已经办完"
            found.append((each.id, f"还不能记“{each.step}”：{turn}。"))
        elif sentence := _without_vote(case, each):
            found.append((each.id, sentence))
    return found


def _without_vote(case: Case, each: WayStep) -> str:
    """A step that a vote decides needs the vote."""
    described = case.rules.on(each.done_on).by_name[each.step]
    if not described.vote or each.result not in TAKEN:
        return ""
    votes = {vote.id: vote for vote in case.facts.rows(Decision)}
    vote = votes.get(each.vote_id or "")
    if vote is None or vote.kind != described.vote:
        return f"“{each.step}”要选会议里的表决：请先在会议记录登记“{described.vote}”的票数。"
    return ""


def faults(case: Case, *, severity: Severity) -> Iterator[Fault]:
    """What was recorded and is wrong, of one weight; what stands on papers is left out."""
    for rule in _RULES:
        check = rule.function
        assert isinstance(check, CheckOfWays), "all checks of this chapter look at ways"
        for fault in check.check(case):
            if fault.is_waiting or case.is_on_paper(fault.day) or fault.day < rule.valid_from:
                continue
            if (fault.severity or rule.severity) is severity:
                yield fault


def waiting(case: Case) -> Iterator[str]:
    """What should have been done by now and was not, as sentences without a full stop."""
    for rule in _RULES:
        check = rule.function
        assert isinstance(check, CheckOfWays), "all checks of this chapter look at ways"
        yield from (each.sentence for each in check.check(case) if each.is_waiting)


def earliest(case: Case, step: Step) -> date | None:
    """The first day on which a step may be taken; none when there is no such day."""
    day = after(case, step.earliest)
    if step.key == "listed" and (shown := case.taken.get("publicity")):
        return max(filter(None, (day, shown.ended_on)))
    return day


def latest(case: Case, step: Step) -> date | None:
    """The day until which a step is to be taken; none when there is no such day."""
    return after(case, step.latest)
