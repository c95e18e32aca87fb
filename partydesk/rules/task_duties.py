"""What is due of tasks, cards, weekly reports and pledges, for the first screen."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from partydesk.domain.standing import Keeping
from partydesk.domain.tasks import ReportState, TaskState
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.plain_tasks import Card, Job, Promise, Weekly
from partydesk.rules.tasks import FRIDAY
from partydesk.rules.todo import Action, Todo, Urgency

#: What is due within a fortnight is told.
_AHEAD = timedelta(days=14)
_ENDED = (TaskState.DONE, TaskState.CLOSED)

Weigh = Callable[[Facts, date], Urgency]


def task_duties(facts: Facts, urgency: Weigh) -> Iterator[Todo]:
    """Everything of the 任务督办 that is overdue or due within a fortnight."""
    horizon = facts.today + _AHEAD
    for job in facts.rows(Job):
        if job.due_on and job.due_on <= horizon and job.state not in _ENDED:
            action = Action("key_task", job.id, "state")
            yield _todo(facts, job.matter, "重点任务", "去办结", (action, job.due_on), urgency)
    for card in facts.rows(Card):
        due = card.answer_due_on
        if due and due <= horizon and not card.signed_on and not card.closed_on:
            action = Action("feedback_card", card.id, "done")
            yield _todo(facts, card.matter, "督办反馈卡", "去反馈", (action, due), urgency)
    for pledge in facts.rows(Promise):
        due = pledge.due_on
        if due and due <= horizon and pledge.keeping == Keeping.OPEN:
            who = facts.names.get(pledge.member_id or "", "支部")
            action = Action("public_pledge", pledge.id, "keeping")
            title = f"{who}承诺：{pledge.matter}"
            yield _todo(facts, title, "公开承诺", "看践诺", (action, due), urgency)
    yield from _weekly(facts, urgency)


def _weekly(facts: Facts, urgency: Weigh) -> Iterator[Todo]:
    """This week's report, for a branch that writes them."""
    reports = facts.rows(Weekly)
    if not reports:
        return
    monday = facts.today - timedelta(days=facts.today.weekday())
    own = next((each for each in reports if each.starts_on == monday), None)
    if own is not None and own.state in (ReportState.SENT, ReportState.LATE):
        return
    action = (
        Action("weekly_report", own.id, "state")
        if own
        else Action("weekly_report", new=True, values={"starts_on": monday})
    )
    yield _todo(
        facts, "本周周报还没有报送", "周报制度", "写周报", (action, monday + FRIDAY), urgency
    )


def _todo(
    facts: Facts, title: str, label: str, button: str, where: tuple[Action, date], urgency: Weigh
) -> Todo:
    action, due = where
    late = (facts.today - due).days
    detail = f"{long_day(due)}前办理" + (f"，已过 {late} 天" if late > 0 else "")
    return Todo(title, label, detail, button, action, urgency(facts, due), due)
