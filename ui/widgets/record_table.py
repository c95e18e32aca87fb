"""A list of records: sorted and filtered by its heads, columns chosen, usable without a mouse."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from partydesk.domain.fields import Field
from partydesk.domain.text import Names
from ui.state import State
from ui.theme import current_theme
from ui.widgets.column_widths import ColumnWidths
from ui.widgets.corners import RoundCorners
from ui.widgets.empty_state import EmptyState
from ui.widgets.record_table_model import Column, RecordTableModel
from ui.widgets.table_actions import TableActions
from ui.widgets.table_head import TableHead
from ui.widgets.table_painting import CellPainter


class RecordTable(QTableView):
    """A table of records.

    Attributes:
        records: Its rows and columns.
        head: Its heads.
        tools: What its heads and keys do: sort, filter, choose columns, copy.
        empty: What stands in it when it has no rows.

    Signals:
        chosen: The current row's object has changed; ``None`` when there is none.
        opened: Enter or a double click on a row's object.
        counted: How many rows are shown or selected, or the filters, may have changed.
        left_out: Other columns than before have no room.
    """

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal()
    left_out = Signal()

    def __init__(
        self,
        columns: Sequence[Column | Field],
        name: str,
        state: State,
        parent: QWidget | None = None,
    ) -> None:
        """A list; ``name`` is what its columns and their widths are remembered under."""
        super().__init__(parent)
        self._filling = False
        self._place = 0
        self._said_when_empty: tuple[Any, ...] = ("这里还没有内容。",)
        self.records = RecordTableModel(columns, self)
        self.head = TableHead(self._is_filtered, self)
        self._widths = ColumnWidths(self, self.records, name, state, self.left_out.emit)
        self.tools = TableActions(self, name, state)
        self._painter = CellPainter(self)
        self.empty = EmptyState(self.viewport())
        self.setModel(self.records)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(self._painter)
        self._set_up()
        self._connect()
        self.tools.restore()
        self._show_emptiness()

    def fill(self, rows: Iterable[Any], names: Names | None = None) -> None:
        """Replace all rows; what is chosen and selected stays so if it is still there."""
        self.renew(lambda: self.records.fill(rows, names))

    def renew(self, change: Callable[[], object]) -> None:
        """Change rows or columns as a whole, keeping place, choice and selection."""
        kept = getattr(self.current(), "id", None)
        selected = {getattr(each, "id", None) for each in self.selected()}
        scrolled = self.verticalScrollBar().value()
        self._filling = True
        change()
        found = kept is not None and self.choose(kept, scroll=False)
        if len(selected) > 1:
            self._select(selected)
        self._filling = False
        self._widths.measure()
        self.verticalScrollBar().setValue(scrolled)
        self._show_emptiness()
        self.counted.emit()
        if kept is not None and not found:
            self.chosen.emit(None)

    def set_empty(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """What to show when there are no rows."""
        self._said_when_empty = (sentence, action, pressed)
        self._show_emptiness()

    def current(self) -> Any:
        """The object of the current row, or ``None``."""
        return self.records.record(self.currentIndex().row())

    def selected(self) -> list[Any]:
        """The objects of the selected rows, from top to bottom."""
        return [self.records.record(row) for row in self.selected_rows()]

    def selected_rows(self) -> list[int]:
        """The numbers of the selected rows, from top to bottom."""
        # Ranges, not ``selectedRows``: that takes a second for 20,000 rows.
        ranges: Any = self.selectionModel().selection()  # PySide6 does not say it is a list
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def choose(self, record_id: object, *, scroll: bool = True) -> bool:
        """Make the row with this ``id`` current; whether there is one."""
        for row, record in enumerate(self.records.rows):
            if getattr(record, "id", None) == record_id:
                flag = QItemSelectionModel.SelectionFlag
                index = self.records.index(row, min(self._place, len(self.records.columns) - 1))
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

    @property
    def place(self) -> int:
        """The column that keys act on."""
        return min(self._place, len(self.records.columns) - 1)

    @property
    def widths(self) -> ColumnWidths:
        """How wide its columns are."""
        return self._widths

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._set_row_height()
            self._widths.forget()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())
        self._widths.measure()
        self._widths.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        if self.tools.take_key(event):
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.head.mark(self.place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.tools.open_row_menu(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.head.mark(self.place if by_key else -1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.head.mark(-1)

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
        RoundCorners(self)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_row_height()

    def _connect(self) -> None:
        self.head.sectionClicked.connect(self._sort_by)
        self.head.sectionResized.connect(lambda section, *_: self._widths.resized(section))
        # The head is still busy with the mouse when it tells of a move.
        self.head.sectionMoved.connect(
            lambda _section, old, new: QTimer.singleShot(
                0, self, lambda: self.tools.move_column(old, new)
            )
        )
        self.head.menu_asked.connect(self.tools.open_column_menu)
        self.selectionModel().currentChanged.connect(self._choose)
        self.selectionModel().selectionChanged.connect(lambda *_: self.counted.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit(self.records.record(index.row())))

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current_theme().gap(40))

    def _show_emptiness(self) -> None:
        """Say what the list is for, or that its filters leave nothing of it."""
        if self.records.total and self.records.filters:
            self.empty.say("没有符合筛选的内容。", "清除筛选", self.tools.clear_filters)
        else:
            self.empty.say(*self._said_when_empty)
        self.empty.setVisible(not self.records.rows)

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered_row:
            self._painter.hovered_row = row
            self.viewport().update()

    def _choose(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid():
            self._place = current.column()
        if current.row() != before.row() and not self._filling:
            self.chosen.emit(self.records.record(current.row()))

    def _select(self, ids: set[object]) -> None:
        """Select the rows with these ids besides the current one, as few ranges."""
        picked, last = QItemSelection(), len(self.records.columns) - 1
        start = -1
        for row, record in enumerate((*self.records.rows, None)):
            if record is not None and getattr(record, "id", None) in ids:
                start = row if start < 0 else start
            elif start >= 0:
                picked.select(self.records.index(start, 0), self.records.index(row - 1, last))
                start = -1
        self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.Select)

    def _is_filtered(self, section: int) -> bool:
        columns = self.records.columns
        return section < len(columns) and columns[section].name in self.records.filters

    def _sort_by(self, section: int) -> None:
        self.tools.turn(section, added=self.head.adding)
