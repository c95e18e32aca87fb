"""Every 台账 by keyboard: a cell is pasted, filled down, set for several, and all is taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from partydesk.domain.fields import Kind
from partydesk.services import history
from partydesk.services.ledgers import pasting
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from tests.ui.ledger_cells.steps import (
    BOTH,
    CTRL,
    Opened,
    all_values,
    page_of,
    put,
    stand,
    take_back,
)


def a_text(ledger):
    return next(
        each.name
        for each in pasting.editable(ledger).fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and each.name != "ended_reason"
    )


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
