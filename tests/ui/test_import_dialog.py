"""A roster sheet is looked at, mapped by hand where needed, taken in as one step and taken back."""

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QFileDialog

from partydesk.services import members, roster_import
from partydesk.services.branch_files import list_backups
from partydesk.services.members import MemberFilter
from partydesk.services.organization import the_branch
from tests.core.branches import new_branch
from tests.core.sheet_help import write_xlsx
from tests.ui.small_branch import TODAY, add, fill, settle, shown
from ui.dialogs.import_roster import ImportDialog
from ui.tabs.members_tab import MembersTab
from ui.widgets.basics import Button

FANG = "110105198005120028"
HEAD = ["序号", "姓名", "身份证号", "民族", "学历", "入党时间", "转正时间", "联系电话", "档案柜"]
ROWS = [
    [1, "方晓梅", FANG, "汉", "本科", "2001.7.1", "2002.7.1", 13800001234, "甲柜"],
    [2, "石建国", "440524197203151231", "汉", "大专", "1998-07-01", "1999-07-01", "", "乙柜"],
    [3, "陆一帆", "", "汉", "函授", "2010年7月1日", "2011年7月1日", "", "甲柜"],
    [4, "白错号", "110105198005120029", "汉", "大学", "", "", "", ""],
]


@pytest.fixture
def store(tmp_path):
    """A real file: it is backed up before an import."""
    with new_branch(tmp_path) as opened:
        yield opened


@pytest.fixture
def sheet(tmp_path):
    def make(rows=ROWS, head=HEAD):
        return write_xlsx(tmp_path / "名册.xlsx", [["某某中学党员花名册"], head, *rows])

    return make


@pytest.fixture
def tab(store, desk, state, qtbot):
    fill(store)
    return shown(qtbot, MembersTab(desk, state))


@pytest.fixture
def dialog(tab, desk, state, qtbot, sheet, monkeypatch):
    """The dialog after a sheet was chosen."""
    path = sheet()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    made = ImportDialog(desk, state, tab)
    qtbot.addWidget(made)
    made.show()
    made.choose()
    settle()
    return made


def names(store):
    return {each.name for each in members.list_members(store, MemberFilter(), TODAY)}


def marks(dialog):
    return [each.mark.word for each in dialog.table.records.rows]


def test_nothing_can_be_imported_before_a_sheet_was_chosen(empty_dialog):
    assert not empty_dialog.import_button.isEnabled()
    assert empty_dialog.table.empty.action_button.text() == "选择文件…"


def test_who_looks_like_a_member_is_updated_once_the_row_is_chosen(store, dialog, sheet, said):
    add(store, "方小梅", born_on=date(1980, 5, 12))
    dialog.read(sheet())
    settle()
    assert marks(dialog)[0] == "需确认"
    dialog.table.choose_none()
    dialog.same_button.click()
    assert "请先在表里选中" in said[-1]

    dialog.table.selectRow(0)
    dialog.same_button.click()
    assert marks(dialog)[0] == "更新"
    assert "方小梅" in dialog.table.records.rows[0].remark
    assert not dialog.same_button.isVisible()


def test_the_counts_are_said_and_each_row_has_its_word(dialog, store):
    assert dialog.summary_label.text() == "名册.xlsx：可导入 2 行，1 行需确认，1 行有错"
    assert marks(dialog) == ["新增", "新增", "需确认", "有错"]
    assert dialog.import_button.text() == "导入 3 人"
    assert "方晓梅" not in names(store)


def test_unsure_rows_can_be_left_out(dialog, store):
    dialog.unsure_box.click()
    assert dialog.import_button.text() == "导入 2 人"
    dialog.import_button.click()
    settle()

    assert {"方晓梅", "石建国"} <= names(store)
    assert "陆一帆" not in names(store)
    assert "略过 1 行" in dialog.result_sentence


def test_an_unknown_column_is_mapped_by_hand_and_remembered(dialog, store, desk):
    (box,) = dialog._boxes.values()
    assert box.accessibleName() == "“档案柜”一列是"
    box.setCurrentIndex(box.findData("note"))
    next(each for each in dialog.findChildren(Button) if each.text() == "按选择重新读取").click()
    settle()
    assert [each for each in dialog.findChildren(QComboBox) if each.isVisible()] == []
    dialog.import_button.click()
    settle()

    fang = next(each for each in members.list_members(store, MemberFilter(text="方晓梅"), TODAY))
    assert "甲柜" in members.member_values(store, fang.id)["note"]
    again = desk.call(roster_import.prepare_import, dialog._preview.path)
    assert again.plan.unknown == ()


def test_a_backup_is_made_first(dialog, store):
    dialog.import_button.click()
    settle()

    assert [each.label for each in list_backups(store.file.path) if "导入前" in each.label]


def test_known_people_are_updated_or_passed_over(empty_dialog, store, sheet):
    add(store, "方晓梅", id_number=FANG, education="大专")
    made = empty_dialog
    made.read(sheet())
    settle()
    assert marks(made)[0] == "更新"
    assert "学历：大专 → 大学" in made.table.records.rows[0].remark
    made.skip_box.click()
    assert made.import_button.text() == "导入 2 人"
    made.import_button.click()
    settle()

    fang = next(each for each in members.list_members(store, MemberFilter(text="方晓梅"), TODAY))
    assert members.member_values(store, fang.id)["education"] == "大专"


def test_refused_rows_are_written_out_with_their_reasons(dialog, tmp_path, monkeypatch, said):
    target = tmp_path / "有错.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    dialog.refused_button.click()
    cells = [str(cell) for row in load_workbook(target).active.values for cell in row if cell]

    assert "白错号" in cells
    assert any("校验" in each or "证号" in each for each in cells)
    assert "有错的行和原因已保存" in said[0]


@pytest.fixture
def empty_dialog(tab, desk, state, qtbot):
    """The dialog before a sheet was chosen."""
    made = ImportDialog(desk, state, tab)
    qtbot.addWidget(made)
    made.show()
    return made


def test_people_of_other_branches_stay_out_until_they_are_wanted(empty_dialog, store, sheet):
    name = the_branch(store).name
    rows = [["方晓梅", name], ["石建国", "别的党支部"], ["陆一帆", "别的党支部"]]
    empty_dialog.read(sheet(rows, ["姓名", "所在党支部"]))
    settle()
    assert [mark for mark in marks(empty_dialog) if mark == "其他支部"] == ["其他支部"] * 2
    assert empty_dialog.import_button.text() == "导入 1 人"
    assert empty_dialog.others_box.text() == "其他支部的 2 人也导入"
    empty_dialog.others_box.click()
    assert empty_dialog.import_button.text() == "导入 3 人"
    empty_dialog.others_box.click()
    empty_dialog.import_button.click()
    settle()
    assert {"方晓梅", "石建国"} & names(store) == {"方晓梅"}


def test_a_sheet_that_is_none_is_refused_with_a_sentence(empty_dialog, tmp_path, said):
    path = tmp_path / "网页.xls"
    path.write_bytes(b"<html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d</td></tr></table></html>")
    empty_dialog.read(path)
    settle()

    assert len(said) == 1
    assert "网页.xls" in said[0]
    assert not empty_dialog.import_button.isEnabled()


def test_the_whole_import_is_taken_back_while_one_of_it_is_shown(
    tab, store, sheet, monkeypatch, said
):
    path = sheet()

    def take_in(dialog):
        dialog.read(path)
        dialog.import_button.click()
        return dialog.result()

    monkeypatch.setattr(ImportDialog, "exec", take_in)
    before = names(store)
    tab._import()
    settle()
    assert names(store) == before | {"方晓梅", "石建国", "陆一帆"}
    assert "新增 3 人" in tab.card.banner.sentence_label.text()
    undo = tab.card.banner._action
    tab.page.table.choose(next(e.id for e in tab.page.table.records.rows if e.name == "方晓梅"))
    undo()
    settle()

    assert names(store) == before
    assert said == []
    assert "已撤销" in tab.card.banner.sentence_label.text()
    undo()
    assert said == ["这一步已经撤销过了。"]
