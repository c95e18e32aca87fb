"""Lists show rows, sort them as values, keep what was chosen and what the user widened."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from partydesk.domain.fields import Field, Kind
from ui.theme import Tone
from ui.widgets.list_foot import ListFoot
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import MARK_ROLE, Column, RecordTableModel
from ui.widgets.table_rows import SortKey

NAME = Field("姓名", Kind.TEXT, "name")
DAY = Field("入党", Kind.DAY, "joined_on")
GROUP = Field("党小组", Kind.GROUP, "group_id")
ACTIVE = Field("状态", Kind.TEXT, "state")
WORK = Field("工作", Kind.TEXT, "work")


@dataclass(slots=True)
class Row:
    id: str
    name: str
    joined_on: date | None = None
    group_id: str | None = None
    state: str = ""
    work: str = "教研组长，兼管图书馆和校史陈列室"


ROWS = [
    Row("1", "陈志远", date(1999, 1, 1), "g1"),
    Row("2", "周海燕", None, "g2"),
    Row("3", "王磊", date(2024, 12, 1), "g1"),
    Row("4", "孙丽", date(2024, 2, 1), None),
]
COLUMNS = [
    NAME,
    DAY,
    GROUP,
    Column(ACTIVE, mark=lambda row: Mark("缺", Tone.GOLD) if row.joined_on is None else None),
]
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def names(model):
    return [row.name for row in model.rows]


@pytest.fixture
def table(qtbot, state):
    made = RecordTable([Column(NAME, stretch=True), DAY, GROUP], "people", state)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.fill(ROWS, {"g1": "语文组", "g2": "数学组"})
    made.show()
    return made


def test_the_model_keeps_qts_contract(qtmodeltester):
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS)
    model.sort(1, DOWN)

    qtmodeltester.check(model)


def test_days_sort_as_days_and_empty_ones_stand_last_both_ways():
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS)

    model.sort(1, UP)
    assert names(model) == ["陈志远", "孙丽", "王磊", "周海燕"]
    model.sort(1, DOWN)
    assert names(model) == ["王磊", "孙丽", "陈志远", "周海燕"]


def test_groups_show_and_sort_by_name():
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS, {"g1": "语文组", "g2": "数学组"})
    model.sort(2, UP)

    assert model.index(0, 2).data() == "数学组"
    assert names(model)[0] == "周海燕"


def test_a_key_of_ones_own_decides_the_order():
    spelling = {"陈志远": "c", "周海燕": "z", "王磊": "w", "孙丽": "s"}
    model = RecordTableModel([Column(NAME, key=lambda row: spelling[row.name])])
    model.fill(ROWS)
    model.sort(0, UP)

    assert names(model) == ["陈志远", "孙丽", "王磊", "周海燕"]


def test_a_new_filling_keeps_the_order():
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS)
    model.sort(1, DOWN)
    model.fill([*ROWS, Row("5", "刘婷", date(2030, 1, 1))])

    assert names(model)[0] == "刘婷"


def test_the_head_tells_the_order_in_words_of_its_own():
    model = RecordTableModel([Column(DAY, title="日期")])
    model.fill(ROWS)
    model.sort(0, DOWN)

    assert model.headerData(0, Qt.Orientation.Horizontal) == "日期 ↓"


def test_a_state_is_a_word_with_a_colour():
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS)

    assert model.index(1, 3).data(MARK_ROLE) == Mark("缺", Tone.GOLD)
    assert model.index(1, 3).data() == "缺"
    assert model.index(0, 3).data(MARK_ROLE) is None


def test_sorting_by_the_head_keeps_the_chosen_record(table):
    table.choose("2")
    table.horizontalHeader().sectionClicked.emit(1)
    table.horizontalHeader().sectionClicked.emit(1)

    assert table.records.sorted_by == (1, DOWN)
    assert table.current().id == "2"
    assert [row.id for row in table.selected()] == ["2"]


def test_filling_again_keeps_the_chosen_record_without_telling(table, qtbot):
    table.choose("3")
    with qtbot.assertNotEmitted(table.chosen):
        table.fill(list(reversed(ROWS)))

    assert table.current().id == "3"


def test_a_chosen_record_that_went_away_is_told(table, qtbot):
    table.choose("3")
    with qtbot.waitSignal(table.chosen) as told:
        table.fill(ROWS[:2])

    assert told.args == [None]


def test_arrow_keys_choose_and_enter_opens(table, qtbot):
    table.setFocus()
    table.choose("1")
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)

    assert chosen.args[0].id == "2"
    assert opened.args[0].id == "2"


def test_the_main_column_takes_the_room_that_is_left(table):
    width = sum(table.columnWidth(number) for number in range(3))

    assert width == table.viewport().width()
    assert table.columnWidth(0) > table.columnWidth(1)


def test_a_width_set_by_hand_is_remembered(table, qtbot, state):
    table.setColumnWidth(1, 222)
    again = RecordTable([Column(NAME, stretch=True), DAY, GROUP], "people", state)
    qtbot.addWidget(again)
    again.resize(900, 400)
    again.fill(ROWS)
    again.show()

    assert again.columnWidth(1) == 222


def test_an_empty_list_says_what_to_do(table, qtbot):
    pressed = []
    table.set_empty("还没有党员。", "新党员", lambda: pressed.append(1))
    table.fill([])

    assert table.empty.isVisible()
    assert table.empty.sentence_label.text() == "还没有党员。"
    qtbot.mouseClick(table.empty.action_button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    table.fill(ROWS)
    assert not table.empty.isVisible()


def test_several_rows_can_be_taken_when_allowed(table):
    table.set_multiple(multiple=True)
    table.selectAll()

    assert [row.id for row in table.selected()] == ["1", "2", "3", "4"]
    assert table.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection


@pytest.fixture
def crowded(qtbot, state):
    """Too narrow for its columns, with the line below it."""
    columns = [*COLUMNS[:2], replace(Column(GROUP), spare=True), Column(WORK, stretch=True),
               COLUMNS[3]]  # fmt: skip
    made = RecordTable(columns, "people", state)
    foot = ListFoot(made)
    for each in (made, foot):
        qtbot.addWidget(each)
    made.resize(380, 300)
    made.fill(ROWS, {"g1": "语文组", "g2": "数学组"})
    made.show()
    return made, foot


def shown_of(table):
    return [
        each.head
        for place, each in enumerate(table.records.columns)
        if not table.isColumnHidden(place)
    ]


def test_what_has_no_room_is_left_out_and_told_and_comes_back_when_asked(crowded):
    table, foot = crowded

    assert shown_of(table) == ["姓名", "入党", "工作", "状态"]
    assert table.horizontalScrollBar().maximum() == 0
    assert foot.more_button.text() == "还有 1 列"
    assert "党小组" in foot.more_button.toolTip()

    foot.more_button.click()
    assert shown_of(table) == ["姓名", "入党", "党小组", "工作", "状态"]
    assert table.columnWidth(2) > 0
    assert foot.more_button.isHidden()


def test_what_a_list_is_sorted_or_filtered_by_is_never_left_out(crowded):
    table, _foot = crowded
    table.records.sort_by([SortKey("group_id", False)])
    table.resize(381, 300)

    assert "党小组" in shown_of(table)


def test_more_room_brings_back_what_was_left_out(crowded):
    table, foot = crowded
    table.resize(900, 300)

    assert table.widths.left_out == []
    assert foot.more_button.isHidden()
    assert sum(table.columnWidth(place) for place in range(5)) == table.viewport().width()


def test_an_empty_list_fits_and_one_that_was_filled_keeps_its_widths(qtbot, state):
    made = RecordTable([Column(NAME, stretch=True), DAY, GROUP], "people", state)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.fill([])

    assert sum(made.columnWidth(number) for number in range(3)) == made.viewport().width()
    made.setColumnWidth(1, 180)
    made.fill(ROWS)

    assert made.columnWidth(2) >= 60
