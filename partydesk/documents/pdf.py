"""A printed paper: page sizes, margins and numbers of GB/T 9704-2012, filled from top to bottom."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from itertools import groupby
from typing import Any

from partydesk.documents.blocks import MM, Block, Gap, Paragraphs, signatures, spread
from partydesk.documents.fonts import FontFile, Fonts, Style
from partydesk.documents.grid import Cell, Look, set_grid
from partydesk.documents.paging import paginate
from partydesk.documents.typeset import Align, Face, draw_line, set_lines

# 28 characters of 15.79 pt and 22 lines of 28.99 pt fill 156 mm x 225 mm (GB/T 9704-2012, 5.2).
BODY = Face(Style.FANG, 15.79, 28.99, Align.FILL, indent=2)
TITLE = Face(Style.TITLE, 22, 33, Align.CENTRE)
SUBTITLE = Face(Style.KAI, 14, 24, Align.CENTRE)
SECTION = Face(Style.HEI, 15.79, 28.99)
HEADING = Face(Style.HEI, 15.79, 28.99, indent=2)
SUBHEADING = Face(Style.KAI, 15.79, 28.99, indent=2)
SIGN = Face(Style.FANG, 14, 24)
REMARK = Face(Style.FANG, 11, 17)
NOTE = Face(Style.SONG, 9, 14)

#: Boxed forms (小四), and tables (五号).
FORM_LOOK = Look(Face(Style.HEI, 12, 18, Align.CENTRE), Face(Style.FANG, 12, 18), 5, 5)
TABLE_LOOK = Look(Face(Style.HEI, 10.5, 15, Align.CENTRE), Face(Style.FANG, 10.5, 15))

#: Points from line to line of 四号 where a page is spared.
_TIGHT = 20.5

_LONGEST_HEADING = 40
#: Written by hand on paper.
BLANK_DAY = "　　　年　　月　　日"


#: Left end, baseline and width of a line, in points.
Place = tuple[float, float, float]


class Numbering(Enum):
    """How pages are numbered."""

    RECORD = auto()  #: — 1 —, odd pages right, even pages left
    LIST = auto()  #: 第 1 页 共 2 页


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its margins, in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    numbering: Numbering

    @property
    def column(self) -> float:
        """The width of the text block."""
        return self.width - self.left - self.right

    @property
    def room(self) -> float:
        """The height of the text block."""
        return self.height - self.top - self.bottom


def _frame(size: tuple[int, int], margins: tuple[int, int, int, int], how: Numbering) -> Frame:
    top, bottom, left, right = (each * MM for each in margins)
    return Frame(size[0] * MM, size[1] * MM, top, bottom, left, right, how)


#: Records: A4 upright, 天头 37 mm, 订口 28 mm, text block 156 mm x 225 mm.
RECORD = _frame((210, 297), (37, 35, 28, 26), Numbering.RECORD)
#: Boxed records: as wide, with more room.
BOXED = _frame((210, 297), (25, 25, 28, 26), Numbering.RECORD)
#: Forms of one or two pages.
FORM = _frame((210, 297), (24, 22, 28, 26), Numbering.LIST)
#: Lists: A4 lying, bound at the top.
LIST = _frame((297, 210), (25, 18, 16, 16), Numbering.LIST)


@dataclass(frozen=True, slots=True)
class Printing:
    """Who prints, when, and how.

    Attributes:
        by: Name of the user; stands at the foot of confidential papers.
        at: When.
        masked: Whether personal numbers on lists are masked.
        is_public: Whether a list is to be posted: then nothing says that it is internal.
        preferred: Installed official typefaces to use first (``system_fonts.office_fonts``).
    """

    by: str
    at: datetime
    masked: bool = True
    is_public: bool = False
    preferred: Mapping[Style, Sequence[FontFile]] = field(default_factory=dict)


class Paper:
    """A paper being written; ``pdf`` gives the finished file."""

    def __init__(
        self,
        frame: Frame,
        name: str,
        printing: Printing,
        *,
        confidential: bool,
        tight: bool = False,
    ) -> None:
        """Begin an empty paper.

        Args:
            frame: Page size and margins.
            name: The document's title for readers; carries no names of people.
            printing: Who prints, and when.
            confidential: Whether each page carries 内部资料 注意保密, who printed it and when.
            tight: Whether text is 四号 and margins are narrow, to spare a page.
        """
        self.frame = replace(frame, top=20 * MM, bottom=BOXED.bottom) if tight else frame
        self._tight = tight
        self.fonts = Fonts(printing.preferred)
        self._name = name
        self._printing = printing
        self._confidential = confidential
        self._blocks: list[Block] = []

    def add(self, block: Block) -> None:
        """Put a block below what is there."""
        self._blocks.append(block)

    def text(self, text: str, face: Face = BODY, reserve: float = 0) -> None:
        """Paragraphs; blanks typed to indent them are dropped, the face indents."""
        if self._tight and face.size == BODY.size:
            face = replace(face, size=SIGN.size, leading=_TIGHT)
        clean = "\n".join(part.strip(" \u3000\t") for part in text.strip().splitlines())
        lines = set_lines(clean, face, self.frame.column, self.fonts)
        self.add(Paragraphs(lines, face, self.frame.column, reserve))

    def title(self, text: str, above: str = "", below: str = "") -> None:
        """The title in the middle, with a smaller line above and below it."""
        if above:
            self.text(above, SUBTITLE)
        self.text(text, TITLE)
        if below:
            self.text(below, SUBTITLE)
        self.gap(3)

    def section(self, text: str) -> None:
        """The head of a part of the paper; it keeps two lines of what follows on its page."""
        self.gap(2)
        self.text(text, SECTION, reserve=2 * self.leading)

    def minutes(self, text: str) -> None:
        """A long text as people type it; lines 一、… and （一）… become headings."""
        for face, part in groupby(text.strip().splitlines(), _face_of):
            reserve = 0.0 if face is BODY else 2 * self.leading
            self.text("\n".join(part), face, reserve)

    def notes(self, texts: Sequence[str]) -> None:
        """Short remarks side by side, such as 单位, 填报人 and 日期 above a list."""
        self.add(spread(texts, REMARK, self.frame.column, self.fonts))

    def gap(self, millimetres: float) -> None:
        """Empty space."""
        self.add(Gap(millimetres * MM))

    def grid(
        self, shares: Sequence[float], rows: Iterable[Sequence[Cell]], look: Look, head: int = 0
    ) -> None:
        """A table as wide as the text; ``shares`` divides the width among its columns."""
        widths = [each * self.frame.column / sum(shares) for each in shares]
        self.add(set_grid(widths, rows, look, self.fonts, head=head))

    def sign(self, *rows: Sequence[str]) -> None:
        """Rows of places to sign; a label that ends with ： gets a line."""
        self.add(signatures(rows, SIGN, self.frame.column, self.fonts))

    @property
    def leading(self) -> float:
        """From line to line of its text, in points."""
        return _TIGHT if self._tight else BODY.leading

    def page_count(self) -> int:
        """How many pages what is there takes."""
        return len(self._pages())

    def pdf(self) -> bytes:
        """The finished file; the same input gives the same bytes."""
        from reportlab.pdfgen.canvas import Canvas

        if self.fonts.missing:
            self.gap(4)
            self.text(_missing_note(self.fonts.missing), NOTE)
        pages = self._pages()
        target = io.BytesIO()
        size = (self.frame.width, self.frame.height)
        font = self.fonts.glyph("一", Style.SONG).font  # ReportLab would begin with Helvetica
        canvas = Canvas(target, pagesize=size, invariant=1, initialFontName=font, lang="zh-CN")
        canvas.setPageCompression(1)
        canvas.setTitle(self._name)
        canvas.setAuthor("")
        canvas.setCreator("支部工作台")
        for number, page in enumerate(pages, start=1):
            for block, top in page:
                block.draw(canvas, self.frame.left, top)
            self._draw_foot(canvas, number, len(pages))
            canvas.showPage()
        canvas.save()
        return target.getvalue()

    def _pages(self) -> list[list[tuple[Block, float]]]:
        return paginate(self._blocks, self.frame.room, self.frame.height - self.frame.top)

    def _draw_foot(self, canvas: Any, number: int, total: int) -> None:
        frame = self.frame
        place = (frame.left, frame.bottom - 11 * MM, frame.column)
        if frame.numbering is Numbering.RECORD:
            # One character in from the outer edge (GB/T 9704-2012, 7.5).
            align = Align.RIGHT if number % 2 else Align.LEFT
            face = Face(Style.SONG, 14, 20, align)
            place = (frame.left + 14, frame.bottom - 7 * MM - 10, frame.column - 28)
            self._draw_line(canvas, f"— {number} —", face, place)
            place = (frame.left, frame.bottom - 16 * MM, frame.column)
        else:
            self._draw_line(
                canvas, f"第 {number} 页　共 {total} 页", replace(NOTE, align=Align.CENTRE), place
            )
        if self._confidential:
            at = f"{self._printing.at:%Y-%m-%d %H:%M}"
            self._draw_line(canvas, "内部资料　注意保密", NOTE, place)
            printed = f"打印：{self._printing.by}　{at}"
            self._draw_line(canvas, printed, replace(NOTE, align=Align.RIGHT), place)

    def _draw_line(self, canvas: Any, text: str, face: Face, place: Place) -> None:
        draw_line(canvas, set_lines(text, face, place[2], self.fonts)[0], face, place)


def _face_of(line: str) -> Face:
    """The face of a typed line (GB/T 9704-2012, 7.3.3): headings are short, without a stop."""
    text = line.strip()
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", "，")):
        return BODY
    if re.match("[一二三四五六七八九十]+、", text):
        return HEADING
    return SUBHEADING if re.match("（[一二三四五六七八九十]+）", text) else BODY


def _missing_note(missing: set[str]) -> str:
    codes = "、".join(f"U+{ord(char):04X}" for char in sorted(missing))
    return f"注：字库中没有 {codes} 的字形，文中以“〓”代替，请手工补写。"
