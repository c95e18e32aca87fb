"""Something to do: a bold line, the rule behind it, a remark, and the action that clears it."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone
from ui.widgets.basics import button, column, label, row
from ui.widgets.pill import Mark, Pill
from ui.widgets.turning import Turning

#: The rule and the remark stand side by side from this width on, at the standard size.
BESIDE = 240

#: A rule that has no room ends in …, but says at least so much.
NARROWEST = 90


class TodoRow(QWidget):
    """One item of a list of things to do."""

    def __init__(
        self,
        sentence: str,
        source: Mark | str = "",
        remark: str = "",
        action: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        """An item; a ``source`` given as text is a rule and stands in blue."""
        super().__init__()
        mark = Mark(source, Tone.BLUE) if isinstance(source, str) else source
        self.sentence_label = label(sentence, "strong", wrap=True)
        self.remark_label = label(remark, "caption", wrap=True)
        self.pill = Pill(mark.word, mark.tone)
        self.action_button = button(action, pressed)
        self.action_button.setAccessibleName(f"{action}：{sentence}")
        # The title of a rule may be long: it gives way before the button does.
        self.pill.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.pill.setMinimumWidth(NARROWEST)
        self.pill.setToolTip(mark.word)
        pill = QWidget()
        pill.setLayout(row(self.pill, None))
        pill.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        below = Turning((pill, self.remark_label), BESIDE, 8, (0, 1))
        words = column(self.sentence_label, below, gap=6)
        self._actions = row(self.action_button, gap=2)
        layout = row(words, self._actions, gap=12, margins=(2, 8, 0, 8))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        # Only now: shown without a parent, each would flash as a window of its own.
        self.pill.setVisible(bool(mark.word))
        self.action_button.setVisible(bool(action))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def offer(self, action: str, pressed: Callable[[], object]) -> None:
        """Offer something quieter before the action."""
        made = button(action, pressed, "link")
        made.setAccessibleName(f"{action}：{self.sentence_label.text()}")
        self._actions.insertWidget(0, made)
