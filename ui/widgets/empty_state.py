"""What stands where a list has nothing to show: one sentence and the one button that fills it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.basics import Button, column, label, row


class EmptyState(QWidget):
    """A sentence and, if there is something to do, a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence_label = label("", "caption", wrap=True)
        self.sentence_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action_button = Button("")
        self._action: Callable[[], object] | None = None
        self.action_button.clicked.connect(self._press)
        margins = (24, 60, 24, 24)
        self.setLayout(
            column(
                self.sentence_label,
                row(None, self.action_button, None),
                None,
                gap=14,
                margins=margins,
            )
        )

    def say(
        self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """What to say and which button to offer; no action hides the button."""
        self.sentence_label.setText(sentence)
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action)
        self.action_button.setVisible(bool(action))
        self._action = pressed

    def _press(self) -> None:
        if self._action:
            self._action()
