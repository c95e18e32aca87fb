"""Room for what a dialog has to say: sentences that appear must not squeeze the rest."""

from PySide6.QtWidgets import QDialog, QWidget


def grow(dialog: QDialog) -> None:
    """Make a dialog as high as its texts are at its width; it never shrinks under the user."""
    layout = dialog.layout()
    assert layout is not None, "the dialog is built"
    for inside in dialog.findChildren(QWidget):
        if (its := inside.layout()) is not None:
            its.invalidate()
    layout.invalidate()
    layout.activate()
    needed = max(layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height())
    dialog.setMinimumHeight(max(dialog.minimumHeight(), needed))
