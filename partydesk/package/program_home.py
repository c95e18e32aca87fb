"""Which version of the program starts: a small file beside it says so, and nothing is overwritten.

The program that was installed first stays where it is and does as the launcher: a running program
can't be overwritten on Windows, but it can start another one. Newer versions lie beside it under
``versions/``. Nothing heavy is imported here: this runs at every start.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

#: The file that says which version starts, and the folder of the versions, both in the home.
POINTER, VERSIONS = "current.json", "versions"
_VERSION = re.compile(r"(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){2}")
_LARGEST = 4096

#: A version that was never started, one that was started and has not shown itself, one that has.
NEW, TRIED, GOOD = "new", "tried", "good"


@dataclass(frozen=True)
class Pointer:
    """What stands in the file.

    Attributes:
        current: The version that starts.
        state: ``NEW``, ``TRIED`` or ``GOOD``.
        former: The version to go back to; empty when there is none.
        former_form: The newest form of a branch file that the former version knows.
        backup: The backup that was made before the update; may be empty.
        failed: A version that did not start and was left; empty when there is none.
        base: The version that was installed first and does as the launcher.
    """

    current: str
    state: str = NEW
    former: str = ""
    former_form: int = 0
    backup: str = ""
    failed: str = ""
    base: str = ""

    def gone_back(self, *, failed: str = "") -> Self:
        """The former version again; there is no further way back from it."""
        return replace(
            self, current=self.former, state=GOOD, former="", former_form=0, failed=failed
        )


def number_of(version: str) -> tuple[int, ...]:
    """A version for comparing; ``()`` is less than all and stands for what is no version."""
    if not _VERSION.fullmatch(version):
        return ()
    return tuple(map(int, version.split(".")))


def home_of(executable: Path) -> Path:
    """The folder that holds all versions of a program, whichever of them is running."""
    folder = executable.parent
    if folder.parent.name == VERSIONS and number_of(folder.name):
        return folder.parent.parent
    return folder


def read_pointer(home: Path) -> Pointer | None:
    """What the file says; none when there is none or it says something that can't be."""
    try:
        with (home / POINTER).open("rb") as stream:
            found: Any = json.loads(stream.read(_LARGEST))
        pointer = Pointer(**found)
    except (OSError, ValueError, TypeError):
        return None
    texts = (pointer.state, pointer.former, pointer.backup, pointer.failed, pointer.base)
    right = (
        all(isinstance(each, str) for each in texts)
        and isinstance(pointer.current, str)
        and bool(number_of(pointer.current))
        and (not pointer.former or bool(number_of(pointer.former)))
        and isinstance(pointer.former_form, int)
        and pointer.state in (NEW, TRIED, GOOD)
    )
    return pointer if right else None


def write_pointer(home: Path, pointer: Pointer) -> None:
    """Say which version starts: the old word or the new one stands there, never half of one.

    Raises:
        StorageError: The disk refuses; the old word stands.
    """
    from partydesk.safeio import write_file

    write_file(home / POINTER, json.dumps(asdict(pointer), ensure_ascii=False).encode())


def program_to_start(executable: Path, own: str, *, is_window: bool = True) -> Path | None:
    """The program of another version that shall run instead of this one; none in most cases.

    A version that was started once and never showed itself is left for the former one.

    Args:
        executable: The program that is running.
        own: Its version.
        is_window: Whether a window will open: a command line says nothing of whether one does.
    """
    home = home_of(executable)
    if home != executable.parent:
        return None  # started by the launcher, or by hand out of its own folder
    pointer = read_pointer(home)
    if pointer is None:
        return None
    if is_window:
        pointer = _marked(home, pointer)
    if number_of(pointer.current) <= number_of(own):
        return None  # also when a newer program was installed over the launcher
    target = home / VERSIONS / pointer.current / executable.name
    return target if target.is_file() else None


def confirm(executable: Path) -> None:
    """The program that is running has shown itself: it is kept. Nothing happens from source."""
    home = home_of(executable)
    pointer = read_pointer(home)
    if pointer is not None and pointer.state == TRIED and pointer.current == executable.parent.name:
        _write(home, replace(pointer, state=GOOD))


def hand_over(target: Path, arguments: Sequence[str]) -> int:
    """Run another program in place of this one; on Windows it is waited for where that matters.

    Args:
        target: The program.
        arguments: What follows the name of the program.
    """
    # Else the other program would take our libraries for its own (PyInstaller's manual).
    variables = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    command = [str(target), *arguments]
    if sys.platform != "win32":
        os.execve(target, command, variables)
    import subprocess

    running = subprocess.Popen(command, env=variables)
    return running.wait() if target.stem == "partydesk" else 0


def _marked(home: Path, pointer: Pointer) -> Pointer:
    if pointer.state == NEW:
        return _write(home, replace(pointer, state=TRIED))
    if pointer.state == TRIED and pointer.former:
        return _write(home, pointer.gone_back(failed=pointer.current))
    return pointer


def _write(home: Path, pointer: Pointer) -> Pointer:
    """A folder that can't be written to must not keep the program from starting."""
    from partydesk.errors import StorageError

    try:
        write_pointer(home, pointer)
    except StorageError:
        return pointer
    return pointer
