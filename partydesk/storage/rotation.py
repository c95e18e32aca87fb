"""Which backups to keep: counted by their numbers, so that a wrong clock removes nothing new."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LATEST, DAILY, WEEKLY, MONTHLY = 10, 7, 4, 12

#: So many of the newest stay, whatever room they take.
LEAST = 3


@dataclass(frozen=True)
class Stamp:
    """What the rotation needs to know of a backup.

    Attributes:
        sequence: Its number; a higher one is newer.
        day: The clock's date when it was made, as YYYYMMDD.
        size: Bytes.
    """

    sequence: int
    day: str
    size: int


def superfluous(stamps: Iterable[Stamp], size_limit: int) -> set[int]:
    """The numbers of the backups that may go.

    Kept are the newest ten, and the last one of each of the newest 7 days, 4 weeks and 12
    months. A day is a run of neighbouring numbers with one date: where the clock was set back
    a new run begins, and it is the newest runs that stay. Beyond the size limit the oldest go,
    but never the newest three.
    """
    newest_first = sorted(stamps, key=lambda stamp: stamp.sequence, reverse=True)
    kept = {stamp.sequence for stamp in newest_first[:LATEST]}
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept |= _last_of_runs(newest_first, period, count)
    total = 0
    for place, stamp in enumerate(newest_first):
        if stamp.sequence not in kept:
            continue
        total += stamp.size
        if total > size_limit and place >= LEAST:
            kept.discard(stamp.sequence)
    return {stamp.sequence for stamp in newest_first} - kept


def _last_of_runs(
    newest_first: Sequence[Stamp], period: Callable[[str], str], count: int
) -> set[int]:
    """The newest member of each of the newest runs with one period."""
    kept: set[int] = set()
    before: str | None = None
    for stamp in newest_first:
        if period(stamp.day) != before:
            if len(kept) == count:
                break
            kept.add(stamp.sequence)
            before = period(stamp.day)
    return kept


def _day(day: str) -> str:
    return day


def _week(day: str) -> str:
    try:
        year, week, _ = date.fromisoformat(day).isocalendar()
    except ValueError:
        return day
    return f"{year} {week}"


def _month(day: str) -> str:
    return day[:6]
