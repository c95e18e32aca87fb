"""One window per file: a second start for the same file raises the first window instead."""

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

# Loaded when somebody listens, or may do so: the first window need not wait for it.
if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

_RAISE = b"raise"


class Doorbell(QObject):
    """Listens for a second start on the same file.

    Signals:
        rung: Somebody wants this window in front.
    """

    rung = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address_of(path)
        self._listener = _listen(self._address)
        self._open = self._listener is not None
        if self._listener is not None:
            Thread(target=self._wait, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        if not self._open or self._listener is None:
            return
        self._open = False
        # The thread waits in accept(): only a ring lets it look whether it should end.
        ring(self._address)
        with contextlib.suppress(OSError):
            self._listener.close()

    def _wait(self, listener: "Listener") -> None:
        while self._open:
            try:
                with listener.accept() as caller:
                    asked = _heard(caller)
            except (OSError, EOFError):
                continue
            if asked and self._open:
                self.rung.emit()


def raise_other(path: Path) -> bool:
    """Ask the window that has this file open to come to the front; whether there is one."""
    return ring(address_of(path))


def ring(address: str) -> bool:
    """Ring at an address; whether somebody listens."""
    if sys.platform != "win32" and not Path(address).exists():
        return False
    from multiprocessing.connection import Client

    try:
        with Client(address, family=_family()) as other:
            other.send_bytes(_RAISE)
    except (OSError, EOFError):
        return False
    return True


def address_of(path: Path) -> str:
    """Where a window on this file listens: known to this user's programs only."""
    name = hashlib.sha256(os.path.normcase(path.resolve()).encode()).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\partydesk-{name}"
    return str(_private_folder() / f"{name}.socket")


def _heard(caller: "Connection") -> bool:
    return caller.poll(1) and caller.recv_bytes(16) == _RAISE


def _listen(address: str) -> "Listener | None":
    """Listen; without a place for it a second start only gets the sentence of the file's lock."""
    from multiprocessing.connection import Listener

    try:
        return Listener(address, family=_family())
    except OSError:
        if sys.platform == "win32" or ring(address):
            return None
    try:
        Path(address).unlink(missing_ok=True)  # left by a program that died
        return Listener(address, family=_family())
    except OSError:
        return None


def _family() -> str:
    return "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"


def _private_folder() -> Path:
    """A folder that only this user may enter; short, because socket names must be."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    name = f"partydesk-{Path.home().name}"
    folder = Path(runtime) / "partydesk" if runtime else Path(tempfile.gettempdir()) / name
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder
