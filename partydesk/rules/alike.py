"""Near copies among many texts: an index of rare runs of letters finds the few to compare."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import chain, compress
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


@dataclass(frozen=True, slots=True)
class _Known:
    text: Text
    letters: str
    runs: frozenset[str]


def near_copies(texts: Iterable[Text], percent: int) -> Iterator[Pair]:
    """Each text that repeats an earlier one, with the original that is most like it.

    A copy stands for its original from then on, so that a text that was used all year is told
    once for each later use and always with the first one.

    Args:
        texts: In any order; short ones are left out.
        percent: How many of the letters must be the same.
    """
    groups: dict[str, list[tuple[Text, str]]] = {}
    for each in sorted(texts, key=lambda text: (text.day, text.key)):
        letters = letters_of(each.text)
        if len(letters) >= SHORTEST:
            groups.setdefault(each.group, []).append((each, letters))
    for found in groups.values():
        likely = _likely([letters for _, letters in found], percent)
        worth = compress(found, likely)
        yield from _copies([_Known(text, each, _runs(each)) for text, each in worth], percent)


def _likely(letters: Sequence[str], percent: int) -> list[bool]:
    """Which texts share enough with others to be worth a look, from a sixth of their runs.

    Half of what a copy must share is asked for: a sixth of the runs may be an unlucky one.
    """
    samples = [frozenset(_SAMPLE.findall(each)) for each in letters]
    counts = Counter(chain.from_iterable(samples))
    shared = {run for run, count in counts.items() if count > 1}
    least = max(0, 100 - _RUN * (100 - percent)) // 2
    return [len(each) < _FEW or len(each & shared) * 100 >= len(each) * least for each in samples]


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


def _runs(letters: str) -> frozenset[str]:
    return frozenset(map("".join, zip(*(letters[at:] for at in range(_RUN)), strict=False)))


def _copies(known: Sequence[_Known], percent: int) -> Iterator[Pair]:
    """Two texts with enough runs in common share one of their rarest ones (prefix filter)."""
    counts = Counter(chain.from_iterable(each.runs for each in known))
    # A changed letter spoils at most four runs: fewer in common can't be alike enough.
    least = max(0, 100 - _RUN * (100 - percent))
    index: dict[str, list[_Known]] = {}
    shared = {run for run, count in counts.items() if count > 1}
    for each in known:
        # Neither a copy nor an original has fewer runs that stand in another text too.
        if len(each.runs & shared) * 100 < len(each.runs) * least:
            continue
        rarest = sorted(each.runs, key=lambda run: (counts[run], run))
        kept = rarest[: len(rarest) - len(rarest) * least // 100 + 1]
        candidates = {id(found): found for run in kept for found in index.get(run, ())}
        pair = _best(each, candidates.values(), percent, least)
        if pair is not None:
            yield pair
        else:
            for run in kept:
                index.setdefault(run, []).append(each)


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
    most = max(len(one.runs), len(other.runs))
    common = len(one.runs & other.runs) * 100 // most
    if common < least:
        return 0
    if common >= percent:
        # So many runs in common can't be without as many letters in common.
        return common
    start, end = one.letters[:_COMPARED], other.letters[:_COMPARED]
    return int(SequenceMatcher(None, start, end, autojunk=False).ratio() * 100)
