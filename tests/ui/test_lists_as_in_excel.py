"""Lists as in Excel: filters in the heads, several sort keys, columns of one's own, copying."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton

from partydesk.domain.fields import Field, Kind
from tests.ui.chinese import write
from tests.ui.small_branch import child, settle
from ui.widgets.column_chooser import ColumnChooser
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column, RecordTableModel
from ui.widgets.table_copy import as_text
from ui.widgets.table_rows import SortKey

NAME = Column(Field("姓名", Kind.TEXT, "name"), names=True)
DAY = Column(Field("入党", Kind.DAY, "joined_on"))
GROUP = Column(Field("党小组", Kind.TEXT, "group"), stretch=True)
SCHOOLING = Column(
    Field("学历", Kind.CHOICE, "schooling", choices=("研究生", "大学", "大专")), optional=True
)
COLUMNS = [NAME, DAY, GROUP, SCHOOLING]


@dataclass(slots=True)
class Row:
    id: str
    name: str
    joined_on: date | None = None
    group: str = ""
    schooling: str | None = None


ROWS = [
    Row("1", "陈志远", date(1999, 6, 1), "语文组", "大学"),
    Row("2", "周海燕", None, "数学组", "大专"),
    Row("3", "王磊", date(2024, 12, 1), "语文组", "研究生"),
    Row("4", "孙丽", date(2024, 6, 20), "", "大学"),
    Row("5", "马文斌", date(2024, 6, 1), "数学组", None),
]


def names(table):
    return [row.name for row in getattr(table, "records", table).rows]


@pytest.fixture
def made(qtbot, state):
    """Make the list again, as the next start of the program does."""

    def make():
        table = RecordTable(COLUMNS, "people", state)
        qtbot.addWidget(table)
        table.set_multiple(multiple=True)
        table.resize(640, 400)
        table.fill(ROWS)
        with qtbot.waitActive(table):
            table.show()
            table.activateWindow()
        table.setFocus()
        return table

    return make


@pytest.fixture
def table(made):
    return made()


def head_of(table, section, *, arrow=False):
    """A place on a head: its words, or its arrow."""
    head = table.head
    left = head.sectionViewportPosition(section)
    x = left + head.sectionSize(section) - 12 if arrow else left + 12
    return QPoint(x, head.height() // 2)


def click(qtbot, table, section, *, arrow=False, shift=False):
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    place = head_of(table, section, arrow=arrow)
    qtbot.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, held, place)
    settle()


def opened(qtbot, table, section):
    click(qtbot, table, section, arrow=True)
    assert table.tools.menu is not None
    return table.tools.menu


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


def copied():
    return QGuiApplication.clipboard().mimeData()


def test_selected_rows_are_copied_as_a_rectangle(table, qtbot):
    table.tools.show_columns(["group", "name"])
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert copied().text() == "语文组\t陈志远\r\n数学组\t周海燕\r\n"


def test_heads_come_along_with_shift(table, qtbot):
    table.selectRow(4)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_C, both)

    assert copied().text() == "姓名\t入党\t党小组\r\n马文斌\t2024-06-01\t数学组\r\n"
    assert "<th>入党</th>" in copied().html()


def test_a_long_number_stays_a_text_in_the_sheet_and_a_day_a_day(qtbot, state):
    number = Column(Field("编号", Kind.TEXT, "name"))
    table = RecordTable([number, DAY], "numbers", state)
    qtbot.addWidget(table)
    table.fill([Row("1", "00123456789012345678", date(2024, 6, 1))])
    table.selectRow(0)
    table.tools.copy()

    assert r"""<td style="mso-number-format:'\@'">00123456789012345678</td>""" in copied().html()
    assert "<td>2024-06-01</td>" in copied().html()


def test_cells_with_breaks_and_quotes_stay_cells_and_formulas_texts():
    rows = [["一\n二", "他说“好”\t完", '"引"'], ["=1+1", "-3", "@a"]]

    assert as_text(rows) == ('"一\n二"\t"他说“好”\t完"\t"""引"""\r\n' + "'=1+1\t'-3\t'@a\r\n")


def test_the_foot_counts_rows_filters_and_the_selection(qtbot, state):
    page = ListFormPage(COLUMNS, "page", state, "姓名")
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.table.fill(ROWS)
    page.set_count("共 5 人")
    assert page.foot.count_label.text() == "共 5 人"
    assert not page.foot.filter_button.isVisible()
    page.table.tools.filter_by("joined_on", frozenset({(2024, 6), (2024, 12)}))
    page.table.selectAll()
    assert page.foot.count_label.text() == "共 5 人 · 显示 3 · 已选 3"
    assert page.foot.filter_button.text() == "已筛选 · 清除"
    assert "入党" in page.foot.filter_button.accessibleName()
    qtbot.mouseClick(page.foot.filter_button, Qt.MouseButton.LeftButton)

    assert page.foot.count_label.text() == "共 5 人 · 已选 3"
    assert not page.foot.filter_button.isVisible()


def test_twenty_thousand_rows_are_filtered_in_a_tenth_of_a_second():
    model = RecordTableModel(COLUMNS)
    model.fill(Row(str(n), f"名{n}", date(1990, 1, 1) + timedelta(n % 9999), f"组{n % 7}")
               for n in range(20_000))  # fmt: skip
    spent = []
    for keys in (frozenset({"组1"}), frozenset({"组2", "组3"}), frozenset({"组4"})):
        start = time.perf_counter()
        model.filter_by("group", keys)
        spent.append(time.perf_counter() - start)

    assert min(spent) < 0.1
    assert len(model.rows) == 2857


@dataclass(slots=True)
class Paid:
    id: str
    name: str
    sex: str
    paid: int | None


def paying(qtbot, state):
    """A list of what four people paid, with the line below it."""
    choices = ("男", "女")
    columns = [
        Column(Field("姓名", Kind.TEXT, "name"), names=True),
        Column(Field("性别", Kind.CHOICE, "sex", choices=choices)),
        Column(Field("实缴", Kind.MONEY, "paid"), stretch=True),
    ]
    page = ListFormPage(columns, "paid", state, "姓名")
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    given = [("陈志远", "男", 1250), ("周明", "男", 830), ("刘婷", "女", None), ("何静", "女", 420)]
    page.table.fill(Paid(str(n), *each) for n, each in enumerate(given))
    page.set_count("共 4 人")
    return page


def test_money_is_added_up_for_all_rows_and_for_the_selected_ones(qtbot, state):
    page = paying(qtbot, state)
    assert page.foot.count_label.text() == "共 4 人 · 实缴合计 25.00"
    page.table.selectRow(0)
    assert page.foot.count_label.text() == "共 4 人 · 实缴合计 25.00"
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert page.foot.count_label.text() == "共 4 人 · 已选 2 · 实缴合计 20.80"


def test_only_rows_that_pass_the_filters_are_added_up(qtbot, state):
    page = paying(qtbot, state)
    page.table.tools.filter_by("sex", frozenset({"女"}))

    assert page.foot.count_label.text() == "共 4 人 · 显示 2 · 实缴合计 4.20"


def test_few_values_of_the_selected_rows_are_counted_in_the_column_of_the_cursor(qtbot, state):
    page = paying(qtbot, state)
    page.table.tools.show_columns(["name", "sex"])
    page.table.setCurrentIndex(page.table.records.index(0, 1))
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert page.foot.count_label.text() == "共 4 人 · 已选 3 · 性别：男 2、女 1"
