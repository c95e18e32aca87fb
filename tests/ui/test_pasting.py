"""Pasting and filling down: cells from WPS and Excel are looked at, then taken as one step."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from partydesk.services import history, members
from tests.ui.small_branch import add, fill, settle, shown
from ui.dialogs.cell_changes import CellChangesDialog
from ui.tabs.members_tab import MembersTab
from ui.widgets.pasted_rows import from_html, from_text, rows_in
from ui.widgets.record_table_model import RecordTableModel
from ui.widgets.table_copy import as_text
from ui.widgets.table_paste import place

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    made = shown(qtbot, MembersTab(desk, state))
    made.page.table.tools.show_columns(["name", "joined_on", "education", "title", "group_id"])
    made.page.table.setFocus()
    return made


@pytest.fixture
def dialogs(monkeypatch, qtbot):
    """What is done in each dialog that opens: a function of the dialog, or nothing to cancel."""
    opened = []

    def run(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        settle()
        opened.append({
            (row.title, row.field): (row.before, row.after, row.mark.word, row.remark)
            for row in dialog.table.records.rows
        })  # fmt: skip
        opened.says = [each.text() for each in dialog.findChildren(QLabel) if each.text()]
        opened.act(dialog)
        return dialog.result()

    class Opened(list):
        says = ()

        def act(self, dialog):
            dialog.take_button.click()

    opened = Opened()
    monkeypatch.setattr(CellChangesDialog, "exec", run)
    return opened


def put(text="", html=""):
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def stand_on(tab, name, field, *others):
    """Choose people, the first one with the cursor in a column."""
    table = tab.page.table
    rows = [row.name for row in table.records.rows]
    columns = [each.name for each in table.records.columns]
    table.selectionModel().clear()
    index = table.records.index(rows.index(name), columns.index(field))
    flag = table.selectionModel().SelectionFlag
    for other in others:
        table.selectionModel().select(
            table.records.index(rows.index(other), 0), flag.Select | flag.Rows
        )
    table.selectionModel().setCurrentIndex(index, flag.Select | flag.Rows)


def read(store, person, field):
    return members.member_values(store, person)[field]


def test_a_rectangle_is_seen_before_it_is_taken_and_taken_back_as_one_step(
    tab, people, store, dialogs, qtbot
):
    stand_on(tab, "陈志远", "education")
    put("本科\t高级教师\r\n研究生\t没有\r\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    assert dialogs[0] == {
        ("陈志远", "学历"): ("", "大学", "修改", ""),
        ("陈志远", "职称"): ("", "高级教师", "修改", ""),
        ("周明", "学历"): ("", "硕士研究生", "修改", ""),
        ("周明", "职称"): ("", "没有", "修改", ""),
    }
    assert read(store, people["周明"], "title") == "没有"
    assert history.last_undoable(store).title == "粘贴 2 人：学历、职称"
    tab.card.banner.action_button.click()
    assert [read(store, people[name], "title") for name in ("陈志远", "周明")] == [None, None]


def test_nothing_is_changed_when_the_preview_is_closed(tab, people, store, dialogs, qtbot):
    dialogs.act = lambda dialog: dialog.reject()
    stand_on(tab, "陈志远", "title")
    put("高级教师")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    assert len(dialogs) == 1
    assert read(store, people["陈志远"], "title") is None


def test_refused_cells_are_named_with_the_reason(tab, people, store, dialogs, qtbot):
    stand_on(tab, "王秀兰", "joined_on")
    put("1999-07-01\t比博士还高\t一级教师\n2000-07-01\t大专\t二级教师\n\t\t三级教师\n\t\t多出来\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    refused = {key: line for key, line in dialogs[0].items() if line[2] == "不改"}
    assert {key: line[3] for key, line in refused.items()} == {
        ("王秀兰", "加入党组织日期"): "加入党组织日期各不相同，请在表单里逐人修改。",
        ("王秀兰", "学历"): "学历里没有“比博士还高”这一项，请从列表中选择。",
        ("多出来", ""): "列表里没有与它对应的行。新的人请用“导入花名册”或“新党员”。",
    }
    assert [read(store, people[name], "title") for name in ("王秀兰", "林涛", "何静")] == [
        *("一级教师", "二级教师", "三级教师")
    ]
    assert read(store, people["林涛"], "education") == "大专"


def test_with_heads_rows_are_found_by_name_and_columns_by_head(tab, people, store, dialogs, qtbot):
    stand_on(tab, "陈志远", "group_id")
    put("党小组\t姓 名\t职称\n语文组\t何静\t二级教师\n语文组\t张三丰\t高级教师\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    assert ("张三丰", "") in dialogs[0]
    assert dialogs[0]["张三丰", ""][3] == "列表里没有这个名字。"
    assert read(store, people["何静"], "title") == "二级教师"
    assert read(store, people["何静"], "group_id") == read(store, people["林涛"], "group_id")


def test_a_row_of_somebody_else_is_not_taken(tab, people, store, dialogs, qtbot):
    stand_on(tab, "陈志远", "name")
    put("陈志远\t2000-07-01\t大学\n林涛\t2000-07-01\t大专\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    assert read(store, people["陈志远"], "education") == "大学"
    assert read(store, people["周明"], "education") is None
    assert "对不上" in dialogs[0]["周明", "学历"][3]


@pytest.mark.usefixtures("dialogs")
def test_one_value_goes_into_all_chosen_rows(tab, people, store, qtbot):
    stand_on(tab, "林涛", "title", "周明", "王秀兰")
    put("高级教师")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    told = [read(store, people[each], "title") for each in ("陈志远", "周明", "王秀兰", "林涛")]
    assert told == [None, "高级教师", "高级教师", "高级教师"]


def test_empty_cells_count_only_when_it_is_said(tab, people, store, dialogs, qtbot):
    stand_on(tab, "陈志远", "title")
    put("高级教师\n一级教师\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)
    put("\t语文组\n正高级\t\n")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)
    assert [read(store, people[each], "title") for each in ("陈志远", "周明")] == [
        *("高级教师", "正高级")
    ]

    def clear(dialog):
        dialog.blank_box.setChecked(True)
        dialog.take_button.click()

    dialogs.act = clear
    stand_on(tab, "陈志远", "title")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)
    assert read(store, people["陈志远"], "title") is None


def test_the_column_can_be_chosen_in_the_preview(tab, people, store, dialogs, qtbot):
    def choose(dialog):
        dialog.column_box.setCurrentText("职称")
        dialog.take_button.click()

    dialogs.act = choose
    stand_on(tab, "陈志远", "name")
    put("高级教师")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)

    assert read(store, people["陈志远"], "title") == "高级教师"


def test_the_first_chosen_row_is_filled_down(tab, people, store, dialogs, qtbot):
    stand_on(tab, "王秀兰", "group_id", "林涛", "何静")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_D, CTRL)

    assert dialogs[0] == {("何静", "党小组"): ("", "语文组", "修改", "")}
    group = read(store, people["王秀兰"], "group_id")
    assert read(store, people["何静"], "group_id") == group
    assert history.last_undoable(store).title == "向下填充 1 人：党小组"


def test_what_belongs_to_one_person_is_not_filled_down(tab, dialogs, qtbot):
    stand_on(tab, "陈志远", "joined_on", "周明")
    qtbot.keyClick(tab.page.table, Qt.Key.Key_D, CTRL)

    assert not dialogs
    assert "“入党”不能向下填充" in tab.card.banner.sentence_label.text()
    assert "学历、职称、党小组" in tab.card.banner.sentence_label.text()


def test_unsaved_typing_is_not_overtaken(tab, dialogs, qtbot):
    stand_on(tab, "陈志远", "title")
    tab.edit()
    qtbot.keyClicks(tab.form.editor("title"), "x")
    put("高级教师")
    tab.cells.paste()

    assert not dialogs
    assert "没有保存的修改" in tab.card.banner.sentence_label.text()


def test_an_empty_clipboard_is_told(tab, dialogs):
    QGuiApplication.clipboard().clear()
    tab.cells.paste()

    assert not dialogs
    assert "剪贴板里没有文字" in tab.card.banner.sentence_label.text()


def test_what_was_copied_here_comes_back_cell_by_cell():
    rows = [["一\n二", '他说"好"\t完', '"引"'], ["=1+1", "", "a"]]

    assert from_text(as_text(rows)) == rows


def test_a_quote_within_a_text_is_a_quote():
    assert from_text('5" 屏\tb\n"未完') == [['5" 屏', "b"], ['"未完']]


def test_a_table_without_text_is_read_from_its_html():
    html = "<p>前言</p><table><tr><th colspan=2>合并</th><td>c</td></tr>"
    html += "<tr><td>一<br>二&amp;</td><td> x </td><td></td></tr></table><table><tr><td>不要"
    data = QMimeData()
    data.setHtml(html)

    assert from_html(html) == [["合并", "", "c"], ["一\n二&", "x", ""]]
    assert rows_in(data) == from_html(html)


def test_a_rectangle_as_wide_as_the_list_leaves_what_sticks_out(tab):
    model: RecordTableModel = tab.page.table.records
    placed = place(model, [["a", "b", "c"]], len(model.columns) - 1, [0])

    assert [(each.column.name, each.text) for each in placed.cells] == [("group_id", "a")]


def test_somebody_of_whom_there_are_two_is_not_guessed(tab, store):
    add(store, "林涛")
    tab.refresh()
    model = tab.page.table.records
    placed = place(model, [["姓名", "党小组"], ["林涛", "语文组"]], 0, [0], ("name",), ("name",))

    assert placed.cells == []
    told = [(each.begins, each.reason) for each in placed.left]
    assert told == [("林涛", "列表里有 2 个“林涛”，请在表单里修改。")]
