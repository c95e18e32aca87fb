"""How large a dialog opens: as large as it would like to be, but never larger than the screen."""

from PySide6.QtWidgets import QWidget

from ui.theme import current_theme

#: What a window's frame, and a little air around it, take from the screen; in pixels.
_AROUND = (40, 72)


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Size a dialog that was not shown yet, in pixels at the standard text size."""
    theme, room = current_theme(), dialog.screen().availableGeometry()
    dialog.resize(
        min(theme.gap(width), room.width() - _AROUND[0]),
        min(theme.gap(height), room.height() - _AROUND[1]),
    )


def height_of(entries: int, each: int, most: int) -> int:
    """How high a dialog with a list to read opens: few entries need no empty room below them.

    Args:
        entries: How many there are.
        each: Pixels that one takes at the standard text size.
        most: No more than this; the list scrolls.
    """
    return min(most, 160 + each * max(entries, 1))
