"""Locks the window after ten quiet minutes and empties the clipboard of what came from us."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

#: Quiet time before the window locks, in minutes (SAFETY: auto-lock).
MINUTES = 10
_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
)


class AutoLock(QObject):
    """Watches keys and mouse of the whole program.

    Signals:
        due: Nobody touched the program for the set time.
    """

    due = Signal()

    def __init__(self, app: QCoreApplication, milliseconds: int = MINUTES * 60_000) -> None:
        super().__init__(app)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.due)
        self._timer.start()

    def restart(self) -> None:
        """Count from now."""
        self._timer.start()

    def watch(self) -> None:
        """Count anew with each sign of life from now on.

        Not while a window is being built: each of its ten thousand events would pass by here.
        """
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer, for instance while the file is locked already."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return super().eventFilter(watched, event)


def close_dialogs(window: QWidget | None) -> bool:
    """Close every dialog and menu over a window as with Escape; whether there were any."""
    found = [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each is not window and isinstance(each, QDialog | QMenu)
    ]
    for each in found:
        if isinstance(each, QDialog):
            each.done(QDialog.DialogCode.Rejected)
        else:
            each.close()
    return bool(found)


class Copied(QObject):
    """Knows whether what the clipboard holds was copied in this program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._note)

    def clear(self) -> None:
        """Empty the clipboard of what was copied here; what others copied stays."""
        clipboard = QGuiApplication.clipboard()
        if self._ours or clipboard.ownsClipboard():
            clipboard.clear()

    def _note(self) -> None:
        # Only the program in front can have been told to copy.
        state = QGuiApplication.applicationState()
        self._ours = state is Qt.ApplicationState.ApplicationActive
