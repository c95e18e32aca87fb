"""Keeps Python from removing Qt's objects on the worker thread.

Python looks for unreachable cycles on whichever thread happens to run; a widget that is removed
on another thread than the window's brings the whole program down. So while there is a worker, the
search is made by a timer on the window's thread instead.
"""

import gc

from PySide6.QtCore import QObject, QTimer

#: Milliseconds between two looks.
INTERVAL = 500


class GarbageTimer(QObject):
    """Searches for unreachable objects on the thread that made this, until ``close``."""

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search the generations that are due, as Python itself would."""
        due = [
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > limit > 0
        ]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Let Python search by itself again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
