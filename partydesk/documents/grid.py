"""Ruled tables and boxed forms: cells of set text, heads that repeat, rows that run over pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from partydesk.documents.blocks import FRAME_LINE, THIN, Block
from partydesk.documents.fonts import Fonts
from partydesk.documents.typeset import Align, Face, Line, baseline, draw_line, set_lines

#: Shorter rows are never split over two pages; longer ones leave at least so many lines behind.
_SPLIT_FROM, _LEAST = 8, 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form: a label in the middle, or a value.

    Attributes:
        text: What stands in it.
        span: How many columns it takes.
        is_label: Set as a label; repeated where its row runs over a page.
        align: Instead of the usual place (labels in the middle, values left).
        min_lines: Room for so many lines, to write on by hand; the text then begins at the top.
    """

    text: str = ""
    span: int = 1
    is_label: bool = False
    align: Align | None = None
    min_lines: int = 1


def label(text: str, span: int = 1) -> Cell:
    """A cell that names what stands beside it."""
    return Cell(text, span, is_label=True)


@dataclass(frozen=True, slots=True)
class Look:
    """The faces of a table, and the points between text and rules."""

    label: Face
    value: Face
    side: float = 3.0
    above: float = 4.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell with its text set."""

    left: float
    width: float
    face: Face
    lines: Sequence[Line]
    is_label: bool
    is_middle: bool
    min_height: float

    @property
    def height(self) -> float:
        return max(len(self.lines) * self.face.leading, self.min_height)


@dataclass(frozen=True, slots=True)
class _Row:
    boxes: Sequence[_Box]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; made by ``set_grid``."""

    head: Sequence[_Row]
    rows: Sequence[_Row]
    width: float
    look: Look
    reserve: float = 0.0

    @property
    def height(self) -> float:
        return sum(row.height for row in (*self.head, *self.rows))

    def cut(self, room: float, *, is_fresh: bool) -> tuple[Block | None, Block | None]:
        used = sum(row.height for row in self.head)
        count = 0
        while count < len(self.rows) and used + self.rows[count].height <= room + 0.01:
            used += self.rows[count].height
            count += 1
        if count == len(self.rows):
            return self, None
        first, rest = list(self.rows[:count]), list(self.rows[count:])
        parts = _split(rest[0], room - used, self.look, is_forced=is_fresh and count == 0)
        if parts is not None:
            first.append(parts[0])
            rest[0] = parts[1]
        elif count == 0:
            if not is_fresh:
                return None, self
            first.append(rest.pop(0))  # one line higher than the page: let it stand out
        return replace(self, rows=first), replace(self, rows=rest) if rest else None

    def tail(self) -> tuple[Block | None, Block]:
        if len(self.rows) < 2:
            return None, self
        return replace(self, rows=self.rows[:-1]), replace(self, rows=self.rows[-1:])

    def draw(self, canvas: Any, left: float, top: float) -> None:
        y = top
        canvas.setLineWidth(THIN)
        for row in (*self.head, *self.rows):
            for box in row.boxes:
                self._draw_box(canvas, box, (left + box.left, y, row.height))
            y -= row.height
        canvas.setLineWidth(FRAME_LINE)
        canvas.rect(left, y, self.width, top - y)

    def _draw_box(self, canvas: Any, box: _Box, place: tuple[float, float, float]) -> None:
        left, top, height = place
        canvas.addLiteral(f"n {left:.3f} {top - height:.3f} {box.width:.3f} {height:.3f} re S")
        spare = height - len(box.lines) * box.face.leading
        y = top - (spare / 2 if box.is_middle else self.look.above)
        room = box.width - 2 * self.look.side
        for line in box.lines:
            draw_line(canvas, line, box.face, (left + self.look.side, y - baseline(box.face), room))
            y -= box.face.leading


def set_grid(
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell]],
    look: Look,
    fonts: Fonts,
    *,
    head: int = 0,
) -> Grid:
    """Set a table.

    Args:
        widths: Of the columns, in points.
        rows: Of cells; the spans of each row add up to the number of columns.
        look: Faces and margins.
        fonts: The document's fonts.
        head: How many rows at the top are repeated on each page.
    """
    made = [_set_row(widths, cells, look, fonts) for cells in rows]
    return Grid(made[:head], made[head:], sum(widths), look)


def natural_widths(texts: Iterable[Sequence[str]], look: Look, fonts: Fonts) -> list[float]:
    """How wide each column would like to be for its texts to stay on one line."""
    face = look.value
    needs: list[float] = []
    for row in texts:
        sizes = [fonts.width(cell, face.style, face.size) + 2 * look.side + 2 for cell in row]
        needs = [max(pair) for pair in zip(sizes, needs or sizes, strict=True)]
    return needs


def share_width(needs: Sequence[float], width: float) -> list[float]:
    """Divide a width: who needs little gets it, the rest is shared evenly; spare room is added."""
    given = [0.0] * len(needs)
    left = width
    for done, place in enumerate(sorted(range(len(needs)), key=lambda each: needs[each])):
        given[place] = min(needs[place], left / (len(needs) - done))
        left -= given[place]
    return [each + left * each / (width - left) for each in given]


def _set_row(widths: Sequence[float], cells: Sequence[Cell], look: Look, fonts: Fonts) -> _Row:
    boxes: list[_Box] = []
    column, left = 0, 0.0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        boxes.append(_set_cell(cell, left, width, look, fonts))
        column, left = column + cell.span, left + width
    if column != len(widths):
        raise ValueError(f"a row of {column} columns in a table of {len(widths)}")
    return _Row(boxes, max(box.height for box in boxes) + 2 * look.above)


def _set_cell(cell: Cell, left: float, width: float, look: Look, fonts: Fonts) -> _Box:
    face = look.label if cell.is_label else look.value
    if cell.align is not None:
        face = replace(face, align=cell.align)
    lines = set_lines(cell.text, face, width - 2 * look.side, fonts)
    is_middle = cell.is_label or (cell.min_lines == 1 and len(lines) < _SPLIT_FROM)
    height = cell.min_lines * face.leading
    return _Box(left, width, face, lines, cell.is_label, is_middle, height)


def _split(row: _Row, room: float, look: Look, *, is_forced: bool) -> tuple[_Row, _Row] | None:
    """A long row in two: what fits, and the rest; None when it should go to the next page."""
    inner = room - 2 * look.above
    longest = max(row.boxes, key=lambda box: len(box.lines))
    lines = int(inner / longest.face.leading)
    if lines < 1 or len(longest.lines) <= 1:
        return None
    if not is_forced and (len(longest.lines) < _SPLIT_FROM or lines < _LEAST):
        return None
    firsts, rests = zip(*(_split_box(box, inner) for box in row.boxes), strict=True)
    rest_height = max(box.height for box in rests) + 2 * look.above
    return _Row(firsts, room), _Row(rests, rest_height)


def _split_box(box: _Box, inner: float) -> tuple[_Box, _Box]:
    count = int((inner + 0.01) / box.face.leading)
    short = replace(box, min_height=0.0)
    if box.is_label and len(box.lines) <= count:
        return short, short
    return replace(short, lines=box.lines[:count]), replace(short, lines=box.lines[count:])
