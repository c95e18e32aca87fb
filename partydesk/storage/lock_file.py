"""One window per branch file: a lock that the system drops by itself when a program dies."""

import contextlib
import getpass
import json
import os
import socket
import sys
import time
from datetime import datetime
from pathlib import Path

from partydesk.disk_errors import storage_error
from partydesk.errors import FileInUseError

_PATIENCE_SECONDS = 2.0
# Windows forbids others to read locked bytes, so the locked one lies far behind the text.
_LOCKED_BYTE = 1 << 20


class FileLock:
    """A held lock; `release` gives it back."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    def release(self) -> None:
        """Give the lock back and remove its file; a second call does nothing."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":  # an open file can't be removed there
            os.close(handle)
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(handle)


def lock_path(path: Path) -> Path:
    """Where the lock of a data file lies."""
    return path.with_name(path.name + ".lock")


def take(path: Path, *, patience: float = _PATIENCE_SECONDS) -> FileLock:
    """Lock a data file before anything reads it.

    Args:
        path: The data file, there or not yet there.
        patience: Seconds to wait for another window to let go.

    Raises:
        FileInUseError: Another window has it; the sentence says who and on which computer.
        StorageError: The folder can't be written.
    """
    deadline = time.monotonic() + patience
    beside = lock_path(path)
    while True:
        try:
            if lock := _try_once(beside):
                return lock
        except PermissionError as error:
            # Windows refuses to open a lock file that is just being removed.
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise storage_error(error, path) from error
        except OSError as error:
            raise storage_error(error, path) from error
        if time.monotonic() > deadline:
            raise FileInUseError(
                f"“{path.name}”正{_holder(beside)}使用。",
                "请先在那边关闭它，再打开；同一份数据不能同时在两处修改。",
            )
        time.sleep(0.05)


def _try_once(beside: Path) -> FileLock | None:
    handle = os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    # The file may have been removed by its last holder between opening and locking.
    if not _lock(handle) or not _still_there(beside, handle):
        os.close(handle)
        return None
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, _who().encode())
    return FileLock(beside, handle)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _still_there(beside: Path, handle: int) -> bool:
    try:
        return os.path.samestat(beside.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _who() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    since = datetime.now().astimezone().strftime("%m 月 %d 日 %H:%M")
    return json.dumps({"user": user, "host": socket.gethostname(), "since": since})


def _holder(beside: Path) -> str:
    """Who has the file, as far as the lock file tells."""
    try:
        told = json.loads(beside.read_bytes())
        user, host, since = (str(told.get(name, ""))[:40] for name in ("user", "host", "since"))
    except (OSError, ValueError, AttributeError):
        return "在另一个窗口或另一台电脑上"
    return f"由“{user}”在电脑“{host}”上（{since} 起）"
