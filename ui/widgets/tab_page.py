"""What the main window expects of a tab: it reads again when stale and answers the shortcuts."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Target:
    """Where to go: a record, a field of it, or a new record with values.

    Attributes:
        record_type: Table name of the record, such as ``meeting``; or the title of a tab.
        record_id: Which one; empty for a new one, or only for the tab.
        field: The field to put the cursor into; empty for the first.
        new: Whether to begin a new record.
        values: What a new record begins with.
    """

    record_type: str
    record_id: str = ""
    field: str = ""
    new: bool = False
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


class TabPage(QWidget):
    """A tab. Override what it can do; what it can't stays as it is.

    It reads the file in ``refresh``, never when it is made: the window is built while the
    password is being checked.

    Signals:
        go: Show another tab at a ``Target``.
        opened: The user went to a record: its table and its id.
    """

    go = Signal(object)
    opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._seen = -1
        desk.changed.connect(self._refresh_if_stale)

    def refresh(self) -> None:
        """Read from the file and show it; called when shown and stale, and after each change."""

    def primary(self) -> None:
        """Do what the primary button does (Ctrl+N)."""

    def save(self) -> None:
        """Save the record that is edited (Ctrl+S)."""

    def save_and_new(self) -> None:
        """Save, and begin the next record where the page has such (Ctrl+Enter)."""
        self.save()

    def focus_search(self) -> None:
        """Go to the page's own search line (Ctrl+F)."""

    def print_page(self) -> None:
        """Show what would be printed (Ctrl+P)."""

    def search(self, text: str) -> None:
        """Search the page for a text typed in the bar on top."""

    def open_target(self, target: Target) -> None:
        """Show a record, or begin a new one."""

    def leave(self) -> bool:
        """Keep what is half typed before the tab, the file or the window goes; may refuse."""
        return True

    def place(self) -> dict[str, Any]:
        """Where the user is on this page, as plain JSON values."""
        return {"scrolled": [each.verticalScrollBar().value() for each in self._areas()]}

    def come_back(self, place: Mapping[str, Any]) -> None:
        """Go where ``place`` told; what is no longer there is passed over in silence."""
        kept = place.get("scrolled")
        if isinstance(kept, list) and any(kept):
            # Before the page has its room there is nothing to scroll.
            QTimer.singleShot(0, self, lambda: self._scroll_all(kept))

    def _areas(self) -> list[QScrollArea]:
        return self.findChildren(QScrollArea)

    def _scroll_all(self, kept: list[Any]) -> None:
        areas = self._areas()
        if len(kept) == len(areas):
            for area, pixels in zip(areas, kept, strict=True):
                area.verticalScrollBar().setValue(pixels if isinstance(pixels, int) else 0)

    @property
    def is_stale(self) -> bool:
        """Whether the file has changed since the tab was last read."""
        return self._seen != self.desk.revision

    def showEvent(self, event: QShowEvent) -> None:
        self._refresh_if_stale()
        super().showEvent(event)

    def _refresh_if_stale(self) -> None:
        if self.isVisible() and self.is_stale:
            self._seen = self.desk.revision
            self.refresh()


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab in the side bar; the page is made when it is first shown.

    Attributes:
        title: What stands in the side bar.
        icon: Name of its icon.
        make: Makes the page.
        records: Table names of the records that it shows, for ``Target``.
    """

    title: str
    icon: str
    make: Callable[[], TabPage]
    records: tuple[str, ...] = ()
