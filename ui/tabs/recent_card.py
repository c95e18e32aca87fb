"""The records that were opened last and those that were changed last, each a press away."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.state import State
from ui.widgets.basics import Button, button, clear, column, label, row, scrolling, set_role
from ui.widgets.line_button import LineButton
from ui.widgets.tab_page import Target

OPENED, CHANGED = "最近打开", "最近改动"
_EMPTY = {OPENED: "还没有打开过记录。", CHANGED: "还没有记录。"}
#: Which of the two was chosen is remembered under this word.
_WORD = "recent"


class RecentLine(NamedTuple):
    """A record in a line."""

    text: str
    target: Target


class RecentCard(QFrame):
    """One of two lists.

    Signals:
        go: A line was pressed; its ``Target``.
    """

    go = Signal(object)

    def __init__(self, state: State) -> None:
        super().__init__()
        set_role(self, "card")
        self._state = state
        self._lines: dict[str, Sequence[RecentLine]] = {OPENED: (), CHANGED: ()}
        self.heads = {name: self._head(name) for name in (OPENED, CHANGED)}
        self._is_read = False
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        inside = QWidget()
        inside.setLayout(column(self._list, None, gap=0, margins=(0, 0, 8, 0)))
        heads = row(*self.heads.values(), None, gap=6)
        self.setLayout(column(heads, scrolling(inside), gap=10, margins=(18, 12, 18, 16)))

    def show_lines(self, opened: Sequence[RecentLine], changed: Sequence[RecentLine]) -> None:
        """Show both lists anew."""
        now = {OPENED: tuple(opened), CHANGED: tuple(changed)}
        if now != self._lines or not self._is_read:
            self._lines, self._is_read = dict(now), True
            self._show()

    def _head(self, name: str) -> Button:
        made = button(name, partial(self._choose, name), "choice")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        return made

    def _choose(self, name: str) -> None:
        self._state.keep_text(_WORD, name)
        self._show()

    def _show(self) -> None:
        kept = self._state.text(_WORD)
        shown = kept if kept in _EMPTY else OPENED if self._lines[OPENED] else CHANGED
        self.heads[shown].setChecked(True)
        clear(self._list)
        for each in self._lines[shown]:
            made = LineButton(each.text)
            made.clicked.connect(lambda _checked=False, target=each.target: self.go.emit(target))
            self._list.addWidget(made)
        if not self._lines[shown]:
            self._list.addWidget(label(_EMPTY[shown], "caption"))
