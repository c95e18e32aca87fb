"""Every 台账 by keyboard: a cell is pasted, filled down, set for several, and all is taken back."""

from dataclasses import replace

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from partydesk.domain.fields import Kind
from partydesk.services import history
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.storage.store import Store
from tests.core.samples import copy_sample
from tests.ui.chinese import write
from tests.ui.small_branch import TODAY, settle, shown
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.batch_edit import BatchDialog
from ui.dialogs.cell_changes import CellChangesDialog
from ui.tabs.integrity_tab import IntegrityTab
from ui.tabs.ledgers_tab import LedgersTab
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.talks_tab import TalksTab

CTRL = Qt.KeyboardModifier.ControlModifier
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def sample():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield store
    store.close()


@pytest.fixture
def desk(look, sample):  # a desk needs the application
    made = Desk(sample, Background(inline=True))
    yield made
    made.close()


class Opened(list):
    """What each dialog showed when it opened; ``act`` is what is then done in it."""

    def act(self, dialog):
        self.qtbot.keyClick(dialog.take_button, Qt.Key.Key_Return)


@pytest.fixture
def opened(monkeypatch, qtbot):
    found = Opened()
    found.qtbot = qtbot

    def run(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        settle()
        if isinstance(dialog, BatchDialog):
            fill_in(dialog)
        words = [each.text() for each in dialog.findChildren(QLabel)]
        found.append((list(dialog.table.records.rows), dialog.take_button.text(), words))
        found.act(dialog)
        return dialog.result()

    def fill_in(dialog):
        dialog.choose_field(found.field)
        write(dialog.editor, "改成一样")
        dialog.show_lines()

    monkeypatch.setattr(CellChangesDialog, "exec", run)
    monkeypatch.setattr(BatchDialog, "exec", run)
    return found


def put(text):
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def a_text(ledger):
    return next(
        each.name
        for each in pasting.editable(ledger).fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and each.name != "ended_reason"
    )


def page_of(qtbot, desk, state, ledger):
    """The page of a register for all time, with the list under the cursor."""
    tab = shown(qtbot, LedgersTab(desk, state))
    tab.show_ledger(ledger.table)
    settle()
    box = tab.page.page._filters["period"]
    box.setCurrentIndex(box.findData(None) if box.findData(None) >= 0 else box.count() - 1)
    settle()
    return tab.page


def stand(page, rows, column):
    """Select rows, the cursor in a column of the first."""
    table = page.page.table
    shown_now = [each.name for each in table.records.columns]
    table.tools.show_columns([*dict.fromkeys([*shown_now, column])])
    flag = table.selectionModel().SelectionFlag
    table.selectionModel().clear()
    for row in reversed(rows):
        place = table.records.index(row, len(shown_now) if column not in shown_now
                                    else shown_now.index(column))  # fmt: skip
        table.selectionModel().setCurrentIndex(place, flag.Select | flag.Rows)
    table.setFocus()


def all_values(store, ledger):
    rows = keeping.list_records(store, ledger).rows
    return {row.id: keeping.record_values(store, ledger, row.id) for row in rows}


def take_back(page):
    page.card.banner.action_button.click()
    settle()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_cell_is_pasted_filled_down_and_set_for_several(
    ledger, sample, desk, state, opened, qtbot
):
    page = page_of(qtbot, desk, state, ledger)
    table, name = page.page.table, a_text(ledger)
    before = all_values(sample, ledger)
    assert len(table.records.rows) == len(before)
    rows = list(range(min(3, len(before))))
    opened.field = name

    put("从表格贴来")
    stand(page, rows[:1], name)
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    first = table.records.rows[0].id
    assert all_values(sample, ledger)[first][name] == "从表格贴来"
    assert opened[-1][1] == "修改 1 处"
    take_back(page)
    assert all_values(sample, ledger) == before

    if len(rows) > 1:
        stand(page, rows, name)
        wanted = before[table.records.rows[0].id][name]
        ids = [table.records.rows[row].id for row in rows]
        qtbot.keyClick(table, Qt.Key.Key_D, CTRL)
        kept = all_values(sample, ledger)
        assert {kept[each][name] for each in ids} == {wanted}
        if kept != before:
            take_back(page)
        assert all_values(sample, ledger) == before

        stand(page, rows, name)
        qtbot.keyClick(table, Qt.Key.Key_E, CTRL)
        kept = all_values(sample, ledger)
        assert {kept[each][name] for each in ids} == {"改成一样"}
        assert history.last_undoable(sample).title.startswith(f"批量修改 {len(ids)} 条：")
        take_back(page)
        assert all_values(sample, ledger) == before


def test_rows_below_the_last_one_are_offered_and_become_records(sample, desk, state, opened, qtbot):
    ledger = BY_TABLE["visit"]
    page = page_of(qtbot, desk, state, ledger)
    before = all_values(sample, ledger)
    table = page.page.table
    last = len(table.records.rows) - 1
    line = "{}\t困难党员\t{}\t100\t米面油\t王书记\n"
    shown_last = table.records.shown(
        table.records.rows[last],
        next(each for each in table.records.columns if each.name == "name"),
    )
    put(line.format("2026-02-01", shown_last) + line.format("2026-02-02", "新来的一户")
        + line.format("2031-02-02", "还没到的一户"))  # fmt: skip
    stand(page, [last], "visited_on")

    def add(dialog):
        assert not dialog.add_box.isChecked()
        assert "列表里没有与它对应的行。" in [row.remark for row in dialog.table.records.rows]
        qtbot.keyClick(dialog.add_box, Qt.Key.Key_Space)
        marks = {row.mark.word: row for row in dialog.table.records.rows}
        assert "新来的一户" in marks["新增"].after
        assert "日期还没有到" in marks["不加"].remark
        assert "新增 1 条" in dialog.take_button.text()
        qtbot.keyClick(dialog.take_button, Qt.Key.Key_Return)

    opened.act = add
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    assert "新来的一户" in {each["name"] for each in all_values(sample, ledger).values()}
    assert len(all_values(sample, ledger)) == len(before) + 1
    assert "新增走访慰问 1 条" in page.card.banner.sentence_label.text()
    take_back(page)
    assert all_values(sample, ledger) == before


def test_rows_with_heads_are_new_records_at_one_key(sample, desk, state, opened, qtbot):
    ledger = BY_TABLE["study"]
    page = page_of(qtbot, desk, state, ledger)
    before = all_values(sample, ledger)
    put("日期\t学习形式\t主题\t学时\n2026.3.9\t集中培训\t贴来的培训\t6\n"
        "2026.3.10\t没有这种\t另一个\t6\n")  # fmt: skip
    stand(page, [0], "title")
    qtbot.keyClick(page.page.table, Qt.Key.Key_V, BOTH)
    rows, button, _ = opened[-1]
    assert button == "新增 1 条"
    assert [(row.mark.word, "没有“没有这种”" in row.remark) for row in rows] == [
        ("新增", False),
        ("不加", True),
    ]
    (added,) = [
        each for each in all_values(sample, ledger).values() if each["title"] == "贴来的培训"
    ]
    assert added["hours"] == 600
    assert "全部时间" not in page.card.banner.sentence_label.text()
    take_back(page)
    page.page.search_box.setText("不会有的话")
    page.read_list()
    qtbot.keyClick(page.page.table, Qt.Key.Key_V, BOTH)
    assert "换成“全部时间”就能看到" in page.card.banner.sentence_label.text()
    take_back(page)
    assert all_values(sample, ledger) == before


def test_a_copied_list_that_is_pasted_back_changes_nothing_and_one_cell_of_it_only_that(
    sample, desk, state, opened, qtbot
):
    """Rows go to WPS with their heads, one cell is mended there, and they come back."""
    ledger = BY_TABLE["dues_payment"]
    page = page_of(qtbot, desk, state, ledger)
    table = page.page.table
    before = all_values(sample, ledger)
    stand(page, [0, 1, 2], "paid")
    qtbot.keyClick(table, Qt.Key.Key_C, BOTH)
    text = QGuiApplication.clipboard().text()
    opened.act = lambda dialog: dialog.reject()
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    rows, button, words = opened[-1]
    assert (rows, button) == ([], "修改")
    assert any("第一行是表头" in each for each in words)

    row = table.records.rows[1]
    lines = text.splitlines()
    heads = lines[0].split("\t")
    cells = lines[2].split("\t")
    cells[heads.index("实交")] = "88.88"
    put("\n".join([lines[0], lines[1], "\t".join(cells), lines[3]]))
    opened.act = Opened.act.__get__(opened)
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    after = all_values(sample, ledger)
    assert after[row.id]["paid"] == 8888
    assert {key: each for key, each in after.items() if key != row.id} == {
        key: each for key, each in before.items() if key != row.id
    }
    take_back(page)
    assert all_values(sample, ledger) == before


def test_a_row_of_somebody_else_and_a_computed_column_are_refused(
    sample, desk, state, opened, qtbot
):
    ledger = BY_TABLE["dues_payment"]
    page = page_of(qtbot, desk, state, ledger)
    table = page.page.table
    before = all_values(sample, ledger)
    other = next(row for row in table.records.rows
                 if row.member_id != table.records.rows[0].member_id)  # fmt: skip
    names = keeping.list_records(sample, ledger).names
    put(f"{names[other.member_id]}\t1\t2\t2026-01-05\t补交")
    stand(page, [0], "member_id")
    opened.act = lambda dialog: dialog.reject()
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    rows, button, _ = opened[-1]
    assert button == "修改"
    assert all("对不上" in row.remark for row in rows)

    put("已交清")
    stand(page, [0], "state_word")
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    (row,) = opened[-1][0]
    assert row.remark == "“状态”由程序算出，不能改；请改它所依据的内容。"
    assert all_values(sample, ledger) == before


def test_what_follows_is_shown_beside_what_is_set(desk, state, opened, qtbot):
    ledger = BY_TABLE["dues_base"]
    page = page_of(qtbot, desk, state, ledger)
    table = page.page.table
    place = next(n for n, row in enumerate(table.records.rows) if row.income == "按月工资")
    put("4000")
    stand(page, [place], "base")
    opened.act = lambda dialog: dialog.reject()
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    rows, button, _ = opened[-1]
    assert [(row.field, row.mark.word) for row in rows] == [
        ("计算基数", "修改"),
        ("月应交", "随之改变"),
    ]
    assert rows[1].after == "40.00"
    assert button == "修改 1 处"


@pytest.mark.parametrize("make", [MeetingsTab, TalksTab])
def test_meetings_and_talks_take_what_may_be_set_for_many(make, sample, desk, state, opened, qtbot):
    tab = shown(qtbot, make(desk, state))
    settle()
    stand(tab, [0, 1], "place")
    opened.field = "place"
    steps = history.last_undoable(sample)
    qtbot.keyClick(tab.page.table, Qt.Key.Key_E, CTRL)
    assert [row.place for row in tab.page.table.records.rows[:2]] == ["改成一样"] * 2
    tab.card.banner.action_button.click()
    settle()
    assert "改成一样" not in [row.place for row in tab.page.table.records.rows]

    put("2025-01-01")
    day = "held_on" if make is MeetingsTab else "talked_on"
    stand(tab, [0], day)
    opened.act = lambda dialog: dialog.reject()
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, CTRL)
    (row,) = opened[-1][0]
    assert "请在表单里逐条修改" in row.remark
    qtbot.keyClick(tab.page.table, Qt.Key.Key_V, BOTH)
    assert history.last_undoable(sample) == steps or steps is None


def test_an_integrity_leaf_is_never_pasted_over(desk, state, opened, qtbot):
    tab = shown(qtbot, IntegrityTab(desk, state))
    settle()
    put("换一个人")
    for key in (Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_E):
        tab.card.banner.hide()
        tab.page.table.selectRow(0)
        qtbot.keyClick(tab.page.table, key, CTRL)
        assert "只增加、不改写" in tab.card.banner.sentence_label.text()
    assert not opened


def test_many_cells_are_tried_off_the_windows_thread(sample, state, opened, qtbot, look):
    ledger = BY_TABLE["dues_payment"]
    desk = Desk(sample, Background())
    page = page_of(qtbot, desk, state, ledger)
    count = min(250, len(page.page.table.records.rows))
    put("\n".join(["一起补记"] * count))
    page.page.table.selectAll()
    stand(page, [0], "note")

    def wait(dialog):
        qtbot.waitUntil(dialog.take_button.isEnabled)
        assert dialog.take_button.text() == f"修改 {count} 处"
        dialog.take_button.click()
        qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)

    opened.act = wait
    qtbot.keyClick(page.page.table, Qt.Key.Key_V, CTRL)
    assert len(opened) == 1
    notes = [each["note"] for each in all_values(sample, ledger).values()]
    assert notes.count("一起补记") == count
    take_back(page)
    assert "一起补记" not in [each["note"] for each in all_values(sample, ledger).values()]
    desk.close()


def test_a_register_that_takes_no_new_rows_says_so(sample, desk, state, opened, qtbot):
    ledger = BY_TABLE["relative"]
    page = page_of(qtbot, desk, state, ledger)
    before = all_values(sample, ledger)
    put("甲\t夫妻\t乙\n丙\t夫妻\t丁")
    stand(page, [0], "member_id")
    qtbot.keyClick(page.page.table, Qt.Key.Key_V, BOTH)
    assert not opened or all(row.mark.word == "不改" for row in opened[-1][0])
    assert all_values(sample, ledger) == before
    assert replace(pasting.editable(ledger)).add is None


def any_page(qtbot, desk, state, which):
    """A list of any kind, for all time."""
    if which in BY_TABLE:
        return page_of(qtbot, desk, state, BY_TABLE[which])
    tab = shown(qtbot, {"meetings": MeetingsTab, "talks": TalksTab}[which](desk, state))
    box = tab.page._filters["period"]
    box.setCurrentIndex(box.findData(None))
    settle()
    return tab


@pytest.mark.parametrize(
    ("which", "day", "names"),
    [
        ("visit", "visited_on", "name"),
        ("development", "applied_on", "member_id"),
        ("dues_payment", "paid_on", "member_id"),
        ("study", "held_on", "teacher"),
        ("meetings", "held_on", "chair_id"),
        ("talks", "talked_on", "talker"),
    ],
)
def test_every_list_is_arranged_filtered_sorted_remembered_and_exported_as_seen(
    which, day, names, *, desk, state, qtbot, tmp_path, monkeypatch
):
    page = any_page(qtbot, desk, state, which)
    table = page.page.table
    table.tools.show_columns([names, day, *[each.name for each in table.records.all_columns
                                            if each.name not in (names, day)][:2]])  # fmt: skip
    table.tools.sort_names(0, by_strokes=True)
    table.tools.sort(1, descending=True, added=True)
    table.setColumnWidth(1, 222)
    months = [each for each in table.records.entries(table.records.columns[1]) if each.level]
    table.tools.filter_by(day, months[0].keys)
    kept = list(table.records.rows)
    assert 0 < len(kept) == months[0].rows
    assert "已筛选" in page.page.foot.filter_button.text()

    target = tmp_path / "所见.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page._export()
    lines = list(load_workbook(target).active.iter_rows(values_only=True))
    heads = [each.head for each in table.records.columns]
    place = next(n for n, line in enumerate(lines) if heads == [str(c) for c in line[1:5]])
    shown_names = [table.records.shown(row, table.records.columns[0]) or None for row in kept]
    assert [line[1] for line in lines[place + 1 :]][: len(kept)] == shown_names

    again = any_page(qtbot, desk, state, which).page.table
    assert [each.name for each in again.records.columns][:2] == [names, day]
    assert [(key.name, key.descending) for key in again.records.sorting] == [
        (names, False),
        (day, True),
    ]
    assert again.records.by_strokes
    assert again.columnWidth(1) == 222
    assert not again.records.filters


def test_money_and_hours_of_a_register_are_added_up_below_it(desk, state, sample, qtbot):
    page = page_of(qtbot, desk, state, BY_TABLE["visit"])
    total = sum(row.money or 0 for row in keeping.list_records(sample, BY_TABLE["visit"]).rows)
    assert total > 0
    assert f"慰问金额合计 {total // 100}.{total % 100:02d}" in page.page.foot.count_label.text()
    page = page_of(qtbot, desk, state, BY_TABLE["study"])
    rows = keeping.list_records(sample, BY_TABLE["study"]).rows
    assert f"学时合计 {sum(row.hours for row in rows) / 100:g}" in page.page.foot.count_label.text()
