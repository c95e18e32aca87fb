"""Cells that follow others, may not be set, or are tried beside the window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from partydesk.services import history
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE
from tests.ui.ledger_cells.steps import BOTH, CTRL, all_values, page_of, put, stand, take_back
from tests.ui.small_branch import settle, shown
from ui.background import Background
from ui.desk import Desk
from ui.tabs.integrity_tab import IntegrityTab
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.talks_tab import TalksTab


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
