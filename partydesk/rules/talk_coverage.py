"""谈心谈话 level by level: who talked with whom in a span, who is missing (DOMAIN.md 5.3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from partydesk.domain.periods import Period
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Conversation, Person


class Level(StrEnum):
    """Between whom (支部工作条例第十九条)."""

    COMMITTEE = "支委之间"
    MEMBERS = "支委与党员"
    PEERS = "党员之间"


class Covered(NamedTuple):
    """One person of a level.

    Attributes:
        id: Key of the person.
        name: The person's name.
        times: How many talks of the level there were.
        partners: With whom, and when.
        last_on: The last of them.
        owner: Who should see to it; empty where it was done.
    """

    id: str
    name: str
    times: int
    partners: str
    last_on: date | None
    owner: str

    @property
    def state(self) -> str:
        """Whether this one is covered."""
        return "已谈" if self.times else "未谈"


@dataclass(frozen=True)
class Coverage:
    """A level in a span: everyone due, those still missing first."""

    level: Level
    period: Period
    rows: tuple[Covered, ...]

    @property
    def missing(self) -> list[Covered]:
        """Those nobody talked with."""
        return [each for each in self.rows if not each.times]

    @property
    def times(self) -> int:
        """How often people of the level were talked with, 人次."""
        return sum(each.times for each in self.rows)


def coverage(facts: Facts, period: Period, level: Level) -> Coverage:
    """Who of a level was talked with in a span; with several at once it counts for each."""
    day = min(period.last, facts.today)
    committee, secretary = facts.committee_on(day), facts.secretary_on(day)
    due = _due(facts, level, committee, secretary, day)
    met: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for talk in facts.talks:
        if talk.talked_on not in period:
            continue
        for one, other in _pairs(talk):
            if _counts(level, one, other, committee, secretary):
                met[one].append((talk.talked_on, other))
    rows = [_covered(facts, each, met[each.id], _owner(facts, each, level, day)) for each in due]
    return Coverage(level, period, tuple(sorted(rows, key=lambda row: bool(row.times))))


def _pairs(talk: Conversation) -> Iterable[tuple[str, str]]:
    """Both sides of a talk, each with the other."""
    for member_id, _ in talk.partners:
        if member_id and member_id != talk.talker_id:
            yield talk.talker_id, member_id
            yield member_id, talk.talker_id


def _counts(level: Level, one: str, other: str, committee: set[str], secretary: str | None) -> bool:
    if level is Level.COMMITTEE:
        return one in committee and other in committee
    if level is Level.PEERS:
        return one not in committee and other not in committee
    return other == secretary if one in committee else other in committee


def _due(
    facts: Facts, level: Level, committee: set[str], secretary: str | None, day: date
) -> list[Person]:
    """Whom a level is about: the committee, or all members; the secretary reaches the others."""
    here = [each for each in facts.people if each.belongs(day)]
    if level is Level.COMMITTEE:
        return [each for each in here if each.id in committee]
    if level is Level.PEERS:
        return [each for each in here if each.id not in committee]
    return [each for each in here if each.id != secretary]


def _owner(facts: Facts, person: Person, level: Level, day: date) -> str:
    """Who should see to it: the committee member or the leader of the group, else 书记."""
    committee, secretary = facts.committee_on(day), facts.secretary_on(day)
    owner = secretary
    if person.id not in committee:
        team = next((each for each in facts.teams if each.id == person.group_id), None)
        leader = team.leader_id if team else None
        of_group = (
            each.id
            for each in facts.people
            if each.id in committee and each.group_id and each.group_id == person.group_id
        )
        near = next(of_group, None) if level is Level.MEMBERS else leader
        owner = next((each for each in (near, leader) if each and each != person.id), secretary)
    return facts.names.get(owner or "", "")


def _covered(facts: Facts, person: Person, met: list[tuple[date, str]], owner: str) -> Covered:
    days: dict[str, list[str]] = defaultdict(list)
    for day, other in sorted(met):
        days[other].append(f"{day.month}月{day.day}日")
    told = "；".join(
        f"{facts.names.get(other, '')}（{'、'.join(each)}）" for other, each in days.items()
    )
    last = max((day for day, _ in met), default=None)
    return Covered(person.id, person.name, len(met), told, last, "" if met else owner)
