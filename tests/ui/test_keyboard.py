"""The main job by keyboard: parts of a page, save and new, days and people as they are typed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from partydesk.services import meetings
from tests.ui.chinese import write
from tests.ui.small_branch import fill, press, settle
from tests.ui.window_help import open_window
from ui.widgets.record_table import RecordTable

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

BY_TAB = Qt.FocusReason.TabFocusReason


@pytest.fixture
def window(store, desk, state, qtbot):
    fill(store)
    return open_window(qtbot, desk, state)


def key(qtbot, what, held=Qt.KeyboardModifier.NoModifier):
    """Press a key where the cursor is."""
    qtbot.keyClick(QApplication.focusWidget(), what, held)
    settle()


def inside(part):
    here = QApplication.focusWidget()
    return here is part or part.isAncestorOf(here)


def test_f6_goes_from_the_list_to_the_form_to_the_tabs_and_back(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    table, card = window.page.page.table, window.page.page.card
    table.setFocus()
    key(qtbot, Qt.Key.Key_F6)
    assert inside(card)
    assert inside(window.page.form)
    key(qtbot, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.side_bar.buttons[2]
    key(qtbot, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is table
    key(qtbot, Qt.Key.Key_F6, SHIFT)
    assert inside(window.side_bar)


def test_a_meeting_is_recorded_and_the_next_one_begun_without_a_mouse(window, store, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    form = window.page.form
    form.editor("kind").setFocus()
    form.editor("kind").setCurrentText("支部委员会会议")
    form.editor("held_on").setFocus(BY_TAB)
    qtbot.keyClicks(QApplication.focusWidget(), "20260305")
    key(qtbot, Qt.Key.Key_Return)
    assert form.editor("held_on").text() == "2026年3月5日"
    assert not form.editor("held_on").hasFocus()
    form.editor("chair_id").setFocus(BY_TAB)
    qtbot.keyClicks(QApplication.focusWidget(), "czy")
    press(qtbot, form.editor("chair_id"))
    assert form.editor("chair_id").text().startswith("陈志远")
    form.editor("topic").setFocus()
    write(form.editor("topic"), "研究三月工作")
    qtbot.keyClick(form.editor("topic"), Qt.Key.Key_Return, CTRL)
    settle()

    rows = meetings.list_meetings(store)
    assert [(row.held_on, row.topic) for row in rows] == [(date(2026, 3, 5), "研究三月工作")]
    assert window.page.record_id is None
    assert form.editor("topic").text() == ""
    assert form.isAncestorOf(window.focusWidget())


def test_what_cannot_be_saved_is_not_left_for_a_new_one(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    form = window.page.form
    form.editor("title").setFocus()
    write(QApplication.focusWidget(), "高级教师")
    key(qtbot, Qt.Key.Key_Return, CTRL)

    assert form.problem("name")
    assert form.editor("title").text() == "高级教师"


@pytest.mark.parametrize(
    ("typed", "month_and_day"),
    [("20260305", (3, 5)), ("3.5", (3, 5)), ("3-5", (3, 5)), ("2026年3月5日", (3, 5))],
)
def test_days_are_typed_as_people_write_them(window, qtbot, typed, month_and_day):
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    editor = window.page.form.editor("held_on")
    editor.setFocus(BY_TAB)
    write(editor, typed)
    key(qtbot, Qt.Key.Key_Tab)

    assert (editor.value().month, editor.value().day) == month_and_day
    assert "年" in editor.text()


def test_today_is_a_day(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    editor = window.page.form.editor("held_on")
    editor.setFocus()
    editor.clear()
    write(editor, "今天")

    assert editor.value() == date.today()


def test_enter_in_the_list_opens_the_record_in_the_form(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    table = window.page.page.table
    assert isinstance(table, RecordTable)
    table.setFocus()
    table.selectRow(1)
    key(qtbot, Qt.Key.Key_Return)

    assert not table.hasFocus()
