"""Long work on one worker thread, with a named step, progress and a cancel that leaves nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from partydesk.errors import CancelledError

#: What work tells about itself: the step's name, how much is done, of how much (0: unknown).
Tell = Callable[[str, int, int], None]


class Job(QObject):
    """One piece of work that is waiting, running or over.

    Signals:
        told: The step's name, how much is done, of how much (0 if unknown).
        done: The result.
        failed: The exception; a ``CancelledError`` after ``cancel``.
        ended: The work is over, in whichever way.
    """

    told = Signal(str, int, int)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _over = Signal(object, object)

    def __init__(self, work: Callable[[Tell], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._over.connect(self._announce, Qt.ConnectionType.AutoConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next ``tell`` and rolls back."""
        self._stop.set()

    def tell(self, step: str, done: int = 0, total: int = 0) -> None:
        """Called by the work: say where it stands; raises ``CancelledError`` when it must stop."""
        if self._stop.is_set():
            raise CancelledError("已取消，没有留下任何改动。")
        self.told.emit(step, done, total)

    def run(self) -> None:
        """Do the work on the thread that calls this."""
        try:
            result = self._work(self.tell)
        # Our own bugs must reach the window's thread too: it raises them again there.
        except BaseException as error:  # noqa: BLE001
            self._over.emit(None, error)
        else:
            self._over.emit(result, None)

    def _announce(self, result: object, error: BaseException | None) -> None:
        try:
            if error is None:
                self.done.emit(result)
            else:
                self.failed.emit(error)
        finally:
            self.ended.emit()


class Background:
    """One worker thread; or, for tests, none: then work is done before ``start`` returns."""

    def __init__(self, *, inline: bool = False) -> None:
        self._pool = None if inline else ThreadPoolExecutor(1, thread_name_prefix="partydesk")

    def start(self, job: Job) -> None:
        """Do a job after those already started."""
        if self._pool:
            self._pool.submit(job.run)
        else:
            job.run()

    def close(self) -> None:
        """Wait for what is running and take no more."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
