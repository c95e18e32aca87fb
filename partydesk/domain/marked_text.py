"""A text with places in it that must be looked at before it is right."""

from collections.abc import Iterable

#: Where a place begins and how many characters it has.
Span = tuple[int, int]


class MarkedText(str):
    """Text taken over from elsewhere; it equals the same text without marks.

    Attributes:
        marks: The places that are 待修改, from the first to the last; they do not overlap.
    """

    __slots__ = ("marks",)
    marks: tuple[Span, ...]

    def __new__(cls, text: str, marks: Iterable[Span] = ()) -> "MarkedText":
        """A text with its marks; those that do not lie in it are left out."""
        made = super().__new__(cls, text)
        made.marks = tuple(
            (int(start), int(length))
            for start, length in marks
            if 0 <= start < start + length <= len(text)
        )
        return made


def marks_of(text: object) -> tuple[Span, ...]:
    """The marks of a text that may have some."""
    return text.marks if isinstance(text, MarkedText) else ()


def stripped(text: str) -> str | None:
    """A text without the space around it, its marks moved along; ``None`` if nothing is left."""
    body = text.strip()
    if not body:
        return None
    cut = len(text) - len(text.lstrip())
    moved = [(start - cut, length) for start, length in marks_of(text)]
    return MarkedText(body, moved) if moved else body


def shifted(offsets: Iterable[int], text: str, *, to_utf16: bool) -> list[int]:
    """Places counted in characters as places counted in UTF-16, as Qt counts; or the other way.

    They differ after a rare character, such as some in names.
    """
    wanted = list(offsets)
    if not wanted or max(text, default="") <= "\uffff":
        return wanted
    rare = [place for place, char in enumerate(text) if char > "\uffff"]
    if to_utf16:
        return [each + sum(place < each for place in rare) for each in wanted]
    starts = [place + number for number, place in enumerate(rare)]
    return [each - sum(place < each for place in starts) for each in wanted]
