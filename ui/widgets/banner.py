"""A sentence across the page with the one thing to do about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.theme import Tone
from ui.widgets.basics import Button, label, row, set_role


class Banner(QFrame):
    """Hidden until it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence_label = label("", wrap=True)
        self.action_button = Button("")
        self.action_button.clicked.connect(self._press)
        self._action: Callable[[], object] | None = None
        layout = row(self.sentence_label, self.action_button, gap=12, margins=(14, 8, 8, 8))
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
        self.show()

    def _press(self) -> None:
        if self._action:
            self._action()
