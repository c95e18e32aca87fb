"""Groups of digits in numbered boxes, to be read aloud, typed and compared."""

from collections.abc import Sequence
from typing import Any

from partydesk.documents.blocks import FRAME_LINE, MM, Whole
from partydesk.documents.fonts import Style
from partydesk.documents.pdf import Paper
from partydesk.documents.typeset import Align, Face, draw_line, set_lines

_ROW_HEIGHT = 17 * MM
_DIGITS = Face(Style.SONG, 23, 30, Align.CENTRE)
_CAPTION = Face(Style.HEI, 10, 14, Align.CENTRE)


def digit_boxes(groups: Sequence[str], paper: Paper, *, per_row: int) -> Whole:
    """Rows of boxes as wide as the page, each with its number above the digits."""
    width = paper.frame.column / per_row

    def paint(canvas: Any, left: float, top: float) -> None:
        canvas.setLineWidth(FRAME_LINE)
        for place, group in enumerate(groups):
            row, column = divmod(place, per_row)
            x, y = left + column * width, top - (row + 1) * _ROW_HEIGHT
            canvas.rect(x, y, width, _ROW_HEIGHT)
            for text, face, height in (
                (f"第 {place + 1} 组", _CAPTION, _ROW_HEIGHT - 14),
                (group, _DIGITS, 10),
            ):
                line = set_lines(text, face, width, paper.fonts)[0]
                draw_line(canvas, line, face, (x, y + height, width))

    return Whole(_ROW_HEIGHT * -(-len(groups) // per_row), paint)
