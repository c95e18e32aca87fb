"""The tokens can be read by weak eyes, and the style sheet knows every name it uses."""

import re

import pytest
from PySide6.QtGui import QFont

from partydesk.paths import resources
from tests.ui.seeing import contrast
from ui.theme import (
    TEXT,
    TOKENS,
    Look,
    Size,
    Theme,
    Tone,
    current_theme,
    stylesheet,
)

GROUNDS = ("paper", "surface", "head", "stripe", "grey", "chosen")
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink2") for ground in GROUNDS),
    *(("faint", ground) for ground in ("paper", "surface")),
    *((tone, f"{tone}_soft") for tone in ("red", "gold", "green", "blue")),
    *((tone, "paper") for tone in ("red", "gold", "green", "blue")),
    *((tone, "surface") for tone in ("red", "gold", "green", "blue")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("ink", "gold_soft"),
    ("ink", "red_soft"),
    ("ink", "green_soft"),
    ("ink", "blue_soft"),
    ("faint", "red_soft"),
    ("ink3", "grey"),
    ("ink3", "surface"),
    ("on_missing", "missing"),
    ("on_waiting", "waiting"),
    ("surface", "blue"),
]


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(look, text, ground):
    tokens = TOKENS[look]

    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tone", Tone)
def test_every_pill_can_be_read_in_high_contrast(tone):
    ink, ground = Theme(Look.CONTRAST).tone(tone)

    assert contrast(ink, ground) >= 7


@pytest.mark.parametrize("look", Look)
def test_the_style_sheet_leaves_no_name_open_and_its_pictures_are_there(look):
    template = (resources() / "theme" / "window.qss").read_text("utf-8")
    style = stylesheet(Theme(look), template)

    assert "$" not in style
    for name in re.findall(r"url\(theme:([^)]+)\)", style):
        assert (resources() / "theme" / name).is_file()


def test_text_grows_fully_and_space_half_as_much():
    style = stylesheet(Theme(Look.LIGHT, Size.HUGE), "QLabel { font-size: 14px; padding: 8px; }")

    assert style == "QLabel { font-size: 21px; padding: 10px; }"


def test_lines_stay_thin_at_every_size():
    assert "1px" in stylesheet(Theme(Look.LIGHT, Size.HUGE), "border: 1px solid")


def test_sizes_stop_at_both_ends():
    assert Theme().larger(-1) == Theme()
    assert Theme().larger(5).size == Size.HUGE


def test_the_program_wears_what_it_was_given(qapp, look):
    look(Look.DARK, Size.LARGE)

    assert current_theme() == Theme(Look.DARK, Size.LARGE)
    assert QFont(qapp.font()).pixelSize() > TEXT
    assert qapp.palette().window().color().name().upper() == TOKENS[Look.DARK].paper
