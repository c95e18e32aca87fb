"""Keeps the lower corners of a list round: its rows would be painted over the frame's curve."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView

from ui.theme import current_theme

#: As in the style sheet, in pixels at the standard size.
_RADIUS = 10


class RoundCorners(QObject):
    """Cuts the corners off what a list paints into, again whenever its size changes."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            viewport = self._view.viewport()
            viewport.setMask(_rounded(viewport.rect()))
        return super().eventFilter(watched, event)


def _rounded(place: QRect) -> QRegion:
    """A place without its two lower corners."""
    radius = current_theme().gap(_RADIUS)
    wide = 2 * radius
    if place.width() < wide or place.height() < wide:
        return QRegion(place)
    top = place.bottom() + 1 - wide
    kept = QRegion(place.adjusted(0, 0, 0, -radius))
    kept += QRegion(place.adjusted(radius, 0, -radius, 0))
    for left in (place.left(), place.right() + 1 - wide):
        kept += QRegion(QRect(left, top, wide, wide), QRegion.RegionType.Ellipse)
    return kept
