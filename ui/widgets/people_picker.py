"""Several people picked one after the other, such as those talked to."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.basics import Button, clear, column, row
from ui.widgets.elided import ElidedLabel
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.tab_order import tab_before


class PeoplePicker(QWidget):
    """Edits rows of ``member_id`` and ``name``.

    Signals:
        changed: Somebody was added or removed.
    """

    changed = Signal()

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self._rows: list[dict[str, Any]] = []
        self._options: dict[str, Option] = {}
        self._buttons: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.edit = PickerEdit()
        self.edit.setAccessibleName(accessible_name)
        self.edit.picked.connect(self._add)
        self.setLayout(column(self._list, self.edit, gap=4))

    def set_people(self, options: Sequence[Option]) -> None:
        """Who can be picked."""
        self._options = {each.id: each for each in options}
        self._show()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        self.edit.setFocus(reason)

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        return [dict(each) for each in self._rows]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows."""
        self._rows = [dict(each) for each in value or ()]
        self._show()

    def problem(self) -> str:
        """A sentence if a typed text names nobody."""
        return self.edit.problem()

    def _add(self, member_id: str) -> None:
        self._rows.append({"member_id": member_id, "name": self._options[member_id].name})
        self.edit.set_value(None)
        self._show()
        self.changed.emit()

    def _remove(self, index: int) -> None:
        del self._rows[index]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        clear(self._list)
        self._buttons.clear()
        for number, each in enumerate(self._rows):
            self._list.addWidget(self._line(number, each))
        tab_before(self.edit, self._buttons)
        taken = {each["member_id"] for each in self._rows}
        left = [each for each in self._options.values() if each.id not in taken]
        self.edit.set_options(left)
        self.edit.setPlaceholderText(
            "再加一人：姓名或拼音首字母" if self._rows else "姓名、拼音或首字母"
        )

    def _line(self, index: int, values: Mapping[str, Any]) -> QWidget:
        option = self._options.get(str(values["member_id"]))
        away = Button("移除", "link")
        away.setAccessibleName(f"移除{values['name']}")
        away.clicked.connect(lambda: self._remove(index))
        self._buttons.append(away)
        made = QWidget()
        line = row(ElidedLabel(option.text if option else str(values["name"])), away)
        line.setStretch(0, 1)
        made.setLayout(line)
        return made
