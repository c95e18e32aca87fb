"""Doing something as soon as the user sees a widget, and not before."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class _Watch(QObject):
    def __init__(self, watched: QWidget, then: Callable[[], object]) -> None:
        super().__init__(watched)
        self._then = then
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # What lies in the widget is painted after it, still in this turn of the loop.
            QTimer.singleShot(0, self, self._go_on)
        return False

    def _go_on(self) -> None:
        self.deleteLater()
        self._then()


def after_paint(widget: QWidget, then: Callable[[], object]) -> None:
    """Call a function once the widget has been painted next, and what lies in it.

    A timer of zero seconds is no help: it comes before the paint of a window that was just shown.
    """
    _Watch(widget, then)
    widget.update()
