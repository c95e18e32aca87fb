"""Meetings as duties: each kind in each month, quarter or year of a span (DOMAIN.md 1.2)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partydesk.domain.meeting import SHORT_NAMES, MeetingKind
from partydesk.domain.periods import Period, add_months, months_of, quarter_of, quarters_of, year_of
from partydesk.rules.duty import Duty, DutyKind, days_left, done, under, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.frequency import groups_that_did_not_meet
from partydesk.rules.todo import Action, Todo, Urgency

MONTHLY = (MeetingKind.COMMITTEE, MeetingKind.GROUP, MeetingKind.THEME_DAY)
QUARTERLY = (MeetingKind.ASSEMBLY, MeetingKind.LECTURE)
YEARLY = (MeetingKind.LIFE_MEETING, MeetingKind.APPRAISAL)

_ARTICLES = {
    MeetingKind.COMMITTEE: "支部工作条例第十二条",
    MeetingKind.GROUP: "支部工作条例第十三条",
    MeetingKind.THEME_DAY: "支部工作条例第十六条",
    MeetingKind.ASSEMBLY: "支部工作条例第十一条",
    MeetingKind.LECTURE: "支部工作条例第十六条",
    MeetingKind.LIFE_MEETING: "支部工作条例第十七条",
    MeetingKind.APPRAISAL: "支部工作条例第十八条",
}
_OFTEN = {
    **dict.fromkeys(MONTHLY, "每月至少一次"),
    **dict.fromkeys(QUARTERLY, "每季度一次"),
    **dict.fromkeys(YEARLY, "每年一次，一般在四季度"),
}
#: The check that finds a kind of meeting missing.
CHECKS = {
    MeetingKind.ASSEMBLY: "MTG-01",
    MeetingKind.COMMITTEE: "MTG-02",
    MeetingKind.GROUP: "MTG-03",
    MeetingKind.THEME_DAY: "MTG-04",
    MeetingKind.LECTURE: "MTG-05",
    MeetingKind.LIFE_MEETING: "MTG-06",
    MeetingKind.APPRAISAL: "MTG-07",
}
#: The check of the months of the holidays.
HOLIDAYS = "MTG-25"
#: Yearly meetings are usual in the fourth quarter.
AUTUMN = 10
#: Why a meeting of July or August may be left out (limits, ``soft_months``).
_HOLIDAY = "寒暑假，可酌情安排"


def meetings(facts: Facts, span: Period) -> Iterator[Duty]:
    """Every meeting that is due in a span; before the file begins nothing is."""
    years = range(span.first.year, span.last.year + 1)
    spans: list[tuple[tuple[MeetingKind, ...], Period]]
    spans = [(MONTHLY, month) for year in years for month in months_of(year)]
    spans += [(QUARTERLY, quarter) for year in years for quarter in quarters_of(year)]
    spans += [(YEARLY, year_of(date(year, 1, 1))) for year in years]
    for kinds, period in spans:
        if period.last in span and facts.is_on_file(period):
            for kind in kinds:
                if is_expected(facts, kind, min(period.last, facts.today)):
                    is_soft = _is_soft(facts, kind, period)
                    rule = HOLIDAYS if is_soft else CHECKS[kind]
                    yield under(rule, _duty(facts, kind, period))


def is_expected(facts: Facts, kind: MeetingKind, day: date | None = None) -> bool:
    """Whether a branch like this held such meetings on a day, or holds them today."""
    if kind == MeetingKind.COMMITTEE:
        return bool(facts.committee_on(day or facts.today))
    if kind == MeetingKind.GROUP:
        return bool(facts.teams)
    return kind in _ARTICLES


def is_held(facts: Facts, kind: MeetingKind, span: Period) -> bool:
    """Whether it was held in a span as often as due; 党小组会 by every group."""
    held = facts.held(kind, span)
    if kind == MeetingKind.GROUP:
        return bool(held) and not groups_that_did_not_meet(facts, span)
    wanted = facts.limits.lectures_per_quarter if kind == MeetingKind.LECTURE else 1
    return len(held) >= wanted


def _duty(facts: Facts, kind: MeetingKind, period: Period) -> Duty:
    title = f"{_span_name(facts, period)}{SHORT_NAMES[kind]}"
    if is_held(facts, kind, period):
        last = facts.held(kind, period)[-1]
        about = (DutyKind.MEETING, title, _ARTICLES[kind], period.last)
        return done(about, Action("meeting", last.id), last.held_on)
    is_soft = _is_soft(facts, kind, period)
    return waiting(
        facts,
        (DutyKind.MEETING, title + _who(facts, kind, period)),
        _todo(facts, kind, period, is_soft=is_soft),
        is_told=_is_told(facts, kind, period),
        excuse=_HOLIDAY if is_soft else "",
    )


def _is_soft(facts: Facts, kind: MeetingKind, period: Period) -> bool:
    """Whether it may be left out in a holiday; what is due once a quarter or a year may not."""
    return kind in MONTHLY and period.first.month in facts.limits.soft_months


def _todo(facts: Facts, kind: MeetingKind, period: Period, *, is_soft: bool) -> Todo:
    """The line, while there is time and when there is none left."""
    name = f"{_span_name(facts, period)}{SHORT_NAMES[kind]}"
    who, is_over = _who(facts, kind, period), facts.is_over(period)
    if is_over:
        title, detail, how = f"{name}没有记录{who}", "已过期；如已召开，请补记", Urgency.OVERDUE
    else:
        title = f"{name}还没有记录{who}"
        detail = "假期可酌情安排" if is_soft else f"{_OFTEN[kind]}，{days_left(facts, period.last)}"
        how = Urgency.LATER if is_soft else urgency(facts, period.last)
    action = Action("meeting", new=True, values=_values(facts, kind, period))
    return Todo(title, _ARTICLES[kind], detail, "记会议", action, how, period.last)


def _values(facts: Facts, kind: MeetingKind, period: Period) -> dict[str, Any]:
    """What the form begins with."""
    values: dict[str, Any] = {"kind": kind.value}
    if facts.is_over(period):
        values["held_on"] = period.last
    if kind == MeetingKind.GROUP and (silent := groups_that_did_not_meet(facts, period)):
        values["group_id"] = silent[0].id
    return values


def _is_told(facts: Facts, kind: MeetingKind, period: Period) -> bool:
    """This month, this quarter, from October this year; of gaps those of late.

    A month counts as late until its quarter ends, the others until the end of the next quarter;
    older gaps are shown by the year's matrix and by the checks.
    """
    if not facts.is_over(period):
        is_now = facts.today in period
        return is_now and (kind not in YEARLY or facts.today.month >= AUTUMN)
    back = facts.today if kind in MONTHLY else add_months(facts.today, -3)
    return period.last >= quarter_of(back).first


def _who(facts: Facts, kind: MeetingKind, span: Period) -> str:
    """Which groups, when only some did not meet."""
    if kind != MeetingKind.GROUP or not facts.held(kind, span):
        return ""
    return "：" + "、".join(team.name for team in groups_that_did_not_meet(facts, span))


def _span_name(facts: Facts, span: Period) -> str:
    """11 月, 四季度, 本年度: with the year when it is another one."""
    if span.first.year != facts.today.year:
        return f"{span.label}度" if span.label.endswith("年") else span.label
    return span.label.partition("年")[2].replace("月", " 月") or "本年度"
