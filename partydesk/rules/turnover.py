"""党员增减: who came and who went in a span, and the sums that must balance (DOMAIN.md 8.4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from partydesk.domain.member import MEMBERS, Category, Standing
from partydesk.domain.member_event import Happening
from partydesk.domain.periods import Period
from partydesk.rules.plain import Person

JOINED, MOVED_IN, MOVED_OUT, BECAME_FULL = "发展", "转入", "转出", "转正"
#: The rows of the sums, as 党内统计 adds up.
CAME = (JOINED, MOVED_IN, Happening.RESTORED)
WENT = (MOVED_OUT, "出党", Happening.SUSPENDED, Happening.DIED, "取消预备党员资格")
_SUMMED: dict[str, str] = dict.fromkeys(
    (str(each) for each in Happening if each.endswith("除名") or each.startswith("开除")), "出党"
) | {str(Happening.PERSUADED): "出党"}


class Move(NamedTuple):
    """Something of its own that moved a person: an event or a transfer with its receipt."""

    day: date
    member_id: str
    kind: str
    told: str
    record_type: str
    record_id: str


class Turn(NamedTuple):
    """One line of the list, with the record that tells of it.

    Attributes:
        id: Tells it from the other lines.
        day: When.
        member_id: Who.
        name: The person's name.
        category: 人员类别 on that day.
        kind: What happened.
        change: 1 for one more, -1 for one less, 0 where the number stays.
        told: Where from or to, or the paper.
        record_type: Table of the record.
        record_id: Its key.
    """

    id: str
    day: date
    member_id: str
    name: str
    category: str
    kind: str
    change: int
    told: str
    record_type: str
    record_id: str

    @property
    def sign(self) -> str:
        """+1 or -1; empty where the number stays."""
        return f"{self.change:+d}" if self.change else ""

    @property
    def summed(self) -> str:
        """The row of the sums that it counts in."""
        return _SUMMED.get(self.kind, self.kind)


class Count(NamedTuple):
    """So many 正式党员 and 预备党员."""

    full: int = 0
    probationary: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.full + self.probationary


@dataclass(frozen=True)
class Turnover:
    """A span's list with its sums.

    Attributes:
        opening: On the day before the span.
        closing: On its last day.
        turns: What happened, the oldest first.
        strays: Ids of members whose own records say something else than the roster does.
    """

    period: Period
    opening: Count
    closing: Count
    turns: tuple[Turn, ...]
    strays: tuple[str, ...] = ()

    def sums(self) -> dict[str, Count]:
        """For each row of the sums how many, by the category of that day."""
        found = {str(each): Count() for each in (*CAME, *WENT, BECAME_FULL)}
        for each in self.turns:
            if each.change or each.kind == BECAME_FULL:
                before = found.get(each.summed, Count())
                is_full = each.category == Category.FULL
                found[each.summed] = Count(before.full + is_full, before.probationary + 1 - is_full)
        return found

    @property
    def came(self) -> int:
        """How many more."""
        return sum(each.change > 0 for each in self.turns)

    @property
    def went(self) -> int:
        """How many less."""
        return sum(each.change < 0 for each in self.turns)

    @property
    def is_balanced(self) -> bool:
        """Whether opening, more and less make the closing number."""
        return self.opening.total + self.came - self.went == self.closing.total


def turnover(
    people: Iterable[Person], moves: Iterable[Move], period: Period, today: date
) -> Turnover:
    """What came and went in a span, from the roster and from what moved people."""
    by_person: dict[str, list[Move]] = {}
    for move in moves:
        by_person.setdefault(move.member_id, []).append(move)
    last = min(period.last, today)
    opening, closing, turns, strays = Count(), Count(), [], []
    for each in people:
        if each.category not in MEMBERS:
            continue
        told = list(_turns(each, by_person.get(each.id, ())))
        before = period.first - timedelta(days=1)
        opening = _with(opening, each, told, before)
        closing = _with(closing, each, told, last)
        turns += [turn for turn in told if turn.day in period]
        here = each.left_on is None and each.standing != Standing.SUSPENDED
        if _is_here(told, today) != here:
            strays.append(each.id)
    turns.sort(key=lambda turn: (turn.day, turn.name))
    return Turnover(period, opening, closing, tuple(turns), tuple(strays))


def _turns(person: Person, moves: Sequence[Move]) -> Iterator[Turn]:
    """A person's turns in time; one who is away can't leave again, one who is here not come."""
    entries = sorted(_entries(person, moves), key=lambda one: (one[0].day, _ORDER[one[1]]))
    signs = [sign for _, sign in entries if sign]
    here = not signs or signs[0] < 0
    for move, sign in entries:
        change = sign if (sign > 0) != here else 0
        if sign > 0 and not change:
            continue
        here = here if not change else change > 0
        yield Turn(
            f"{move.record_id}/{move.kind}", move.day, person.id, person.name,
            category_on(person, move.day), move.kind, change, move.told, move.record_type,
            move.record_id,
        )  # fmt: skip


#: On one day somebody comes, then becomes full, then goes.
_ORDER = {1: 0, 0: 1, -1: 2}
_TOLD = {JOINED: "支部党员大会接收为预备党员", BECAME_FULL: "预备期满，转为正式党员"}
_SIGNS: Mapping[str, int] = {MOVED_IN: 1, Happening.RESTORED: 1}


def _entries(person: Person, moves: Sequence[Move]) -> Iterator[tuple[Move, int]]:
    """What the roster says of coming and going, and what moved the person beside it."""
    known = {(move.day, move.kind) for move in moves}
    for move in moves:
        yield move, _SIGNS.get(move.kind, -1)
    joined, moved = person.joined_on, person.transferred_in_on
    standing = person.standing_on if person.standing == Standing.SUSPENDED else None
    found = (
        (joined if not (joined and moved and moved >= joined) else None, JOINED, 1),
        (moved, MOVED_IN, 1),
        (person.full_on if person.category == Category.FULL else None, BECAME_FULL, 0),
        (standing, str(Happening.SUSPENDED), -1),
        (person.left_on, person.left_kind or "离开", -1),
    )
    for day, kind, sign in found:
        if day and (day, kind) not in known and not (kind == BECAME_FULL and _elsewhere(person)):
            yield Move(day, person.id, kind, _TOLD.get(kind, ""), "member", person.id), sign


def _elsewhere(person: Person) -> bool:
    """Whether somebody became a full member before moving in."""
    full, moved = person.full_on, person.transferred_in_on
    return bool(full and moved and full < moved)


def category_on(person: Person, day: date) -> str:
    """正式党员 or 预备党员 that day."""
    full = person.full_on <= day if person.full_on else person.category == Category.FULL
    return str(Category.FULL if full else Category.PROBATIONARY)


def _is_here(turns: Sequence[Turn], day: date) -> bool:
    changes = [turn for turn in turns if turn.change]
    if not changes or changes[0].day > day:
        return not changes or changes[0].change < 0
    return [turn for turn in changes if turn.day <= day][-1].change > 0


def _with(count: Count, person: Person, turns: Sequence[Turn], day: date) -> Count:
    if not _is_here(turns, day):
        return count
    is_full = category_on(person, day) == Category.FULL
    return Count(count.full + is_full, count.probationary + 1 - is_full)
