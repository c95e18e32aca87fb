"""A quiet line over the lower edge of the window: what was just done and how to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Tone, current_theme
from ui.widgets.banner import Banner

#: How long it stays, in milliseconds; under the mouse it waits.
STAY = 9000
#: Space to the edges, and widest, in pixels at the standard size.
_SPACE, _WIDEST = 32, 560


class Notice(Banner):
    """A banner that lies over a part of the window for some seconds; it moves nothing."""

    def __init__(self, over: QWidget, inside: QWidget) -> None:
        """A notice at the lower left of a part of the window.

        Args:
            over: The part that it is placed over.
            inside: The widget that it lies in; ``over`` is somewhere inside of it.
        """
        super().__init__()
        self.setParent(inside)
        self._over, self._inside = over, inside
        self._timer = QTimer(self, singleShot=True, interval=STAY)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(
        self,
        sentence: str,
        tone: Tone = Tone.BLUE,
        action: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        super().say(sentence, tone, action, pressed)
        self._place()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._place()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        """As wide as the sentence needs, over lists rather than over a form's buttons."""
        space = current_theme().gap(_SPACE)
        most = min(current_theme().px(_WIDEST), self._over.width() - 2 * space)
        action = self.action_button.sizeHint().width() if self.action_button.text() else 0
        words = self.sentence_label.fontMetrics().horizontalAdvance(self.sentence_label.text())
        width = min(words + action + 48, most)
        inside = self.layout()
        assert inside is not None, "it has a sentence and a button"
        height = inside.totalHeightForWidth(width)
        corner = self._over.mapTo(self._inside, self._over.rect().bottomLeft())
        self.setGeometry(corner.x() + space, corner.y() - height - space, width, height)
