"""Duties towards people: the end of probations, political birthdays, the committee's term."""

from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.member import MEMBERS
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import long_day
from partydesk.rules.duty import Duty, DutyKind, done, lapsing, under, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.membership import probation_ends
from partydesk.rules.plain import Person, Tenure
from partydesk.rules.plain_evaluation import Celebrated
from partydesk.rules.todo import Action, Todo, Urgency

_DEVELOPMENT = "发展党员工作细则"
_TERM = "支部工作条例第二十一条"
_BIRTHDAYS = "政治生日（常见做法）"


def probations(facts: Facts, span: Period) -> Iterator[Duty]:
    """The end of each probation, for those on probation and for those who became full members."""
    for each in facts.people:
        ends = probation_ends(facts, each)
        if each.category not in MEMBERS or each.left_on:
            continue
        title = f"讨论{each.name}转正"
        if ends is not None and ends in span:
            yield waiting(facts, (DutyKind.DEVELOPMENT, title), _probation(facts, each, ends),
                is_told=(ends - facts.today).days <= facts.limits.probation_notice_days,
            )  # fmt: skip
        elif ends is None and each.joined_on and each.full_on and each.full_on > each.joined_on:
            due = max(add_months(each.joined_on, facts.limits.probation_months), each.full_on)
            if due in span and due >= facts.began_on:
                about = (DutyKind.DEVELOPMENT, title, _DEVELOPMENT, due)
                yield done(about, Action("member", each.id, "full_on"), each.full_on)


def _probation(facts: Facts, each: Person, ends: date) -> Todo:
    over = ends < facts.today
    return Todo(
        f"{each.name}预备期{'已满' if over else '将满'}，应讨论转正",
        _DEVELOPMENT,
        f"{long_day(ends)}到期",
        "看档案",
        Action("member", each.id),
        urgency(facts, ends),
        ends,
    )


def terms(facts: Facts, span: Period) -> Iterator[Duty]:
    """The next election after each term; an approved extension excuses it for a year."""
    later: Tenure | None = None
    for term in facts.tenures:  # the newest first
        if term.elected_on > facts.today:
            continue
        ends, title = term.ends_on, "支部委员会换届"
        if ends in span and later is not None:
            about = (DutyKind.TERM, title, _TERM, ends)
            yield under("ORG-07", done(about, Action("term", later.id), later.elected_on))
        elif ends in span:
            yield under("ORG-07", _election(facts, term, title))
        later = term


def _election(facts: Facts, term: Tenure, title: str) -> Duty:
    ends = term.ends_on
    over = ends <= facts.today
    todo = Todo(
        "支部委员会任期已满，应换届" if over else "支部委员会将届满，准备换届",
        _TERM,
        f"{long_day(ends)}届满",
        "看支委会",
        Action("term", term.id),
        Urgency.OVERDUE if over else urgency(facts, ends),
        ends,
    )
    extended = term.extension and facts.today <= add_months(ends, facts.limits.term_overrun_months)
    is_told = add_months(facts.today, facts.limits.term_notice_months) >= ends
    excuse = f"已批准延期：{term.extension}" if extended else ""
    return waiting(facts, (DutyKind.TERM, title), todo, is_told=is_told, excuse=excuse)


def birthdays(facts: Facts, span: Period) -> Iterator[Duty]:
    """Each member's 政治生日; a talk or a card is usual within a week of it.

    Those before the first one on file are not asked for; one without a record has passed after
    its week, and nothing speaks of it any more.
    """
    kept = {(each.member_id, each.celebrated_on.year): each for each in facts.rows(Celebrated)}
    week = timedelta(days=facts.limits.birthday_days)
    began = min((each.celebrated_on for each in kept.values()), default=facts.today - week)
    for each in facts.members:
        for year in range(span.first.year - 1, span.last.year + 1):
            if each.joined_on is None or each.joined_on.year >= year:
                continue
            day = add_months(each.joined_on, 12 * (year - each.joined_on.year))
            if day + week in span and day >= began:
                yield under("CAL-01", _birthday(facts, each, day, kept.get((each.id, year))))


def _birthday(facts: Facts, person: Person, day: date, kept: Celebrated | None) -> Duty:
    assert person.joined_on is not None
    week = timedelta(days=facts.limits.birthday_days)
    title = f"{person.name}政治生日（{day.month}月{day.day}日）"
    if kept is not None:
        about = (DutyKind.BIRTHDAY, title, _BIRTHDAYS, day + week)
        return done(about, Action("political_birthday", kept.id), kept.celebrated_on)
    values = {"member_id": person.id, "celebrated_on": day, "joined_on": person.joined_on}
    how = urgency(facts, day + week)
    todo = Todo(
        title,
        "政治生日",
        f"入党 {day.year - person.joined_on.year} 年，一周内谈心、送贺卡",
        "记生日",
        Action("political_birthday", new=True, values=values),
        how,
        day + week,
    )
    is_near = day - week <= facts.today <= day + week
    return lapsing(waiting(facts, (DutyKind.BIRTHDAY, title), todo, is_told=is_near))
