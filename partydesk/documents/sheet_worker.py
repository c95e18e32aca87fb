"""Running the child that reads a sheet: within its limits, and gone when the user cancels."""

import contextlib
import marshal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Any, Self

from partydesk.documents import sheet_child
from partydesk.documents.sheet_kind import SAVE_AS, damaged
from partydesk.documents.sheet_zip import too_long
from partydesk.errors import CancelledError, ForeignFileError

#: How often the parent looks up from waiting, in seconds.
_LOOK_UP = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        rows: Rows of one sheet.
        memory: Address space of the child in bytes (not on Windows).
        seconds: Time from its start to its last answer.
    """

    rows: int = 20_200
    memory: int = 1024 * 1024 * 1024
    seconds: int = 60


class SheetChild:
    """One child at work: a thread feeds and hears it, the caller takes its frames.

    It is started before there is anything to read: what it needs for that, the file's check takes
    as well. Leaving the block ends it, if it still runs.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process = _start(limits)
        self._frames: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._thread: Thread | None = None

    def feed(self, data: bytes) -> None:
        """Give it the file and listen."""
        self._thread = Thread(target=self._talk, args=(data,), name="sheet", daemon=True)
        self._thread.start()

    def _talk(self, data: bytes) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        # A child that ends early, or is ended, breaks the pipe; its missing frames tell of it.
        with contextlib.suppress(OSError):
            self._process.stdin.write(data)
            self._process.stdin.close()
        for frame in _frames(self._process.stdout):
            self._frames.put(frame)
        self._frames.put(("gone",))

    def next_frame(self) -> tuple[Any, ...] | None:
        """The next answer; None when there was none for a moment."""
        try:
            return self._frames.get(timeout=_LOOK_UP)
        except Empty:
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the child if it still runs and give back what it held."""
        self._process.kill()
        self._process.wait()
        if self._thread is not None:
            self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def frames_from_child(
    child: SheetChild, data: bytes, name: str, cancelled: Callable[[], bool] | None
) -> Iterator[tuple[Any, ...]]:
    """What the child says of a file: ``("sheet", name, height)`` and ``("rows", columns)``.

    Raises:
        ForeignFileError: The child found it damaged, locked or too long, died of it, or took
            too long.
        CancelledError: The user stopped it.
    """
    limits = child.limits
    child.feed(data)
    deadline = time.monotonic() + limits.seconds
    while True:
        if cancelled is not None and cancelled():
            raise CancelledError("已取消导入。", "名册没有任何改动。")
        if time.monotonic() > deadline:
            raise ForeignFileError(f"“{name}”读了 {limits.seconds} 秒还没有读完，已停止。", SAVE_AS)
        frame = child.next_frame()
        if frame is None:
            continue
        if frame[0] == "end":
            return
        _refuse(frame, name, limits)
        yield frame


def _start(limits: Limits) -> "subprocess.Popen[bytes]":
    """Start this very interpreter; in the built program that is the program itself."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, sheet_child.SWITCH]
    else:
        # By its path and without its folder on the path: nothing of partydesk is imported.
        command = [sys.executable, "-P", sheet_child.__file__]
    return subprocess.Popen(
        [*command, *map(str, (limits.memory, limits.seconds, limits.rows))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _frames(answers: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Whole frames only: the last one of a child that died may be cut."""
    while len(head := answers.read(4)) == 4:
        size = int.from_bytes(head, "big")
        body = answers.read(size)
        if len(body) < size:
            return
        yield marshal.loads(body)


def _refuse(frame: tuple[Any, ...], name: str, limits: Limits) -> None:
    match frame:
        case ("too long", _, height):
            raise too_long(name, height, limits.rows)
        case ("gone",):
            raise damaged(name)
