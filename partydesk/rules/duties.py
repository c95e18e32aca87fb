"""What is due now: meetings, talks, terms and promises, each with the day it is due (DOMAIN.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partydesk.domain.meeting import SHORT_NAMES, MeetingKind
from partydesk.domain.periods import Period, add_months, month_of, quarter_of, year_of
from partydesk.domain.talk import TalkKind
from partydesk.domain.text import long_day
from partydesk.rules import talks
from partydesk.rules.development_duties import development_duties
from partydesk.rules.facts import Facts
from partydesk.rules.frequency import groups_that_did_not_meet
from partydesk.rules.membership import probation_ends
from partydesk.rules.task_duties import task_duties
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
#: Yearly meetings are usual in the fourth quarter.
_AUTUMN = 10
_SHOWN = 3


def duties(facts: Facts) -> list[Todo]:
    """Everything that is due, without what is wrong in records."""
    return [
        *meetings_of_this_month(facts),
        *meetings_of_this_quarter(facts),
        *meetings_of_this_year(facts),
        *meetings_left_out(facts),
        *probations(facts),
        *development_duties(facts, urgency),
        *term_of_committee(facts),
        *talks_of_this_span(facts),
        *follow_ups(facts),
        *open_tasks(facts),
        *task_duties(facts, urgency),
    ]


def is_expected(facts: Facts, kind: MeetingKind) -> bool:
    """Whether a branch like this holds such meetings: it has a committee, it has groups."""
    if kind == MeetingKind.COMMITTEE:
        return bool(facts.committee_on(facts.today))
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


def urgency(facts: Facts, due_on: date) -> Urgency:
    """How pressing it is: past, within days, or later."""
    left = (due_on - facts.today).days
    if left < 0:
        return Urgency.OVERDUE
    return Urgency.SOON if left <= facts.limits.soon_days else Urgency.LATER


def meetings_of_this_month(facts: Facts) -> Iterator[Todo]:
    """Monthly kinds not yet on file in this month."""
    month = month_of(facts.today)
    for kind in MONTHLY:
        if is_expected(facts, kind) and not is_held(facts, kind, month):
            soft = facts.today.month in facts.limits.soft_months
            yield _meeting(
                facts,
                kind,
                month,
                f"{facts.today.month} 月{SHORT_NAMES[kind]}还没有记录{_who(facts, kind, month)}",
                "假期可酌情安排" if soft else f"每月至少一次，{_left(facts, month.last)}",
                Urgency.LATER if soft else urgency(facts, month.last),
            )


def meetings_of_this_quarter(facts: Facts) -> Iterator[Todo]:
    """党员大会 and 党课 not yet on file in this quarter."""
    quarter = quarter_of(facts.today)
    for kind in QUARTERLY:
        if not is_held(facts, kind, quarter):
            yield _meeting(
                facts,
                kind,
                quarter,
                f"{_short(quarter)}{SHORT_NAMES[kind]}还没有记录",
                f"每季度一次，{_left(facts, quarter.last)}",
                urgency(facts, quarter.last),
            )


def meetings_of_this_year(facts: Facts) -> Iterator[Todo]:
    """组织生活会 and 民主评议, from October on."""
    year = year_of(facts.today)
    for kind in YEARLY:
        if facts.today.month >= _AUTUMN and not is_held(facts, kind, year):
            yield _meeting(
                facts,
                kind,
                year,
                f"本年度{SHORT_NAMES[kind]}还没有记录",
                f"每年一次，一般在四季度，{_left(facts, year.last)}",
                urgency(facts, year.last),
            )


def meetings_left_out(facts: Facts) -> Iterator[Todo]:
    """What was not held in the months of this quarter and in the quarter before."""
    quarter = quarter_of(facts.today)
    before = quarter_of(add_months(facts.today, -3))
    reach = Period(before.first, quarter.last, "", "")
    for kinds, spans in ((MONTHLY, facts.months(quarter)), (QUARTERLY, facts.quarters(reach))):
        for span in spans:
            if not facts.is_over(span) or _is_soft(facts, span):
                continue
            for kind in kinds:
                if is_expected(facts, kind) and not is_held(facts, kind, span):
                    yield _meeting(
                        facts,
                        kind,
                        span,
                        f"{_short(span)}{SHORT_NAMES[kind]}没有记录{_who(facts, kind, span)}",
                        "已过期；如已召开，请补记",
                        Urgency.OVERDUE,
                    )


def _is_soft(facts: Facts, span: Period) -> bool:
    whole_month = span.first.month == span.last.month
    return whole_month and span.first.month in facts.limits.soft_months


def _meeting(
    facts: Facts, kind: MeetingKind, span: Period, title: str, detail: str, how: Urgency
) -> Todo:
    values: dict[str, Any] = {"kind": kind.value}
    if facts.is_over(span):
        values["held_on"] = span.last
    if kind == MeetingKind.GROUP and (silent := groups_that_did_not_meet(facts, span)):
        values["group_id"] = silent[0].id
    action = Action("meeting", new=True, values=values)
    return Todo(title, _ARTICLES[kind], detail, "记会议", action, how, span.last)


def _who(facts: Facts, kind: MeetingKind, span: Period) -> str:
    """Which groups, when only some did not meet."""
    if kind != MeetingKind.GROUP or not facts.held(kind, span):
        return ""
    return "：" + "、".join(team.name for team in groups_that_did_not_meet(facts, span))


def _left(facts: Facts, day: date) -> str:
    left = (day - facts.today).days
    return f"还剩 {left} 天" if left else "今天是最后一天"


def _short(span: Period) -> str:
    """11 月, 四季度: without the year, unless it is another one."""
    return span.label.partition("年")[2].replace("月", " 月") if "年" in span.label else span.label


def probations(facts: Facts) -> Iterator[Todo]:
    """预备党员 whose year ends soon or has ended."""
    for each in facts.members:
        ends = probation_ends(facts, each)
        if ends is None or (ends - facts.today).days > facts.limits.probation_notice_days:
            continue
        over = ends < facts.today
        yield Todo(
            f"{each.name}预备期{'已满' if over else '将满'}，应讨论转正",
            "发展党员工作细则",
            f"{long_day(ends)}到期",
            "看档案",
            Action("member", each.id),
            urgency(facts, ends),
            ends,
        )


def term_of_committee(facts: Facts) -> Iterator[Todo]:
    """换届, from six months before."""
    term = facts.tenure_on(facts.today)
    if term is None:
        return
    ends = term.ends_on
    if add_months(facts.today, facts.limits.term_notice_months) >= ends:
        over = ends <= facts.today
        yield Todo(
            "支部委员会任期已满，应换届" if over else "支部委员会将届满，准备换届",
            "支部工作条例第二十一条",
            f"{long_day(ends)}届满",
            "看支委会",
            Action("term", term.id),
            Urgency.OVERDUE if over else urgency(facts, ends),
            ends,
        )


def talks_of_this_span(facts: Facts) -> Iterator[Todo]:
    """Members whom no committee member has talked to in this quarter."""
    span = talks.span_of(facts)
    missing = talks.not_reached(facts, span)
    if not missing or not facts.committee_on(facts.today):
        return
    first = {"member_id": missing[0].id, "name": missing[0].name}
    names = "、".join(each.name for each in missing[:_SHOWN])
    more = "等" if len(missing) > _SHOWN else ""
    when = "本季度" if span.first.month != 1 or span.last.month == 3 else "本年度"
    yield Todo(
        f"{len(missing)} 名党员{when}尚未谈心谈话",
        "谈心谈话制度",
        f"{names}{more}，{_left(facts, span.last)}",
        "安排谈话",
        Action("talk", new=True, values={"kind": TalkKind.REGULAR.value, "partners": [first]}),
        urgency(facts, span.last),
        span.last,
    )


def follow_ups(facts: Facts) -> Iterator[Todo]:
    """Talks that were to be followed up by now or within days."""
    for talk in facts.talks:
        day = talk.follow_up_on
        if day is None or talk.follow_up_done_on or urgency(facts, day) == Urgency.LATER:
            continue
        partner = talk.partners[0][1] if talk.partners else "谈话对象"
        late = (facts.today - day).days
        yield Todo(
            f"回访{partner}，了解谈话后的情况",
            "谈心谈话制度",
            f"约定 {day.month}月{day.day}日回访" + (f"，已过 {late} 天" if late > 0 else ""),
            "记回访",
            Action("talk", talk.id, "follow_up_done_on"),
            urgency(facts, day),
            day,
        )


def open_tasks(facts: Facts) -> Iterator[Todo]:
    """Resolutions whose day has passed or comes within days."""
    for session in facts.sessions:
        for task in session.tasks:
            if task.due_on is None or task.done_on:
                continue
            how = urgency(facts, task.due_on)
            if how != Urgency.LATER:
                when = f"{task.due_on.month}月{task.due_on.day}日前办结"
                owner = f"，责任人{task.owner}" if task.owner else ""
                yield Todo(
                    task.matter,
                    f"{SHORT_NAMES.get(MeetingKind(session.kind), session.kind)}议定事项",
                    f"{when}{owner}",
                    "去办结",
                    Action("meeting", session.id, "resolutions"),
                    how,
                    task.due_on,
                )
