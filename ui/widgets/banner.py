"""A sentence across the page with the one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy

from ui.theme import Tone, current_theme
from ui.widgets.basics import Button, label, row, set_role

#: The button stands beside the sentence from this width on, at the standard size.
BESIDE = 330
_WAY = QBoxLayout.Direction
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Banner(QFrame):
    """Hidden until it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence_label = label("", wrap=True)
        self.action_button = Button("")
        self.action_button.clicked.connect(self._press)
        self._action: Callable[[], object] | None = None
        layout = row(self.sentence_label, self.action_button, gap=10, margins=(14, 8, 8, 8))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(
        self,
        sentence: str,
        tone: Tone = Tone.GOLD,
        action: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence, and a button if there is an action."""
        self.sentence_label.setText(sentence)
        self.setAccessibleName(sentence)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self._action = pressed
        set_role(self, "banner", tone)
        self._fit()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        """As high as its sentence is at this width: it was cut where it needed a third line."""
        layout = self.layout()
        assert isinstance(layout, QBoxLayout), "it is built with a layout"
        beside = self.width() >= current_theme().px(BESIDE)
        layout.setDirection(_WAY.LeftToRight if beside else _WAY.TopToBottom)
        layout.setAlignment(self.action_button, _MIDDLE if beside else Qt.AlignmentFlag.AlignRight)
        layout.invalidate()
        needed = layout.totalHeightForWidth(self.width())
        if needed > 0:
            self.setFixedHeight(needed)

    def _press(self) -> None:
        if self._action:
            self._action()
