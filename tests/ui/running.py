"""The running program for tests: on a real file, with answers to the dialogs that open."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.core.branches import PASSWORD


class Answers(list):
    """Pairs of a dialog's class and what to do with it, in the order in which they will open."""

    def __init__(self):
        super().__init__()
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self):
        """Answer no more."""
        self._timer.stop()

    def _look(self):
        dialog = QApplication.activeModalWidget()
        if self and isinstance(dialog, self[0][0]) and dialog.isEnabled():
            _, answer = self.pop(0)
            answer(dialog)


def give_password(dialog, password=PASSWORD):
    """Open the file with a password."""
    dialog.password_edit.setText(password)
    dialog.open_button.click()


def give_sheet(sheet):
    """Open the file with the digits of its sheet."""

    def give(dialog):
        dialog.other_way_button.click()
        dialog.sheet_edit.setPlainText(sheet)
        dialog.open_button.click()

    return give
