"""Drills run in a process of their own: kills, faults at every call, power cuts.

``python -m tests.core.crash_child kill FOLDER KILLS EARLY`` and its sisters print one line of
JSON with the figures. The work is done in children; this process only checks what they left.
"""

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk.errors import PartydeskError
from partydesk.storage.connection import ask, connect, database_fault

KEY, SALT = bytes(range(32)), bytes(range(50, 66))
PARTS = 3
OFF, COUNT, FAIL, CRASH, LOG = range(5)


def new_database(path: Path) -> None:
    connection = connect(path, KEY, SALT, create=True)
    connection.execute("CREATE TABLE t (number INTEGER, part INTEGER, body BLOB)")
    connection.close()


def body(number: int, part: int) -> bytes:
    return hashlib.sha512(f"{number}/{part}".encode()).digest() * 30


def save(
    path: Path, confirm: Callable[[int], None], count: int, *, synchronous="", early=False
) -> None:
    """Save records one by one and confirm each as the window would: after COMMIT returned.

    ``synchronous`` and ``early`` (confirm before the commit) make the negative controls.
    """
    connection = connect(path, KEY, SALT)
    if synchronous:
        connection.execute(f"PRAGMA synchronous = {synchronous}")
    first = int(ask(connection, "SELECT coalesce(max(number), 0) FROM t") or 0) + 1
    for number in range(first, first + count):
        connection.execute("BEGIN IMMEDIATE")
        for part in range(PARTS):
            row = (number, part, body(number, part))
            connection.execute("INSERT INTO t VALUES (?, ?, ?)", row)
        if early:
            confirm(number)
            time.sleep(0.003)
        connection.execute("COMMIT")
        if not early:
            confirm(number)
    connection.close()


def problem(path: Path, confirmed: int, slack: int = 1) -> str:
    """What is wrong with a file after an accident; empty when every promise was kept."""
    try:
        connection = connect(path, KEY, SALT)
    except PartydeskError as error:
        return f"does not open: {error}"
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if connection.execute("PRAGMA cipher_integrity_check").fetchone():
            return "damaged page"
        if ask(connection, "PRAGMA integrity_check") != "ok":
            return "damaged tree"
        rows = connection.execute("SELECT number, part, body FROM t ORDER BY 1, 2").fetchall()
    except dbapi2.Error as error:
        return f"does not read: {error}"
    finally:
        connection.close()
    present = rows[-1][0] if rows else 0
    wanted = [(n, part, body(n, part)) for n in range(1, present + 1) for part in range(PARTS)]
    if rows != wanted:
        return "a partial or missing transaction"
    if not confirmed <= present <= confirmed + slack:
        return f"confirmed {confirmed}, present {present}"
    return ""


def last_number(path: Path) -> int:
    connection = connect(path, KEY, SALT)
    number = int(ask(connection, "SELECT coalesce(max(number), 0) FROM t") or 0)
    connection.close()
    return number


# -- kills at random moments (TR1) ------------------------------------------------------------


def kill_drill(folder: Path, kills: int, *, early: bool, seed: int = 1) -> dict[str, object]:
    chance, path = random.Random(seed), folder / "kill.partydesk"
    new_database(path)
    confirmed, problems = 0, []
    for number in range(kills):
        seen = _killed_child(path, chance.uniform(0.002, 0.06), early=early)
        confirmed = max(confirmed, seen)
        if found := problem(path, confirmed):
            problems.append(found)
            if not early:
                break
            path = folder / f"kill{number}.partydesk"
            new_database(path)
        # What a kill came too soon to confirm, but is there, counts from now on.
        confirmed = last_number(path)
    return {"kills": number + 1, "confirmed": confirmed, "problems": problems}


def _killed_child(path: Path, seconds: float, *, early: bool) -> int:
    """Let a child save until it is killed; the last number that it confirmed."""
    if not hasattr(os, "fork"):
        return _killed_program(path, seconds, early=early)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            save(path, lambda n: os.write(writing, b"%d\n" % n), 10**6, early=early)
        os._exit(1)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, 9)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        return _last_number(stream.read())


def _killed_program(path: Path, seconds: float, *, early: bool) -> int:
    """Windows knows no fork: a whole program, ended by TerminateProcess."""
    command = [sys.executable, "-m", "tests.core.crash_child", "save", str(path), str(int(early))]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        first = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        return _last_number(first + child.stdout.read())


def _last_number(told: bytes) -> int:
    """The last whole line; a line cut off by the kill was never seen by anybody."""
    lines = told.split(b"\n")[:-1]
    return int(lines[-1]) if lines else 0


# -- faults at every write-side call (TR2, TR3, TR10) -----------------------------------------


def shim() -> ctypes.CDLL:
    found = ctypes.CDLL(None)
    found.shim_arm.argtypes = (
        ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int,
    )  # fmt: skip
    found.shim_seen.restype = ctypes.c_long
    return found


FAULTS = {
    "end": (CRASH, 0, 0),
    "EIO once": (FAIL, errno.EIO, 0),
    "EIO for good": (FAIL, errno.EIO, 1),
    "disk full": (FAIL, errno.ENOSPC, 1),
}
FINISHED, SAID, UNSAID, ENDED = 0, 3, 4, 9


def fault_drill(folder: Path, scenario: str, stride: int = 1, first: int = 1) -> dict[str, object]:
    """Run one scenario with a fault at every ``stride``-th call; see `fault_scenarios`."""
    from tests.core.fault_scenarios import SCENARIOS

    prepare, work, check = SCENARIOS[scenario]
    template = folder / "template"
    template.mkdir()
    memory = prepare(template)
    stage = folder / "stage"
    _staged(template, stage)
    calls = _armed(stage, (COUNT, 0, 0), 0, lambda confirm: work(stage, memory, confirm))[2]
    points, problems, outcomes = 0, [], {}
    for name, fault in FAULTS.items():
        for at in range(first, calls + 1, stride):
            _staged(template, stage)
            code, confirmed, _ = _armed(
                stage, fault, at, lambda confirm: work(stage, memory, confirm)
            )
            found = check(stage, memory, confirmed)
            if code not in {FINISHED, SAID, ENDED}:
                found += f" ended with {code}, not with a sentence"
            points += 1
            outcomes[str(code)] = outcomes.get(str(code), 0) + 1
            if found:
                problems.append(f"{name} at call {at} of {calls}: {found}")
    return {"points": points, "calls": calls, "problems": problems, "outcomes": outcomes}


def _staged(template: Path, stage: Path) -> None:
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(template, stage)


def _armed(stage: Path, fault, at: int, work) -> tuple[int, int, int]:
    """Run work in a child with one fault armed: exit code, last confirmed number, calls."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = UNSAID
        try:
            code = _run_armed(stage, fault, at, work, writing)
        finally:
            if code == UNSAID:
                traceback.print_exc()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read().split(b"\n")[:-1]
    _, status = os.waitpid(child, 0)
    calls = max((int(line[1:]) for line in told if line[:1] == b"c"), default=0)
    confirmed = max((int(line[1:]) for line in told if line[:1] == b"n"), default=0)
    return os.waitstatus_to_exitcode(status), confirmed, calls


def _run_armed(stage: Path, fault, at: int, work, writing: int) -> int:
    library, (mode, code, for_good) = shim(), fault
    library.shim_arm(os.fsencode(stage), mode, at, code, for_good, -1)
    try:
        work(lambda number: os.write(writing, b"n%d\n" % number))
    except PartydeskError:
        return SAID
    except dbapi2.Error as error:
        # What the store does with it: a sentence, or it is a bug of ours.
        if database_fault(error, "x") is None:
            raise
        return SAID
    os.write(writing, b"c%d\n" % library.shim_seen())
    return FINISHED


def tell(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    what, where, *rest = arguments
    folder = Path(where)
    if what == "save":
        save(folder, tell, 10**6, early=bool(int(rest[0])))
    elif what == "kill":
        tell(json.dumps(kill_drill(folder, int(rest[0]), early=rest[1] == "1", seed=int(rest[2]))))
    elif what == "faults":
        tell(json.dumps(fault_drill(folder, rest[0], int(rest[1]), int(rest[2]))))
    elif what == "power":
        from tests.core.power_cut import power_drill

        tell(json.dumps(power_drill(folder, rest[0], int(rest[1]), int(rest[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
