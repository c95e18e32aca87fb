"""Three things done to a font file: cut it to a set of characters, make it TrueType, rename it."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

# Nothing that prints or shows our text reads these; they are a tenth of a font.
UNUSED_TABLES = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "gasp", "meta", "vhea"]
# Copyright, licence text and licence address are kept in every font that is cut down.
KEPT_NAMES = {0, 13, 14}
# Largest distance between a cubic outline and its quadratic stand-in, in font units (of 1000).
CONVERSION_ERROR = 1.0


def characters_of(path: Path) -> set[int]:
    """Return the code points that the font at `path` can draw."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def cut(path: Path, characters: Iterable[int]) -> TTFont:
    """Open the font at `path` with only these characters, without hints and layout rules."""
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=[])
    options.name_IDs = ["*"]
    options.drop_tables = [*options.drop_tables, *UNUSED_TABLES, "vmtx"]
    # The time of the build must not change the file: its SHA-256 is on record.
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def make_truetype(font: TTFont) -> None:
    """Turn the cubic outlines (CFF) of `font` into quadratic ones (glyf), which ReportLab needs."""
    outlines = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, CONVERSION_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name in order:
        glyf[name].recalcBounds(glyf)
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyf[name], "xMin", 0))
    _set_truetype_head(font, len(order))


def _set_truetype_head(font: TTFont, glyph_count: int) -> None:
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = glyph_count
    maxp.maxZones = 1
    for field in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs",
                  "StackElements", "SizeOfInstructions", "ComponentElements"):  # fmt: skip
        setattr(maxp, f"max{field}", 0)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font its own name: changed fonts may not carry the reserved ones (OFL 1.1, 3)."""
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in KEPT_NAMES and n.platformID == 3]
    postscript = f"{family}-{style}".replace(" ", "")
    texts = {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 5: "Version 1.0"}
    for name_id, text in {**texts, 6: postscript}.items():
        names.setName(text, name_id, 3, 1, 0x409)
