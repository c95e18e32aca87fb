"""Selected rows as a rectangle for Excel, and what the foot counts and adds up."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from partydesk.domain.fields import Field, Kind
from tests.ui.lists.steps import COLUMNS, DAY, ROWS, Row
from ui.widgets.list_form_page import ListFormPage
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column, RecordTableModel
from ui.widgets.table_copy import as_text


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
