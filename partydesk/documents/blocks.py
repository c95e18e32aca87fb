"""What a page is filled with: paragraphs, gaps, ruled space, signature lines, drawings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from partydesk.documents.fonts import Fonts
from partydesk.documents.typeset import Face, Line, baseline, draw_line, set_lines

MM = 72 / 25.4

#: Line widths in points.
THIN, FRAME_LINE = 0.5, 0.9


class Block(Protocol):
    """Something with a height that stands in the column, between what is above and below."""

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        ...

    @property
    def reserve(self) -> float:
        """Room that must be left below it on its page: a heading never stands last."""
        ...

    def cut(self, room: float, *, is_fresh: bool) -> "tuple[Block | None, Block | None]":
        """What fits into so many points, and the rest; nothing may fit unless the page is fresh."""
        ...

    def tail(self) -> "tuple[Block | None, Block]":
        """Itself without its end, and the least end that can go to the next page."""
        ...

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        ...


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Set lines of one face; runs over as many pages as it needs."""

    lines: Sequence[Line]
    face: Face
    width: float
    reserve: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.face.leading

    def cut(self, room: float, *, is_fresh: bool) -> tuple[Block | None, Block | None]:
        count = int((room + 0.01) / self.face.leading)
        if count >= len(self.lines):
            return self, None
        if is_fresh:
            count = max(count, 1)
        elif count < 2:
            return None, self  # no first line alone at the foot of a page
        elif len(self.lines) - count == 1 and count > 2:
            count -= 1  # no last line alone at the head of the next
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])

    def tail(self) -> tuple[Block | None, Block]:
        if len(self.lines) < 4:
            return None, self
        return replace(self, lines=self.lines[:-2]), replace(self, lines=self.lines[-2:])

    def draw(self, canvas: Any, left: float, top: float) -> None:
        for number, line in enumerate(self.lines):
            y = top - number * self.face.leading - baseline(self.face)
            draw_line(canvas, line, self.face, (left, y, self.width))


@dataclass(frozen=True, slots=True)
class Whole:
    """A part that is never cut: something of a fixed height that draws itself.

    Attributes:
        clings: It never begins a page: the end of what is above it comes along.
    """

    height: float
    paint: Callable[[Any, float, float], None]
    reserve: float = 0.0
    clings: bool = False

    def cut(self, room: float, *, is_fresh: bool) -> tuple[Block | None, Block | None]:
        return (self, None) if is_fresh or self.height <= room + 0.01 else (None, self)

    def tail(self) -> tuple[Block | None, Block]:
        return None, self

    def draw(self, canvas: Any, left: float, top: float) -> None:
        self.paint(canvas, left, top)


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space; it is dropped where a page ends or begins."""

    height: float
    reserve: float = 0.0

    def cut(self, room: float, *, is_fresh: bool) -> tuple[Block | None, Block | None]:
        return (None, None) if is_fresh or self.height > room else (self, None)

    def tail(self) -> tuple[Block | None, Block]:
        return None, self

    def draw(self, canvas: Any, left: float, top: float) -> None:
        del canvas, left, top


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on the next page."""

    height: float = 0.0
    reserve: float = 0.0

    def cut(self, room: float, *, is_fresh: bool) -> tuple[Block | None, Block | None]:
        del room
        return (None, None) if is_fresh else (None, self)

    def tail(self) -> tuple[Block | None, Block]:
        return None, self

    def draw(self, canvas: Any, left: float, top: float) -> None:
        del canvas, left, top


def ruled_line(pitch: float, width: float) -> Whole:
    """A ruled line to write on by hand."""

    def paint(canvas: Any, left: float, top: float) -> None:
        canvas.setLineWidth(THIN)
        canvas.line(left, top - pitch + 4, left + width, top - pitch + 4)

    return Whole(pitch, paint)


def signatures(rows: Sequence[Sequence[str]], face: Face, width: float, fonts: Fonts) -> Whole:
    """Rows of places to sign: each label is followed by a line that fills its share of the row."""
    pitch = face.leading * 1.45

    def paint(canvas: Any, left: float, top: float) -> None:
        canvas.setLineWidth(THIN)
        for number, labels in enumerate(rows):
            y = top - (number + 1) * pitch + face.leading * 0.3
            share = width / len(labels)
            for place, label in enumerate(labels):
                start = left + place * share
                line = set_lines(label, face, share, fonts)[0]
                draw_line(canvas, line, face, (start, y, share))
                if label.endswith("："):
                    end = start + share - 1.5 * face.size
                    canvas.line(start + line.width, y - 3, end, y - 3)

    return Whole(pitch * len(rows), paint, clings=True)


def spread(texts: Sequence[str], face: Face, width: float, fonts: Fonts) -> Whole:
    """Short texts on one line, evenly spaced: the first at the left, the last at the right."""

    def paint(canvas: Any, left: float, top: float) -> None:
        sizes = [fonts.width(text, face.style, face.size) for text in texts]
        gap = max(width - sum(sizes), 0) / max(len(texts) - 1, 1)
        for text, size in zip(texts, sizes, strict=True):
            line = set_lines(text, face, max(size + 1, width), fonts)[0]
            draw_line(canvas, line, face, (left, top - baseline(face), width))
            left += size + gap

    return Whole(face.leading + 2, paint, reserve=2 * face.leading)
