"""What must be true before a file that was opened may be shown."""

from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.services import branch_files
from partydesk.services.password_rules import password_sentence
from ui.background import Background
from ui.dialogs.new_password import NewPasswordDialog


def has_password(store: Any, sheet: str, background: Background, parent: QWidget | None) -> bool:
    """Whether a file may be used: one opened with its recovery sheet needs a new password first.

    Args:
        store: The open file; it is closed again when the user does not set one.
        sheet: The digits that opened it; empty when a password did.
        background: Where the password is written.
        parent: The window that is covered meanwhile.
    """
    if not sheet:
        return True
    dialog = NewPasswordDialog(
        store.file.path.stem,
        password_sentence,
        lambda password: branch_files.reset_password(store, sheet, password),
        background,
        parent,
    )
    if dialog.exec():
        return True
    store.close()
    return False
