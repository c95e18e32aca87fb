"""What the window remembers between two starts: places and sizes, never branch data."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from partydesk.paths import settings_dir
from ui.theme import Look, Size, Theme


class State:
    """Settings of this user on this machine, in an ini file."""

    def __init__(self, path: Path | None = None) -> None:
        place = path or settings_dir() / "window.ini"
        self._settings = QSettings(str(place), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme:
        """The look and text size chosen last."""
        look, size = self._text("look", Look.LIGHT), self._text("size", Size.STANDARD)
        return Theme(
            Look(look) if look in list(Look) else Look.LIGHT,
            Size(size) if size in list(Size) else Size.STANDARD,
        )

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._settings.setValue("look", str(theme.look))
        self._settings.setValue("size", str(theme.size))

    @property
    def last_tab(self) -> str:
        """Title of the tab shown last."""
        return self._text("last_tab", "")

    @last_tab.setter
    def last_tab(self, title: str) -> None:
        self._settings.setValue("last_tab", title)

    @property
    def last_file(self) -> str:
        """The branch file opened last."""
        return self._text("last_file", "")

    @last_file.setter
    def last_file(self, path: str) -> None:
        self._settings.setValue("last_file", path)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the main window, as Qt writes them."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def splitter(self, page: str) -> QByteArray:
        """How a page's splitter was left; empty if never moved."""
        return self._bytes(f"splitter/{page}")

    def keep_splitter(self, page: str, state: QByteArray) -> None:
        """Remember a page's splitter."""
        self._settings.setValue(f"splitter/{page}", state)

    def widths(self, table: str) -> dict[str, int]:
        """Column widths of a list by field name, as left, in pixels of the standard size."""
        kept = {}
        for part in self._text(f"widths/{table}", "").split(" "):
            name, _, pixels = part.partition(":")
            if name and pixels.isdigit():
                kept[name] = int(pixels)
        return kept

    def keep_widths(self, table: str, widths: Sequence[tuple[str, int]]) -> None:
        """Remember column widths of a list."""
        text = " ".join(f"{name}:{pixels}" for name, pixels in widths)
        self._settings.setValue(f"widths/{table}", text)

    def columns(self, table: str) -> dict[str, bool]:
        """Columns of a list by field name, in the user's order, and whether each is shown."""
        words = self._text(f"columns/{table}", "").split()
        return {word.removeprefix("-"): not word.startswith("-") for word in words}

    def keep_columns(self, table: str, columns: Mapping[str, bool]) -> None:
        """Remember the columns of a list; none bring back what it shows by itself."""
        words = (name if shown else f"-{name}" for name, shown in columns.items())
        self._settings.setValue(f"columns/{table}", " ".join(words))

    def sorting(self, table: str) -> list[tuple[str, bool]]:
        """What a list is sorted by: field names, and whether from the largest down."""
        words = self._text(f"sorting/{table}", "").split()
        return [(word.removeprefix("-"), word.startswith("-")) for word in words]

    def keep_sorting(self, table: str, keys: Sequence[tuple[str, bool]]) -> None:
        """Remember what a list is sorted by."""
        words = (f"-{name}" if descending else name for name, descending in keys)
        self._settings.setValue(f"sorting/{table}", " ".join(words))

    def text(self, key: str) -> str:
        """Any other remembered word of a page, such as a chosen filter."""
        return self._text(f"other/{key}", "")

    def keep_text(self, key: str, text: str) -> None:
        """Remember any other word of a page."""
        self._settings.setValue(f"other/{key}", text)

    def _text(self, key: str, default: str) -> str:
        return str(self._settings.value(key, default))

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
