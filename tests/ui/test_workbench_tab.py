"""工作台: each figure, duty, cell and recent record leads where it can be dealt with."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from partydesk.services import meetings
from partydesk.services.resuming import note_opened
from partydesk.storage.store import Store
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import LAST_WEEK, TODAY, add, fill, settle, shown
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.tab_list import branch_tabs
from ui.tabs.workbench_tab import WorkbenchTab
from ui.widgets.line_button import LineButton
from ui.widgets.todo_row import TodoRow


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the branch must be there first
    return shown(qtbot, WorkbenchTab(desk, state))


@pytest.fixture
def window(people, desk, state, qtbot):  # the branch must be there first
    """The tab where it lives: what it leads to is really opened."""
    made = MainWindow(Heading("育才小学支部"), branch_tabs(desk, state), state)
    return shown(qtbot, made, 1366, 728)


def todo(tab, part):
    return next(
        each
        for each in tab.findChildren(TodoRow)
        if each.isVisibleTo(tab) and part in each.sentence_label.text()
    )


def line_of(tab, title):
    return [each.title for each in tab.matrix._lines].index(title)


def test_the_first_screen_counts_the_roster(tab):
    assert tab._cards[0].figure_label.text() == "5 人"
    assert "正式 4 · 预备 1" in tab._cards[0].caption_label.text()


def test_an_empty_file_is_no_reason_to_fail(state, qtbot):
    with Store.in_memory() as store:
        desk = Desk(store, Background(inline=True))
        tab = shown(qtbot, WorkbenchTab(desk, state))
        assert tab._cards[0].figure_label.text() == "0 人"
        tab.hide()
        desk.close()


def test_a_duty_leads_to_a_form_that_is_begun(window, qtbot):
    row = todo(window.page, "支委会")
    qtbot.mouseClick(row.action_button, Qt.MouseButton.LeftButton)
    settle()

    assert window.title_label.text() == "会议记录"
    assert window.page.record_id is None
    assert window.page.form.values()["kind"] == "支部委员会会议"
    assert "应到 2" in window.page.attendance.summary_label.text()


def test_what_was_done_leaves_the_list(window, store, people, desk):
    assert todo(window.page, "支委会")
    line = line_of(window.page, "支委会")
    assert window.page.matrix.cell_at(line, TODAY.month - 1).state.name != "DONE"
    values = {
        "kind": "支部委员会会议",
        "held_on": TODAY,
        "chair_id": people["陈志远"],
        "attendances": meetings.people_due(store, "支部委员会会议", TODAY),
    }
    desk.call(meetings.save_meeting, values, TODAY)
    settle()

    assert window.page.matrix.cell_at(line, TODAY.month - 1).state.name == "DONE"


def test_a_missing_cell_begins_the_meeting_of_its_month(window, qtbot):
    tab = window.page
    line = line_of(tab, "支委会")
    place = next(
        n for n in range(12) if tab.matrix.cell_at(line, n).state.name in ("MISSING", "WAITING")
    )
    tab.matrix.setFocus()
    tab.matrix._at = (line, place)
    qtbot.keyClick(tab.matrix, Qt.Key.Key_Return)
    settle()

    values = window.page.form.values()
    assert values["kind"] == "支部委员会会议"
    assert (values["held_on"].year, values["held_on"].month) == (TODAY.year, place + 1)


def test_a_held_cell_opens_its_meeting(window, store, people, qtbot):
    kept = save_one(store, people)
    window.page.refresh()
    tab = window.page
    line = line_of(tab, "党员大会")
    settle()
    box = tab.matrix.place_of(line, LAST_WEEK.month - 1)
    qtbot.mouseClick(tab.matrix, Qt.MouseButton.LeftButton, pos=box.center())
    settle()

    assert window.page.record_id == kept.id
    assert window.page.form.values()["topic"] == "旧的议题"


def test_a_figure_leads_to_its_tab(window, qtbot):
    window.page._cards[0].setFocus()
    qtbot.keyClick(window.page._cards[0], Qt.Key.Key_Return)

    assert window.title_label.text() == "党员名册"


def test_what_was_changed_last_is_opened(window, store, people):
    kept = save_one(store, people)
    window.page.refresh()
    settle()
    line = next(
        each
        for each in window.page.findChildren(LineButton)
        if each.isVisibleTo(window) and "支部党员大会" in each.accessibleName()
    )
    line.click()
    settle()

    assert window.title_label.text() == "会议记录"
    assert window.page.record_id == kept.id


def test_the_primary_key_does_the_most_pressing_thing(window, qtbot):
    first = window.page._shown.todos[0].action
    titles = {"meeting": "会议记录", "talk": "谈心谈话", "member": "党员名册", "上报": "上报"}
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert window.title_label.text() == titles[first.record_type]


def lines_of(tab):
    found = tab.recent.findChildren(LineButton)
    return [each for each in found if each.isVisibleTo(tab)]


def test_what_was_opened_last_stands_there_and_opens_again(window, store, people):
    meeting = save_one(store, people).id
    window.page.desk.changed.emit()
    settle()
    assert window.page.recent.heads["最近改动"].isChecked(), "nothing was opened yet"
    note_opened(store, "member", people["林涛"])
    note_opened(store, "meeting", meeting)
    window.show_tab(1)
    window.show_tab(0)
    settle()
    lines = lines_of(window.page)

    assert window.page.recent.heads["最近打开"].isChecked()
    assert ["旧的议题" in lines[0].toolTip(), "林涛" in lines[1].toolTip()] == [True, True]
    lines[1].click()
    settle()
    assert window.title_label.text() == "党员名册"
    assert window.page.record_id == people["林涛"]


def test_the_choice_between_opened_and_changed_is_remembered(tab, state, store, people, qtbot):
    note_opened(store, "member", people["林涛"])
    tab.recent.heads["最近改动"].click()
    settle()
    again = shown(qtbot, WorkbenchTab(tab.desk, state))
    settle()

    assert again.recent.heads["最近改动"].isChecked()
    assert any("周明" in each.toolTip() for each in lines_of(again))
    again.recent.heads["最近打开"].click()
    settle()
    assert ["林涛" in each.toolTip() for each in lines_of(again)] == [True]


def test_what_was_read_before_a_save_is_never_shown_after_it(people, store, state, qtbot):
    background = Background()
    desk = Desk(store, background)
    tab = shown(qtbot, WorkbenchTab(desk, state))
    qtbot.waitUntil(lambda: tab.is_current, timeout=20_000)
    desk.call(lambda opened: add(opened, "吴江"))
    # All of it is read, and lies waiting for the window.
    background._pool.submit(lambda: None).result(20)
    desk.call(lambda opened: add(opened, "郑洁"))
    seen = []

    def is_there():
        seen.append((tab.is_current, tab._cards[0].figure_label.text()))
        return tab.is_current

    qtbot.waitUntil(is_there, timeout=20_000)
    assert {text for current, text in seen if current} == {"7 人"}
    assert "6 人" not in {text for _, text in seen}
    background.wait_for(QApplication.processEvents)
    tab.hide()
    desk.close()


def test_a_line_that_says_the_same_as_before_is_not_made_anew(window, desk):
    before = todo(window.page, "支委会")
    words = before.remark_label.text()
    assert "分" in words, "what it is worth has been told"
    desk.call(lambda opened: add(opened, "吴江"))
    settle()

    assert todo(window.page, "支委会") is before
    assert before.remark_label.text() == words
