"""Something to do: a bold line, the rule behind it, a remark, and the action that clears it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone, current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.pill import Mark, Pill

#: Below this width, at the standard size, the rule stands beside the title and what is done about
#: it beside the remark.
NARROW = 400

#: Beside a rule a remark is not squeezed below this width, at the standard size.
REMARK = 90
#: A rule that has no room ends in …, but says at least so much.
NARROWEST = 90
#: As Qt has it.
_UNLIMITED = 16_777_215


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
        self._actions = row(self.action_button, gap=2)
        self._doing = QWidget()
        self._doing.setLayout(self._actions)
        self._head = row(self.sentence_label, gap=8)
        self._below = row(self.pill, self.remark_label, gap=8)
        self._below.setStretch(1, 1)
        words = column(self._head, self._below, gap=4)
        self._whole = row(words, self._doing, gap=12, margins=(2, 7, 0, 7))
        self._whole.setStretch(0, 1)
        self._head.setStretch(0, 1)
        self.setLayout(self._whole)
        self._is_narrow = False
        # Only now: shown without a parent, each would flash as a window of its own.
        self.pill.setVisible(bool(mark.word))
        self.action_button.setVisible(bool(action))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        """Where there is little width, each of the two lines uses all of it."""
        is_narrow = self.width() < current_theme().px(NARROW)
        self.remark_label.setMinimumWidth(0 if is_narrow else current_theme().px(REMARK))
        self.pill.setMaximumWidth(self._room_for_rule() if is_narrow else _UNLIMITED)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        if is_narrow:
            self._below.removeWidget(self.pill)
            self._whole.removeWidget(self._doing)
            self._head.addWidget(self.pill)
            self._below.addWidget(self._doing)
        else:
            self._head.removeWidget(self.pill)
            self._below.removeWidget(self._doing)
            self._below.insertWidget(0, self.pill)
            self._whole.addWidget(self._doing)
        self._below.setStretch(self._below.indexOf(self.remark_label), 1)
        self._below.setStretch(self._below.indexOf(self.pill if not is_narrow else self._doing), 0)
        self.updateGeometry()

    def _room_for_rule(self) -> int:
        """Beside a title: what the title leaves on one line, else less than the title has."""
        text = self.sentence_label.text()
        title = self.sentence_label.fontMetrics().horizontalAdvance(text)
        return max(self.width() * 2 // 5, self.width() - title - 14)

    def offer(self, action: str, pressed: Callable[[], object]) -> None:
        """Offer something quieter before the action."""
        made = button(action, pressed, "link")
        made.setAccessibleName(f"{action}：{self.sentence_label.text()}")
        self._actions.insertWidget(0, made)
