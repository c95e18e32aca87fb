"""What is due on people's ways into the Party, for the first screen (DOMAIN.md 2)."""

from collections.abc import Callable, Iterator
from datetime import date

from partydesk.domain.development_steps import set_on
from partydesk.domain.periods import add_months
from partydesk.domain.text import long_day
from partydesk.rules.development_way import (
    Case,
    after,
    article,
    cases,
    extensions,
    open_steps,
    review_due,
)
from partydesk.rules.facts import Facts
from partydesk.rules.todo import Action, Todo, Urgency

#: What is due within a month is told.
_MONTHS = 1


def development_duties(facts: Facts, urgency: Callable[[Facts, date], Urgency]) -> Iterator[Todo]:
    """Steps and reviews that are overdue or due within a month; ``urgency`` weighs a day."""
    horizon = add_months(facts.today, _MONTHS)
    for case in cases(facts):
        if case.is_over:
            continue
        for key, title, day in _dated(case):
            if day <= horizon:
                yield Todo(
                    f"{case.name}：{title}",
                    article(set_on(facts.today), key),
                    f"应在{long_day(day)}前办理" + _over(facts, day),
                    "去办理",
                    Action("development", case.way.id, "steps"),
                    urgency(facts, day),
                    day,
                )


def _dated(case: Case) -> Iterator[tuple[str, str, date]]:
    """What has a day on one way: the steps whose turn it is, and the half-yearly review."""
    for step in open_steps(case.steps, case.facts.today):
        # The end of a probation of one year is told of every 预备党员 already.
        if step.key == "full_meeting" and not extensions(case):
            continue
        if day := after(case, step.latest):
            yield step.key, step.name, day
    if day := review_due(case):
        yield "review", "半年一次的培养教育考察", day


def _over(facts: Facts, day: date) -> str:
    late = (facts.today - day).days
    return f"，已过 {late} 天" if late > 0 else ""
