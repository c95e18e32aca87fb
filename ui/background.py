"""Long work on one worker thread, with a named step, progress and a cancel that leaves nothing."""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from partydesk.errors import CancelledError
from ui.garbage import GarbageTimer

#: What work tells about itself: the step's name, how much is done, of how much (0: unknown).
Tell = Callable[[str, int, int], None]


#: Seconds between two reports of the same step: more would only keep the window busy.
PAUSE = 0.05
#: Seconds that the worker may keep Python to itself: the window asks for it several times for
#: each thing it does, and Python's usual 5 ms add up to what is felt.
TURN = 0.001


def steps(tell: Tell) -> Callable[[str], None]:
    """For work that only names its steps."""
    return lambda step: tell(step, 0, 0)


class Job(QObject):
    """One piece of work that is waiting, running or over; it lives on the window's thread.

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

    def __init__(self, work: Callable[[Tell], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next ``tell`` and rolls back."""
        self.stop.set()

    def announce(self, result: object, error: BaseException | None) -> None:
        """Tell how the work went."""
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)


class Background:
    """One worker thread; or, for tests, none: then work is done before ``start`` returns."""

    def __init__(self, *, inline: bool = False) -> None:
        self._pool = None if inline else ThreadPoolExecutor(1, thread_name_prefix="partydesk")
        self._relay = _Relay()
        self._garbage = None if inline else GarbageTimer()
        self._turn = sys.getswitchinterval()
        self._is_closed = False
        if not inline:
            sys.setswitchinterval(TURN)

    def start(self, job: Job) -> None:
        """Do a job after those already started; once closed, the program ends: nothing is begun."""
        if self._is_closed:
            return
        if self._pool and self._garbage:
            self._garbage.hold()
            job.ended.connect(self._garbage.release)
            self._pool.submit(_run, job, self._relay.post.emit)
        else:
            _run(job, lambda call: call())

    def wait_for(self, turn: Callable[[], object]) -> None:
        """Call ``turn``, which lets the window live, until all that was started is over."""
        job, ends = Job(lambda _tell: None), Event()
        job.ended.connect(ends.set)
        self.start(job)
        while not ends.wait(0.005) and not self._is_closed:
            turn()

    def put_off_garbage(self) -> None:
        """Somebody waits for what comes next: no search for garbage gets in between."""
        if self._garbage:
            self._garbage.put_off()

    def close(self) -> None:
        """Wait for what is running and take no more."""
        self._is_closed = True
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._garbage:
            self._garbage.close()
        sys.setswitchinterval(self._turn)


class _Relay(QObject):
    """Brings calls from the worker to the window's thread.

    It outlives all work: a job could be deleted while the worker is still inside of ``emit``.
    """

    post = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.post.connect(self._call)

    def _call(self, call: Callable[[], None]) -> None:
        call()


def _run(job: Job, post: Callable[[Callable[[], None]], Any]) -> None:
    """Do the work on the thread that calls this, and post what it tells."""
    last = ("", 0.0)

    def tell(step: str, done: int = 0, total: int = 0) -> None:
        nonlocal last
        if job.stop.is_set():
            raise CancelledError("已取消，没有留下任何改动。")
        now = time.monotonic()
        if step != last[0] or now - last[1] >= PAUSE:
            last = (step, now)
            post(partial(job.told.emit, step, done, total))

    result: object = None
    fault: BaseException | None = None
    try:
        result = job.work(tell)
    # Our own bugs must reach the window's thread too: whoever hears of them raises them there.
    except BaseException as error:  # noqa: BLE001 - as said above
        fault = error
    post(partial(job.announce, result, fault))
    # On its own, so that a slot of the above that raises does not keep it from being told.
    post(job.ended.emit)
