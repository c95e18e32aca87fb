"""A line goes on below where there is no room, evenly; a button's icon follows its role."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from partydesk.domain.fields import pick
from partydesk.domain.organization import Post
from tests.ui import seeing
from ui.theme import Look, Size, current_theme
from ui.widgets.basics import Button, button, column, scrolling, set_role
from ui.widgets.folding import Folding
from ui.widgets.row_list import RowListEditor


@pytest.fixture
def folding(qtbot):
    host = QWidget()
    parts = [button(word) for word in "一二三四五六"]
    made = Folding(parts, lambda _part: 100, gap=10)
    host.setLayout(column(made, None))
    host.folding = made
    qtbot.addWidget(host)
    host.resize(700, 300)
    host.show()
    return host


def lines(host):
    """How many parts stand in each line."""
    QApplication.processEvents()
    tops = [each.y() for each in host.folding.findChildren(Button)]
    return [tops.count(top) for top in sorted(set(tops))]


def test_parts_that_do_not_fit_go_on_below_evenly(folding):
    assert lines(folding) == [6]
    folding.resize(550, 300)
    assert lines(folding) == [3, 3]
    folding.resize(230, 300)
    assert lines(folding) == [2, 2, 2]
    folding.resize(700, 300)
    assert lines(folding) == [6]
    assert folding.folding.minimumSizeHint().width() < 230


@pytest.mark.parametrize("size", Size)
def test_the_post_of_a_row_is_read_whole_in_a_narrow_card(qtbot, look, size):
    look(Look.LIGHT, size)
    held = pick(Post, "member_id", "kind", "started_on", "ended_on")
    made = RowListEditor(held, "职务")
    made.set_value([{"member_id": None, "kind": "组织委员"}])
    qtbot.addWidget(made)
    made.resize(current_theme().gap(360), 300)
    made.show()
    QApplication.processEvents()

    assert seeing.cut_texts(made) == []
    assert seeing.outside(made) == []


def test_an_icon_takes_the_colour_of_a_new_role(qtbot):
    made = Button("记会议", "primary", "plus")
    qtbot.addWidget(made)
    light = made.icon().pixmap(18, 18).toImage()
    set_role(made, "")
    dark = made.icon().pixmap(18, 18).toImage()
    set_role(made, "primary")

    assert dark != light
    assert made.icon().pixmap(18, 18).toImage() == light


def test_only_a_part_with_a_name_is_a_stop_of_its_own(qtbot):
    quiet, read = scrolling(QWidget()), scrolling(QWidget(), "查阅记录")
    for each in (quiet, read):
        qtbot.addWidget(each)

    assert (quiet.focusPolicy().value, quiet.accessibleName()) == (0, "")
    assert read.focusPolicy().value
    assert read.accessibleName() == "查阅记录"
