"""The menu of a column: sort by it, and tick the values that the list shows."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QLayout,
    QLineEdit,
    QListView,
    QWidget,
)

from ui.theme import current_theme
from ui.widgets.basics import Button, button, column, label, row, rule, set_role
from ui.widgets.filter_entries import EntryModel
from ui.widgets.table_rows import Entry, FilterKey

#: Width and height of the menu in pixels at the standard size; it is lower with few values.
WIDTH, LOWEST, HIGHEST = 290, 320, 470


class ColumnMenu(QDialog):
    """A small window below a head; Enter takes what is ticked, Escape leaves all as it was.

    It is no popup of Qt's: on Linux an input method does not reach the lines of those.

    Attributes:
        search: Narrows the values; what is left is taken.
        was_left: Whether it was closed by a click elsewhere, where the cursor is now.

    Signals:
        sort_asked: Sort from the largest down or not; before all else or after what is sorted by.
        strokes_asked: Sort names by 姓氏笔画 or by 拼音.
        filter_asked: The keys of the rows to show, ``None`` for all.
        columns_asked: Let the user choose the columns of the list.
    """

    sort_asked = Signal(bool, bool)
    strokes_asked = Signal(bool)
    filter_asked = Signal(object)
    columns_asked = Signal()

    def __init__(self, head: str, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"筛选和排序：{head}")
        self.setAccessibleName(self.windowTitle())
        self.entries = EntryModel(entries, self)
        self._head, self._owner = head, parent
        self.was_left = False
        self.search = QLineEdit()
        self.list = QListView()
        self.take_button = button("确定", self._take, "primary")
        self._count_label = label("", "small")
        self._sort_row = row(gap=6)
        self._names_row = row(gap=6)
        self._build()
        self._connect()
        self._say()

    def offer_sorting(self, *, after_others: bool, by_strokes: bool | None) -> None:
        """Offer the ways of sorting.

        Args:
            after_others: Whether another column is sorted by, so that this one can come after it.
            by_strokes: How names are sorted now; ``None`` where there are no names.
        """
        for text, descending, added in (
            ("↑ 升序", False, False),
            ("↓ 降序", True, False),
            ("次要排序", False, True),
        ):
            if added and not after_others:
                continue
            made = button(text, partial(self._sort, descending, added))
            made.setAccessibleName(f"{self._head}{text.lstrip('↑↓ ')}")
            if added:
                made.setToolTip("先按已有的排序，相同的再按这一列")
            self._sort_row.addWidget(made)
        self._sort_row.addStretch(1)
        if by_strokes is not None:
            self._offer_orders(by_strokes=by_strokes)

    def tick(self, wanted: frozenset[FilterKey] | None) -> None:
        """Show what is let through now; ``None`` for all."""
        self.entries.begin_with(wanted)
        self._say()

    def open_at(self, place: QRect) -> None:
        """Open below a head whose place on the screen is given, inside of the screen."""
        theme = current_theme()
        values = self.entries.rowCount() * self.list.sizeHintForRow(0) + theme.gap(8)
        wanted = self.sizeHint().height() - self.list.sizeHint().height() + values
        height = min(max(wanted, theme.gap(LOWEST)), theme.gap(HIGHEST))
        self.resize(theme.gap(WIDTH), height)
        screen = self._owner.screen().availableGeometry()
        left = min(place.left(), screen.right() - self.width())
        top = min(place.bottom() + 2, screen.bottom() - self.height())
        self.move(max(left, screen.left()), max(top, screen.top()))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            # Which window is active now is known only when this event is over.
            QTimer.singleShot(0, self, self._leave_if_left)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.list.currentIndex().isValid():
                    self.list.setCurrentIndex(self.entries.index(0, 0))
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.search.setPlaceholderText("在这一列里查找")
        self.search.setAccessibleName(f"在“{self._head}”里查找")
        self.search.setClearButtonEnabled(True)
        set_role(self.search, "search")
        self.list.setModel(self.entries)
        self.list.setUniformItemSizes(True)
        set_role(self.list, "ticks")
        self.list.setAccessibleName(f"{self._head}的值，空格键勾选")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        all_button = Button("全选", "link")
        all_button.clicked.connect(lambda: self.entries.tick_all(ticked=True))
        none_button = Button("清除", "link")
        none_button.clicked.connect(lambda: self.entries.tick_all(ticked=False))
        self.take_button.setDefault(True)
        inside = column(
            self._sort_row,
            self._names_row,
            rule(),
            self.search,
            self.list,
            row(all_button, none_button, None, self._count_label),
            row(
                button("选择列…", self._choose_columns, "link"),
                None,
                button("取消", self.reject),
                self.take_button,
            ),
            gap=8,
            margins=(12, 12, 12, 12),
        )
        inside.setStretch(4, 1)
        frame = QFrame()
        set_role(frame, "menu")
        frame.setLayout(inside)
        whole = column(frame, gap=0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)
        for each in self.findChildren(Button):
            each.setAutoDefault(each is self.take_button)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.entries.narrow)
        self.search.installEventFilter(self)
        self.entries.dataChanged.connect(lambda *_: self._say())
        self.entries.modelReset.connect(self._say)

    def _offer_orders(self, *, by_strokes: bool) -> None:
        box = QComboBox()
        box.setAccessibleName("姓名的顺序")
        box.addItems(["按拼音", "按姓氏笔画"])
        box.setCurrentIndex(int(by_strokes))
        box.activated.connect(lambda place: self.strokes_asked.emit(place == 1))
        self._names_row.addWidget(label("姓名顺序", "caption"))
        self._names_row.addWidget(box)
        self._names_row.addStretch(1)

    def _sort(self, descending: bool, added: bool) -> None:
        self.sort_asked.emit(descending, added)
        self.accept()

    def _choose_columns(self) -> None:
        self.reject()
        self.columns_asked.emit()

    def _take(self) -> None:
        self.filter_asked.emit(self.entries.wanted())
        self.accept()

    def _say(self) -> None:
        ticked = self.entries.ticked_rows()
        self._count_label.setText(f"{ticked} 行" if ticked else "请至少勾选一项")
        self.take_button.setEnabled(ticked > 0)

    def _leave_if_left(self) -> None:
        """A click into the program's window closes the menu; an input method's window does not."""
        if QApplication.activeWindow() is self._owner.window():
            self.was_left = True
            self.reject()
