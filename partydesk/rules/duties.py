"""Every duty of a span, and what of it 现在要做 tells today (DOMAIN.md)."""

from datetime import date, timedelta

from partydesk.domain.periods import Period, add_months, month_of, quarter_of, year_of
from partydesk.rules import (
    duty_days,
    duty_dues,
    duty_meetings,
    duty_people,
    duty_talks,
    duty_yearly,
    task_duties,
)
from partydesk.rules.development_duties import steps
from partydesk.rules.duty import Duty, switched, todos_of, with_todo_keys
from partydesk.rules.facts import Facts
from partydesk.rules.talks import span_of
from partydesk.rules.todo import Todo

#: What comes back with every month, quarter or year: only what is near is looked at for today.
RECURRING = (
    duty_meetings.meetings,
    duty_talks.talks_due,
    duty_days.weekly_reports,
    duty_days.monthly_lists,
    duty_days.integrity_nodes,
    duty_people.birthdays,
    duty_dues.months,
    duty_dues.notices,
    duty_yearly.pledges,
    duty_yearly.sessions,
    duty_yearly.hours,
)
#: What has a day of its own, however long ago it was.
DATED = (
    duty_people.probations,
    steps,
    duty_people.terms,
    duty_talks.follow_ups,
    task_duties.resolutions,
    task_duties.tasks,
)
_EVER = Period(date(1900, 1, 1), date(2100, 12, 31), "all", "全部时间")


def duty_list(facts: Facts, span: Period) -> list[Duty]:
    """Every duty whose day lies in a span, by day; each with its state and its record."""
    makers = (*RECURRING, *DATED, duty_days.packages)
    found = (switched(facts, each) for make in makers for each in make(facts, span))
    return sorted(with_todo_keys(found), key=lambda each: each.due_on)


def duties(facts: Facts) -> list[Todo]:
    """What is due now, without what is wrong in records and without the package."""
    near, week = near_today(facts), timedelta(days=facts.limits.birthday_days)
    now = Period(facts.today, facts.today + 2 * week, "", "")
    # Of people by the thousand only those whose turn it is are looked at.
    spans = {
        duty_talks.talks_due: span_of(facts),
        duty_people.birthdays: now,
        duty_dues.months: month_of(facts.today),
        duty_yearly.pledges: now,
        duty_yearly.hours: now,
    }
    found = [each for make in RECURRING for each in make(facts, spans.get(make, near))]
    found += [each for make in DATED for each in make(facts, _EVER)]
    return todos_of(switched(facts, each) for each in found)


def near_today(facts: Facts) -> Period:
    """From the quarter before until a month after this year."""
    first = quarter_of(add_months(facts.today, -3)).first
    return Period(first, add_months(year_of(facts.today).last, 1), "", "")
