"""Many lines of text that each open something: one widget for all, only what is seen is painted."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from ui.widgets.basics import set_role
from ui.widgets.in_sight import area_around


class LineList(QListWidget):
    """Is as high as all of its lines: the page around it scrolls.

    Tab comes to it once, arrows go from line to line; Enter or a click opens one.

    Signals:
        pressed_line: A line was chosen, by its place.
    """

    pressed_line = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_role(self, "lines")
        self.itemClicked.connect(self._open)
        self.currentRowChanged.connect(self._keep_in_sight)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show other lines: each has its text and what a tool tip says of it."""
        self.blockSignals(True)
        self.clear()
        for text, told in lines:
            item = QListWidgetItem(text)
            item.setToolTip(f"{text}\n{told}")
            self.addItem(item)
        self.blockSignals(False)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not ``itemActivated``: some systems send it for a click too, which opens already.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.pressed_line.emit(self.currentRow())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        line = self.sizeHintForRow(0) if self.count() else 0
        self.setFixedHeight(line * self.count() + 2 * self.frameWidth())
        self.setVisible(self.count() > 0)

    def _open(self, item: QListWidgetItem) -> None:
        self.pressed_line.emit(self.row(item))

    def _keep_in_sight(self, row: int) -> None:
        """The page around scrolls along with the arrows."""
        area = area_around(self)
        if area is not None and row >= 0:
            line = self.visualItemRect(self.item(row))
            corner = self.viewport().mapTo(area.widget(), line.center())
            area.ensureVisible(corner.x(), corner.y(), 0, line.height())
