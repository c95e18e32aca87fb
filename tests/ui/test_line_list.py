"""Everything about a person in one list: opened by mouse and by keys, kept in sight, and light."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from partydesk.services import talks
from tests.ui.small_branch import fill, shown
from ui.tabs.members_tab import MembersTab
from ui.theme import Look, Size
from ui.widgets.basics import column, scrolling
from ui.widgets.line_list import LineList

LINES = [(f"第{number}行", "打开记录") for number in range(200)]


@pytest.fixture
def area(qtbot):
    """A list of two hundred lines in a page that shows a few of them."""
    inside = QWidget()
    inside.setLayout(column(LineList("记录"), None))
    made: QScrollArea = scrolling(inside)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    inside.findChild(LineList).show_lines(LINES)
    qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() > 0)
    return made


@pytest.fixture
def lines(area):
    return area.widget().findChild(LineList)


def pressed(lines):
    found = []
    lines.pressed_line.connect(found.append)
    return found


def test_it_is_as_high_as_its_lines_and_the_page_scrolls(area, lines):
    last = lines.visualItemRect(lines.item(199))
    assert last.bottom() <= lines.viewport().height()
    assert area.verticalScrollBar().maximum() > 150 * last.height()


def test_a_click_opens_the_line_under_it_once(qtbot, lines):
    found = pressed(lines)
    spot = lines.visualItemRect(lines.item(3)).center()
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert found == [3]


def test_arrows_go_from_line_to_line_in_sight_and_enter_opens(qtbot, area, lines):
    found = pressed(lines)
    lines.setFocus()
    assert lines.currentRow() == 0
    for _ in range(40):
        qtbot.keyClick(lines, Qt.Key.Key_Down)
    top = lines.mapTo(area.viewport(), lines.visualItemRect(lines.item(40)).topLeft())
    assert area.viewport().rect().contains(top + QPoint(0, 1))
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert found == [40]


def test_without_lines_there_is_no_stop_for_the_tab_key(lines):
    lines.show_lines([])
    assert lines.isHidden()
    lines.show_lines(LINES[:2])
    assert not lines.isHidden()
    assert lines.count() == 2


def test_it_grows_with_the_text(qtbot, lines, look):
    before = lines.height()
    look(Look.LIGHT, Size.HUGE)
    qtbot.waitUntil(lambda: lines.height() > before)
    last = lines.visualItemRect(lines.item(199))
    assert last.bottom() <= lines.viewport().height()


def test_a_line_of_a_persons_year_opens_its_record(qtbot, store, desk, state):
    people = fill(store)
    talk = talks.save_talk(
        store,
        {
            "kind": "日常谈心",
            "talked_on": date.today() - timedelta(days=1),
            "way": "一对一",
            "talker_id": people["王秀兰"],
            "partners": [{"member_id": people["林涛"], "name": "林涛"}],
        },
        date.today(),
    )
    tab = shown(qtbot, MembersTab(desk, state))
    gone = []
    tab.go.connect(gone.append)
    tab.show_record(people["林涛"])

    assert "谈心谈话（王秀兰）" in tab.view.lines.item(0).text()
    qtbot.keyClick(tab.view.lines, Qt.Key.Key_Down)
    qtbot.keyClick(tab.view.lines, Qt.Key.Key_Return)
    assert [(each.record_type, each.record_id) for each in gone] == [("talk", talk.id)]
