"""Checks of the integrity files: one for everyone, confirmed, pledged, taught (DOMAIN.md 6, F)."""

from collections.abc import Iterator

from partydesk.domain.integrity import LeafKind
from partydesk.domain.periods import Period
from partydesk.domain.study import StudyKind
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Leaf, Person
from partydesk.rules.plain_education import Course
from partydesk.rules.roster import names
from partydesk.rules.rule import Confidence, E, Hit, Rule, W

#: Months from which a running year's files, and its number of sessions, are asked for.
_SPRING, _AUTUMN = 4, 10


def file_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-01: who has no leaf; late in the year also who has not confirmed."""
    for year in facts.years(period):
        if not facts.has_come(year, _SPRING):
            continue
        closing = facts.is_over(year) or facts.nears_year_end(year)
        kinds = {LeafKind.CONFIRMATION} if closing else set(LeafKind)
        within = year if closing else None
        missing = _without(facts, kinds, within)
        if missing:
            what = "本年度没有确认廉政档案" if closing else "还没有廉政档案"
            yield Hit(
                f"{year.label}有 {len(missing)} 名党员{what}：{names(missing)}。",
                "integrity_leaf",
                f"{year.code}/file",
                advice="请在廉政档案里为本人添加活页。",
                day=min(year.last, facts.today),
                cases=len(missing),
            )


def own_file(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-02: nobody keeps his own file (回避)."""
    for leaf in facts.leaves:
        if leaf.dated_on in period and leaf.keeper_id == leaf.member_id:
            name = facts.names.get(leaf.member_id, "")
            yield Hit(
                f"{name}{long_day(leaf.dated_on)}的廉政活页由本人填写保管，应当回避。",
                "integrity_leaf",
                leaf.id,
                "keeper_id",
                "请由他人重新填写一页，更正这一页。",
                leaf.dated_on,
            )


def no_pledge(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-03."""
    for year in facts.years(period):
        missing = _without(facts, {LeafKind.PLEDGE}, year)
        if missing and facts.has_come(year, _SPRING):
            yield Hit(
                f"{year.label}还有 {len(missing)} 名党员没有廉洁承诺：{names(missing)}。",
                "integrity_leaf",
                f"{year.code}/pledge",
                advice="请收齐承诺书，登记为“4 廉洁承诺”活页。",
                day=min(year.last, facts.today),
                cases=len(missing),
            )


def few_sessions(facts: Facts, period: Period) -> Iterator[Hit]:
    """INT-04: sessions are counted by day."""
    wanted = facts.limits.integrity_sessions
    for year in facts.years(period):
        days = {
            leaf.dated_on
            for leaf in _valid(facts)
            if leaf.kind == LeafKind.EDUCATION and leaf.dated_on in year
        } | {
            # A session in 学习培训 need not be written down a second time.
            course.held_on
            for course in facts.rows(Course)
            if course.kind == StudyKind.INTEGRITY and course.held_on in year
        }
        if len(days) < wanted and facts.has_come(year, _AUTUMN):
            yield Hit(
                f"{year.label}廉政教育登记 {len(days)} 次，少于 {wanted} 次。",
                "integrity_leaf",
                f"{year.code}/education",
                advice="请安排廉政教育；已开展的，记入“学习培训”或“6 廉政教育”活页。",
                day=min(year.last, facts.today),
                cases=wanted - len(days),
            )


def _valid(facts: Facts) -> Iterator[Leaf]:
    return (leaf for leaf in facts.leaves if not leaf.is_replaced)


def _without(facts: Facts, kinds: set[LeafKind], year: Period | None) -> list[Person]:
    """Current members without a leaf of these kinds, in a year or at all."""
    have = {
        leaf.member_id
        for leaf in _valid(facts)
        if leaf.kind in kinds and (year is None or leaf.dated_on in year)
    }
    return [each for each in facts.members if each.id not in have]


RULES = (
    Rule(
        "INT-01",
        W,
        sources.INTEGRITY,
        file_missing,
        "一人一档、年度确认",
        confidence=Confidence.LOCAL,
    ),
    Rule("INT-02", E, sources.INTEGRITY, own_file, "本人档案应回避", confidence=Confidence.LOCAL),
    Rule("INT-03", W, sources.INTEGRITY, no_pledge, "年度廉洁承诺", confidence=Confidence.LOCAL),
    Rule("INT-04", W, sources.INTEGRITY, few_sessions, "廉政教育次数", confidence=Confidence.LOCAL),
)
