"""批量修改: several people are selected, seen before and after, changed, and brought back."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from partydesk.services import history, members
from partydesk.services.members import MemberFilter, RosterRow
from tests.ui.chinese import write
from tests.ui.small_branch import TODAY, fill, press, settle, shown
from ui.dialogs.batch_edit import BatchDialog
from ui.tabs.members_tab import MembersTab


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MembersTab(desk, state))


@pytest.fixture
def dialog(people, desk, state, tab, qtbot):
    made = BatchDialog(desk, [people["周明"], people["王秀兰"], people["林涛"]], state, tab)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def read(store, name, field):
    rows = members.list_members(store, MemberFilter(categories=()), TODAY)
    return getattr(next(each for each in rows if each.name == name), field)


def said_of(dialog):
    return {row.name: (row.before, row.after, row.mark.word) for row in dialog.table.records.rows}


def test_nothing_can_be_done_before_a_value_is_given(dialog):
    assert dialog.field_box.currentText() == "党小组"
    assert not dialog.take_button.isEnabled()
    assert said_of(dialog)["王秀兰"] == ("语文组", "", "不变")


def test_a_group_is_typed_seen_and_set_by_keyboard(dialog, store, qtbot):
    dialog.editor.setFocus()
    write(dialog.editor, "语文")
    press(qtbot, dialog.editor)
    qtbot.waitUntil(dialog.take_button.isEnabled)
    assert said_of(dialog) == {
        "周明": ("", "语文组", "修改"),
        "王秀兰": ("语文组", "语文组", "不变"),
        "林涛": ("语文组", "语文组", "不变"),
    }
    assert dialog.take_button.text() == "修改 1 人"
    qtbot.keyClick(dialog.take_button, Qt.Key.Key_Return)

    assert dialog.result_sentence == "已批量修改 1 人：党小组。"
    assert read(store, "周明", "group_id") == read(store, "王秀兰", "group_id")


def test_yes_or_no_is_said_and_not_left_as_it_stands(dialog, store, qtbot):
    dialog.choose_field("is_backbone")
    assert not dialog.take_button.isEnabled()
    assert not dialog.empty_box.isEnabled()
    dialog.editor.setCurrentText("是")
    qtbot.waitUntil(dialog.take_button.isEnabled)
    dialog.take_button.click()

    assert [read(store, each, "is_backbone") for each in ("周明", "林涛", "何静")] == [
        True,
        True,
        False,
    ]


def test_emptying_is_asked_for_with_a_tick(dialog, store, qtbot):
    dialog.empty_box.setChecked(True)
    qtbot.waitUntil(dialog.take_button.isEnabled)
    assert said_of(dialog)["林涛"] == ("语文组", "（空）", "修改")
    dialog.take_button.click()

    assert read(store, "林涛", "group_id") is None


def test_a_wrong_value_is_explained_beside_each_name(dialog, qtbot):
    dialog.choose_field("transferred_in_on")
    qtbot.keyClicks(dialog.editor, "18500101")
    qtbot.waitUntil(lambda: said_of(dialog)["周明"][2] == "不能改")

    assert not dialog.take_button.isEnabled()
    assert all("日期" in row.remark for row in dialog.table.records.rows)


def test_a_name_that_is_no_group_is_said_and_does_nothing(dialog, said, qtbot):
    dialog.editor.setFocus()
    write(dialog.editor, "没有的组")
    qtbot.waitUntil(lambda: "没有的组" in dialog._say_label.text())

    assert not said
    assert not dialog.take_button.isEnabled()


def test_the_selected_of_the_roster_are_changed_and_brought_back_by_one_undo(
    tab, store, people, monkeypatch
):
    def answer(dialog):
        dialog.choose_field("education")
        dialog.editor.set_value("大学")
        dialog.show_lines()
        dialog.take_button.click()
        return dialog.result()

    monkeypatch.setattr(BatchDialog, "exec", answer)
    tab.page.table.selectAll()
    assert tab.page.foot.count_label.text() == "共 5 人 · 已选 5"
    tab.edit_many()
    settle()
    assert read(store, "何静", "education") == "大学"
    assert history.last_undoable(store).title == "批量修改 5 人：学历"
    assert tab.card.banner.isVisible()
    tab.card.banner.action_button.click()

    assert all(members.member_values(store, each)["education"] is None for each in people.values())


def test_a_single_person_is_told_how_several_are_selected(tab, people, monkeypatch):
    monkeypatch.setattr(BatchDialog, "exec", lambda _dialog: pytest.fail("it opened"))
    tab.page.table.choose(people["周明"])
    tab.edit_many()

    assert "Ctrl" in tab.card.banner.sentence_label.text()


def test_what_is_half_typed_in_the_form_is_saved_first(tab, people, monkeypatch):
    monkeypatch.setattr(BatchDialog, "exec", lambda _dialog: pytest.fail("it opened"))
    tab.page.table.choose(people["周明"])
    tab.edit()
    write(tab.form.editor("title"), "高级教师")
    tab.page.table.selectionModel().select(
        tab.page.table.records.index(2, 0),
        tab.page.table.selectionModel().SelectionFlag.Select
        | tab.page.table.selectionModel().SelectionFlag.Rows,
    )
    tab.edit_many()

    assert "请先保存" in tab.card.banner.sentence_label.text()


def test_every_column_that_can_be_chosen_is_loaded(tab):
    assert {each.name for each in tab.page.table.records.all_columns} <= set(RosterRow._fields)


def test_the_export_has_the_columns_order_and_filters_that_are_seen(
    tab, desk, store, people, tmp_path, monkeypatch
):
    number = "11010519491231002X"
    values = members.member_values(store, people["王秀兰"])
    desk.call(members.save_member, values | {"id_number": number}, people["王秀兰"])
    tab.refresh()
    table = tab.page.table
    table.tools.show_columns(["group_id", "id_number", "name"])
    table.tools.filter_by("group_id", frozenset({"语文组"}))
    table.tools.sort(2, descending=True, added=False)
    target = tmp_path / "花名册.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    tab._export_seen()

    lines = [line[1:4] for line in load_workbook(target).active.iter_rows(values_only=True)]
    assert lines[-3:] == [
        ("党小组", "身份证号", "姓名"),
        ("语文组", "110***********002X", "王秀兰"),
        ("语文组", None, "林涛"),
    ]
