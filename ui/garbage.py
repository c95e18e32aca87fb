"""Keeps Python from removing Qt's objects on the worker thread.

Python looks for unreachable cycles on whichever thread happens to run; a widget that is removed
on another thread than the window's brings the whole program down. So while there is a worker, the
search is made by a timer on the window's thread instead. A whole search takes as long as there are
objects, some tenths of a second: none is made while there is work, whose objects mostly go by
themselves, and what was loaded with the program itself is passed over.
"""

import gc

from PySide6.QtCore import QObject, QTimer

#: Milliseconds between two looks.
INTERVAL = 500
#: So many new objects are looked through even while there is work: memory has an end.
MOST_NEW = 2_000_000


class GarbageTimer(QObject):
    """Searches for unreachable objects on the thread that made this, until ``close``."""

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        self._held = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def hold(self) -> None:
        """Work begins: nothing is searched until it ends."""
        self._held += 1

    def release(self) -> None:
        """That work is over."""
        self._held -= 1

    def put_off(self) -> None:
        """The next look comes a whole interval from now."""
        self._timer.start()

    def look(self) -> None:
        """Search the generations that are due, as Python itself would."""
        if self._held and gc.get_count()[0] < MOST_NEW:
            return
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
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
