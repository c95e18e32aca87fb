"""A cover over the window while long work runs: after a second it shows the step and a cancel."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from ui.theme import current_theme
from ui.widgets.basics import button, card, column, label, row

#: How long work may run before it shows itself, in milliseconds.
PATIENCE = 1000


class BusyOverlay(QWidget):
    """Takes the mouse and keys of a window while work runs.

    Signals:
        cancelled: The user pressed 取消 or Escape.
    """

    cancelled = Signal()

    def __init__(self, window: QWidget, title: str) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before = window.focusWidget()
        self.title_label = label(title, "title")
        self.step_label = label("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.cancel_button = button("取消", self._cancel)
        self._card = card(
            self.title_label, self.step_label, self.bar, row(None, self.cancel_button), gap=12
        )
        self._card.setFixedWidth(current_theme().gap(420))
        self.setLayout(column(None, row(None, self._card, None), None))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self._appear)
        self.hide()

    def begin(self) -> None:
        """Cover the window; the card appears only if the work takes longer than a second."""
        self._window.installEventFilter(self)
        self.setGeometry(self._window.rect())
        self._card.hide()
        self.show()
        self.raise_()
        self.setFocus()
        self._timer.start()

    def tell(self, step: str, done: int, total: int) -> None:
        """Show where the work stands; a total of 0 means that it is not known."""
        self.step_label.setText(f"{step} {done} / {total}" if total else step)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def finish(self) -> None:
        """The work is over: uncover the window and give the focus back."""
        self._timer.stop()
        self._window.removeEventFilter(self)
        self.hide()
        if self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        # No shortcut may change what is underneath: the key comes here instead.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        # Nor may Tab lead out of it: what is typed next would go somewhere else.
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._card.isVisible():
            self._cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._card.isVisible():
            painter = QPainter(self)
            colour = QColor(current_theme().tokens.paper)
            colour.setAlpha(190)
            painter.fillRect(self.rect(), colour)
            painter.end()

    def _appear(self) -> None:
        self._card.show()
        self.cancel_button.setFocus()
        self.update()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.step_label.setText("正在取消，请稍候…")
        self.cancelled.emit()
