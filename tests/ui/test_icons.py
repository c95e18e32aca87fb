"""Icons take the colour they are asked for and are drawn for dense screens."""

import pytest
from PySide6.QtGui import QColor

from partydesk.paths import resources
from ui.icons import icon, pixmap


@pytest.mark.usefixtures("qapp")
def test_an_icon_is_drawn_in_its_colour_at_twice_its_size():
    picture = pixmap("users", "#A61E1E", 18)

    assert picture.width() == 36
    assert picture.devicePixelRatio() == 2
    image = picture.toImage()
    solid = [
        image.pixelColor(x, y)
        for x in range(36)
        for y in range(36)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid
    assert {QColor(each.rgb()).name() for each in solid} == {"#a61e1e"}


@pytest.mark.usefixtures("qapp")
def test_no_name_gives_no_icon():
    assert icon("").isNull()


def test_every_icon_that_is_kept_can_be_coloured():
    drawings = [each for each in (resources() / "icons").glob("*.svg") if each.stem != "app"]

    assert drawings
    for path in drawings:
        assert "currentColor" in path.read_text("utf-8"), path.name
