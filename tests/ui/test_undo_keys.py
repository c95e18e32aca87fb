"""Ctrl+Z and Ctrl+Y: the typing first, then the file's steps, each said quietly."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from partydesk.domain.member import Member
from partydesk.domain.submission import Submission, SubmissionState
from partydesk.services.history import last_undoable
from partydesk.services.meetings import list_meetings
from partydesk.services.members import member_values, save_member
from partydesk.services.organization import groups
from tests.core.branches import add_group, new_branch
from tests.core.samples import copy_sample
from tests.ui.chinese import write
from tests.ui.search.steps import add_meeting
from tests.ui.small_branch import LAST_WEEK, TODAY, add, fill
from tests.ui.window_help import open_window
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.passwords import DeputyDialog
from ui.undoing import Undoing
from ui.widgets.tab_page import Target

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def window(desk, state, qtbot, people):  # the branch is there first
    made = open_window(qtbot, desk, state)
    made.undoing = Undoing(made, desk)
    return made


def undo(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)


def redo(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, CTRL)


def said(window):
    notice = window.undoing.notice
    return notice.sentence_label.text() if notice.isVisible() else ""


def test_a_saved_meeting_is_taken_back_and_done_again(window, store, people, qtbot):
    window.go(Target("meeting"))
    meeting = add_meeting(store, people, "讨论校舍修缮", held_on=LAST_WEEK)
    window.page.refresh()
    window.go(Target("meeting", meeting.id))
    undo(qtbot)
    assert said(window) == "已撤销：记支部党员大会"
    assert list_meetings(store) == []
    assert window.page.record_id is None
    redo(qtbot)

    assert said(window) == "已重做：记支部党员大会"
    assert [each.id for each in list_meetings(store)] == [meeting.id]


def test_the_notice_offers_to_do_it_again(window, store, qtbot):
    add_group(store, "数学组")
    undo(qtbot)
    assert [each.name for each in groups(store)] == ["语文组"]
    assert window.undoing.notice.action_button.text() == "重做"
    qtbot.mouseClick(window.undoing.notice.action_button, Qt.MouseButton.LeftButton)
    assert [each.name for each in groups(store)] == ["语文组", "数学组"]
    assert said(window) == "已重做：党小组"
    qtbot.mouseClick(window.undoing.notice.action_button, Qt.MouseButton.LeftButton)

    assert [each.name for each in groups(store)] == ["语文组"]


def test_ctrl_shift_z_does_it_again_as_well(window, store, qtbot):
    add_group(store, "数学组")
    undo(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)

    assert said(window) == "已重做：党小组"


def test_the_open_tab_shows_what_was_taken_back(window, qtbot, people, desk):
    window.go(Target("meeting"))
    desk.call(add_meeting, people, "讨论校舍修缮", held_on=LAST_WEEK)
    assert len(window.page.page.table.records.rows) == 1
    undo(qtbot)

    assert window.page.page.table.records.rows == []


def test_typing_is_taken_back_before_any_step(window, store, qtbot):
    add_group(store, "数学组")
    window.show_tab(1)
    line = window.page.page.search_box
    line.setFocus()
    write(line, "王")
    write(line, "兰")
    undo(qtbot)
    assert line.text() in ("王", "")
    assert len(groups(store)) == 2
    redo(qtbot)
    assert line.text() == "王兰"
    while line.isUndoAvailable():
        undo(qtbot)
    assert line.text() == ""
    assert len(groups(store)) == 2
    undo(qtbot)

    assert len(groups(store)) == 1
    assert said(window) == "已撤销：党小组"


def test_a_long_text_keeps_its_own_undo(window, store, qtbot):
    add_group(store, "数学组")
    window.go(Target("meeting", new=True))
    text = window.page.form.editor("content")
    text.setFocus()
    write(text, "一、学习。")
    undo(qtbot)
    assert text.toPlainText() == ""
    redo(qtbot)

    assert text.toPlainText() == "一、学习。"
    assert len(groups(store)) == 2


def test_with_something_half_typed_elsewhere_a_step_is_named_before_it_is_taken_back(
    window, store, qtbot
):
    add_group(store, "数学组")
    window.go(Target("meeting", new=True))
    write(window.page.form.editor("topic"), "讨论")
    window.page.form.editor("place").setFocus()
    undo(qtbot)
    assert "党小组" in said(window)
    assert len(groups(store)) == 2
    undo(qtbot)

    assert len(groups(store)) == 1
    assert window.page.form.values()["topic"] == "讨论"


def test_nothing_to_take_back_is_said(window, store, qtbot):
    while last_undoable(store):
        undo(qtbot)
    undo(qtbot)

    assert said(window) == "没有可以撤销的操作。"


def test_nothing_to_do_again_is_said(window, qtbot):
    redo(qtbot)

    assert said(window) == "没有可以重做的操作。"


def test_what_lies_under_a_step_that_stays_is_left_alone(window, store, qtbot, said):
    """A step that can't be taken back came after one that can, and changed the same record."""
    before = last_undoable(store).title
    added = add(store, "许雯")
    values = member_values(store, added)
    save_member(store, values | {"education": "大学"}, added)
    with store.writing("送出第 1 号上报包") as session:
        session.add(
            Submission(
                sequence=1, period="2026Q3", state=SubmissionState.COPIED, content_id="a" * 64,
                recipient="教育局", file_name="一.pdp", size=1, counts="{}",
            )
        )  # fmt: skip
        session.get(Member, added).education = "大专"
    undo(qtbot)

    assert said == []
    notice = window.undoing.notice.sentence_label.text()
    assert notice == f"已撤销：{before}"
    assert member_values(store, added)["education"] == "大专"


def test_the_notice_goes_by_itself_but_waits_under_the_mouse(window, qtbot):
    notice = window.undoing.notice
    notice._timer.setInterval(150)
    redo(qtbot)
    place = QPointF(5, 5)
    QApplication.sendEvent(notice, QEnterEvent(place, place, place))
    qtbot.wait(300)
    assert notice.isVisible()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=2000)


def test_the_notice_moves_nothing_and_stays_inside(window, qtbot):
    before = window.page.geometry()
    redo(qtbot)
    assert window.page.geometry() == before
    for size in ((1280, 720), (1600, 900)):
        window.resize(*size)
        QApplication.processEvents()

        assert window.centralWidget().rect().contains(window.undoing.notice.geometry())


def test_the_sample_branch_offers_nothing_to_take_back(desk, store, state, qtbot):
    copy_sample(store, TODAY)
    window = open_window(qtbot, desk, state)
    window.undoing = Undoing(window, desk)
    undo(qtbot)

    assert said(window) == "没有可以撤销的操作。"


def test_locking_hides_the_notice(window, store, qtbot):
    add_group(store, "数学组")
    undo(qtbot)
    window.blank()

    assert not any("数学组" in each.text() for each in window.findChildren(QLabel)
                   if each.isVisible())  # fmt: skip


def test_a_dialog_keeps_its_own_undo(window, qtbot, store):
    add_group(store, "数学组")
    dialog = DeputyDialog(window)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    line = dialog._first
    line.setFocus()
    write(line, "刘婷")
    qtbot.keyClick(line, Qt.Key.Key_Z, CTRL)

    assert line.text() == ""
    assert len(groups(store)) == 2


def test_no_part_of_a_tab_flashes_as_a_window_of_its_own(tmp_path, state, qtbot):
    store = new_branch(tmp_path)
    fill(store)
    desk = Desk(store, Background(inline=True))
    window = open_window(qtbot, desk, state)

    class Watch(QObject):
        def __init__(self):
            super().__init__()
            self.seen = []

        def eventFilter(self, watched, event):
            if (
                event.type() == QEvent.Type.Show
                and isinstance(watched, QWidget)
                and watched.isWindow()
            ):
                self.seen.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for place in range(len(window.titles)):
        window.show_tab(place)
        desk.call(add_group, f"第{place}组")
        QApplication.processEvents()
    QApplication.instance().removeEventFilter(watch)
    window.close()
    store.close()

    assert watch.seen == []
