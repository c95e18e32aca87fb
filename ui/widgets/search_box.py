"""A line to search in: it asks a moment after the last key, Escape empties it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.widgets.basics import set_role
from ui.widgets.line_icon import LineIcon

#: How long after the last key the question is asked, in milliseconds.
PAUSE = 150


class SearchBox(QLineEdit):
    """A search line.

    Signals:
        searched: The text to search for, a moment after it was changed; empty to show all.
    """

    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        set_role(self, "search")
        self._sign = LineIcon(self, "search")
        self._clear = LineIcon(self, "x", "清空（Esc）", self.clear)
        self._clear.hide()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._timer.start())
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.searched.emit(self.text().strip())
            return
        super().keyPressEvent(event)
