"""Near copies among many texts: an index of rare runs of letters finds the few to compare."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain
from typing import NamedTuple

#: Shorter texts are alike by nature.
SHORTEST = 60
#: Near copies are looked for within so many days; word for word at any distance.
NEAR_DAYS = 400
#: Letters in a run.
_RUN = 4
#: Of long texts so many letters are compared one by one.
_COMPARED = 1000
#: Of long texts so many are marked side by side, and shorter common passages are chance.
_MARKED, _PASSAGE = 6000, 8

#: Runs that begin with every sixth Chinese character: as telling as all of them, and soon found.
_SAMPLE = re.compile(f"[{''.join(map(chr, range(0x4E00, 0xA000, 6)))}]{'.' * (_RUN - 1)}")
#: So few samples tell nothing.
_FEW = 8
#: Of what a copy must share, so much is asked of its samples: a sixth may be an unlucky one.
_LUCK = 0.5


class Text(NamedTuple):
    """A text to compare.

    Attributes:
        key: What the caller knows it by.
        group: Only texts of one group are compared.
        day: A copy is later than its original.
        text: Its words.
    """

    key: tuple[str, str]
    group: str
    day: date
    text: str


class Pair(NamedTuple):
    """A text that nearly repeats an earlier one; ``percent`` of the letters are the same."""

    copy: Text
    original: Text
    percent: int


@dataclass(frozen=True)
class _Known:
    text: Text
    letters: str
    samples: frozenset[str]

    @cached_property
    def runs(self) -> frozenset[str]:
        """Every run of its letters; few texts are looked at so closely."""
        letters = self.letters
        return frozenset(map("".join, zip(*(letters[at:] for at in range(_RUN)), strict=False)))

    @property
    def is_sampled(self) -> bool:
        """Whether its samples stand for it; of so few all runs are looked at."""
        return len(self.samples) >= _FEW


def near_copies(texts: Iterable[Text], percent: int) -> Iterator[Pair]:
    """Each text that repeats an earlier one, with the original that is most like it.

    A copy stands for its original from then on, so that a text that was used all year is told
    once for each later use and always with the first one.

    Args:
        texts: In any order; short ones are left out.
        percent: How many of the letters must be the same.
    """
    groups: dict[str, list[_Known]] = {}
    for each in sorted(texts, key=lambda text: (text.day, text.key)):
        letters = letters_of(each.text)
        if len(letters) >= SHORTEST:
            samples = frozenset(_SAMPLE.findall(letters))
            groups.setdefault(each.group, []).append(_Known(each, letters, samples))
    # A changed letter spoils at most four runs: fewer in common can't be alike enough.
    least = max(0, 100 - _RUN * (100 - percent))
    for found in groups.values():
        yield from _copies(_likely(found, least), percent, least)


def _likely(texts: Sequence[_Known], least: int) -> list[_Known]:
    """The texts that share enough with others to be worth a look."""
    counts = Counter(chain.from_iterable(each.samples for each in texts))
    shared = {run for run, count in counts.items() if count > 1}
    return [
        each
        for each in texts
        if not each.is_sampled
        or len(each.samples & shared) * 100 >= len(each.samples) * least * _LUCK
    ]


def letters_of(text: str) -> str:
    """Only letters: dates, numbers and punctuation differ in copies too."""
    return "".join(filter(str.isalpha, text))


def passages(one: str, other: str) -> list[tuple[int, int, int]]:
    """The common passages of two texts: where each begins in both, and how long it is."""
    matcher = SequenceMatcher(None, one[:_MARKED], other[:_MARKED], autojunk=False)
    return [
        (block.a, block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size >= _PASSAGE
    ]


def _copies(known: Sequence[_Known], percent: int, least: int) -> Iterator[Pair]:
    """Two texts with enough runs in common share one of their rarest ones (prefix filter)."""
    counts = Counter(chain.from_iterable(map(_marks, known)))
    index: dict[str, list[_Known]] = {}
    for each in known:
        kept = _rarest(each.samples, counts, least * _LUCK) if each.is_sampled else set()
        # Beside a text whose samples are just enough may stand a copy whose samples are not.
        if len(each.samples) < 2 * _FEW:
            kept |= _rarest(each.runs, counts, least)
        candidates = {id(found): found for run in kept for found in index.get(run, ())}
        pair = _best(each, candidates.values(), percent, least)
        if pair is not None:
            yield pair
        else:
            for run in kept:
                index.setdefault(run, []).append(each)


def _rarest(runs: Iterable[str], counts: Mapping[str, int], least: float) -> set[str]:
    """So many of the rarest that two sets with enough in common share one of them."""
    ordered = sorted(sorted(runs), key=counts.__getitem__)
    return set(ordered[: len(ordered) - int(len(ordered) * least / 100) + 1])


def _marks(text: _Known) -> frozenset[str]:
    """The runs that a text is found by: its samples, or all where those are few."""
    return text.samples if len(text.samples) >= 2 * _FEW else text.runs


def _best(copy: _Known, earlier: Iterable[_Known], percent: int, least: int) -> Pair | None:
    best: Pair | None = None
    for each in earlier:
        share = _share(copy, each, percent, least)
        if share >= percent and (best is None or share > best.percent):
            best = Pair(copy.text, each.text, share)
    return best


def _share(one: _Known, other: _Known, percent: int, least: int) -> int:
    """Per cent of the letters that are the same; 0 for what can't be alike enough."""
    if one.letters == other.letters:
        return 100
    shorter, longer = sorted((len(one.letters), len(other.letters)))
    if shorter * 100 < longer * percent:
        return 0
    if abs((one.text.day - other.text.day).days) > NEAR_DAYS:
        return 0
    if one.is_sampled and other.is_sampled:
        most = max(len(one.samples), len(other.samples))
        if len(one.samples & other.samples) * 100 < most * least * _LUCK:
            return 0
    most = max(len(one.runs), len(other.runs))
    common = len(one.runs & other.runs) * 100 // most
    if common < least:
        return 0
    if common >= percent:
        # So many runs in common can't be without as many letters in common.
        return common
    start, end = one.letters[:_COMPARED], other.letters[:_COMPARED]
    return int(SequenceMatcher(None, start, end, autojunk=False).ratio() * 100)
