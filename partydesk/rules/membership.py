"""Checks of the days of a membership: joining, probation, full membership (DOMAIN.md, D)."""

from collections.abc import Iterator
from datetime import date

from partydesk.domain.finding import Severity
from partydesk.domain.member import Category
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.roster import hit
from partydesk.rules.rule import Confidence, E, Hit, Rule

#: Between the 9th and the 11th Congress there was no probation (DOMAIN.md 8.4).
NO_PROBATION = (date(1969, 4, 1), date(1977, 8, 11))
#: Before, probation differed from time to time: only a hint.
_VARIED_BEFORE = date(1969, 4, 1)
#: Joined before this day, some were younger.
_YOUNGER_BEFORE = date(1949, 10, 1)


def full_day(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-04."""
    for each in facts.members:
        if each.category == Category.FULL and each.full_on is None:
            advice = "请对照志愿书补填。"
            yield hit(each, "是正式党员，没有填写转为正式党员日期", "full_on", advice)
        elif each.category == Category.PROBATIONARY and each.full_on is not None:
            advice = "已转正的，请改人员类别；未转正的，请清空这个日期。"
            yield hit(each, "是预备党员，却填了转为正式党员日期", "full_on", advice)


def probation_time(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-05: full before joining is an error; another time than a year is a warning."""
    for each in facts.members:
        if each.joined_on is None or each.full_on is None:
            continue
        if each.full_on < each.joined_on:
            yield hit(
                each,
                f"转正日期{long_day(each.full_on)}早于入党日期{long_day(each.joined_on)}",
                "full_on",
                "请对照入党志愿书核对。",
            )
        elif not _is_usual(facts, each.joined_on, each.full_on):
            found = hit(
                each,
                f"转正日期与入党日期不是相隔 {facts.limits.probation_months} 个月",
                "full_on",
                "请核对；延长过预备期或情况特殊的，可说明理由。",
            )
            old = each.joined_on < _VARIED_BEFORE
            yield found._replace(severity=Severity.HINT if old else Severity.WARNING)


def _is_usual(facts: Facts, joined: date, full: date) -> bool:
    """A year, a year with one extension, or none when there was no probation."""
    limits = facts.limits
    if full == joined:
        return NO_PROBATION[0] <= joined <= NO_PROBATION[1]
    ends = add_months(joined, limits.probation_months)
    least = add_months(ends, limits.extension_least_months)
    most = add_months(ends, limits.extension_most_months)
    return full == ends or least <= full <= most


def joining_age(facts: Facts, _period: Period) -> Iterator[Hit]:
    """MEM-06."""
    age = facts.limits.joining_age
    for each in facts.members:
        if each.born_on is None or each.joined_on is None:
            continue
        if each.joined_on < add_months(each.born_on, 12 * age):
            found = hit(each, f"入党时不满 {age} 周岁", "joined_on", "请核对出生日期和入党日期。")
            early = each.joined_on < _YOUNGER_BEFORE
            yield found._replace(severity=Severity.HINT) if early else found


def probation_ends(facts: Facts, person: Person) -> date | None:
    """The day probation ends by rule; none for others than 预备党员."""
    if person.category != Category.PROBATIONARY or person.joined_on is None:
        return None
    return add_months(person.joined_on, facts.limits.probation_months)


RULES = (
    Rule("MEM-04", E, sources.ROSTER_FORM, full_day, "转正日期与人员类别一致"),
    Rule("MEM-05", E, f"{sources.DEVELOPMENT}第三十一条", probation_time, "预备期一年"),
    Rule("MEM-06", E, "党章第一条", joining_age, "入党年满十八周岁", confidence=Confidence.KNOWN),
)
