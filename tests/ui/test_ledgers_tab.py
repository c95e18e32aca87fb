"""工作台账: the tree leads to each register, its page keeps, prints and takes in records."""

import csv
from datetime import date

import pytest

from partydesk.services.ledgers import keeping, sheets
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from tests.ui.chinese import write
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, settle, shown
from ui.dialogs.import_table import ImportTableDialog
from ui.tabs.ledgers_tab import LedgersTab
from ui.widgets.tab_page import Target

VISITS, STUDIES = BY_TABLE["visit"], BY_TABLE["study"]


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, LedgersTab(desk, state))


def visits(store):
    return keeping.list_records(store, VISITS).rows


def open_visits(tab):
    tab.show_ledger("visit")
    settle()
    return tab.page


def record(tab, name="王老师", money="200"):
    page = open_visits(tab)
    tab.primary()
    page.form.editor("kind").setCurrentText("老党员")
    write(page.form.editor("name"), name)
    page.form.editor("money").setText(money)
    page.form.editor("visited_on").set_value(LAST_WEEK)
    tab.save()
    settle()
    return page


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_each_register_opens_with_its_form_and_says_what_belongs_into_it(tab, ledger):
    tab.show_ledger(ledger.table)
    settle()
    assert tab.page.ledger is ledger
    assert ledger.table in tab.tree.currentItem().data(0, 256)
    named = {name for part in ledger.parts for name in part.names}
    assert set(tab.page.form.values()) >= named


def test_a_record_is_kept_counted_and_told_by_its_name(tab, store):
    page = record(tab)
    (row,) = visits(store)
    assert (row.name, row.money, row.visited_on) == ("王老师", 20_000, LAST_WEEK)
    assert page.card.title_label.text() == f"{LAST_WEEK}　王老师"
    assert tab._items["visit"].text(1) == "1"


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(tab, store):
    page = open_visits(tab)
    tab.primary()
    page.form.editor("money").setText("很多")
    tab.save()
    assert "请填写姓名或代号" in page.form.problem("name")
    assert "最多两位小数" in page.form.problem("money")
    assert not visits(store)


def test_everybody_is_put_into_a_list_at_one_stroke_and_one_taken_out(tab, store, people):
    tab.show_ledger("study")
    page = tab.page
    tab.primary()
    write(page.form.editor("title"), "专题学习")
    page.form.editor("hours").setText("1.5")
    people_list = page.form.editor("people")
    people_list.all_button.click()
    settle()
    assert {row["member_id"] for row in people_list.value()} == set(people.values())
    tab.save()
    settle()
    (row,) = keeping.list_records(store, STUDIES).rows
    values = keeping.record_values(store, STUDIES, row.id)
    assert len(values["people"]) == len(people)
    assert values["hours"] == 150


def test_a_half_filled_form_waits_while_another_register_is_looked_at(tab):
    page = open_visits(tab)
    tab.primary()
    write(page.form.editor("name"), "没有写完")
    tab.show_ledger("honour")
    settle()
    tab.show_ledger("visit")
    settle()
    assert page.form.values()["name"] == "没有写完"


def test_a_target_opens_its_register_and_record(tab, store):
    record(tab)
    (row,) = visits(store)
    tab.show_ledger("honour")
    tab.open_target(Target("visit", row.id, "goods"))
    settle()
    assert tab.page.ledger is VISITS
    assert tab.page.record_id == row.id


def test_a_new_record_begins_with_what_a_duty_gives(tab):
    tab.open_target(Target("weekly_report", new=True, values={"starts_on": date(2026, 11, 16)}))
    settle()
    assert tab.page.form.values()["starts_on"] == date(2026, 11, 16)


def test_where_there_is_no_room_a_menu_stands_for_the_tree(tab):
    tab.resize(1170, 700)
    settle()
    assert tab.tree.isVisible()
    tab.resize(900, 700)
    settle()
    assert not tab.tree.isVisible()
    titles = [
        action.text()
        for family in tab.menu_button.menu().actions()
        for action in family.menu().actions()
    ]
    assert titles == [each.title for each in LEDGERS]


def test_a_button_of_the_register_does_its_work_and_says_so(tab, store):
    ledger = BY_TABLE["monthly_list"]
    tab.show_ledger("monthly_list")
    tab.page._act(ledger.actions[0])
    settle()
    assert "已生成" in tab.page.page.banner.sentence_label.text()
    (row,) = keeping.list_records(store, ledger).rows
    assert row.kind == "月初提醒单"
    assert tab._items["monthly_list"].text(1) == "1"


def test_a_sheet_is_looked_at_and_taken_in_and_taken_back(tab, store, desk, state, tmp_path, qtbot):
    page = open_visits(tab)
    path = tmp_path / "走访.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["走访日期", "对象类别", "姓名或代号"], [f"{LAST_WEEK}", "老党员", "甲"],
             [f"{LAST_WEEK}", "没有这类", "乙"]]
        )  # fmt: skip
    dialog = ImportTableDialog(desk, state, VISITS, page)
    qtbot.addWidget(dialog)
    dialog.read(path)
    settle()
    assert "可导入 1 行，1 行有错" in dialog.summary_label.text()
    assert dialog.import_button.text() == "导入 1 条"
    dialog.import_button.click()
    settle()
    assert dialog.taken == 1
    page._say_imported(dialog.taken)
    assert [row.name for row in visits(store)] == ["甲"]
    page.page.banner.action_button.click()
    settle()
    assert not visits(store)


def test_the_empty_sheet_can_be_filled_by_whoever_gets_it(store, people, tmp_path):
    assert people
    path = tmp_path / "空表.xlsx"
    path.write_bytes(sheets.template(STUDIES))
    assert not sheets.look_at_sheet(store, STUDIES, path, TODAY).rows
