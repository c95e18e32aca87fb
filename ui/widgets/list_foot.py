"""The line below a list: how many rows, their totals, what is selected, whether filters hide."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.widgets.basics import button, row
from ui.widgets.elided import ElidedLabel
from ui.widgets.record_table import RecordTable
from ui.widgets.table_totals import totals, values_of


class ListFoot(QWidget):
    """Counts the rows of a list.

    Attributes:
        count_label: Such as ``共 37 人 · 已选 3 · 党费合计 36.00``.
        filter_button: Says that filters are on and takes them away; hidden while there are none.
        columns_button: Opens the choice of columns.
        more_button: Says that large text leaves no room for some columns, and shows them all.
    """

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        self._total = ""
        self.count_label = ElidedLabel("", "caption")
        self.filter_button = button("已筛选 · 清除", table.tools.clear_filters, "link")
        self.filter_button.hide()
        self.columns_button = button("选择列", table.tools.choose_columns, "link")
        self.more_button = button("", table.widths.show_all, "link")
        self.more_button.hide()
        layout = row(self.count_label, self.filter_button, self.more_button, self.columns_button,
                     gap=4)  # fmt: skip
        layout.setStretch(0, 1)
        self.setLayout(layout)
        table.counted.connect(self._show)
        table.left_out.connect(self._show_left_out)

    def set_total(self, text: str) -> None:
        """Say how many rows there are without column filters, such as ``共 37 人``."""
        self._total = text
        self._show()

    def _show_left_out(self) -> None:
        heads = self._table.widths.left_out
        words = f"“{'”“'.join(heads)}”放不下，点这里全部显示，可左右滚动"
        self.more_button.setText(f"还有 {len(heads)} 列")
        self.more_button.setToolTip(words)
        self.more_button.setAccessibleName(f"还有 {len(heads)} 列：{words}")
        self.more_button.setVisible(bool(heads))

    def _counted(self) -> Sequence[Any]:
        """The selected rows if there are several, else all that are shown."""
        selected = self._table.selected_rows()
        if len(selected) < 2:
            return self._table.records.rows
        return [self._table.records.record(row) for row in selected]

    def _show(self) -> None:
        parts = [self._total or f"共 {self._table.records.total} 条"]
        filters = [each.head for each in self._table.records.columns
                   if each.name in self._table.records.filters]  # fmt: skip
        if filters:
            parts.append(f"显示 {len(self._table.records.rows)}")
        if (selected := len(self._table.selected_rows())) > 1:
            parts.append(f"已选 {selected}")
        parts += totals(self._table.records, self._counted())
        if selected > 1:
            parts.append(values_of(self._table.records, self._counted(), self._table.place))
        self.count_label.setText(" · ".join(filter(None, parts)))
        self.filter_button.setVisible(bool(filters))
        if filters:
            words = f"按“{'”“'.join(filters)}”筛选，点这里显示全部"
            self.filter_button.setToolTip(words)
            self.filter_button.setAccessibleName(f"已筛选 · 清除：{words}")
