"""Outlines by kind, indented paragraphs, plain pasting, counting and finding words."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from partydesk.domain.fields import LOCKED
from partydesk.services import outlines
from partydesk.services.organization import names
from tests.ui.chinese import write
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import shown
from tests.ui.writing.steps import CTRL, ESC, F2, F3, F4, F11, key, lines, opened
from ui.tabs.talks_tab import TalksTab
from ui.widgets.basics import Button


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
