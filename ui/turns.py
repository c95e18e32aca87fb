"""Whose turn it is at the file: the window's, or the worker's, which lets the window go first."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock, current_thread, main_thread
from types import TracebackType

from partydesk.services.beside import Turn

#: Seconds that the worker goes on in memory before it rests, and how long it rests: each time
#: the window wants Python while the worker has it, the window waits.
_WORK, _REST = 0.004, 0.0005
#: So often at most the worker stands back before it takes the file.
_STANDS_BACK = 40


class Turns:
    """One connection serves two threads, one after the other."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._waiting = 0

    @contextmanager
    def window(self) -> Iterator[None]:
        """For the window's thread: the worker does not take the file again before it."""
        self._waiting += 1
        try:
            self.lock.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self.lock.release()

    def stand_back(self) -> None:
        """For the worker, before it takes the file: whoever waits at the window gets it first."""
        for _ in range(_STANDS_BACK):
            if not self._waiting:
                return
            time.sleep(_REST)


class WorkersTurn(Turn):
    """A turn for work beside the window."""

    def __init__(self, turns: Turns, require: Callable[[], None]) -> None:
        """``require`` raises ``CancelledError`` when nobody wants to know any more."""
        self._turns, self._require = turns, require
        self._is_beside = current_thread() is not main_thread()
        self._rested_at = time.perf_counter()

    def __enter__(self) -> object:
        self._turns.stand_back()
        self._turns.lock.acquire()
        try:
            self._require()
        except BaseException:
            self._turns.lock.release()
            raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._turns.lock.release()
        self._rest()

    def pause(self) -> None:
        self._require()
        self._rest()

    def _rest(self) -> None:
        if self._is_beside and time.perf_counter() - self._rested_at >= _WORK:
            time.sleep(_REST)
            self._rested_at = time.perf_counter()
