"""Asks for what opened a backup at the time it was made."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row

_WHY = "这份备份是换恢复单（换届）以前做的。请输入当时的密码，或当时那张恢复单的 48 位数字。"


class BackupWordDialog(QDialog):
    """One line for a password or the digits of a sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打开以前的备份")
        self.word_edit = QLineEdit()
        self.word_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.word_edit.setAccessibleName("当时的密码或恢复单数字")
        self.take_button = button("继续", self._take, "primary")
        self.take_button.setDefault(True)
        cancel = button("取消", self.reject)
        self.setLayout(
            column(
                label(_WHY, wrap=True), self.word_edit, 4, row(None, cancel, self.take_button),
                gap=10, margins=(22, 20, 22, 18),
            )
        )  # fmt: skip
        self.setMinimumWidth(current_theme().gap(440))
        self.word_edit.setFocus()

    def _take(self) -> None:
        if self.word_edit.text().strip():
            self.accept()


def ask_word(parent: QWidget) -> str:
    """The password or digits; empty when the user gave up."""
    dialog = BackupWordDialog(parent)
    return dialog.word_edit.text() if dialog.exec() else ""
