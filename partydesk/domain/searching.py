"""What someone searches for, and where it stands in a text: width, case and spaces do not count."""

import unicodedata
from dataclasses import dataclass
from functools import cache

#: Nobody types more than this; a pasted page would only make the search slow.
_LONGEST, _MOST_WORDS = 60, 4

#: First and last character, so many characters apart, of a place in a text.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that was typed, as it is compared.

    Attributes:
        whole: All of it without spaces, in small half-width letters; empty when nothing was typed.
        words: Its words; one record may hold them in different places.
    """

    whole: str
    words: tuple[str, ...]

    @classmethod
    def typed(cls, text: str) -> "Wanted":
        """What a typed text means: ``Ａ组　会议`` is meant as a组会议, or a组 and 会议."""
        words = tuple(folded(word) for word in text[:_LONGEST].split()[:_MOST_WORDS])
        words = tuple(word for word in words if word)
        return cls("".join(words), words)

    @property
    def parts(self) -> tuple[str, ...]:
        """The whole and its words, each once."""
        return tuple(dict.fromkeys((self.whole, *self.words))) if self.whole else ()

    def is_in(self, *texts: str | None) -> bool:
        """Whether some texts of one record hold it: whole in one, or each word in any."""
        plain = [folded(text or "") for text in texts]
        if any(self.whole in text for text in plain):
            return True
        return all(any(word in text for text in plain) for word in self.words)


def folded(text: str) -> str:
    """A text in small half-width letters without any spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def spans(text: str, wanted: Wanted) -> list[Span]:
    """Where a text holds what is wanted: start and end of each place, in order, none overlapping.

    The whole counts first; the words only where the whole does not stand.
    """
    letters, places = [], []
    for place, letter in enumerate(text):
        for each in _folded_letter(letter):
            letters.append(each)
            places.append(place)
    plain = "".join(letters)
    for part in ((wanted.whole,), wanted.words):
        found = sorted(_places(plain, part))
        if found:
            return _apart([(places[start], places[end - 1] + 1) for start, end in found])
    return []


def excerpt(text: str, wanted: Wanted, room: int = 48) -> str:
    """A line of a long text around the first place that is wanted; its beginning if none is."""
    flat = " ".join(text.split())
    found = spans(flat, wanted)
    start = max(found[0][0] - room // 4, 0) if found else 0
    head = "…" if start else ""
    tail = "…" if start + room < len(flat) else ""
    return f"{head}{flat[start : start + room]}{tail}"


@cache
def _folded_letter(letter: str) -> str:
    return folded(letter)


def _places(plain: str, words: tuple[str, ...]) -> list[Span]:
    found = []
    for word in words:
        start = plain.find(word) if word else -1
        while start >= 0:
            found.append((start, start + len(word)))
            start = plain.find(word, start + len(word))
    return found


def _apart(found: list[Span]) -> list[Span]:
    """Without those that begin inside of the one before."""
    kept: list[Span] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
