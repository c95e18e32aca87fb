"""A list to pick from by typing: a line above, arrows move in the list, Enter picks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.widgets.basics import column
from ui.widgets.search_box import SearchBox

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to pick.

    Attributes:
        id: What the signal carries.
        text: What is read.
        heading: Entries with the same heading stand under it.
    """

    id: str
    text: str
    heading: str = ""


class PickList(QWidget):
    """Signals.

    Signals:
        picked: Enter or a double click; carries the id.
        current_changed: Another entry is chosen, or none.
    """

    picked = Signal(str)
    current_changed = Signal()

    def __init__(self, name: str, hint: str, narrow: Callable[[str], Sequence[Entry]]) -> None:
        """A list called ``name``; ``narrow`` gives what fits to a typed text."""
        super().__init__()
        self._narrow = narrow
        self.search_box = SearchBox(hint)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemDoubleClicked.connect(lambda _item: self.pick())
        self.list.currentItemChanged.connect(lambda *_: self.current_changed.emit())
        self.search_box.textChanged.connect(lambda _text: self.refresh())
        for each in (self.search_box, self.list):
            each.installEventFilter(self)
        layout = column(self.search_box, self.list, gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def current(self) -> str:
        """Id of the chosen entry; empty for none."""
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def refresh(self) -> None:
        """Show what fits to the typed text; the chosen entry stays chosen."""
        kept = self.current
        self.list.clear()
        heading = ""
        for each in self._narrow(self.search_box.text().strip()):
            if each.heading != heading:
                heading = each.heading
                self._add_heading(heading)
            item = QListWidgetItem(each.text)
            item.setData(_ID, each.id)
            item.setToolTip(each.text)
            self.list.addItem(item)
        rows = self._rows()
        chosen = next((row for row in rows if self._id(row) == kept), rows[0] if rows else -1)
        self.list.setCurrentRow(chosen)

    def pick(self) -> None:
        """Take the chosen entry."""
        if self.current:
            self.picked.emit(self.current)

    def begin(self) -> None:
        """Show all, with the cursor in the line."""
        self.search_box.clear()
        self.refresh()
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
            return True
        if watched is self.search_box and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)

    def _move(self, steps: int) -> None:
        rows, current = self._rows(), self.list.currentRow()
        if current in rows:
            self.list.setCurrentRow(rows[min(max(rows.index(current) + steps, 0), len(rows) - 1)])

    def _rows(self) -> list[int]:
        return [row for row in range(self.list.count()) if self._id(row)]

    def _id(self, row: int) -> str:
        return str(self.list.item(row).data(_ID) or "")

    def _add_heading(self, heading: str) -> None:
        item = QListWidgetItem(heading)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)
