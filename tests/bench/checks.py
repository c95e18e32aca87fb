"""All checks over a branch that is loaded, and how long each of the slowest takes."""

import time
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from partydesk.domain.meeting import MeetingKind, Presence
from partydesk.domain.organization import PostKind
from partydesk.domain.talk import TalkKind
from partydesk.rules.catalogue import RULES, everything, findings
from partydesk.rules.facts import Facts
from partydesk.rules.festivals import Festival, load_festivals
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
from tests.bench.measuring import Figure, in_turns, milliseconds

TODAY = date(2026, 11, 22)
#: Goals: a branch of the usual size, and one of the largest, in milliseconds.
_USUAL, _LARGEST = 100, 2000
_SHOWN = 8
#: So many different letters and clauses minutes are made of, and so many clauses each holds.
_LETTERS, _CLAUSES, _HELD = 1200, 30_000, 40


def measure(_folder: Path, *, quick: bool) -> list[Figure]:
    """The checks of a branch of 60 with 3,000 records, and of 4,000 members."""
    usual = branch(60, meetings=900, talks=1500)
    largest = branch(600 if quick else 4000, meetings=900, talks=1500)
    rounds = 3 if quick else 7
    taken = in_turns(
        rounds,
        {
            "usual": partial(_once, usual),
            "largest": partial(_once, largest),
        },
    )
    figures = [
        milliseconds("all checks, 60 members and 3,000 records", taken["usual"], _USUAL),
        milliseconds(f"all checks, {len(largest.people)} members", taken["largest"], _LARGEST),
    ]
    return [*figures, *_slowest(usual, rounds)]


def _once(facts: Facts) -> float:
    fresh = replace(facts)  # what the facts remember of themselves is worked out anew
    began = time.perf_counter()
    findings(fresh)
    return time.perf_counter() - began


def _slowest(facts: Facts, rounds: int) -> list[Figure]:
    span = everything(facts)
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        for rule in RULES:
            began = time.perf_counter()
            rule.findings(facts, span)
            taken.setdefault(rule.id, []).append(time.perf_counter() - began)
    slowest = sorted(taken, key=lambda each: -min(taken[each]))[:_SHOWN]
    return [milliseconds(f"  {rule_id}", taken[rule_id]) for rule_id in slowest]


def branch(members: int, *, meetings: int, talks: int) -> Facts:
    """An invented branch with five years of records; the same one on each run."""
    chance = Random(7)
    people = tuple(_person(number) for number in range(members))
    ids = [each.id for each in people]
    posts = tuple(Office(ids[place], kind) for place, kind in enumerate(list(PostKind)[:5]))
    terms = tuple(
        Tenure(f"t{year}", date(year, 3, 1), 3, "〔1〕号", posts, "〔2〕号")
        for year in (2024, 2021)
    )
    return Facts(
        today=TODAY,
        limits=load_limits(),
        branch_kind="党支部",
        people=people,
        teams=tuple(Team(f"g{n}", f"第{n}组", ids[n]) for n in range(4)),
        tenures=terms,
        sessions=tuple(
            _session(n, TODAY - timedelta(days=1800 - 2 * n), ids[:60], chance)
            for n in range(meetings)
        ),
        talks=tuple(_talk(TODAY - timedelta(days=1800 - n), ids, n, chance) for n in range(talks)),
        leaves=tuple(
            Leaf(f"l{n}", ids[n % members], "6 廉政教育", TODAY - timedelta(days=3 * n), ids[0])
            for n in range(600)
        ),
        registers={Festival: load_festivals()},
    )


def _person(number: int) -> Person:
    joined = date(1990 + number % 30, 1 + number % 12, 1 + number % 28)
    return Person(
        f"m{number}",
        f"党员{number}",
        "正式党员",
        sex="男",
        ethnicity="汉族",
        born_on=joined.replace(year=joined.year - 25),
        education="大学",
        joined_on=joined,
        full_on=joined.replace(year=joined.year + 1),
        job="事业单位专业技术岗位",
        mobile="10000000001",
        group_id=f"g{number % 4}",
    )


def _session(number: int, day: date, ids: list[str], chance: Random) -> Session:
    kinds = list(MeetingKind)[:5]
    seats = tuple(
        Seat(each, each, Presence.ABSENT if chance.random() < 0.1 else Presence.PRESENT, "病假")
        for each in ids
    )
    words = "，".join(_clause(chance.randrange(_CLAUSES)) for _ in range(_HELD))
    return Session(
        f"s{number}", kinds[number % 5], day, number % 40 + 1, f"g{number % 4}", "16:00", "17:00",
        "会议室", ids[0], None, ids[1], "工作", "甲", words, "通过", seats,
        (Poll("一般决议", "要点", 60, 55, 50, 3, 2, 0, True),),
        (Task("落实", "甲", day, day),),
    )  # fmt: skip


def _clause(number: int) -> str:
    chance = Random(number)
    return "".join(chr(0x4E00 + chance.randrange(_LETTERS)) for _ in range(chance.randint(6, 14)))


def _talk(day: date, ids: list[str], number: int, chance: Random) -> Conversation:
    partner = chance.choice(ids)
    return Conversation(
        f"k{number}", TalkKind.REGULAR, day, ids[number % 5], "一对一", "办公室", day,
        partners=((partner, partner),), digest=f"d{number}",
    )  # fmt: skip
