"""Typing as an input method does it: Chinese arrives as a commit, not as key presses."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent


def write(widget, text):
    """Type a text that has no keys of its own."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)
