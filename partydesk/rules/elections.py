"""An election in whole numbers: what it needs before anyone votes, and what can't be (MTG-21)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from partydesk.domain.finding import Severity
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.rule import E, Hit, W

#: The counts of an election in the order in which they can only become fewer.
_FEWER = (
    ("electors_due", "应到会有选举权"),
    ("electors_present", "实到会有选举权"),
    ("ballots_issued", "发出选票"),
    ("ballots_returned", "收回选票"),
    ("ballots_valid", "有效票"),
)


class Nominee(NamedTuple):
    """A candidate; the fields are those of ``domain.meeting.Nominee``."""

    name: str
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    is_elected: bool | None = None


class Election(NamedTuple):
    """The counts of a 换届选举; the fields are those of ``Meeting``."""

    id: str
    held_on: date
    seats_open: int | None = None
    electors_due: int | None = None
    electors_present: int | None = None
    ballots_issued: int | None = None
    ballots_returned: int | None = None
    ballots_valid: int | None = None
    nominees: tuple[Nominee, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What an election needs, known before anyone votes (选举条例).

    Attributes:
        quorum: So many with a vote must be there: four fifths of those due.
        votes: So many in favour elect: more than half of those there.
        candidates: So many must stand: a fifth more than there are seats.
    """

    quorum: int
    votes: int
    candidates: int


class Fault(NamedTuple):
    """Something wrong with a count: which one, the sentence, and how heavy it is."""

    field: str
    sentence: str
    severity: Severity = E


def needs(due: int, present: int, seats: int) -> Needs:
    """What an election needs with so many due, so many there, and so many to be elected."""
    return Needs(-(-4 * due // 5), present // 2 + 1, -(-6 * seats // 5))


def faults(given: Election) -> Iterator[Fault]:
    """What can't be, or is not enough, about the counts of an election; empty ones are let be."""
    yield from _too_many(given)
    due, present = given.electors_due, given.electors_present
    if due and present is not None and 5 * present < 4 * due:
        least = needs(due, present, 0).quorum
        yield Fault(
            "electors_present", f"实到会有选举权 {present} 人，不足应到的五分之四（{least} 人）"
        )
    seats, standing = given.seats_open, len(given.nominees)
    if seats and standing and 5 * standing < 6 * seats:
        least = needs(0, 0, seats).candidates
        told = f"候选人 {standing} 名，应选 {seats} 名，差额不足 20%（至少 {least} 名）"
        yield Fault("nominees", told, W)
    yield from _nominee_faults(given)
    yield from _elected_faults(given)


def election_faults(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-21: one hit for each meeting, as heavy as the heaviest of what is wrong there."""
    for given in facts.rows(Election):
        if given.held_on not in period:
            continue
        if found := list(faults(given)):
            yield Hit(
                f"{long_day(given.held_on)}{MeetingKind.ELECTION}："
                f"{'；'.join(each.sentence for each in found)}。",
                "meeting",
                given.id,
                found[0].field,
                "请对照选票和报告单核对；情况属实的，应报上级党组织后按规定处理。",
                given.held_on,
                severity=E if any(each.severity == E for each in found) else W,
                cases=len(found),
            )


def _too_many(given: Election) -> Iterator[Fault]:
    known = [(name, label, getattr(given, name)) for name, label in _FEWER]
    known = [each for each in known if each[2] is not None]
    for (_, before, more), (name, label, fewer) in pairwise(known):
        if fewer > more:
            yield Fault(name, f"{label} {fewer}，多于{before} {more}")


def _nominee_faults(given: Election) -> Iterator[Fault]:
    ballots = _ballots(given)
    for number, each in enumerate(given.nominees):
        cast = sum(count or 0 for count in (each.yes, each.no, each.abstain))
        if ballots is not None and cast > ballots:
            told = f"{each.name}得赞成、不赞成、弃权共 {cast} 票，多于选票 {ballots} 张"
            yield Fault(f"nominees.{number}.yes", told)
    total = sum(each.yes or 0 for each in given.nominees)
    seats = given.seats_open
    if ballots is not None and seats and total > ballots * seats:
        most = f"{ballots} 张选票各选 {seats} 名，最多 {ballots * seats} 票"
        told = f"赞成票共 {total} 票，{most}"
        yield Fault("nominees", told)


def _elected_faults(given: Election) -> Iterator[Fault]:
    elected = [each for each in given.nominees if each.is_elected]
    present, seats = given.electors_present, given.seats_open
    if seats and len(elected) > seats:
        yield Fault("nominees", f"当选 {len(elected)} 名，多于应选 {seats} 名")
    for number, each in enumerate(given.nominees):
        if present is not None and each.is_elected and 2 * (each.yes or 0) <= present:
            least = needs(0, present, 0).votes
            told = f"{each.name}得赞成 {each.yes or 0} 票，没有超过实到的半数（至少 {least} 票）"
            yield Fault(f"nominees.{number}.is_elected", told)
    fewest = min(((each.yes or 0, each.name) for each in elected), default=None)
    for number, each in enumerate(given.nominees):
        if fewest and not each.is_elected and (each.yes or 0) > fewest[0]:
            told = f"{each.name}得 {each.yes} 票没有当选，{fewest[1]}得 {fewest[0]} 票却当选"
            yield Fault(f"nominees.{number}.is_elected", told)


def _ballots(given: Election) -> int | None:
    """How many ballots count: the valid ones, else those returned, else those issued."""
    counts: Sequence[int | None] = (
        given.ballots_valid,
        given.ballots_returned,
        given.ballots_issued,
    )
    return next((each for each in counts if each is not None), None)
