"""The running program for tests: on a real file, with answers to the dialogs that open."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.core.branches import PASSWORD

#: What an answer gives back when its dialog is not ready for it: it is asked again.
LATER = object()
#: A dialog that nobody answers is left after so many looks: the test fails, it does not hang.
_PATIENCE = 3000


class Answers(list):
    """Pairs of a dialog's class and what to do with it, in the order in which they will open."""

    def __init__(self):
        super().__init__()
        self._waited = 0
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self):
        """Answer no more."""
        self._timer.stop()

    def _look(self):
        dialog = QApplication.activeModalWidget()
        self._waited = self._waited + 1 if dialog is not None else 0
        if self._waited > _PATIENCE:
            self._waited = 0
            dialog.reject()
        elif self and isinstance(dialog, self[0][0]) and dialog.isEnabled():
            kind, answer = self.pop(0)
            if answer(dialog) is LATER:
                self.insert(0, (kind, answer))
            else:
                self._waited = 0


def pressing(name):
    """Press a button of a dialog by its attribute, as soon as it can be pressed."""

    def press(dialog):
        button = getattr(dialog, name)
        if not (button.isVisible() and button.isEnabled()):
            return LATER
        button.click()
        return None

    return press


def give_password(dialog, password=PASSWORD):
    """Open the file with a password, once the one before was judged."""
    if not (dialog.password_edit.isEnabled() and dialog.open_button.isVisible()):
        return LATER
    dialog.password_edit.setText(password)
    if not dialog.open_button.isEnabled():
        return LATER
    dialog.open_button.click()
    return None


def give_sheet(sheet):
    """Open the file with the digits of its sheet."""

    def give(dialog):
        dialog.other_way_button.click()
        dialog.sheet_edit.setPlainText(sheet)
        dialog.open_button.click()

    return give
