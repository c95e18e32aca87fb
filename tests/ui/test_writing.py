"""The writing mode: back and forth without loss, speakers, phrases, outlines, finding, undoing."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from partydesk.domain.fields import LOCKED
from partydesk.services import drafts, history, outlines, phrases
from partydesk.services.organization import names
from tests.ui.chinese import write
from tests.ui.meetings_help import only, save_one, stored
from tests.ui.small_branch import fill, press, settle, shown, type_into
from ui.auto_lock import close_dialogs
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.talks_tab import TalksTab
from ui.widgets.basics import Button

F2, F3, F4, F8, F9, F11 = (getattr(Qt.Key, f"Key_F{n}") for n in (2, 3, 4, 8, 9, 11))
ESC, CTRL = Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MeetingsTab(desk, state))


@pytest.fixture
def writing(tab, qtbot):
    """New minutes with their text in the writing window."""
    tab.primary()
    return opened(tab, qtbot)


def opened(tab, qtbot, name="content"):
    tab.form.editor(name).setFocus()
    qtbot.keyClick(tab.form.editor(name), F11)
    return active(tab.writing.dialog, qtbot)


def active(dialog, qtbot):
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    settle()
    return dialog


def key(qtbot, dialog, pressed, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(dialog.focusWidget() or dialog, pressed, modifiers)
    settle()


def lines(dialog):
    return dialog.text.toPlainText().split("\n")


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


def test_who_speaks_is_picked_by_initials_and_stands_in_bold(tab, writing, qtbot):
    write(writing.text, "主持人宣布开会。")
    key(qtbot, writing, F2)
    type_into(qtbot, writing.speakers.list.search_box, "wxl")
    press(qtbot, writing.speakers.list.search_box)
    assert writing.text.hasFocus()
    write(writing.text, "我同意。")

    assert lines(writing) == ["主持人宣布开会。", "王秀兰：我同意。"]
    (bold,) = writing.text.document().lastBlock().layout().formats()
    assert (bold.start, bold.length) == (0, 4)
    assert bold.format.fontWeight() == QFont.Weight.Bold
    assert tab.form.values()["content"] == "主持人宣布开会。\n王秀兰：我同意。"


def test_those_who_came_are_offered_before_the_others(tab, qtbot):
    tab.primary()
    rows = tab.attendance.value()
    for each in rows:
        each["presence"] = "缺席" if each["name"] == "林涛" else "到会"
    tab.form.set_values({"attendances": rows, "guests": "李校长、赵主任"})
    dialog = opened(tab, qtbot)
    key(qtbot, dialog, F2)

    offered = [
        dialog.speakers.list.list.item(n).text() for n in range(dialog.speakers.list.list.count())
    ]
    here = offered[: offered.index("其他人")]
    assert {"陈志远", "李校长", "赵主任"} <= set(here)
    assert "林涛" not in here
    assert "林涛" in offered


def test_the_beginning_of_a_phrase_and_tab_write_it_out(store, tab, qtbot):
    phrases.save_phrase(store, {"heading": "讨论", "text": "会议认为，要抓紧落实。"})
    tab.primary()
    dialog = opened(tab, qtbot)
    write(dialog.text, "上午会议")
    assert dialog.offer_label.text() == "按 Tab 补上：会议认为，要抓紧落实。"
    key(qtbot, dialog, Qt.Key.Key_Tab)
    assert lines(dialog) == ["上午会议认为，要抓紧落实。"]

    qtbot.keyClicks(dialog.text, "hyrw")
    key(qtbot, dialog, Qt.Key.Key_Tab)
    assert lines(dialog) == ["上午会议认为，要抓紧落实。会议认为，要抓紧落实。"]
    key(qtbot, dialog, Qt.Key.Key_Z, CTRL)
    assert lines(dialog) == ["上午会议认为，要抓紧落实。hyrw"]


def test_tab_without_a_phrase_changes_nothing(writing, qtbot):
    write(writing.text, "没有")
    key(qtbot, writing, Qt.Key.Key_Tab)

    assert lines(writing) == ["没有"]
    assert writing.text.hasFocus()


def test_a_phrase_is_added_picked_changed_and_removed_by_keyboard(writing, store, qtbot):
    key(qtbot, writing, F3)
    qtbot.mouseClick(writing.phrases.add_button, Qt.MouseButton.LeftButton)
    writing.phrases.heading_box.setCurrentText("讨论")
    write(writing.phrases.text_edit, "会议一致同意。")
    qtbot.mouseClick(writing.phrases.save_button, Qt.MouseButton.LeftButton)
    type_into(qtbot, writing.phrases.list.search_box, "hyyz")
    press(qtbot, writing.phrases.list.search_box)
    assert lines(writing) == ["会议一致同意。"]

    writing.phrases.edit_button.click()
    writing.phrases.text_edit.setPlainText("会议同意。")
    writing.phrases.save_button.click()
    (row,) = phrases.list_phrases(store)
    assert (row.heading, row.text) == ("讨论", "会议同意。")
    writing.phrases.remove_button.click()
    assert phrases.list_phrases(store) == []
    assert [each.record_type for each in history.recycle_bin(store)] == ["phrase"]


def test_an_empty_book_offers_a_first_set(writing, qtbot):
    key(qtbot, writing, F3)
    assert writing.phrases.examples_button.isVisible()
    writing.phrases.examples_button.click()

    assert len(writing.phrases.rows) > 10
    assert not writing.phrases.examples_button.isVisible()


def test_what_is_selected_is_proposed_as_a_phrase(writing, qtbot):
    write(writing.text, "会议一致同意。")
    writing.text.selectAll()
    key(qtbot, writing, F3)

    assert writing.phrases.text_edit.value() == "会议一致同意。"
    key(qtbot, writing, ESC)
    assert writing.isVisible()


def test_a_phrase_without_a_group_is_said_there(writing, store, qtbot):
    key(qtbot, writing, F3)
    writing.phrases.begin_new("会议")
    writing.phrases.heading_box.setCurrentText(" ")
    writing.phrases.save_button.click()

    assert "分组" in writing.phrases.problem_label.text()
    assert phrases.list_phrases(store) == []


def test_the_outline_of_the_kind_is_inserted(tab, store, qtbot):
    tab.primary()
    tab.form.editor("kind").setCurrentText("党课")
    dialog = opened(tab, qtbot)
    key(qtbot, dialog, F4)
    key(qtbot, dialog, Qt.Key.Key_Space)

    text = outlines.outline(store, "meeting", "党课", "content").text
    assert dialog.text.toPlainText() == text
    key(qtbot, dialog, Qt.Key.Key_Z, CTRL)
    assert dialog.text.toPlainText() == ""


def test_a_branch_changes_an_outline_and_takes_it_back(writing, store, qtbot):
    place = ("meeting", "支部党员大会", "content")
    shipped = outlines.outline(store, *place).text
    key(qtbot, writing, F4)
    panel = writing.outline
    assert not panel.keep_button.isEnabled()
    panel.text_edit.setPlainText("一、先学后议")
    panel.keep_button.click()
    assert outlines.outline(store, *place).text == "一、先学后议"
    assert "本支部自己的" in panel.origin_label.text()
    panel.back_button.click()

    assert panel.text_edit.value() == outlines.outline(store, *place).text == shipped


def test_texts_without_an_outline_have_no_button_for_it(tab, qtbot):
    tab.primary()
    tab.form.editor("kind").setCurrentText("党课")
    dialog = opened(tab, qtbot, "decisions")

    assert not dialog.outline_button.isVisible()
    key(qtbot, dialog, F4)
    assert dialog.isVisible()


def test_paragraphs_are_indented_and_larger_than_in_the_form(tab, writing):
    write(writing.text, "第一段")
    writing.text.put("\n第二段")

    block = writing.text.document().lastBlock()
    font = writing.text.document().defaultFont()
    assert round(block.blockFormat().textIndent()) >= 2 * font.pixelSize()
    assert font.pixelSize() > tab.form.editor("content").font().pixelSize()


def test_a_text_that_is_indented_by_spaces_is_not_indented_twice(tab, store, people, qtbot):
    save_one(store, people, content="第一段\n　　第二段")
    tab.refresh()

    assert opened(tab, qtbot).text.document().begin().blockFormat().textIndent() == 0


def test_what_is_pasted_from_word_is_plain(writing):
    mime = QMimeData()
    mime.setHtml("<p style='color:red'><b>　　会 议</b></p><table><tr><td>甲<td>乙</table>")
    mime.setText("　　会 议\r\n甲\t乙\r\n")
    writing.text.insertFromMimeData(mime)

    assert lines(writing) == ["会议", "甲　乙"]
    assert writing.text.textCursor().charFormat().foreground().style() == Qt.BrushStyle.NoBrush


def test_what_is_copied_and_cut_is_plain(writing, qtbot):
    write(writing.text, "陈志远：同意")
    writing.text.selectAll()
    key(qtbot, writing, Qt.Key.Key_C, CTRL)
    mime = QApplication.clipboard().mimeData()
    assert (mime.text(), mime.hasHtml()) == ("陈志远：同意", False)
    QApplication.clipboard().clear()
    key(qtbot, writing, Qt.Key.Key_X, CTRL)

    mime = QApplication.clipboard().mimeData()
    assert (mime.text(), mime.hasHtml()) == ("陈志远：同意", False)
    assert lines(writing) == [""]


def test_words_are_counted_while_one_writes(writing):
    write(writing.text, "会议认为，\n同意")
    writing.flush()

    assert writing.count_label.text() == "字数 7　段落 2"


def test_words_are_found_round_the_end(writing, qtbot):
    write(writing.text, "𬱖甲乙甲丙甲")
    key(qtbot, writing, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(writing.find_bar.edit, "")
    write(writing.find_bar.edit, "甲")
    assert writing.find_bar.said_label.text() == "第 1 处，共 3 处"
    key(qtbot, writing, Qt.Key.Key_Return)
    assert writing.find_bar.said_label.text() == "第 2 处，共 3 处"
    for _ in range(2):
        key(qtbot, writing, Qt.Key.Key_Return)
    assert writing.find_bar.said_label.text() == "第 1 处，共 3 处"
    key(qtbot, writing, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert writing.text.textCursor().selectedText() == "甲"
    assert writing.find_bar.said_label.text() == "第 3 处，共 3 处"

    key(qtbot, writing, ESC)
    assert writing.isVisible()
    assert writing.text.hasFocus()


def test_what_is_not_there_is_said(writing, qtbot):
    write(writing.text, "甲")
    key(qtbot, writing, Qt.Key.Key_F, CTRL)
    write(writing.find_bar.edit, "丁")

    assert writing.find_bar.said_label.text() == "没有找到"


def test_every_long_text_of_a_form_has_its_way_into_writing(desk, state, people, qtbot):
    tab = shown(qtbot, TalksTab(desk, state))
    tab.primary()
    ways = [each.accessibleName() for each in tab.findChildren(Button)]

    for label in (
        "事由",
        "谈话内容",
        "存在的问题",
        "谈话对象意见建议",
        "帮助和整改措施",
        "回访结果",
    ):
        assert f"{label}：写作模式" in ways


def test_of_a_confidential_text_nothing_is_proposed_as_a_phrase(desk, state, people, qtbot):
    tab = shown(qtbot, TalksTab(desk, state))
    tab.primary()
    tab.form.set_values(
        {
            "talker_id": people["陈志远"],
            "partners": [{"member_id": people["林涛"], "name": "林涛"}],
        }
    )
    dialog = opened(tab, qtbot)
    write(dialog.text, "家中老人住院")
    dialog.text.selectAll()
    key(qtbot, dialog, F3)

    assert dialog.phrases.text_edit.value() is None
    key(qtbot, dialog, F2)
    first = [dialog.speakers.list.list.item(n).text() for n in range(3)]
    assert first == ["到会的人", "陈志远", "林涛"]


def test_a_locked_text_can_not_be_written(tab, qtbot):
    tab.primary()
    tab.form.fill(tab.form.values() | {"content": LOCKED, "decisions": LOCKED})
    qtbot.keyClick(tab.form.editor("topic"), F11)

    assert tab.writing.dialog is None
    (way,) = (
        each for each in tab.findChildren(Button) if each.accessibleName() == "会议内容：写作模式"
    )
    assert not way.isEnabled()


def test_names_that_are_known_are_speakers_in_the_form_too(tab, store, qtbot):
    tab.primary()
    editor = tab.form.editor("content")
    write(editor, "陈志远：同意")

    assert "陈志远" in names(store).values()
    assert editor.document().begin().layout().formats()[0].length == 4
