"""Duties of the calendar: weekly reports, monthly lists, days of integrity, quarterly packages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from partydesk.domain.periods import Period, add_months, month_of, quarter_of, quarters_of
from partydesk.domain.study import StudyKind
from partydesk.domain.submission import PRACTICE_FROM, SubmissionState
from partydesk.domain.tasks import ListKind, ReportState
from partydesk.domain.text import long_day
from partydesk.rules.duty import (
    Duty,
    DutyKind,
    DutyState,
    done,
    lapsing,
    under,
    urgency,
    waiting,
)
from partydesk.rules.facts import Facts
from partydesk.rules.festivals import Festival
from partydesk.rules.integrity_nodes import reminder_of
from partydesk.rules.plain_submission import Sent
from partydesk.rules.plain_tasks import Listed, Weekly
from partydesk.rules.tasks import FIRST_DAYS, FRIDAY
from partydesk.rules.todo import Action, Todo, Urgency

_WEEK = timedelta(days=7)
_WEEKLY = "周报制度"
_LISTS = "本地督办制度"
_NODES, _NODE_RULE = "节日廉洁提醒（本地）", "INT-05"
_PACKAGE = "上级报送要求"
#: The package of a quarter is spoken of so many days before the quarter ends.
_NOTICE_DAYS = 45
#: A package that the bureau sent back is spoken of for so long.
RETURNED_MONTHS = 12
#: Festivals that fall on the same day every year.
_FIXED = {"元旦": (1, 1), "劳动节": (5, 1), "教师节": (9, 10), "国庆节": (10, 1)}


def weekly_reports(facts: Facts, span: Period) -> Iterator[Duty]:
    """A report for each week, on Friday or the last day worked before it (DOMAIN.md 12.2).

    Only for a branch that writes them, from its first one on; a whole week off asks for none.
    """
    reports = {each.starts_on: each for each in facts.rows(Weekly)}
    if not reports:
        return
    week = max(min(reports), _monday(span.first))
    while week <= span.last:
        worked = facts.workdays.last_of_week(week)
        if (worked or week + FRIDAY) in span:
            duty = _report(facts, week, worked or week + FRIDAY, reports.get(week))
            if worked is None and duty.state is not DutyState.DONE:
                state = DutyState.EXCUSED
                duty = replace(duty, state=state, reason="这一周放假", is_told=False)
            yield under("TSK-04", duty)
        week += _WEEK


def _report(facts: Facts, week: date, due: date, own: Weekly | None) -> Duty:
    title = f"{_span(week)}周报"
    doubt = _doubt(facts, due)
    if own and own.state in (ReportState.SENT, ReportState.LATE):
        about = (DutyKind.WEEKLY, title, _WEEKLY, due)
        return done(about, Action("weekly_report", own.id), own.sent_on or due, doubt)
    action = (
        Action("weekly_report", own.id, "state")
        if own
        else Action("weekly_report", new=True, values={"starts_on": week})
    )
    is_now, soft = week == _monday(facts.today), due.month in facts.limits.soft_months
    late = (facts.today - due).days
    todo = Todo(
        "本周周报还没有报送" if is_now else f"{title}还没有报送",
        _WEEKLY,
        f"{long_day(due)}前办理"
        + (f"，已过 {late} 天" if late > 0 else "")
        + ("，寒暑假可不报" if soft else "")
        + ("（时限暂算）" if doubt else ""),
        "写周报",
        action,
        Urgency.LATER if soft else urgency(facts, due),
        due,
    )
    excuse = "寒暑假，可不报" if soft else ""
    return waiting(
        facts, (DutyKind.WEEKLY, title), todo, is_told=is_now, excuse=excuse, provisional=doubt
    )


def _doubt(facts: Facts, day: date) -> str:
    known = day.year in facts.workdays.years
    return "" if known else f"没有 {day.year} 年的工作日表，日期按周一至周五暂算"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _span(week: date) -> str:
    last = week + FRIDAY
    return f"{week.month}月{week.day}日—{last.month}月{last.day}日"


def monthly_lists(facts: Facts, span: Period) -> Iterator[Duty]:
    """月初提醒单 and 月末督办单, for a branch that makes them, from its first one on."""
    made = {(each.month, each.kind): each for each in facts.rows(Listed)}
    if not made:
        return
    month = month_of(max(date.fromisoformat(f"{min(made)[0]}-01"), span.first))
    while month.first <= span.last:
        days = {ListKind.REMINDER: month.first + timedelta(days=FIRST_DAYS - 1)}
        days[ListKind.FOLLOW_UP] = month.last
        for kind, due in days.items():
            if due in span:
                yield under("TSK-05", _list(facts, month, (kind, due), made))
        month = month_of(add_months(month.first, 1))


def _list(
    facts: Facts,
    month: Period,
    what: tuple[ListKind, date],
    made: Mapping[tuple[str, str], Listed],
) -> Duty:
    kind, due = what
    own = made.get((f"{due:%Y-%m}", kind))
    title = f"{month.label}{kind}"
    if own:
        about = (DutyKind.LIST, title, _LISTS, due)
        return done(about, Action("monthly_list", own.id), own.made_on)
    action, how = Action("monthly_list"), urgency(facts, due)
    todo = Todo(title, _LISTS, f"{long_day(due)}前生成、打印", "去生成", action, how, due)
    duty = waiting(facts, (DutyKind.LIST, title), todo)
    # A month that is over needs no reminder of what was due in it.
    is_over = facts.today > month.last + timedelta(days=FIRST_DAYS)
    return lapsing(duty) if is_over else duty


def integrity_nodes(facts: Facts, span: Period) -> Iterator[Duty]:
    """A reminder before each festival (DOMAIN.md 12.1); before the file begins none is asked.

    After the festival it has passed: INT-05 asks for the record, the list does not go on.
    """
    before = timedelta(days=facts.limits.reminder_days)
    for each, doubt in _festivals(facts, span):
        if each.day not in span or each.day - before < facts.began_on:
            continue
        title, found = f"{each.name}前廉洁提醒", reminder_of(facts, each, before)
        if found:
            about = (DutyKind.INTEGRITY, title, _NODES, each.day)
            yield under(_NODE_RULE, done(about, found[0], found[1], doubt))
            continue
        near = each.day - before <= facts.today <= each.day
        day = facts.today if near else max(each.day - before, min(each.day, facts.today))
        values = {"kind": StudyKind.INTEGRITY.value, "title": title, "held_on": day}
        todo = Todo(
            f"{each.name}将至，应作廉洁提醒",
            "廉洁节点",
            f"{long_day(each.day)}前记一次廉政教育或廉政谈话" + ("（暂算）" if doubt else ""),
            "记提醒",
            Action("study", new=True, values=values),
            urgency(facts, each.day),
            each.day,
        )
        duty = waiting(facts, (DutyKind.INTEGRITY, title), todo, is_told=near, provisional=doubt)
        yield under(_NODE_RULE, lapsing(duty))


def _festivals(facts: Facts, span: Period) -> Iterator[tuple[Festival, str]]:
    """Those of the tables; of a later year without one only those with a fixed day."""
    known = facts.rows(Festival)
    yield from ((each, "") for each in known)
    if known:
        doubt = "没有 {year} 年的节日表，农历节日未列出，暂算"
        for year in range(known[-1].day.year + 1, span.last.year + 1):
            for name, (month, day) in _FIXED.items():
                yield Festival(name, date(year, month, day)), doubt.format(year=year)


def packages(facts: Facts, span: Period) -> Iterator[Duty]:
    """The package of each quarter, from the first that was sent, or from this quarter on.

    Practice with the sample card fulfils nothing; what the bureau sent back is to be sent again.
    """
    real = sorted(facts.rows(Sent), key=lambda each: each.sequence)
    sent = {each.period: each for each in real if each.sequence < PRACTICE_FROM}
    quarters = [quarter_of(facts.today).code, *(code for code in sent if "Q" in code)]
    for year in range(span.first.year, span.last.year + 1):
        for quarter in quarters_of(year):
            if quarter.last in span and quarter.code >= min(quarters):
                yield _package(facts, quarter, sent.get(quarter.code))


def _package(facts: Facts, quarter: Period, own: Sent | None) -> Duty:
    title, due = f"{quarter.label}上报包", quarter.last
    action = Action("上报", values={"period": quarter.code})
    is_returned = own is not None and own.state == SubmissionState.RETURNED
    if own and not is_returned:
        day = own.sent_at.date() if own.sent_at else due
        return done((DutyKind.REPORT, title, _PACKAGE, due), action, day)
    left = (due - facts.today).days
    when = f"{due.month} 月 {due.day} 日前送出"
    told = when + (f"，还剩 {left} 天" if left >= 0 else f"，已过 {-left} 天")
    if is_returned:
        told += "；教育局已退回，请补正后重新报送"
    name = quarter.label.partition("年")[2] if due.year == facts.today.year else quarter.label
    todo = Todo(f"{name}上报包", _PACKAGE, told, "去校核", action, urgency(facts, due), due)
    near = facts.today in quarter and left <= _NOTICE_DAYS
    near = near or (is_returned and due >= add_months(facts.today, -RETURNED_MONTHS))
    return waiting(facts, (DutyKind.REPORT, title), todo, is_told=near)
