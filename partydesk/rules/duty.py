"""One duty of a span: what is due when, how it stands, and the record that fulfils it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from partydesk.rules.facts import Facts
from partydesk.rules.todo import Action, Todo, Urgency, with_keys

#: Why a duty whose check is switched off is excused, where nobody wrote a reason.
SWITCHED_OFF = "本支部不校核这一项"


class DutyKind(StrEnum):
    """What a duty is about; the value is the word people read."""

    MEETING = "组织生活"
    TALK = "谈心谈话"
    DEVELOPMENT = "发展党员"
    TERM = "换届"
    WEEKLY = "周报"
    TASK = "任务督办"
    PLEDGE = "公开承诺"
    DUES = "党费"
    STUDY = "学习培训"
    FILE = "廉政档案"
    INTEGRITY = "廉洁提醒"
    BIRTHDAY = "政治生日"
    LIST = "月度清单"
    REPORT = "上报"


class DutyState(StrEnum):
    """How a duty stands; it is always exactly one of these."""

    OPEN = "待办"
    DONE = "已办"
    LATE = "逾期"
    PASSED = "已过"
    EXCUSED = "免办"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty.

    Attributes:
        kind: What it is about.
        title: What is to be done, without a full stop.
        article: The article or ledger behind it.
        due_on: The day it is due.
        state: How it stands.
        action: Opens the record that fulfils it, or begins it already filled in.
        done_on: The day of the record that fulfils it.
        reason: Why it is excused; empty when it is not.
        provisional: Why the day is 暂算; empty when it is certain.
        todo: The line of 现在要做 that it belongs to; several duties may share one.
        is_told: Whether 现在要做 tells of it today, unless it was put off.
        rule: The check that looks for the same; switched off, it excuses the duty.
    """

    kind: DutyKind
    title: str
    article: str
    due_on: date
    state: DutyState
    action: Action
    done_on: date | None = None
    reason: str = ""
    provisional: str = ""
    todo: Todo | None = None
    is_told: bool = False
    rule: str = ""

    @property
    def key(self) -> str:
        """The key of its line in 现在要做; empty when nothing is left to do."""
        return self.todo.key if self.todo else ""


def done(
    duty: tuple[DutyKind, str, str, date], record: Action, done_on: date, provisional: str = ""
) -> Duty:
    """A duty that a record fulfils; ``duty`` is its kind, title, article and day."""
    state = DutyState.DONE
    return Duty(*duty, state, record, done_on=done_on, provisional=provisional)


def waiting(
    facts: Facts,
    about: tuple[DutyKind, str],
    todo: Todo,
    *,
    is_told: bool = False,
    excuse: str = "",
    provisional: str = "",
) -> Duty:
    """A duty that nothing on file fulfils: open, late, or excused once its day is over.

    ``about`` is its kind and title.
    """
    is_over = todo.due_on < facts.today
    state = DutyState.OPEN
    if is_over:
        state = DutyState.EXCUSED if excuse else DutyState.LATE
    is_excused = state is DutyState.EXCUSED
    return Duty(
        *about,
        todo.rule_label,
        todo.due_on,
        state,
        todo.action,
        reason=excuse if is_excused else "",
        provisional=provisional,
        todo=todo,
        is_told=is_told and not is_excused,
    )


def lapsing(duty: Duty) -> Duty:
    """The same, but once its day is over it has passed: nobody can do it any more.

    What was done in time and not written down may still be added.
    """
    return replace(duty, state=DutyState.PASSED) if duty.state is DutyState.LATE else duty


def under(rule: str, duty: Duty) -> Duty:
    """The duty as one that a check looks for too."""
    return replace(duty, rule=rule)


def switched(facts: Facts, duty: Duty) -> Duty:
    """The duty, excused where the branch has switched its check off."""
    is_off = duty.rule in facts.limits.off and duty.state is not DutyState.DONE
    if not is_off or duty.state is DutyState.EXCUSED:
        return duty
    return replace(duty, state=DutyState.EXCUSED, reason=SWITCHED_OFF, is_told=False)


def with_todo_keys(duties: Iterable[Duty]) -> Iterator[Duty]:
    """The duties with the keys of their lines; what shares a line goes on sharing it."""
    last: Todo | None = None
    keyed: Todo | None = None
    for each in duties:
        if each.todo is None:
            yield each
            continue
        if each.todo is not last:
            last = each.todo
            (keyed,) = with_keys([last])
        yield replace(each, todo=keyed)


def todos_of(duties: Iterable[Duty]) -> list[Todo]:
    """The lines of 现在要做: each once, though several duties share it."""
    lines = {id(each.todo): each.todo for each in duties if each.is_told and each.todo}
    told: dict[str, Todo] = {}
    for each in with_keys(lines.values()):
        told.setdefault(each.key, each)
    return list(told.values())


def urgency(facts: Facts, due_on: date) -> Urgency:
    """How pressing it is: past, within days, or later."""
    left = (due_on - facts.today).days
    if left < 0:
        return Urgency.OVERDUE
    return Urgency.SOON if left <= facts.limits.soon_days else Urgency.LATER


def days_left(facts: Facts, day: date) -> str:
    """How long there is, for the end of a line."""
    left = (day - facts.today).days
    return f"还剩 {left} 天" if left else "今天是最后一天"
