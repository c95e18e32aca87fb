"""Choosing the columns of a list and their order, also without a mouse."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.record_table_model import Column

_NAME = Qt.ItemDataRole.UserRole


class ColumnChooser(QDialog):
    """All columns to tick; Space ticks, Alt with an arrow key moves.

    Attributes:
        list: The columns in their order.
    """

    def __init__(self, columns: Sequence[Column], shown: Iterable[str], parent: QWidget) -> None:
        """A choice; ``columns`` stand as the list has them by itself, ``shown`` as it is now."""
        super().__init__(parent)
        self.setWindowTitle("选择列")
        self._columns = tuple(columns)
        self.list = QListWidget()
        self.list.setAccessibleName("列，空格键勾选，Alt 加上下键移动")
        self.take_button = button("确定", self.accept, "primary")
        self._hint = label("勾选要显示的列；导出和复制也按这里的列和顺序。", "caption", wrap=True)
        self.up_button = button("上移", lambda: self.move_by(-1))
        self.down_button = button("下移", lambda: self.move_by(1))
        self.default_button = button("恢复默认列", self._show_defaults)
        self._build()
        self._show(list(shown))
        self.list.setFocus()

    def chosen(self) -> list[str]:
        """Names of the columns to show, in their order."""
        return [str(each.data(_NAME)) for each in self._items() if _is_on(each)]

    def order(self) -> list[str]:
        """Names of all columns in their order, also those that are not shown."""
        return [str(each.data(_NAME)) for each in self._items()]

    def is_default(self) -> bool:
        """Whether this is what the list shows by itself."""
        usual = [each.name for each in self._columns if not each.optional]
        return self.chosen() == usual

    def move_by(self, steps: int) -> None:
        """Move the current column up or down."""
        place = self.list.currentRow()
        target = place + steps
        if place < 0 or not 0 <= target < self.list.count():
            return
        item = self.list.takeItem(place)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        alt = Qt.KeyboardModifier.AltModifier
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if steps and event.modifiers() & alt:
                self.move_by(steps)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.list.installEventFilter(self)
        self.up_button.setToolTip("Alt+↑")
        self.down_button.setToolTip("Alt+↓")
        self.take_button.setDefault(True)
        self.list.itemChanged.connect(
            lambda _item: self.take_button.setEnabled(bool(self.chosen()))
        )
        side = column(self.up_button, self.down_button, None, self.default_button)
        middle = row(self.list, side, gap=12)
        middle.setStretch(0, 1)
        layout = column(
            self._hint,
            middle,
            row(None, button("取消", self.reject), self.take_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, 420, 480)

    def _show_defaults(self) -> None:
        self._show([each.name for each in self._columns if not each.optional])

    def _show(self, shown: Sequence[str]) -> None:
        """The shown columns first, then the others as the list has them."""
        by_name = {each.name: each for each in self._columns}
        others = [name for name in by_name if name not in shown]
        self.list.clear()
        for name in (*shown, *others):
            item = QListWidgetItem(by_name[name].head)
            item.setData(_NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = name in shown
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]


def _is_on(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
