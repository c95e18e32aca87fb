"""Who speaks is picked by initials, and phrases write themselves out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from partydesk.services import history, phrases
from tests.ui.chinese import write
from tests.ui.small_branch import press, type_into
from tests.ui.writing.steps import CTRL, ESC, F2, F3, key, lines, opened


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
