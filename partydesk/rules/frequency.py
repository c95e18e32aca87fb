"""Checks of what was not held: how often each kind of meeting is due (DOMAIN.md 1.2 and B)."""

from collections.abc import Iterator

from partydesk.domain.finding import Severity
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Team
from partydesk.rules.rule import Confidence, H, Hit, Rule, W

_ADVICE = "如已召开，请补记会议；确未召开的，可说明理由。"
_MONTHLY = {
    MeetingKind.COMMITTEE: "支部工作条例第十二条",
    MeetingKind.GROUP: "支部工作条例第十三条",
    MeetingKind.THEME_DAY: "支部工作条例第十六条",
}


def no_assembly(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-01."""
    yield from _in_quarters(facts, period, MeetingKind.ASSEMBLY, 1)


def no_committee_meeting(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-02; months of the holidays are MTG-25."""
    yield from _hard(facts, without_committee(facts, period))


def no_group_meeting(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-03; months of the holidays are MTG-25."""
    yield from _hard(facts, without_group_meeting(facts, period))


def no_theme_day(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-04; months of the holidays are MTG-25."""
    yield from _hard(facts, without_theme_day(facts, period))


def no_lecture(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-05."""
    wanted = facts.limits.lectures_per_quarter
    yield from _in_quarters(facts, period, MeetingKind.LECTURE, wanted)


def no_life_meeting(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-06."""
    yield from _in_years(facts, period, MeetingKind.LIFE_MEETING)


def no_appraisal(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-07."""
    yield from _in_years(facts, period, MeetingKind.APPRAISAL)


def holiday_months(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-25: the same as MTG-02 to MTG-04, but only as a hint."""
    for month, hit in (
        *without_committee(facts, period),
        *without_group_meeting(facts, period),
        *without_theme_day(facts, period),
    ):
        if _is_soft(facts, month):
            yield hit


def without_committee(facts: Facts, period: Period) -> Iterator[tuple[Period, Hit]]:
    """Finished months without a 支委会."""
    for month in _finished(facts, facts.months(period)):
        if facts.committee_on(month.last) and not facts.held(MeetingKind.COMMITTEE, month):
            yield month, _missing(MeetingKind.COMMITTEE, month)


def without_group_meeting(facts: Facts, period: Period) -> Iterator[tuple[Period, Hit]]:
    """Finished months in which a group did not meet, one hit for each month."""
    for month in _finished(facts, facts.months(period)):
        teams = groups_that_did_not_meet(facts, month)
        if teams:
            names = "" if len(teams) == len(facts.teams) else "、".join(each.name for each in teams)
            hit = _missing(MeetingKind.GROUP, month, who=names)
            yield month, hit._replace(cases=len(teams))


def groups_that_did_not_meet(facts: Facts, month: Period) -> list[Team]:
    """The groups with members that have no meeting on file in a month."""
    met = {each.group_id for each in facts.held(MeetingKind.GROUP, month)}
    silent = [team for team in facts.teams if team.id not in met]
    if not silent:
        return []
    alive = {each.group_id for each in facts.people if each.belongs(month.last)}
    return [team for team in silent if team.id in alive]


def without_theme_day(facts: Facts, period: Period) -> Iterator[tuple[Period, Hit]]:
    """Finished months without a 主题党日."""
    for month in _finished(facts, facts.months(period)):
        if not facts.held(MeetingKind.THEME_DAY, month):
            yield month, _missing(MeetingKind.THEME_DAY, month)


def _hard(facts: Facts, found: Iterator[tuple[Period, Hit]]) -> Iterator[Hit]:
    return (hit for month, hit in found if not _is_soft(facts, month))


def _is_soft(facts: Facts, month: Period) -> bool:
    return month.first.month in facts.limits.soft_months


def _finished(facts: Facts, spans: list[Period]) -> Iterator[Period]:
    return (span for span in spans if facts.is_over(span))


def _in_quarters(facts: Facts, period: Period, kind: MeetingKind, wanted: int) -> Iterator[Hit]:
    for quarter in _finished(facts, facts.quarters(period)):
        count = len(facts.held(kind, quarter))
        if count < wanted:
            short = f"{count} 次，少于 {wanted} 次" if count else ""
            yield _missing(kind, quarter, short=short)._replace(cases=wanted - count)


def _in_years(facts: Facts, period: Period, kind: MeetingKind) -> Iterator[Hit]:
    """A warning when the year is over, a hint from the middle of December."""
    for year in facts.years(period):
        if facts.held(kind, year):
            continue
        if facts.is_over(year):
            yield _missing(kind, year)
        elif facts.nears_year_end(year):
            yield _missing(kind, year)._replace(severity=Severity.HINT)


def _missing(kind: MeetingKind, span: Period, *, who: str = "", short: str = "") -> Hit:
    return Hit(
        f"{span.label}{who}{'的' if who else ''}{kind}{short or '没有记录'}。",
        "meeting",
        f"{span.code}/{kind.name.lower()}",
        advice=_ADVICE,
        day=span.last,
        source=_MONTHLY.get(kind, ""),
    )


RULES = (
    Rule(
        "MTG-01",
        W,
        f"{sources.BRANCH_WORK}第十一条",
        no_assembly,
        "党员大会每季度一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-02",
        W,
        f"{sources.BRANCH_WORK}第十二条",
        no_committee_meeting,
        "支委会每月一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-03",
        W,
        f"{sources.BRANCH_WORK}第十三条",
        no_group_meeting,
        "党小组会每月一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-04",
        W,
        f"{sources.BRANCH_WORK}第十六条",
        no_theme_day,
        "主题党日每月一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-05",
        W,
        f"{sources.BRANCH_WORK}第十六条",
        no_lecture,
        "党课（次数为本地要求）",
        sources.BRANCH_WORK_FROM,
        confidence=Confidence.LOCAL,
    ),
    Rule(
        "MTG-06",
        W,
        f"{sources.BRANCH_WORK}第十七条",
        no_life_meeting,
        "组织生活会每年一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-07",
        W,
        f"{sources.BRANCH_WORK}第十八条",
        no_appraisal,
        "民主评议每年一次",
        sources.BRANCH_WORK_FROM,
    ),
    Rule(
        "MTG-25",
        H,
        "寒暑假缺会（本地）",
        holiday_months,
        "假期缺会只提示",
        sources.BRANCH_WORK_FROM,
        confidence=Confidence.LOCAL,
    ),
)
