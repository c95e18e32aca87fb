"""What is due on people's ways into the Party, and what was taken in time (DOMAIN.md 2)."""

from collections.abc import Iterator
from datetime import date

from partydesk.domain.periods import Period, add_months
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
from partydesk.rules.duty import Duty, DutyKind, done, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.todo import Action, Todo

#: What is due within a month is told.
_MONTHS = 1


def steps(facts: Facts, span: Period) -> Iterator[Duty]:
    """Steps of ways into the Party that have a day: those taken, and those whose turn it is."""
    for case in cases(facts):
        yield from _steps_taken(case, span)
        if not case.is_over:
            yield from _steps_open(case, span)


def _steps_taken(case: Case, span: Period) -> Iterator[Duty]:
    for taken in case.taken.values():
        rules = case.rules.on(taken.done_on)
        described = rules.by_key.get(case.rules.key_of(taken.step))
        due = after(case, described.latest) if described else None
        if described and due and due in span and not case.is_on_paper(taken.done_on):
            title = f"{case.name}：{described.name}"
            about = (DutyKind.DEVELOPMENT, title, article(rules, described.key), due)
            yield done(about, Action("development", case.way.id, "steps"), taken.done_on)


def _steps_open(case: Case, span: Period) -> Iterator[Duty]:
    facts = case.facts
    for key, title, day in _dated(case):
        if day in span:
            late = (facts.today - day).days
            todo = Todo(
                f"{case.name}：{title}",
                article(case.rules.on(facts.today), key),
                f"应在{long_day(day)}前办理" + (f"，已过 {late} 天" if late > 0 else ""),
                "去办理",
                Action("development", case.way.id, "steps"),
                urgency(facts, day),
                day,
            )
            near = day <= add_months(facts.today, _MONTHS)
            yield waiting(facts, (DutyKind.DEVELOPMENT, todo.title), todo, is_told=near)


def _dated(case: Case) -> Iterator[tuple[str, str, date]]:
    """What has a day on one way: the steps whose turn it is, and the half-yearly review."""
    for step in open_steps(case.rules, case.steps, case.facts.today):
        # The end of a probation of one year is told of every 预备党员 already.
        if step.key == "full_meeting" and not extensions(case):
            continue
        if day := after(case, step.latest):
            yield step.key, step.name, day
    if day := review_due(case):
        yield "review", "半年一次的培养教育考察", day
