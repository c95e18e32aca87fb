"""Who speaks: picked from those who were there, by name or initials."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.widgets.basics import button, column, label, row, set_role
from ui.widgets.pick_list import Entry, PickList

_HERE, _OTHERS = "到会的人", "其他人"


class SpeakerPanel(QFrame):
    """Names to begin a paragraph with.

    Signals:
        chosen: Somebody speaks; carries the name.
        left: The user is done; the text should have the cursor.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, here: Sequence[str], everybody: Mapping[str, str]) -> None:
        """Those who were there, and everybody with the spelling of the name."""
        super().__init__()
        set_role(self, "card")
        self._spellings = everybody
        others = [name for name in everybody if name not in set(here)]
        self._entries = [Entry(name, name, _HERE) for name in dict.fromkeys(here)]
        self._entries += [Entry(name, name, _OTHERS) for name in dict.fromkeys(others)]
        self.list = PickList("发言人", "姓名或拼音首字母", self._narrowed)
        self.list.picked.connect(self.chosen)
        head = row(label("发言人", "title"), None, button("收起", self.left.emit, "link"))
        hint = label("回车：另起一段，写上“姓名：”。", "caption", wrap=True)
        layout = column(head, self.list, hint, gap=10, margins=(14, 12, 14, 12))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def begin(self) -> None:
        """Show all, with the cursor where one searches."""
        self.list.begin()

    def _narrowed(self, text: str) -> list[Entry]:
        wanted = text.lower()
        return [
            each
            for each in self._entries
            if not wanted
            or wanted in each.text
            or f" {wanted}" in f" {self._spellings.get(each.text, '')}"
        ]
