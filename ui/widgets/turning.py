"""Parts side by side, or below each other where there is no room for that."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import current_theme

_WAY = QBoxLayout.Direction


class Turning(QWidget):
    """Turns its parts from a row into a column and back."""

    def __init__(
        self, parts: Sequence[QWidget], room: int, gap: int = 8, stretches: Sequence[int] = ()
    ) -> None:
        """Parts that stand side by side from a width of ``room`` on, at the standard size.

        ``stretches`` is how the parts divide the width; without it they stay at the left.
        """
        super().__init__()
        self._room = room
        self._box = QBoxLayout(_WAY.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        for each in parts:
            self._box.addWidget(each)
        for place, stretch in enumerate(stretches):
            self._box.setStretch(place, stretch)
        self._stretches = tuple(stretches)
        if not stretches:
            self._box.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        # As narrow as a column: otherwise the row would keep what is around it from narrowing.
        items = [self._box.itemAt(number) for number in range(self._box.count())]
        widest = max((each.minimumSize().width() for each in items if each), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._turn()

    def _turn(self) -> None:
        beside = self.width() >= current_theme().px(self._room)
        way = _WAY.LeftToRight if beside else _WAY.TopToBottom
        if way == self._box.direction():
            return
        self._box.setDirection(way)
        for place, stretch in enumerate(self._stretches):
            self._box.setStretch(place, stretch if beside else 0)
        self.updateGeometry()
