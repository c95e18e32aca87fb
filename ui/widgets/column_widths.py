"""How wide the columns of a list are: what they hold, what the user made of them, who fills up."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from ui.state import State
from ui.theme import current_theme
from ui.widgets.record_table_model import RecordTableModel
from ui.widgets.table_head import ARROW
from ui.widgets.table_painting import PADDING

#: Rows that are measured for the first width of a column.
SAMPLE = 60
#: The main column keeps so much if it needs it, the others begin with no more, in pixels at the
#: standard size.
MAIN_WIDTH, WIDEST = 120, 150


class ColumnWidths:
    """Keeps the widths of one list."""

    def __init__(
        self, table: QTableView, records: RecordTableModel, name: str, state: State
    ) -> None:
        """For a list; ``name`` is what its widths are remembered under."""
        self._table, self._records = table, records
        self._name, self._state = name, state
        self._fitting = self._measured = False
        self._narrowest = 0

    def forget(self) -> None:
        """Measure again when there is something to measure."""
        self._measured = False

    def measure(self) -> None:
        """Once give each column the width of what it holds, unless the user has set one."""
        if self._measured:
            return
        # An empty list is measured by its heads, and again when it is filled.
        self._measured = bool(self._records.rows)
        kept = self._state.widths(self._name)
        self._fitting = True
        for section, column in enumerate(self._records.columns):
            width = current_theme().px(kept[column.name]) if column.name in kept else 0
            self._table.setColumnWidth(section, width or self._width_of(section))
        self._fitting = False
        self._narrowest = min(self._width_of(self._main()), current_theme().px(MAIN_WIDTH))
        self.fit()

    def make_room(self, section: int) -> None:
        """Widen a column to what its head says now."""
        self._fitting = True
        width = max(self._table.columnWidth(section), self._head_width(section))
        self._table.setColumnWidth(section, width)
        self._fitting = False
        self.fit()

    def fit(self) -> None:
        """Give the main column the room that the others leave."""
        main = self._main()
        count = len(self._records.columns)
        others = sum(self._table.columnWidth(n) for n in range(count) if n != main)
        left = self._table.viewport().width() - others
        self._fitting = True
        self._table.setColumnWidth(main, max(left, self._narrowest))
        self._fitting = False

    def resized(self, section: int) -> None:
        """The user has made a column wider or narrower: remember it."""
        if self._fitting or not self._measured:
            return
        kept = self._state.widths(self._name)
        scale = current_theme().scale
        for number, each in enumerate(self._records.columns):
            if not each.stretch:
                kept[each.name] = round(self._table.columnWidth(number) / scale)
        self._state.keep_widths(self._name, list(kept.items()))
        if section != self._main():
            self.fit()

    def _main(self) -> int:
        """The column that takes the room that is left; the last one if that is not shown."""
        columns = self._records.columns
        return next((n for n, each in enumerate(columns) if each.stretch), len(columns) - 1)

    def _width_of(self, section: int) -> int:
        rows = min(SAMPLE, len(self._records.rows))
        widest = max((self._table.sizeHintForIndex(self._records.index(row, section)).width()
                      for row in range(rows)), default=0)  # fmt: skip
        return min(max(widest, self._head_width(section)), current_theme().px(WIDEST))

    def _head_width(self, section: int) -> int:
        """Room for a head as it reads now, with its arrows."""
        text = str(self._records.headerData(section, Qt.Orientation.Horizontal))
        bold = QFont(self._table.font())
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(text)
        theme = current_theme()
        return words + theme.gap(PADDING) + theme.gap(ARROW) + 2
