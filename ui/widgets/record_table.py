"""A list of records: sorted by its heads, widths remembered, usable without a mouse."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from partydesk.domain.fields import Field
from partydesk.domain.text import Names
from ui.state import State
from ui.theme import current_theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.record_table_model import Column, RecordTableModel
from ui.widgets.table_painting import PADDING, CellPainter

#: Rows that are measured for the first width of a column.
SAMPLE = 60
#: Narrowest main column and widest other column in pixels at the standard size.
MAIN_WIDTH, WIDEST = 120, 150


class RecordTable(QTableView):
    """A table of records.

    Signals:
        chosen: The current row's object has changed; ``None`` when there is none.
        opened: Enter or a double click on a row's object.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column | Field],
        name: str,
        state: State,
        parent: QWidget | None = None,
    ) -> None:
        """A list; ``name`` is what its widths are remembered under."""
        super().__init__(parent)
        self._name, self._state = name, state
        self._fitting = self._filling = self._measured = False
        self.records = RecordTableModel(columns, self)
        self._painter = CellPainter(self)
        self.empty = EmptyState(self.viewport())
        self.setModel(self.records)
        self.setItemDelegate(self._painter)
        self._set_up()
        self._set_up_head()
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.records.record(index.row())))
        self.empty.say("这里还没有内容。")

    def fill(self, rows: Iterable[Any], names: Names | None = None) -> None:
        """Replace all rows; the chosen record stays chosen if it is still there."""
        kept = getattr(self.current(), "id", None)
        scrolled = self.verticalScrollBar().value()
        self._filling = True
        self.records.fill(rows, names)
        found = kept is not None and self.choose(kept, scroll=False)
        self._filling = False
        if not self._measured:
            self._measure()
        self.verticalScrollBar().setValue(scrolled)
        self.empty.setVisible(not self.records.rows)
        if kept is not None and not found:
            self.chosen.emit(None)

    def set_empty(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """What to show when there are no rows."""
        self.empty.say(sentence, action, pressed)

    def current(self) -> Any:
        """The object of the current row, or ``None``."""
        return self.records.record(self.currentIndex().row())

    def selected(self) -> list[Any]:
        """The objects of the selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.records.record(row) for row in rows]

    def choose(self, record_id: object, *, scroll: bool = True) -> bool:
        """Make the row with this ``id`` current; whether there is one."""
        for row, record in enumerate(self.records.rows):
            if getattr(record, "id", None) == record_id:
                flag = QItemSelectionModel.SelectionFlag
                index = self.records.index(row, 0)
                self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
                if scroll:
                    self.scrollTo(index)
                return True
        return False

    def choose_none(self) -> None:
        """Leave no row chosen, for instance while a new record is written."""
        self.selectionModel().clear()

    def set_multiple(self, *, multiple: bool) -> None:
        """Allow several rows to be selected with Shift and Ctrl."""
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._set_row_height()
            self._measured = False
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())
        if not self._measured:
            self._measure()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_row_height()

    def _set_up_head(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(40)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._resized)

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current_theme().gap(40))

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered_row:
            self._painter.hovered_row = row
            self.viewport().update()

    def _choose(self, current: QModelIndex) -> None:
        if not self._filling:
            self.chosen.emit(self.records.record(current.row()))

    def _sort_by(self, section: int) -> None:
        sorted_by, order = self.records.sorted_by
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        self.records.sort(section, down if sorted_by == section and order is up else up)
        self._fitting = True
        self.setColumnWidth(section, max(self.columnWidth(section), self._head_width(section)))
        self._fitting = False
        self._fit()

    def _measure(self) -> None:
        """Give each column the width of what it holds, unless the user has set one."""
        # An empty list is measured by its heads, and again when it is filled.
        self._measured = bool(self.records.rows)
        kept = self._state.widths(self._name)
        self._fitting = True
        for section, column in enumerate(self.records.columns):
            width = kept.get(column.field.name) or self._width_of(section)
            self.setColumnWidth(section, width)
        self._fitting = False
        self._fit()

    def _width_of(self, section: int) -> int:
        theme = current_theme()
        rows = min(SAMPLE, len(self.records.rows))
        widest = max((self.sizeHintForIndex(self.records.index(row, section)).width()
                      for row in range(rows)), default=0)  # fmt: skip
        return min(max(widest, self._head_width(section)), theme.px(WIDEST))

    def _head_width(self, section: int) -> int:
        """Room for a head as it reads now, with its arrow if it is sorted by."""
        text = str(self.records.headerData(section, Qt.Orientation.Horizontal))
        bold = QFont(self.font())
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(text)
        return words + 2 * current_theme().gap(PADDING) + 2

    def _fit(self) -> None:
        """Give the main column the room that the others leave."""
        main = next((n for n, each in enumerate(self.records.columns) if each.stretch), -1)
        if main < 0:
            return
        others = sum(self.columnWidth(n) for n in range(len(self.records.columns)) if n != main)
        left = self.viewport().width() - others
        self._fitting = True
        self.setColumnWidth(main, max(left, current_theme().px(MAIN_WIDTH)))
        self._fitting = False

    def _resized(self, section: int, _old: int, _new: int) -> None:
        if self._fitting or not self._measured:
            return
        self._state.keep_widths(
            self._name,
            [
                (each.field.name, self.columnWidth(number))
                for number, each in enumerate(self.records.columns)
                if not each.stretch
            ],
        )
        if not self.records.columns[section].stretch:
            self._fit()
