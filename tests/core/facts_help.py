"""A sound branch as facts, to be made wrong in one place at a time."""

from dataclasses import replace
from datetime import date

from partydesk.domain.periods import period_with
from partydesk.rules.catalogue import RULES, everything
from partydesk.rules.facts import Facts
from partydesk.rules.limits import load_limits
from partydesk.rules.plain import (
    Conversation,
    Leaf,
    Office,
    Person,
    Poll,
    Seat,
    Session,
    Task,
    Team,
    Tenure,
)

TODAY = date(2026, 11, 22)
LIMITS = load_limits()


def person(key="m1", **changes):
    known = Person(
        key,
        f"党员{key}",
        "正式党员",
        ethnicity="汉族",
        born_on=date(1980, 1, 1),
        education="大学",
        joined_on=date(2005, 6, 24),
        full_on=date(2006, 6, 24),
        job="事业单位专业技术岗位",
        mobile="10000000001",
        group_id="g1",
    )
    return known._replace(**changes)


def crowd(number, **changes):
    return tuple(person(f"m{each}", **changes) for each in range(1, number + 1))


def session(day=date(2026, 10, 15), kind="支部委员会会议", **changes):
    known = Session(
        f"{kind}{day}",
        kind,
        day,
        1,
        starts_at="16:00",
        ends_at="17:00",
        place="小会议室",
        chair_id="m1",
        recorder_id="m2",
        topic="研究工作",
        content="会议内容。",
        seats=(Seat("m1", "党员m1"), Seat("m2", "党员m2"), Seat("m3", "党员m3")),
    )
    return known._replace(**changes)


def poll(**changes):
    return Poll("一般决议", "年度要点", 16, 16, 16, 0, 0)._replace(**changes)


def talk(day=date(2026, 10, 20), talker="m1", *partners, **changes):
    known = Conversation(
        f"t{day}{talker}",
        "日常谈心",
        day,
        talker,
        "一对一",
        "办公室",
        day,
        partners=tuple((each, f"党员{each}") for each in partners),
    )
    return known._replace(**changes)


def leaf(member="m1", kind="4 廉洁承诺", day=date(2026, 3, 6), **changes):
    return Leaf(f"{member}{kind}{day}", member, kind, day, "m9")._replace(**changes)


COMMITTEE = (
    Office("m1", "书记"),
    Office("m2", "组织委员"),
    Office("m3", "宣传委员"),
    Office("m4", "纪检委员"),
)
TERM = Tenure("term", date(2025, 3, 20), 3, "〔2025〕3号", COMMITTEE)


def facts(**changes):
    """Ten full members in one group, a committee of four, nothing on file."""
    known = Facts(
        today=TODAY,
        limits=LIMITS,
        branch_kind="党支部",
        people=crowd(10),
        teams=(Team("g1", "语文组", "m5"),),
        tenures=(TERM,),
    )
    return replace(known, **changes)


def hits(rule_id, known, period=None):
    """What one rule of the catalogue finds; the period is a code."""
    (rule,) = (each for each in RULES if each.id == rule_id)
    return rule.findings(known, period_with(period) if period else everything(known))


__all__ = [
    "COMMITTEE",
    "LIMITS",
    "TERM",
    "TODAY",
    "Office",
    "Seat",
    "Task",
    "Team",
    "Tenure",
    "crowd",
    "facts",
    "hits",
    "leaf",
    "person",
    "poll",
    "replace",
    "session",
    "talk",
]
