from datetime import datetime
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from partydesk import paths
from partydesk.documents.fonts import SUBSTITUTE, FontFile, Fonts, Style
from partydesk.documents.pdf import RECORD, Paper, Printing
from partydesk.documents.system_fonts import chosen, parse_fontconfig, parse_registry
from tests.core.pdf_reading import text_of

FONTS = paths.resources() / "fonts"
RARE = "赵𬭎、陈喆、李㛃、王𪻐、何䶮、沈𨱏、周𣲗、吴𫖯、郑𬍛、孙㵆、许㻛"


def characters(file: str) -> str:
    lines = (FONTS / file).read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def printed(text: str, preferred: dict[Style, list[FontFile]] | None = None) -> bytes:
    printing = Printing("周敏", datetime(2026, 3, 5, 9, 30), preferred=preferred or {})
    paper = Paper(RECORD, "试印", printing, confidential=False)
    paper.text(text)
    return paper.pdf()


@pytest.mark.parametrize("style", list(Style))
def test_every_typeface_draws_all_characters_of_general_use_and_of_names(style):
    fonts = Fonts()
    for char in characters("characters-8105.txt") + characters("characters-names.txt"):
        fonts.glyph(char, style)
    assert fonts.missing == set()


def test_rare_characters_survive_copying_out_of_the_pdf():
    assert RARE in text_of(printed(RARE))


def test_all_rare_names_survive_copying_out_of_the_pdf():
    names = "".join(characters("characters-names.txt").split())
    assert names in text_of(printed(names)).replace("—1—", "")


def test_only_embedded_fonts_are_used():
    assert b"Helvetica" not in printed("支部")


def test_a_character_that_a_font_lacks_comes_from_the_next_in_its_chain():
    fonts = Fonts()
    runs = fonts.runs("陈喆同志", Style.FANG)
    assert [text for _, text in runs] == ["陈", "喆", "同志"]
    assert runs[0][0] == runs[2][0] != runs[1][0]


def test_a_character_that_no_font_has_is_marked_and_named_at_the_end():
    text = text_of(printed("张😀同志"))
    assert f"张{SUBSTITUTE}同志" in text
    assert "没有U+1F600的字形" in text


def test_control_characters_and_selectors_leave_no_mark():
    assert "葛明同志" in text_of(printed("葛\U000e0101明\x00\u200b同\x1b志"))


def test_an_installed_typeface_is_used_first_where_it_has_the_character():
    fonts = Fonts({Style.FANG: [FontFile(FONTS / "Kai.ttf")]})
    assert "Kai.ttf" in fonts.glyph("支", Style.FANG).font
    assert "Fang.ttf" in Fonts().glyph("支", Style.FANG).font


def test_an_installed_typeface_with_other_outlines_is_passed_over(tmp_path: Path):
    file = tmp_path / "other.otf"
    make_cff_font(file)
    preferred = {Style.FANG: [FontFile(file)]}
    assert "Fang.ttf" in Fonts(preferred).glyph("支", Style.FANG).font
    assert "支部" in text_of(printed("支部", preferred))


def make_cff_font(file: Path) -> None:
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "zhi"])
    builder.setupCharacterMap({ord("支"): "zhi"})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 500))
    pen.closePath()
    shape = pen.getCharString()
    builder.setupCFF("Other", {}, {".notdef": shape, "zhi": shape}, {})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "zhi": (1000, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Other", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)


def test_installed_fonts_are_found_by_their_family_names():
    listing = (
        "FangSong,仿宋\t0\t/fonts/simfang.ttf\n"
        "SimSun,宋体\t0\t/fonts/simsun.ttc\n"
        "仿宋_GB2312\t0\t/fonts/gb.ttf\n"
        "楷体\t65536\t/fonts/variable.ttf\n"
        "DejaVu Sans\t0\t/fonts/dejavu.ttf\n"
    )
    fonts = chosen(parse_fontconfig(listing))
    assert [file.path.name for file in fonts[Style.FANG]] == [
        "gb.ttf",
        "simfang.ttf",
        "simfang.ttf",
    ]
    assert fonts[Style.SONG][0] == FontFile(Path("/fonts/simsun.ttc"), 0)
    assert fonts[Style.KAI] == []


def test_the_windows_list_names_the_faces_of_a_collection():
    faces = parse_registry("SimSun & NSimSun (TrueType)", "simsun.ttc", Path("Fonts"))
    assert faces == [
        ("SimSun", FontFile(Path("Fonts/simsun.ttc"), 0)),
        ("NSimSun", FontFile(Path("Fonts/simsun.ttc"), 1)),
    ]
