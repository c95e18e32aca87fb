"""Lists sort by several columns and remember their order and their columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tests.ui.lists.steps import ROWS, click, names, opened
from tests.ui.small_branch import child, settle
from ui.widgets.column_chooser import ColumnChooser
from ui.widgets.table_rows import SortKey


def test_shift_adds_a_second_key_and_the_heads_tell_their_order(table, qtbot):
    click(qtbot, table, 2)
    click(qtbot, table, 1, shift=True)
    click(qtbot, table, 1, shift=True)

    assert names(table) == ["马文斌", "周海燕", "王磊", "陈志远", "孙丽"]
    across = Qt.Orientation.Horizontal
    heads = [table.records.headerData(section, across) for section in range(3)]
    assert heads == ["姓名", "入党 ↓2", "党小组 ↑1"]
    spoken = table.records.headerData(1, across, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "入党，第 2 排序，降序"


def test_a_third_click_gives_the_order_of_entry_back(table, qtbot):
    for _ in range(3):
        click(qtbot, table, 0)

    assert names(table) == [row.name for row in ROWS]


def test_names_are_sorted_by_pinyin_or_by_strokes_as_chosen(table, qtbot, made):
    click(qtbot, table, 0)
    assert names(table) == ["陈志远", "马文斌", "孙丽", "王磊", "周海燕"]
    menu = opened(qtbot, table, 0)
    box = child(menu, QComboBox, "姓名的顺序")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    settle()
    assert names(table) == ["马文斌", "王磊", "孙丽", "陈志远", "周海燕"]

    assert names(made()) == ["马文斌", "王磊", "孙丽", "陈志远", "周海燕"]


def test_the_order_is_remembered_for_the_next_start(table, made):
    table.tools.turn(2, added=False)
    table.tools.turn(1, added=True)

    assert made().records.sorting == (SortKey("group"), SortKey("joined_on"))


def test_a_dragged_head_moves_its_column_for_rows_and_next_starts(table, made):
    table.head.moveSection(0, 2)
    settle()

    order = ["joined_on", "group", "name"]
    assert [each.name for each in table.records.columns] == order
    assert [table.head.visualIndex(n) for n in range(3)] == [0, 1, 2]
    assert [each.name for each in made().records.columns] == order


def test_columns_are_chosen_and_ordered_by_keyboard(table, made, qtbot, monkeypatch):
    def choose(dialog):
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        for _ in range(3):
            qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        dialog.take_button.click()
        return dialog.result()

    monkeypatch.setattr(ColumnChooser, "exec", choose)
    table.tools.choose_columns()

    order = ["name", "joined_on", "schooling", "group"]
    assert [each.name for each in table.records.columns] == order
    assert [each.name for each in made().records.columns] == order
    assert table.records.index(0, 2).data() == "大学"


def test_the_last_column_cannot_be_hidden(table, qtbot):
    dialog = ColumnChooser(table.records.all_columns, ["name"], table)
    qtbot.addWidget(dialog)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)

    assert not dialog.take_button.isEnabled()


def test_the_columns_of_the_list_itself_come_back(table, made):
    table.setColumnWidth(1, 222)
    table.tools.show_columns(["group", "schooling"])
    table.tools.restore_columns()

    assert [each.name for each in table.records.columns] == ["name", "joined_on", "group"]
    assert table.columnWidth(1) < 200
    assert [each.name for each in made().records.columns] == ["name", "joined_on", "group"]


def test_a_hidden_column_neither_filters_nor_sorts_unseen(table):
    table.tools.filter_by("group", frozenset({"语文组"}))
    table.tools.turn(2, added=False)
    table.tools.show_columns(["name", "joined_on"])

    assert names(table) == [row.name for row in ROWS]
    assert not table.records.filters


def test_a_column_that_is_no_longer_known_is_forgotten(state, made):
    state.keep_columns("people", {"group": True, "of_an_older_program": True, "name": True})
    state.keep_sorting("people", [("of_an_older_program", False), ("name", True)])
    again = made()

    assert [each.name for each in again.records.columns] == ["group", "name", "joined_on"]
    assert again.records.sorting == (SortKey("name", descending=True),)


def test_a_width_set_at_one_text_size_grows_with_another(table, made, look):
    from ui.theme import Look, Size

    table.setColumnWidth(1, 120)
    look(Look.LIGHT, Size.HUGE)

    assert made().columnWidth(1) == 180
