"""The printed typefaces: which font file draws which character, loaded when first needed."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from partydesk import paths


class Style(StrEnum):
    """Typefaces of official papers (GB/T 9704-2012)."""

    FANG = "仿"
    TITLE = "小标宋"
    SONG = "宋"
    KAI = "楷"
    HEI = "黑"


#: Which file steps in where one has no glyph; the first that has it draws the character.
CHAINS: Mapping[Style, tuple[str, ...]] = {
    Style.FANG: ("Fang", "KaiLight", "Serif-Regular", "Rare"),
    Style.TITLE: ("Serif-Bold", "Serif-Regular", "Rare"),
    Style.SONG: ("Serif-Regular", "Rare"),
    Style.KAI: ("Kai", "Serif-Regular", "Rare"),
    Style.HEI: ("Sans-Regular", "Serif-Regular", "Rare"),
}

#: Printed for a character that no font has (the printers' mark for a missing type).
SUBSTITUTE = "〓"

#: Keeps the characters on both sides on one line; never drawn.
JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A TrueType file, or one face of a collection."""

    path: Path
    index: int = 0


class Glyph(NamedTuple):
    """How one character is drawn: font, what is drawn, width in thousandths of the size."""

    font: str
    text: str
    width: float


class Fonts:
    """The fonts of one document.

    Attributes:
        missing: Characters met so far that no font has; they are printed as ``SUBSTITUTE``.
    """

    def __init__(self, preferred: Mapping[Style, Sequence[FontFile]] | None = None) -> None:
        """Use the bundled fonts, behind preferred ones if there are any (优先使用本机公文字体)."""
        self._preferred = preferred or {}
        self._glyphs: dict[Style, dict[str, Glyph]] = {style: {} for style in Style}
        self._lengths: dict[tuple[Style, str], float] = {}
        self.missing: set[str] = set()

    def glyph(self, char: str, style: Style) -> Glyph:
        """The glyph of one character."""
        found = self._glyphs[style].get(char)
        if found is None:
            found = self._glyphs[style][char] = self._find(char, style)
        return found

    def runs(self, text: str, style: Style) -> list[tuple[str, str]]:
        """The text in pieces of one font each: ``(registered font name, piece)``."""
        pieces: list[tuple[str, str]] = []
        known = self._glyphs[style]
        for char in text:
            font, drawn, _ = known.get(char) or self.glyph(char, style)
            if not drawn:
                continue
            if pieces and pieces[-1][0] == font:
                pieces[-1] = (font, pieces[-1][1] + drawn)
            else:
                pieces.append((font, drawn))
        return pieces

    def width(self, text: str, style: Style, size: float) -> float:
        """The width of a text in points."""
        # The same words come again and again.
        units = self._lengths.get((style, text))
        if units is None:
            units = sum(self.glyph(char, style).width for char in text)
            self._lengths[style, text] = units
        return units * size / 1000

    def _find(self, char: str, style: Style) -> Glyph:
        if _is_invisible(char):
            return Glyph(self._first(style), "", 0)
        drawn = " " if char.isspace() and char != "\u3000" else char
        code = ord(drawn)
        for file in self._files(style):
            widths = _widths(file)
            if code in widths:
                return Glyph(_name(file), drawn, widths[code])
        self.missing.add(char)
        return self.glyph(SUBSTITUTE, style)

    def _first(self, style: Style) -> str:
        return next(_name(file) for file in self._files(style) if _widths(file))

    def _files(self, style: Style) -> tuple[FontFile, ...]:
        return (*self._preferred.get(style, ()), *_bundled(style))


@cache
def _bundled(style: Style) -> tuple[FontFile, ...]:
    folder = paths.resources() / "fonts"
    return tuple(FontFile(folder / f"{name}.ttf") for name in CHAINS[style])


def _is_invisible(char: str) -> bool:
    # Control and format characters and variation selectors have nothing to draw.
    return (unicodedata.category(char) in ("Cc", "Cf") and not char.isspace()) or (
        "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    )


def _name(file: FontFile) -> str:
    return f"{file.path}#{file.index}"


@cache
def _widths(file: FontFile) -> Mapping[int, float]:
    """The widths of all characters a font has; loads and registers it once per process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    _repair_unicode_maps()
    try:
        font = TTFont(_name(file), str(file.path), subfontIndex=file.index)
    except TTFError:
        if file.path.parent == paths.resources() / "fonts":
            raise  # a bundled font must be there
        return {}  # an installed font with other outlines (CFF) cannot be embedded
    pdfmetrics.registerFont(font)
    known: Mapping[int, float] = font.face.charWidths
    return {code: known[code] for code in font.face.charToGlyph if code in known}


@cache
def _repair_unicode_maps() -> None:
    # ReportLab 5.1 writes code points above U+FFFF with five digits; readers want UTF-16, and
    # at most 100 entries per block. Without this, 𬭎 prints but is lost when text is copied.
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    ttfonts.makeToUnicodeCMap = _unicode_map
    # As text, what is compressed would be a quarter longer; every reader takes bytes.
    rl_config.useA85 = 0


def _unicode_map(font_name: str, codes: Sequence[Any]) -> str:
    """A ToUnicode map (PDF 32000-1, 9.10.3) from the codes of one embedded font."""
    entries = [
        f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for place, code in enumerate(codes)
    ]
    blocks = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
            f"/CMapName /{font_name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(codes) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
