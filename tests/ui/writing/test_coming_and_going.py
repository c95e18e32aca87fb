"""The writing window: the way in and back, drafts, undo, saving."""

from PySide6.QtCore import Qt

from partydesk.services import drafts, history
from tests.ui.chinese import write
from tests.ui.meetings_help import only, save_one, stored
from tests.ui.writing.steps import CTRL, ESC, F11, active, key, lines, opened
from ui.auto_lock import close_dialogs
from ui.widgets.basics import Button


def test_escape_leads_back_to_the_same_place_of_the_text(tab, qtbot):
    tab.primary()
    editor = tab.form.editor("content")
    write(editor, "会议认为要落实")
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    dialog = opened(tab, qtbot)
    assert dialog.place == 4

    write(dialog.text, "，")
    key(qtbot, dialog, ESC)

    assert tab.writing.dialog is None
    assert tab.form.values()["content"] == "会议认为，要落实"
    assert editor.textCursor().position() == 5
    assert tab.focusWidget() is editor


def test_f11_leads_back_too_and_the_button_leads_in(tab, qtbot):
    tab.primary()
    (way,) = (
        each for each in tab.findChildren(Button) if each.accessibleName() == "会议内容：写作模式"
    )
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    dialog = active(tab.writing.dialog, qtbot)
    assert "会议内容" in dialog.windowTitle()
    key(qtbot, dialog, F11)

    assert tab.writing.dialog is None


def test_what_is_written_is_a_draft_before_one_comes_back(tab, writing, store):
    write(writing.text, "会议认为")
    writing.flush()
    tab.keep_draft()

    assert drafts.draft_of(store, "meeting", None).values["content"] == "会议认为"
    assert tab.form.values()["content"] == "会议认为"


def test_locking_loses_nothing(tab, writing, store):
    write(writing.text, "锁定前的最后一句")
    assert close_dialogs(tab.window())
    tab.leave()

    assert drafts.draft_of(store, "meeting", None).values["content"] == "锁定前的最后一句"


def test_back_in_the_form_the_whole_of_it_is_undone_at_once(tab, writing, qtbot):
    write(writing.text, "一句")
    write(writing.text, "又一句")
    key(qtbot, writing, ESC)
    tab.form.editor("content").undo()

    assert tab.form.values()["content"] is None


def test_undo_takes_back_typing_and_not_the_file(tab, store, people, qtbot):
    save_one(store, people, content="原来的")
    tab.refresh()
    dialog = opened(tab, qtbot)
    before = history.last_undoable(store).id
    write(dialog.text, "新的")
    key(qtbot, dialog, Qt.Key.Key_Z, CTRL)
    assert lines(dialog) == ["原来的"]
    key(qtbot, dialog, Qt.Key.Key_Z, CTRL)

    assert lines(dialog) == ["原来的"]
    assert history.last_undoable(store).id == before
    key(qtbot, dialog, Qt.Key.Key_Y, CTRL)
    assert lines(dialog) == ["新的原来的"]


def test_saving_from_the_writing_window_saves_the_record(tab, writing, store, qtbot):
    write(writing.text, "会议认为")
    key(qtbot, writing, Qt.Key.Key_S, CTRL)

    assert only(store)["content"] == "会议认为"
    assert writing.saved_label.text().startswith("已保存")
    write(writing.text, "，要落实")
    key(qtbot, writing, ESC)
    assert tab.form.values()["content"] == "会议认为，要落实"
    assert tab.form.is_changed()


def test_what_can_not_be_saved_is_said_and_stays(tab, writing, store, qtbot):
    tab.form.set_values({"held_on": None})
    write(writing.text, "会议认为")
    key(qtbot, writing, Qt.Key.Key_S, CTRL)

    assert stored(store) == []
    assert "还没有保存" in writing.saved_label.text()
    key(qtbot, writing, ESC)
    assert tab.form.values()["content"] == "会议认为"
