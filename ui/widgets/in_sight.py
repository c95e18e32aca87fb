"""What has been given the cursor is scrolled to: Qt does so for Tab only."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

#: Pixels around what is shown, so that it does not stick to an edge.
_AROUND = 20


def area_around(widget: QWidget) -> QScrollArea | None:
    """The part that scrolls with this widget in it, if there is one."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def bring_in_sight(widget: QWidget) -> None:
    """Scroll to a widget, as soon as what has just been shown beside it has its place."""
    QTimer.singleShot(0, widget, lambda: _show(widget))


def _show(widget: QWidget) -> None:
    area, cursor = area_around(widget), QApplication.focusWidget()
    if area is None:
        return
    area.ensureWidgetVisible(widget, 0, _AROUND)
    # Of what is higher than the window, the part with the cursor.
    if cursor is not None and widget.isAncestorOf(cursor):
        area.ensureWidgetVisible(cursor, 0, _AROUND)
