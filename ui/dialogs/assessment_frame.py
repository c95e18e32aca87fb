"""The frame of the dialogs around a self-assessment: a caption, something that scrolls, buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from ui.widgets.basics import Button, button, column, label, row, scrolling
from ui.widgets.fitting import fit


def frame(
    dialog: QDialog,
    caption: str,
    body: QWidget,
    buttons: Sequence[QWidget] = (),
    *,
    size: tuple[int, int] = (760, 560),
) -> Button:
    """Lay a dialog out; gives back its closing button."""
    close = button("关闭", dialog.accept)
    layout = column(
        label(caption, "caption", wrap=True),
        body,
        row(None, close, *buttons),
        gap=12,
        margins=(20, 18, 20, 18),
    )
    layout.setStretch(1, 1)
    dialog.setLayout(layout)
    fit(dialog, *size)
    return close


def list_of(parts: Sequence[QWidget | int | None], *, gap: int = 6) -> QWidget:
    """Things below each other that scroll together."""
    inside = QWidget()
    inside.setLayout(column(*parts, None, gap=gap, margins=(0, 0, 8, 0)))
    return scrolling(inside)
