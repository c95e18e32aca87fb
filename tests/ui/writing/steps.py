"""Opening the writing window and pressing its keys."""

from PySide6.QtCore import Qt

from tests.ui.small_branch import settle

F2, F3, F4, F8, F9, F11 = (getattr(Qt.Key, f"Key_F{n}") for n in (2, 3, 4, 8, 9, 11))
ESC, CTRL = Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier


def opened(tab, qtbot, name="content"):
    tab.form.editor(name).setFocus()
    qtbot.keyClick(tab.form.editor(name), F11)
    return active(tab.writing.dialog, qtbot)


def active(dialog, qtbot):
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    settle()
    return dialog


def key(qtbot, dialog, pressed, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(dialog.focusWidget() or dialog, pressed, modifiers)
    settle()


def lines(dialog):
    return dialog.text.toPlainText().split("\n")
