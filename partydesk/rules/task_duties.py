"""Tasks, cards, pledges, resolutions and problems with the day by which each is to be done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partydesk.domain.meeting import SHORT_NAMES, MeetingKind
from partydesk.domain.periods import Period
from partydesk.domain.standing import Keeping
from partydesk.domain.tasks import TaskState
from partydesk.domain.text import long_day
from partydesk.rules.duty import Duty, DutyKind, done, under, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.plain_evaluation import Issue
from partydesk.rules.plain_tasks import Card, Job, Promise
from partydesk.rules.todo import Action, Todo, Urgency

#: What is due within a fortnight is told.
_AHEAD = timedelta(days=14)
_ENDED = (TaskState.DONE, TaskState.CLOSED)


class _Promised(NamedTuple):
    """Something with a day, wherever it is kept."""

    kind: DutyKind
    title: str
    label: str
    button: str
    record: Action
    due_on: date
    is_done: bool
    done_on: date | None = None
    rule: str = ""


def tasks(facts: Facts, span: Period) -> Iterator[Duty]:
    """Everything of the 任务督办 with a day in a span."""
    for each in _promised(facts):
        if each.due_on in span:
            yield under(each.rule, _duty(facts, each))


def _promised(facts: Facts) -> Iterator[_Promised]:
    for job in facts.rows(Job):
        if job.due_on:
            action, ended = Action("key_task", job.id, "state"), job.state in _ENDED
            about = (DutyKind.TASK, job.matter, "重点任务", "去办结")
            yield _Promised(*about, action, job.due_on, ended, job.done_on, "TSK-01")
    for card in facts.rows(Card):
        if card.answer_due_on:
            answered = card.signed_on or card.closed_on
            about = (DutyKind.TASK, card.matter, "督办反馈卡", "去反馈")
            action = Action("feedback_card", card.id, "done")
            due = card.answer_due_on
            yield _Promised(*about, action, due, bool(answered), answered, "TSK-03")
    for pledge in facts.rows(Promise):
        if pledge.due_on:
            who = facts.names.get(pledge.member_id or "", "支部")
            about = (DutyKind.PLEDGE, f"{who}承诺：{pledge.matter}", "公开承诺", "看践诺")
            action = Action("public_pledge", pledge.id, "keeping")
            yield _Promised(*about, action, pledge.due_on, pledge.keeping != Keeping.OPEN)
    for issue in facts.rows(Issue):
        if issue.due_on:
            about = (DutyKind.TASK, f"整改：{issue.matter}", "问题整改清单", "去销号")
            action = Action("problem", issue.id, "closed_on")
            closed = issue.closed_on
            yield _Promised(*about, action, issue.due_on, closed is not None, closed)


def _duty(facts: Facts, each: _Promised) -> Duty:
    if each.is_done:
        about = (each.kind, each.title, each.label, each.due_on)
        return done(about, each.record, each.done_on or each.due_on)
    late = (facts.today - each.due_on).days
    detail = f"{long_day(each.due_on)}前办理" + (f"，已过 {late} 天" if late > 0 else "")
    how = urgency(facts, each.due_on)
    todo = Todo(each.title, each.label, detail, each.button, each.record, how, each.due_on)
    near = each.due_on <= facts.today + _AHEAD
    return waiting(facts, (each.kind, each.title), todo, is_told=near)


def resolutions(facts: Facts, span: Period) -> Iterator[Duty]:
    """What meetings decided, with the day by which it is to be done."""
    for session in facts.sessions:
        for task in session.tasks:
            if task.due_on is None or task.due_on not in span:
                continue
            record = Action("meeting", session.id, "resolutions")
            kind = SHORT_NAMES.get(MeetingKind(session.kind), session.kind)
            label = f"{kind}议定事项"
            if task.done_on:
                about = (DutyKind.TASK, task.matter, label, task.due_on)
                yield done(about, record, task.done_on)
                continue
            when = f"{task.due_on.month}月{task.due_on.day}日前办结"
            detail = when + (f"，责任人{task.owner}" if task.owner else "")
            how = urgency(facts, task.due_on)
            todo = Todo(task.matter, label, detail, "去办结", record, how, task.due_on)
            near = how != Urgency.LATER
            yield waiting(facts, (DutyKind.TASK, task.matter), todo, is_told=near)
