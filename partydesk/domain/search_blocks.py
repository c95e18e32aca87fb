"""Titles of many records kept so that a few characters are found among them at once.

The texts of some hundreds of records lie in one string, where Python looks for a word as fast as
memory is read; the position tells the record.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, islice
from typing import NamedTuple

from partydesk.domain.searching import BETWEEN, Told

#: Records of one block: few enough to be made in a few milliseconds.
SIZE = 1000

Key = tuple[int, str]


class Entry(NamedTuple):
    """What of one record is searched.

    Attributes:
        id: Of the record.
        day: Its day as the number 20260305; for people 1, and 0 for who has left.
        text: Its titles, folded, one a line.
        spelled: The spellings of its people, each after a space.
        numbers: Numbers by which people are found.
    """

    id: str
    day: int
    text: str
    spelled: str = ""
    numbers: str = ""

    def tells(self, told: Told) -> bool:
        """Whether a word is told by it."""
        return (
            (bool(told.text) and told.text in f"{BETWEEN}{self.text}")
            or (bool(told.spelled) and told.spelled in self.spelled)
            or (bool(told.number) and told.number in self.numbers)
            or (told.on is not None and told.on.is_on(self.day))
        )


class _Column:
    """The same text of many records, each behind a ``BETWEEN``."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._all = "".join(f"{BETWEEN}{text}" for text in texts)
        self._ends = array("l", accumulate(len(text) + 1 for text in texts))

    def text(self, place: int) -> str:
        """The text of one record."""
        start = self._ends[place - 1] if place else 0
        return self._all[start + 1 : self._ends[place]]

    def holds(self, wanted: str) -> bool:
        """Whether any record holds it."""
        return bool(wanted) and wanted in self._all

    def places(self, wanted: str) -> Iterator[int]:
        """Which records hold it; each once, in order."""
        start = self._all.find(wanted)
        while start >= 0:
            place = bisect_right(self._ends, start)
            yield place
            start = self._all.find(wanted, self._ends[place])


class _Block:
    """Some records in their order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.ids = [each.id for each in entries]
        self.days = array("l", (each.day for each in entries))
        self._texts = _Column([each.text for each in entries])
        self._spelled = _Column([each.spelled for each in entries])
        self._numbers = _Column([each.numbers for each in entries])

    def entry(self, place: int) -> Entry:
        """One record as it was put in."""
        texts = (each.text(place) for each in (self._texts, self._spelled, self._numbers))
        return Entry(self.ids[place], self.days[place], *texts)

    def places(self, all_of: Sequence[Told]) -> set[int]:
        """Which records tell all of some words."""
        found: set[int] | None = None
        if not all(map(self._holds, all_of)):
            return set()
        for told in all_of:
            here = self._places(told)
            found = here if found is None else found & here
            if not found:
                break
        return found or set()

    def _holds(self, told: Told) -> bool:
        """Whether any record may tell a word: quicker than to say which."""
        return (
            told.on is not None
            or self._texts.holds(told.text)
            or self._spelled.holds(told.spelled)
            or self._numbers.holds(told.number)
        )

    def _places(self, told: Told) -> set[int]:
        found = set(self._texts.places(told.text)) if told.text else set()
        if told.spelled:
            found.update(self._spelled.places(told.spelled))
        if told.number:
            found.update(self._numbers.places(told.number))
        if told.on is not None:
            found.update(place for place, day in enumerate(self.days) if told.on.is_on(day))
        return found


class Section:
    """All records of a kind: most in blocks, those that were changed since beside them."""

    def __init__(self, *, oldest_first: bool = False) -> None:
        """The newest first; with ``oldest_first``, among those of one day the oldest."""
        self._is_rising = oldest_first
        self._blocks: list[_Block] = []
        self._fresh: dict[str, Entry] = {}
        #: What the blocks say of these is no longer true.
        self._past: set[str] = set()

    @property
    def changes(self) -> int:
        """How many records lie beside the blocks; many make it slow, see ``tidy``."""
        return len(self._past)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in records for the first time."""
        block = sorted(entries, key=self._key, reverse=not self._is_rising)
        if block:
            self._blocks.append(_Block(block))

    def put(self, entry: Entry) -> None:
        """Take in a record that is new or has changed."""
        self._fresh[entry.id] = entry
        self._past.add(entry.id)

    def drop(self, record_id: str) -> None:
        """Forget a record, if it was known."""
        self._fresh.pop(record_id, None)
        self._past.add(record_id)

    def find(self, ways: Sequence[Sequence[Told]], most: int) -> list[str]:
        """Ids of the first records that tell all words of one of the ways."""
        found = [
            self._key(each)
            for each in self._fresh.values()
            if any(all(each.tells(told) for told in way) for way in ways)
        ]
        for block in self._in_order():
            found.sort(reverse=not self._is_rising)
            del found[most:]
            # Blocks may overlap while they are being filled; the last one found must come first.
            if len(found) == most and not self._is_before(self._first(block), found[-1]):
                break
            found += self._in_block(block, ways)
        found.sort(reverse=not self._is_rising)
        return [record_id for _, record_id in found[:most]]

    def tidy(self) -> Iterator[None]:
        """Put everything into whole blocks in their order; to be called on step by step."""
        fresh, past = dict(self._fresh), set(self._past)
        parts: list[Iterable[Entry]] = [self._entries(block, past) for block in self._blocks]
        parts.append(sorted(fresh.values(), key=self._key, reverse=not self._is_rising))
        entries = merge(*parts, key=self._key, reverse=not self._is_rising)
        blocks = []
        while some := list(islice(entries, SIZE)):
            blocks.append(_Block(some))
            yield
        self._blocks = blocks
        # What changed between two steps stays beside the blocks.
        for record_id in past:
            if record_id not in fresh:
                self._past.discard(record_id)
            elif self._fresh.get(record_id) is fresh[record_id]:
                del self._fresh[record_id]
                self._past.discard(record_id)
        self._past.update(self._fresh)

    def _key(self, entry: Entry) -> Key:
        return (-entry.day if self._is_rising else entry.day, entry.id)

    def _key_at(self, block: _Block, place: int) -> Key:
        day = block.days[place]
        return (-day if self._is_rising else day, block.ids[place])

    def _first(self, block: _Block) -> Key:
        return self._key_at(block, 0)

    def _in_order(self) -> list[_Block]:
        return sorted(self._blocks, key=self._first, reverse=not self._is_rising)

    def _is_before(self, one: Key, other: Key) -> bool:
        return one < other if self._is_rising else one > other

    def _in_block(self, block: _Block, ways: Sequence[Sequence[Told]]) -> list[Key]:
        places = set().union(*(block.places(way) for way in ways))
        return [
            self._key_at(block, place) for place in places if block.ids[place] not in self._past
        ]

    def _entries(self, block: _Block, past: set[str]) -> Iterator[Entry]:
        for place, record_id in enumerate(block.ids):
            if record_id not in past:
                yield block.entry(place)
