"""Hints of days that come back every year: political birthdays, fifty years (DOMAIN.md 12.2)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partydesk.domain.member import MEMBERS
from partydesk.domain.periods import Period, add_months
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person
from partydesk.rules.rule import Confidence, H, Hit, Rule

_JUBILEE = 50
#: From this month on the jubilees of 1 July are told.
_FROM_MONTH = 4
_DECEMBER = 12


class WorkdayTable(NamedTuple):
    """A year whose working days are known."""

    year: int


def birthdays(facts: Facts, period: Period) -> Iterator[Hit]:
    """CAL-01: who joined on one of the coming days; who has fifty years on 1 July."""
    if facts.today not in period:
        return
    soon = [each for each in facts.members if _is_soon(facts, each)]
    if soon:
        told = "、".join(f"{each.name}（{_next(facts, each):%m-%d}）" for each in soon)
        yield Hit(
            f"{facts.limits.birthday_days} 天内有 {len(soon)} 名党员过政治生日：{told}。",
            "member",
            soon[0].id if len(soon) == 1 else f"birthday/{facts.today.isoformat()}",
            advice="可以谈一次心、送一张政治生日贺卡。",
        )
    july = date(facts.today.year, 7, 1)
    old = [each for each in facts.members if _is_jubilee(each, july)]
    if old and date(july.year, _FROM_MONTH, 1) <= facts.today <= july:
        yield Hit(
            f"到{july.year}年7月1日，党龄达到 {_JUBILEE} 年的有 {len(old)} 人："
            f"{facts.names_of(each.id for each in old)}。",
            "member",
            f"jubilee/{july.year}",
            advice="请核对转正日期，按规定申报“光荣在党50年”纪念章。",
        )


def _next(facts: Facts, person: Person) -> date:
    """The next anniversary of joining, today included; 29 February is kept on the 28th."""
    joined = person.joined_on or facts.today
    this_year = add_months(joined, 12 * (facts.today.year - joined.year))
    if this_year >= facts.today:
        return this_year
    return add_months(joined, 12 * (facts.today.year - joined.year + 1))


def _is_soon(facts: Facts, person: Person) -> bool:
    if person.joined_on is None or person.joined_on >= facts.today:
        return False
    return _next(facts, person) < facts.today + timedelta(days=facts.limits.birthday_days)


def _is_jubilee(person: Person, july: date) -> bool:
    """Fifty years are full at this 1 July, and were not at the one before."""
    if person.category not in MEMBERS or person.full_on is None:
        return False
    full = add_months(person.full_on, 12 * _JUBILEE)
    return add_months(july, -12) < full <= july


def workdays_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """CAL-02: in December next year's table of working days is asked for; always this year's."""
    known = {each.year for each in facts.rows(WorkdayTable)}
    if not known or facts.today not in period:
        return
    this_year = facts.today.year
    wanted = this_year if this_year not in known else this_year + 1
    if wanted not in known and (wanted == this_year or facts.today.month == _DECEMBER):
        yield Hit(
            f"还没有{wanted}年的工作日表，涉及工作日的期限只能暂算。",
            "branch",
            f"workdays/{wanted}",
            advice="国务院办公厅公布放假安排后，请在“设置 · 日历”里导入这一年的工作日表。",
        )


RULES = (
    Rule("CAL-01", H, "政治生日（常见做法）", birthdays, "政治生日", confidence=Confidence.LOCAL),
    Rule(
        "CAL-02",
        H,
        "国务院办公厅放假通知",
        workdays_missing,
        "工作日表",
        confidence=Confidence.DESIGN,
    ),
)
