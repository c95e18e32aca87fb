"""What someone searches for, and where it stands in a text: width, case and spaces do not count."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

#: Nobody types more than this; a pasted page would only make the search slow.
_LONGEST, _MOST_WORDS = 60, 4
#: The middle of a spelling or of a number counts from so many characters on.
_ENOUGH_LETTERS, _ENOUGH_DIGITS = 3, 4
#: Tells one record from the next where many lie in one text; nobody types it.
BETWEEN = "\0"

_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:份|(?P<day>[0-3]?\d)日?)?)?"
    r"|(?P<full>\d{4})[-./](?P<m>1[0-2]|0?[1-9])(?:[-./](?P<d>[0-3]?\d))?"
)

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
        text = text[:_LONGEST].replace(BETWEEN, " ")
        words = tuple(folded(word) for word in text.split()[:_MOST_WORDS])
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


@dataclass(frozen=True, slots=True)
class DayWanted:
    """A day, month or year as it is usually typed: 2026年3月, 3月5日, 2026-03, 2026.3.5."""

    year: int | None
    month: int | None
    day: int | None

    @classmethod
    def typed(cls, word: str) -> "DayWanted | None":
        """What a folded word means; none if it is no day."""
        found = _DAY.fullmatch(word)
        if not found or not word:
            return None
        parts = (found["year"] or found["full"], found["month"] or found["m"])
        year, month, day = (
            int(each) if each else None for each in (*parts, found["day"] or found["d"])
        )
        return cls(year, month, day)

    def is_on(self, day: int) -> bool:
        """Whether a day, as the number 20260305, is meant."""
        return (
            (self.year is None or day // 10_000 == self.year)
            and (self.month is None or day // 100 % 100 == self.month)
            and (self.day is None or day % 100 == self.day)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A word, and how a record may tell it: in a text, a spelling, a number, or by its day."""

    text: str
    spelled: str = ""
    number: str = ""
    on: DayWanted | None = None

    @classmethod
    def anyhow(cls, word: str) -> "Told":
        """A folded word, in whichever way; the beginning of a spelling, or enough of it."""
        return cls(word, *_in_spellings(word), on=DayWanted.typed(word))


def _in_spellings(word: str) -> tuple[str, str]:
    """What is looked for in spellings, and in numbers."""
    if not word.isascii():
        return "", ""
    digits = word[:-1].isdigit() and len(word) >= _ENOUGH_DIGITS
    return (word if len(word) >= _ENOUGH_LETTERS else f" {word}"), (word.upper() if digits else "")


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
