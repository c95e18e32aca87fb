"""Lists filter as in Excel: by ticked values, found by typing, without a mouse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.chinese import write
from tests.ui.lists.steps import COLUMNS, ROWS, Row, names, opened
from tests.ui.small_branch import child, settle
from ui.widgets.record_table_model import RecordTableModel
from ui.widgets.table_rows import SortKey


def lines(menu):
    return [menu.entries.index(row, 0).data() for row in range(menu.entries.rowCount())]


def tick(menu, text, *, on):
    row = next(place for place, each in enumerate(lines(menu)) if each.strip().startswith(text))
    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
    menu.entries.setData(menu.entries.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)


def test_the_model_keeps_qts_contract_with_filters_and_other_columns(qtmodeltester):
    model = RecordTableModel(COLUMNS)
    model.fill(ROWS)
    model.filter_by("group", frozenset({"语文组", ""}))
    model.arrange(["schooling", "name"])
    model.sort_by([SortKey("schooling"), SortKey("name", descending=True)])

    qtmodeltester.check(model)


def test_the_values_of_the_menu_keep_qts_contract(table, qtbot, qtmodeltester):
    qtmodeltester.check(opened(qtbot, table, 1).entries)


def test_days_are_offered_by_year_and_month_and_texts_with_their_number(table, qtbot):
    menu = opened(qtbot, table, 1)
    assert [each.strip() for each in lines(menu)] == [
        *("2024年（3）", "6月（2）", "12月（1）"),
        *("1999年（1）", "6月（1）"),
        "（空白）（1）",
    ]
    menu.reject()

    assert lines(opened(qtbot, table, 2)) == ["数学组（2）", "语文组（2）", "（空白）（1）"]


def test_choices_are_offered_in_the_order_of_the_form(table, qtbot):
    table.tools.show_columns(["name", "schooling"])

    found = lines(opened(qtbot, table, 1))
    assert found == ["研究生（1）", "大学（2）", "大专（1）", "（空白）（1）"]


def test_texts_are_sorted_as_in_a_dictionary_and_terms_as_in_the_form():
    model = RecordTableModel(COLUMNS)
    model.arrange(["group", "schooling"])
    given = (("一年级", "大专"), ("", None), ("八年级", "研究生"), ("三年级", "大学"))
    model.fill(Row(str(n), "", None, *each) for n, each in enumerate(given))
    model.sort_by([SortKey("group")])
    assert [row.group for row in model.rows] == ["八年级", "三年级", "一年级", ""]
    model.sort_by([SortKey("schooling")])
    assert [row.schooling for row in model.rows] == ["研究生", "大学", "大专", None]


def test_a_ticked_month_shows_its_rows_only(table, qtbot):
    menu = opened(qtbot, table, 1)
    qtbot.mouseClick(child(menu, QPushButton, "清除"), Qt.MouseButton.LeftButton)
    assert not menu.take_button.isEnabled()
    tick(menu, "6月", on=True)
    menu.take_button.click()

    assert names(table) == ["孙丽", "马文斌"]


def test_a_year_ticks_its_months_and_is_half_ticked_with_one_of_them(table, qtbot):
    menu = opened(qtbot, table, 1)
    tick(menu, "12月", on=False)
    year = menu.entries.index(0, 0)
    role = Qt.ItemDataRole.CheckStateRole
    assert year.data(role) == Qt.CheckState.PartiallyChecked
    tick(menu, "2024年", on=False)
    menu.take_button.click()

    assert names(table) == ["陈志远", "周海燕"]


def test_filters_of_several_columns_combine_and_are_taken_away_together(table, qtbot):
    table.tools.filter_by("group", frozenset({"语文组", "数学组"}))
    menu = opened(qtbot, table, 1)
    assert "　　6月（1）" in lines(menu)
    tick(menu, "（空白", on=False)
    menu.take_button.click()
    assert names(table) == ["陈志远", "王磊", "马文斌"]

    table.tools.clear_filters()
    assert len(names(table)) == 5


def test_ticking_everything_again_is_no_filter(table, qtbot):
    table.tools.filter_by("group", frozenset({"语文组"}))
    menu = opened(qtbot, table, 2)
    qtbot.mouseClick(child(menu, QPushButton, "全选"), Qt.MouseButton.LeftButton)
    menu.take_button.click()

    assert not table.records.filters


def test_what_is_searched_for_in_the_menu_is_taken_with_enter(table, qtbot):
    menu = opened(qtbot, table, 2)
    write(menu.search, "数学")
    assert lines(menu) == ["数学组（2）"]
    qtbot.keyClick(menu.search, Qt.Key.Key_Return)
    settle()

    assert names(table) == ["周海燕", "马文斌"]
    assert table.tools.menu is None


def test_values_are_found_by_initials_and_months_with_their_year(table, qtbot):
    menu = opened(qtbot, table, 0)
    qtbot.keyClicks(menu.search, "zhy")
    assert lines(menu) == ["周海燕（1）"]
    menu.reject()
    menu = opened(qtbot, table, 1)
    qtbot.keyClicks(menu.search, "2024")

    assert lines(menu) == ["2024年6月（2）", "2024年12月（1）"]


def test_the_filter_is_set_without_a_mouse(table, qtbot):
    table.choose("1")
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.head.marked == 2
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = table.tools.menu
    assert menu.focusWidget() is menu.search
    qtbot.keyClick(menu.search, Qt.Key.Key_Down)
    qtbot.keyClick(menu.list, Qt.Key.Key_Space)
    qtbot.keyClick(menu.list, Qt.Key.Key_Return)
    settle()

    assert names(table) == ["陈志远", "王磊", "孙丽"]
    qtbot.waitUntil(table.hasFocus)


def test_escape_leaves_everything_as_it_was(table, qtbot):
    menu = opened(qtbot, table, 2)
    tick(menu, "语文组", on=False)
    qtbot.keyClick(menu.search, Qt.Key.Key_Escape)
    settle()

    assert len(names(table)) == 5
    assert table.tools.menu is None


def test_a_click_into_the_window_closes_the_menu(table, qtbot):
    opened(qtbot, table, 2)
    table.activateWindow()

    qtbot.waitUntil(lambda: table.tools.menu is None)


def test_a_new_filling_goes_through_the_filters(table):
    table.tools.filter_by("group", frozenset({"语文组"}))
    table.fill([*ROWS, Row("6", "李静", None, "语文组"), Row("7", "赵敏", None, "数学组")])

    assert names(table) == ["陈志远", "王磊", "李静"]
    assert table.records.total == 7


def test_a_list_that_is_filtered_empty_says_so_and_offers_the_way_out(table, qtbot):
    table.set_empty("花名册还是空的。")
    table.tools.filter_by("name", frozenset({"没有的"}))
    assert table.empty.isVisible()
    assert table.empty.sentence_label.text() == "没有符合筛选的内容。"
    qtbot.mouseClick(table.empty.action_button, Qt.MouseButton.LeftButton)

    assert len(names(table)) == 5
    assert not table.empty.isVisible()


def test_filtering_keeps_the_chosen_and_the_selected(table):
    table.selectAll()
    table.tools.filter_by("group", frozenset({"数学组"}))

    assert [row.id for row in table.selected()] == ["2", "5"]
