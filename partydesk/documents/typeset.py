"""Chinese text set in lines: line breaks by the rules of Chinese printing, drawn font by font."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from partydesk.documents.fonts import JOINER, Fonts, Style


class Align(Enum):
    """Where a line stands in its column."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()
    FILL = auto()  #: spread over the whole width, except the last line


@dataclass(frozen=True, slots=True)
class Face:
    """How a text looks. Size and leading are in points, the indent in characters."""

    style: Style
    size: float
    leading: float
    align: Align = Align.LEFT
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be drawn."""

    runs: tuple[tuple[str, str], ...]
    width: float
    indent: float
    ends_paragraph: bool


#: What may not begin a line, and what may not end one.
_NO_START = frozenset("，。、；：？！）》〉】〕」』”’…—·％℃,.;:?!)]}%")
_NO_END = frozenset("（《〈【〔「『“‘([{")
# A whole name, a western word or number, or one character.
_UNITS = re.compile(rf".(?:{JOINER}.)+|[!-~\u00a1-\u024f]+|.", re.DOTALL)


def whole(text: str) -> str:
    """The text so that it is never broken over two lines."""
    return JOINER.join(text)


def padded(name: str) -> str:
    """A name for print: two characters get a wide space between them, none is broken in two."""
    chinese = len(name) == 2 and all(char >= "\u3400" for char in name)
    return whole(f"{name[0]}\u3000{name[1]}" if chinese else name)


def set_lines(text: str, face: Face, width: float, fonts: Fonts) -> list[Line]:
    """Break a text into lines of at most ``width`` points; each new line begins a paragraph."""
    lines: list[Line] = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines += _set_paragraph(paragraph.replace("\t", "  "), face, width, fonts)
    return lines


def draw_line(canvas: Any, line: Line, face: Face, place: tuple[float, float, float]) -> None:
    """Draw a line; ``place`` is left edge, baseline and column width in points."""
    left, baseline, width = place
    slack = max(width - line.indent - line.width, 0)
    count = sum(len(piece) for _, piece in line.runs)
    spread = 0.0
    if face.align is Align.FILL and not line.ends_paragraph and count > 1:
        # A line that is short because a long word did not fit is left ragged.
        spread = slack / (count - 1) if slack < 4 * face.size else 0
    elif face.align in (Align.CENTRE, Align.RIGHT):
        left += slack / (2 if face.align is Align.CENTRE else 1)
    place_at = f"BT 1 0 0 1 {left + line.indent:.3f} {baseline:.3f} Tm"
    told = [f"{place_at} {spread:.6f} Tc" if spread else place_at]
    told += [_shown(canvas, font, piece, face.size) for font, piece in line.runs]
    told.append("0 Tc ET" if spread else "ET")
    canvas.addLiteral(" ".join(told))


def _shown(canvas: Any, font_name: str, piece: str, size: float) -> str:
    """PDF's words for a piece of one font; ReportLab's own way measures it again, for nobody."""
    from reportlab.pdfbase.pdfmetrics import getFont

    font, document = getFont(font_name), canvas._doc  # noqa: SLF001 - fonts ask for it
    names: dict[int, str] = {}
    told = []
    for subset, codes in font.splitString(piece, document):
        if subset not in names:
            names[subset] = f"{font.getSubsetInternalName(subset, document)} {size:g} Tf"
        told.append(f"{names[subset]} <{codes.hex()}> Tj")
    return " ".join(told)


def baseline(face: Face) -> float:
    """How far below the top of its line the baseline lies, in points."""
    return (face.leading - face.size) / 2 + 0.86 * face.size


def _set_paragraph(text: str, face: Face, width: float, fonts: Fonts) -> Iterator[Line]:
    start, indent = 0, face.indent * face.size
    size = fonts.width(text, face.style, face.size)
    if size <= width - indent:
        # Most cells of a table hold one line.
        yield Line(tuple(fonts.runs(text, face.style)), size, indent, ends_paragraph=True)
        return
    units = list(_units(text, face, width, fonts))
    while True:
        end = _line_end(units, start, width - indent + 0.01)
        line = "".join(unit for unit, _ in units[start:end])
        # Blanks at the end of a broken line, and at the start of the next, are not drawn.
        shown = line if end == len(units) else line.rstrip(" ")
        size = fonts.width(shown, face.style, face.size)
        yield Line(tuple(fonts.runs(shown, face.style)), size, indent, end == len(units))
        start, indent = end, 0.0
        while start < len(units) and units[start][0] == " ":
            start += 1
        if start >= len(units):
            return


def _units(text: str, face: Face, width: float, fonts: Fonts) -> Iterator[tuple[str, float]]:
    """What is kept on one line, with its width; longer than a line, it falls into characters."""
    room = width - face.indent * face.size
    sizes: dict[str, float] = {}
    for unit in _UNITS.findall(text):
        size = sizes.get(unit)
        if size is None:
            size = sizes[unit] = fonts.width(unit, face.style, face.size)
        if size <= room:
            yield unit, size
        else:
            yield from ((char, fonts.width(char, face.style, face.size)) for char in unit)


def _line_end(units: list[tuple[str, float]], start: int, room: float) -> int:
    """The place behind the last unit of the line that begins at ``start``."""
    used, end = 0.0, start
    while end < len(units) and used + units[end][1] <= room:
        used += units[end][1]
        end += 1
    if end >= len(units):
        return end
    best = end
    while best > start and _is_bad_break(units[best - 1][0], units[best][0]):
        best -= 1
    # A line of nothing but punctuation is broken where it is full.
    return best if best > start else max(end, start + 1)


def _is_bad_break(before: str, after: str) -> bool:
    return after[0] in _NO_START or before[-1] in _NO_END
