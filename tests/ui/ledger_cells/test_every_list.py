"""Every list is arranged, filtered, sorted, remembered, exported and added up alike."""

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from tests.ui.ledger_cells.steps import page_of
from tests.ui.small_branch import settle, shown
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.talks_tab import TalksTab


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
