"""Every name that can stand on a roster can be printed, in every style."""

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
CHAINS = {
    "仿宋": ("Fang", "KaiLight", "Serif-Regular", "Rare"),
    "小标宋": ("Serif-Bold", "Serif-Regular", "Rare"),
    "宋体": ("Serif-Regular", "Rare"),
    "楷体": ("Kai", "Serif-Regular", "Rare"),
    "黑体": ("Sans-Regular", "Serif-Regular", "Rare"),
}


def read_characters(name):
    lines = (FONTS / name).read_text(encoding="utf-8").splitlines()
    return [c for line in lines if not line.startswith("#") for c in line]


def drawable(name):
    """The characters that have a glyph that is not empty."""
    with TTFont(FONTS / f"{name}.ttf", lazy=True) as font:
        offsets = font["loca"].locations  # an empty glyph ends where it starts
        numbers = {c: font.getGlyphID(glyph) for c, glyph in font.getBestCmap().items()}
    return {c for c, n in numbers.items() if offsets[n] < offsets[n + 1] or chr(c).isspace()}


@pytest.fixture(scope="module")
def covered():
    names = {name for chain in CHAINS.values() for name in chain}
    return {name: drawable(name) for name in names}


@pytest.mark.parametrize("style", CHAINS)
def test_a_chain_draws_all_8105_characters_and_the_rare_names(style, covered):
    general = read_characters("characters-8105.txt")
    assert len(set(general)) == 8105
    names = read_characters("characters-names.txt")
    assert {"喆", "堃", "䶮", "𬭎", "𪻐", "𪨧", "㵆", "㻛"} <= set(names)
    have = set().union(*(covered[name] for name in CHAINS[style]))
    assert [c for c in general + names if ord(c) not in have] == []


@pytest.mark.parametrize("style", CHAINS)
def test_a_chain_draws_gb18030_level_two_and_common_marks(style, covered):
    have = set().union(*(covered[name] for name in CHAINS[style]))
    level_two = {*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0)}
    assert level_two - have == set()
    marks = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～￥％＋－×÷＝≤≥√℃№①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣ□■○●★☆→〇々"
    assert [c for c in marks if ord(c) not in have] == []


@pytest.mark.parametrize("name", ["Serif-Bold", "Sans-Regular", "Kai"])
def test_common_names_keep_their_style_within_one_font(name, covered):
    general = read_characters("characters-8105.txt")
    assert [c for c in general if ord(c) not in covered[name]] == []


def test_fonts_are_the_recorded_ones_and_together_below_40_mb():
    recorded = dict(
        reversed(line.split("  ")) for line in (FONTS / "sha256.txt").read_text().splitlines()
    )
    files = sorted(FONTS.glob("*.ttf"))
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == recorded
    assert sum(file.stat().st_size for file in files) < 40_000_000


def test_changed_fonts_carry_no_reserved_name():
    for file in FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            own = {i: font["name"].getDebugName(i) for i in (1, 4, 6)}
            assert own[1].startswith("PD "), file.name
            assert not any(word in "".join(own.values()) for word in ("LXGW", "霞鹜", "Source"))
            assert font["name"].getDebugName(0), f"{file.name} lost its copyright line"
            assert "glyf" in font, f"{file.name}: ReportLab draws only TrueType outlines"
