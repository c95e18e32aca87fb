"""The roster: people are entered, read, corrected, found, and leave; nobody is deleted."""

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from partydesk.services import drafts, members
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.keeping import new_values, save_record
from partydesk.services.members import MemberFilter
from tests.core.branches import event
from tests.ui.chinese import write
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, settle, shown, type_into, words
from ui.dialogs.pdf_preview import PdfPreview
from ui.tabs.members_tab import MembersTab
from ui.widgets.tab_page import Target

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MembersTab(desk, state))


@pytest.fixture
def numbered(store, desk, people):
    """Someone whose number is known; the id."""
    values = members.member_values(store, people["周明"])
    desk.call(members.save_member, values | {"id_number": ID_NUMBER}, people["周明"])
    return people["周明"]


@pytest.fixture
def save_as(tmp_path, monkeypatch):
    """The user types this name, without an ending, when asked where to save."""
    target = tmp_path / "花名册"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    return target


def cells(path):
    sheet = load_workbook(path).active
    return {str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell}


def roster(store):
    return members.list_members(store, MemberFilter(categories=()), TODAY)


def named(store, name):
    return next(each for each in roster(store) if each.name == name)


def test_a_new_member_is_entered_by_keyboard(tab, store, qtbot):
    tab.primary()
    assert tab.focusWidget() is tab.form.editor("name")
    write(tab.form.editor("name"), "单玉兰")
    qtbot.keyClick(tab.form.editor("name"), Qt.Key.Key_Return)
    qtbot.keyClicks(tab.focusWidget(), "110105 19491231 002x")
    type_into(qtbot, tab.form.editor("born_on"), "19491231")
    type_into(qtbot, tab.form.editor("joined_on"), "1975-7-1")
    type_into(qtbot, tab.form.editor("full_on"), "1976.7.1")
    tab.save()
    settle()

    row = named(store, "单玉兰")
    assert row.id_number == ID_NUMBER
    assert row.joined_on == date(1975, 7, 1)
    assert "shanyulan" in row.spelling
    assert tab.card.title_label.text() == "单玉兰"
    assert tab.page.table.current().name == "单玉兰"


def test_a_stored_person_is_read_first_and_changed_after_edit(tab, store, people):
    tab.page.table.choose(people["王秀兰"])
    assert tab.view.isVisible()
    assert not tab.form.isVisible()
    tab.card.edit_button.click()
    write(tab.form.editor("title"), "高级教师")
    tab.save()

    assert named(store, "王秀兰").title == "高级教师"
    assert tab.view.isVisible()
    assert "高级教师" in words(tab.view)


def test_a_problem_stands_under_its_field_and_nothing_is_stored(tab, store):
    before = len(roster(store))
    tab.primary()
    write(tab.form.editor("id_number"), "110105194912310021")
    tab.save()

    assert tab.form.problem("name") == "请填写姓名。"
    assert tab.form.problem("id_number")
    assert len(roster(store)) == before
    assert tab.focusWidget() is tab.form.editor("name")
    assert tab.form.values()["id_number"] == "110105194912310021"


@pytest.mark.usefixtures("numbered")
def test_the_same_number_twice_is_refused_with_the_name_of_the_other(tab):
    tab.primary()
    write(tab.form.editor("name"), "另一人")
    write(tab.form.editor("id_number"), ID_NUMBER)
    tab.save()

    assert "周明" in tab.form.problem("id_number")


def test_numbers_are_masked_until_the_button_is_held(tab, numbered, qtbot):
    tab.page.table.choose(numbered)
    settle()
    assert ID_NUMBER not in words(tab.view)
    qtbot.mousePress(tab.view.reveal_button, Qt.MouseButton.LeftButton)
    settle()
    assert ID_NUMBER in words(tab.view)
    qtbot.mouseRelease(tab.view.reveal_button, Qt.MouseButton.LeftButton)
    settle()

    assert ID_NUMBER not in words(tab.view)


def test_people_are_found_by_initials_and_by_part_of_the_name(tab, qtbot):
    count = tab.page.foot.count_label
    for typed in ("wxl", "秀兰"):
        tab.page.search_box.clear()
        write(tab.page.search_box, typed)
        qtbot.waitUntil(lambda: count.text() == "共 1 人")
        assert tab.page.table.records.rows[0].name == "王秀兰"


def test_a_group_can_be_looked_at_alone(tab):
    tab.page._filters["group"].setCurrentText("语文组")

    assert {each.name for each in tab.page.table.records.rows} == {"王秀兰", "林涛"}


def test_who_is_on_the_roster_moves_on_by_an_event_and_not_by_the_form(tab, people):
    fixed = ("category", "standing", "left_on", "left_kind")
    tab.page.table.choose(people["林涛"])
    tab.edit()
    assert [tab.form.editor(each).isEnabled() for each in fixed] == [False] * 4
    assert "党员变动" in tab.form.editor("category").toolTip()
    tab.primary()
    assert [tab.form.editor(each).isEnabled() for each in fixed] == [True] * 4


def test_who_leaves_does_so_by_an_event_with_its_paper_and_is_kept(tab, store, people, qtbot):
    tab.page.table.choose(people["林涛"])
    with qtbot.waitSignal(tab.go) as asked:
        tab._register_event()
    (target,) = asked.args
    assert (target.record_type, target.values) == ("member_event", {"member_id": people["林涛"]})
    with qtbot.waitSignal(tab.go) as asked:
        tab._move_out()
    assert asked.args[0].values["heading"] == "转出"
    event(store, "去世", people["林涛"], LAST_WEEK)
    tab.refresh()
    tab.page._filters["who"].setCurrentText("已离开")

    assert [each.name for each in tab.page.table.records.rows] == ["林涛"]
    assert members.member_values(store, people["林涛"])["left_on"] == LAST_WEEK


def test_a_half_typed_person_waits_in_the_form(tab, store, desk, state, qtbot):
    tab.primary()
    write(tab.form.editor("name"), "写到一半")
    tab.leave()
    again = shown(qtbot, MembersTab(desk, state))

    assert again.form.isVisible()
    assert again.form.values()["name"] == "写到一半"
    again.card.banner.action_button.click()
    assert drafts.drafts(store, "member") == {}


def test_a_target_leads_to_the_field(tab, people):
    tab.open_target(Target("member", people["何静"], "mobile"))

    assert tab.record_id == people["何静"]
    assert tab.focusWidget() is tab.form.editor("mobile")


def test_the_roster_is_printed(tab, monkeypatch):
    opened = []
    monkeypatch.setattr(PdfPreview, "exec", lambda dialog: opened.append(len(dialog.pages)))
    tab.print_page()

    assert opened == [1]


def test_the_list_is_saved_as_it_is_seen(tab, save_as, said):
    tab.page._filters["group"].setCurrentText("语文组")
    tab._export_seen()
    texts = cells(save_as.with_suffix(".xlsx"))

    assert {"王秀兰", "林涛"} <= texts
    assert "周明" not in texts
    assert said == ["已保存为“花名册.xlsx”。"]


@pytest.mark.usefixtures("numbered")
@pytest.mark.parametrize(("answer", "is_open"), [("导出完整的表", True), ("导出遮盖的表", False)])
def test_the_national_sheet_has_full_numbers_only_when_asked(tab, save_as, said, answer, is_open):
    said.answer = answer
    tab._export_national()

    assert (ID_NUMBER in cells(save_as.with_suffix(".xlsx"))) is is_open
    assert "汇总表里有完整的身份证号" in said[0]


def test_giving_the_export_up_writes_nothing(tab, monkeypatch, said):
    def never(*_args):
        raise AssertionError

    monkeypatch.setattr(QFileDialog, "getSaveFileName", never)
    said.answer = "取消"
    tab._export_national()

    assert len(said) == 1


def test_the_year_of_a_person_ends_with_meetings_and_hours(tab, store, people):
    ledger = BY_TABLE["study"]
    values = new_values(store, ledger, TODAY) | {"title": "专题学习", "hours": 450}
    row = {"hours": None, "note": None}
    both = [row | {"member_id": people[name]} for name in ("王秀兰", "陈志远")]
    save_record(store, ledger, values | {"people": both}, TODAY)

    tab.open_target(Target("member", people["王秀兰"]))
    settle()
    assert tab.view._sum_label.text() == "到会 0 / 0 次　学时 4.5 / 32"
    tab.open_target(Target("member", people["陈志远"]))
    settle()
    assert "学时 4.5 / 56" in tab.view._sum_label.text()
