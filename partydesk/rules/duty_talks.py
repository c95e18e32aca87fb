"""Talks as duties: the committee with each member in each quarter or year, and visits promised."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from partydesk.domain.periods import Period, quarters_of, year_of
from partydesk.domain.talk import TalkKind
from partydesk.rules import talks
from partydesk.rules.duty import Duty, DutyKind, days_left, done, under, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Conversation, Person
from partydesk.rules.todo import Action, Todo, Urgency

_SHOWN = 3
_TALKS = "谈心谈话制度"


def talks_due(facts: Facts, span: Period) -> Iterator[Duty]:
    """A talk of the committee with each member, every quarter or every year as the branch set it.

    Spans before the first talk on file ask for nothing.
    """
    by_quarter = facts.limits.talk_months <= 3
    began = min((talk.talked_on for talk in facts.talks), default=facts.today)
    for year in range(span.first.year, span.last.year + 1):
        for period in quarters_of(year) if by_quarter else [year_of(date(year, 1, 1))]:
            if period.last in span and (not facts.is_over(period) or began <= period.last):
                yield from _talks_of(facts, period)


def _talks_of(facts: Facts, period: Period) -> Iterator[Duty]:
    day = min(period.last, facts.today)
    if not facts.committee_on(day):
        return
    missing = {each.id for each in talks.not_reached(facts, period)}
    line = _line(facts, period, [each for each in facts.members if each.id in missing])
    with_each = _last_talks(facts, period)
    for each in facts.members:
        title = f"与{each.name}谈心谈话"
        if each.id in missing:
            duty = waiting(facts, (DutyKind.TALK, title), line, is_told=facts.today in period)
            # The line begins with the first name; this duty with its own.
            yield under("TALK-01", replace(duty, action=_begin(each)))
        elif each.belongs(day) and (talk := with_each.get(each.id)):
            about = (DutyKind.TALK, title, _TALKS, period.last)
            yield under("TALK-01", done(about, Action("talk", talk.id), talk.talked_on))


def _last_talks(facts: Facts, period: Period) -> dict[str, Conversation]:
    """The last talk with the committee that each one had in a period."""
    committee = facts.committee_on(min(period.last, facts.today))
    found: dict[str, Conversation] = {}
    for talk in facts.talks:
        partners = [key for key, _name in talk.partners if key]
        if talk.talked_on in period and talk.talker_id in committee:
            found |= dict.fromkeys(partners, talk)
        if talk.talked_on in period and committee & set(partners):
            found[talk.talker_id] = talk
    return found


def _line(facts: Facts, period: Period, missing: list[Person]) -> Todo:
    names = "、".join(each.name for each in missing[:_SHOWN])
    more = "等" if len(missing) > _SHOWN else ""
    when = "本季度" if period.first.month != 1 or period.last.month == 3 else "本年度"
    is_over = facts.is_over(period)
    left = "已过期" if is_over else days_left(facts, period.last)
    return Todo(
        f"{len(missing)} 名党员{period.label if is_over else when}尚未谈心谈话",
        _TALKS,
        f"{names}{more}，{left}",
        "安排谈话",
        _begin(*missing[:1]),
        urgency(facts, period.last),
        period.last,
    )


def _begin(*partners: Person) -> Action:
    named = [{"member_id": each.id, "name": each.name} for each in partners]
    values = {"kind": TalkKind.REGULAR.value, "partners": named}
    return Action("talk", new=True, values=values)


def follow_ups(facts: Facts, span: Period) -> Iterator[Duty]:
    """Visits that were promised in a talk."""
    for talk in facts.talks:
        day = talk.follow_up_on
        if day is None or day not in span:
            continue
        title = f"回访{talk.partners[0][1] if talk.partners else '谈话对象'}，了解谈话后的情况"
        record = Action("talk", talk.id, "follow_up_done_on")
        if talk.follow_up_done_on:
            about = (DutyKind.TALK, title, _TALKS, day)
            yield done(about, record, talk.follow_up_done_on)
            continue
        late = (facts.today - day).days
        detail = f"约定 {day.month}月{day.day}日回访" + (f"，已过 {late} 天" if late > 0 else "")
        how = urgency(facts, day)
        todo = Todo(title, _TALKS, detail, "记回访", record, how, day)
        yield waiting(facts, (DutyKind.TALK, title), todo, is_told=how != Urgency.LATER)
