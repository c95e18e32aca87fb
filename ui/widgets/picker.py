"""A line that picks one person or group by Chinese, pinyin or initials."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui import shortcuts

#: How many are offered at once.
OFFERED = 50
#: Pixels of a line that its frame and margins take.
FRAME = 28
_ID_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Option:
    """One person or group that can be picked.

    Attributes:
        id: Its key.
        name: Its name in Chinese.
        spelling: Spellings and initials separated by spaces, as in ``Member.spelling``.
        hint: What tells two of the same name apart, such as ``语文组``.
        is_member: Whether this is a member who has not left: 全体党员 are those.
    """

    id: str
    name: str
    spelling: str = ""
    hint: str = ""
    is_member: bool = False

    @property
    def text(self) -> str:
        """How it is shown."""
        return f"{self.name}（{self.hint}）" if self.hint else self.name


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """The options meant by what was typed: those that begin with it come first."""
    wanted = "".join(typed.split()).casefold()
    if not wanted:
        return list(options[:OFFERED])
    first, second = [], []
    for each in options:
        words = each.spelling.casefold().split()
        if each.name.startswith(wanted) or any(word.startswith(wanted) for word in words):
            first.append(each)
        elif wanted in each.text.casefold():
            second.append(each)
    return (first + second)[:OFFERED]


class PickerEdit(QLineEdit):
    """Shows one option; typing offers those that match, Enter or Tab takes the first.

    Signals:
        changed: The value has changed.
        picked: An option was taken from the list, by its id.
    """

    changed = Signal()
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._options: tuple[Option, ...] = ()
        self._by_id: dict[str, Option] = {}
        self._value: str | None = None
        self._typed = False
        self._list: _OfferedList | None = None
        self.setPlaceholderText("姓名、拼音或首字母")
        self.textEdited.connect(self._type)

    def set_options(self, options: Sequence[Option]) -> None:
        """What can be picked; the value stays."""
        self._options = tuple(options)
        self._by_id = {each.id: each for each in options}
        if not self._typed:
            self._show_value()

    def value(self) -> Any:
        """The id; the typed text if it names nobody; ``None`` if empty."""
        if self._typed:
            return self.text().strip() or None
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value or None
        self._typed = False
        self._show_value()
        self.changed.emit()

    def problem(self) -> str:
        """A sentence if the typed text names nobody or several."""
        if not self._typed or not self.text().strip():
            return ""
        return f"名单里没有“{self.text().strip()[:20]}”，请输入姓名或拼音首字母，从列表中选。"

    def open_list(self) -> None:
        """Offer everything that matches."""
        if self._list is None:
            # A form may have many such lines and one list is opened at a time: made when asked for.
            self._list = _OfferedList(self)
            # Of two signals of one name; the stubs do not know how to choose.
            self._list.activated[QModelIndex].connect(self._take_index)  # type: ignore[index]
        self._list.offer(matching(self._options, self.text() if self._typed else ""))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.isReadOnly() and not self.text():
            self.open_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if shortcuts.pressed(event, shortcuts.PICKER) and not self.isReadOnly():
            self.open_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._typed:
            self._show_value()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
        super().focusOutEvent(event)

    def _type(self, text: str) -> None:
        self._typed = True
        self._value = None
        self.changed.emit()
        if text.strip():
            self.open_list()
        else:
            self._typed = False

    def _settle(self) -> None:
        """Take what the typed text surely means: the only match, or the only one of that name."""
        if not self._typed:
            return
        typed = self.text().strip()
        found = matching(self._options, typed)
        named = [each for each in found if typed in (each.name, each.text)]
        meant = named or found
        if len(meant) == 1:
            self._take(meant[0].id)

    def _take_index(self, index: QModelIndex) -> None:
        self._take(str(index.data(_ID_ROLE)))

    def _take(self, option_id: str) -> None:
        self.set_value(option_id)
        self.picked.emit(option_id)

    def _show_value(self) -> None:
        option = self._by_id.get(self._value or "")
        missing = "（已不在名单中）" if self._value else ""
        self.setText(self._fitting_text(option) if option else missing)
        self.setToolTip(option.text if option else missing)
        self.setCursorPosition(0)

    def _fitting_text(self, option: Option) -> str:
        """The name with its hint, or the name alone where there is no room for both."""
        room = self.width() - FRAME
        fits = self.fontMetrics().horizontalAdvance(option.text) <= room
        return option.text if fits else option.name


class _OfferedList(QCompleter):
    """The list below a line: what is offered, the first one chosen."""

    def __init__(self, line: QLineEdit) -> None:
        self._rows = QStandardItemModel()
        super().__init__(self._rows, line)
        self._rows.setParent(self)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(8)
        self.popup().setProperty("role", "popup")
        self.setWidget(line)

    def offer(self, options: Sequence[Option]) -> None:
        """Show these; with none the list is closed."""
        self._rows.clear()
        for each in options:
            item = QStandardItem(each.text)
            item.setData(each.id, _ID_ROLE)
            self._rows.appendRow(item)
        if not options:
            self.popup().hide()
            return
        self.complete()
        self.popup().setCurrentIndex(self._rows.index(0, 0))
