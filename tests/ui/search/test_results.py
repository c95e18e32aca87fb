"""Ctrl+K: results in groups while one types, walked by keys and mouse."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QWidget

from partydesk.services import resuming
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.keeping import new_values, save_record
from partydesk.services.talks import save_talk
from tests.ui.chinese import write
from tests.ui.search.steps import CTRL, add_meeting, press
from tests.ui.small_branch import TODAY
from ui.theme import Look, Size
from ui.widgets.search_popup import Line, Lines, SearchPopup
from ui.widgets.tab_page import Target


def add_talk(store, people):
    values = {
        "kind": "关怀谈话",
        "talked_on": TODAY,
        "way": "一对一",
        "talker_id": people["陈志远"],
        "content": "家中老人住院",
        "partners": [{"member_id": people["周明"], "name": "周明"}],
    }
    return save_talk(store, values, TODAY)


def test_typing_lists_results_in_groups_and_enter_opens_the_first(window, find, qtbot):
    assert find("wxl") == ["党员", "王秀兰"]
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "党员名册")

    assert window.page.card.title_label.text() == "王秀兰"
    assert not window.finder.popup.isVisible()
    assert window.search_box.text() == ""
    assert not window.search_box.hasFocus()


def test_a_record_of_a_register_is_listed_and_opened(window, find, qtbot, store, people):
    ledger = BY_TABLE["study"]
    values = new_values(store, ledger, TODAY) | {"title": "学习教育强国建设规划纲要"}
    row = {"member_id": people["王秀兰"], "hours": None, "note": None}
    study = save_record(store, ledger, values | {"people": [row]}, TODAY)
    assert find("wxl 强国")[0] == "学习培训"
    line = window.finder.popup.model.lines[1]
    assert [line.detail[start:end] for start, end in line.detail_marks] == ["王秀兰"]
    assert window.finder.popup.current() == Target("study", study.id)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "工作台账")


def test_who_types_before_titles_are_read_sees_a_part_at_once_and_then_all(
    window, qtbot, store, people, monkeypatch
):
    add_meeting(store, people, "讨论校舍修缮")
    # As if reading took long: one step, then the window goes on.
    monkeypatch.setattr("ui.finder._AT_ONCE", 0.0)
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    window.search_box.setText("校舍修缮")
    window.searched.emit("校舍修缮")
    popup = window.finder.popup
    assert popup.empty_label.text() == "正在查找正文…"
    qtbot.waitUntil(lambda: bool(popup.model.lines))

    assert popup.model.lines[1].detail == "讨论校舍修缮"


def test_arrows_pass_over_the_heads_of_groups(window, find, qtbot, store, people):
    talk = add_talk(store, people)
    assert find("周明")[:4] == ["党员", "周明", "谈话", "陈志远与周明的关怀谈话"]
    popup = window.finder.popup
    assert popup.current().record_type == "member"
    press(qtbot, window, Qt.Key.Key_Down)
    assert popup.current().record_type == "talk"
    press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, Qt.Key.Key_Down)
    assert popup.view.currentIndex().row() == 3
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "谈心谈话")

    assert window.page.record_id == talk.id


def test_from_the_last_result_the_first_follows(window, find, qtbot, store, people):
    add_talk(store, people)
    find("周明")
    popup = window.finder.popup
    rows = []
    for _ in range(sum(line.key is not None for line in popup.model.lines)):
        rows.append(popup.view.currentIndex().row())
        press(qtbot, window, Qt.Key.Key_Down)

    assert len(set(rows)) == len(rows)
    assert popup.view.currentIndex().row() == rows[0]
    press(qtbot, window, Qt.Key.Key_Up)
    assert popup.view.currentIndex().row() == rows[-1]


def test_escape_closes_and_gives_the_cursor_back(window, qtbot, find):
    window.show_tab(1)
    table = window.page.page.table
    table.setFocus()
    find("陈")
    press(qtbot, window, Qt.Key.Key_Escape)

    assert not window.finder.popup.isVisible()
    assert window.search_box.text() == ""
    assert table.hasFocus()


def test_before_anything_is_typed_the_records_opened_last_and_commands_are_listed(
    window, qtbot, store, people
):
    for name in ("林涛", "王秀兰"):
        resuming.note_opened(store, "member", people[name])
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    popup = window.finder.popup
    titles = [line.title for line in popup.model.lines]

    assert popup.isVisible()
    assert titles[0] == "最近打开"
    assert "王秀兰" in titles[1]
    assert "林涛" in titles[2]
    assert "记会议" in titles
    qtbot.keyClick(window.search_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "党员名册")
    assert window.page.record_id == people["林涛"]


def test_minutes_and_contents_are_found_after_titles(find, store, people):
    add_meeting(store, people, "讨论校舍修缮")
    add_meeting(store, people, "例会", content="一、校舍修缮已经完工。", kind="党课")
    year = TODAY.year

    assert find("校舍修缮")[:3] == ["会议", f"{year}年1月5日支部党员大会", f"{year}年1月5日党课"]


def test_what_matches_is_marked(window, find, store, people):
    add_meeting(store, people, "讨论校舍修缮")
    find("舍修")
    line = window.finder.popup.model.lines[1]

    assert line.detail == "讨论校舍修缮"
    assert line.detail_marks == ((3, 5),)


def test_nothing_found_is_said_with_what_may_be_typed(window, find):
    assert find("没有这样的人") == []
    assert "没有找到“没有这样的人”" in window.finder.popup.empty_label.text()
    assert not window.finder.popup.view.isVisible()


def test_enter_does_not_wait_for_the_pause_after_typing(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    write(window.search_box, "林涛")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "党员名册")

    assert window.page.card.title_label.text() == "林涛"


def test_a_press_outside_closes(window, find, qtbot):
    find("陈")
    qtbot.mouseClick(window.side_bar.branch_label, Qt.MouseButton.LeftButton)

    assert not window.finder.popup.isVisible()


def test_a_press_on_a_result_opens_it(window, find, qtbot):
    find("王秀兰")
    view = window.finder.popup.view
    place = view.visualRect(view.model().index(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.title_label.text() == "党员名册")

    assert window.page.card.title_label.text() == "王秀兰"


def test_what_is_half_typed_is_kept_when_another_record_is_opened(window, find, qtbot, people):
    window.show_tab(1)
    window.page.show_record(people["陈志远"])
    window.page.edit()
    write(window.page.form.editor("school"), "示例师范大学")
    find("周明")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.card.title_label.text() == "周明")
    window.page.show_record(people["陈志远"])

    assert window.page.form.values()["school"] == "示例师范大学"


def test_locking_leaves_no_names_behind(window, find, qtbot):
    find("陈志远")
    write(window.search_box, "王")
    lines = window.finder.popup.model
    window.blank()

    assert lines.lines == ()
    assert window.search_box.accessibleDescription() == ""
    with qtbot.assertNotEmitted(window.searched, wait=250):
        pass


def test_the_popup_stays_within_the_window_at_every_size(window, find, look, store, people):
    for month in range(1, 8):
        add_meeting(store, people, "陈志远主讲", held_on=date(TODAY.year - 1, month, 5))
    add_talk(store, people)
    for size in Size:
        look(Look.LIGHT, size)
        window.resize(1280, 720)
        find("陈志远")
        popup = window.finder.popup
        inside = window.centralWidget().rect()

        assert inside.contains(popup.geometry())
        assert popup.view.sizeHintForRow(1) > popup.view.fontMetrics().height()
        window.search_box.clear()


@pytest.mark.parametrize("shade", Look)
def test_results_are_painted_and_the_mark_is_seen(qtbot, look, grab_into, shade):
    look(shade, Size.STANDARD)
    ground = QWidget()
    ground.resize(900, 500)
    edit = QLineEdit(ground)
    edit.setGeometry(500, 10, 300, 36)
    qtbot.addWidget(ground)
    popup = SearchPopup(edit, ground)
    ground.show()
    plain = Line("陈志远与刘婷的日常谈心", "2026年11月18日", "a", "users")
    popup.show_lines([Line("谈话"), plain])
    before = grab_into(popup)
    popup.show_lines([Line("谈话"), Line(plain.title, plain.detail, "a", "users", ((0, 3),))])

    assert isinstance(before, QImage)
    assert grab_into(popup) != before


def test_the_model_keeps_the_rules_of_models(qtmodeltester):
    model = Lines()
    model.fill(
        [Line("党员"), Line("陈志远", "正式党员", "a"), Line("命令"), Line("记会议", key="b")]
    )
    qtmodeltester.check(model)

    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "陈志远 正式党员"
