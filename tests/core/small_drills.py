"""Two drills that need no shim: flipped bits, and several windows that start at once."""

import json
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

from partydesk.errors import FileInUseError, PartydeskError
from partydesk.storage import connection as storage_connection
from partydesk.storage import lock_file
from partydesk.storage.backups import check_database
from partydesk.storage.connection import connect
from partydesk.storage.keys import Keys
from tests.core.crash_child import KEY, SALT, tell

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2000


def flip_drill(folder: Path, flips: int, seed: int = 1) -> dict[str, int]:
    """Flip one bit at a time; how many each kind of file noticed (safety study M10, TR7)."""
    ours, plain = folder / "ours.partydesk", folder / "plain.db"
    connection = connect(ours, KEY, SALT, create=True)
    _fill(connection)
    connection.close()
    other = sqlite3.connect(plain)
    _fill(other)
    other.close()
    chance = random.Random(seed)
    result = {"flips": flips, "noticed": 0, "plain noticed": 0}
    for path, noticed, name in (
        (ours, _we_notice, "noticed"),
        (plain, _sqlite_notices, "plain noticed"),
    ):
        content = path.read_bytes()
        for _ in range(flips):
            bit = chance.randrange(8 * len(content))
            damaged = bytearray(content)
            damaged[bit // 8] ^= 1 << bit % 8
            path.write_bytes(damaged)
            result[name] += noticed(path)
        path.write_bytes(content)
        if noticed(path):
            raise RuntimeError("a whole file is called damaged")
    return result


def _fill(connection) -> None:
    connection.execute("CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT, note TEXT)")
    connection.execute("CREATE INDEX by_name ON member (name)")
    connection.execute("BEGIN")
    for number in range(ROWS):
        row = (f"党员{number:05d}", f"第{number}条记录" * 6)
        connection.execute("INSERT INTO member (name, note) VALUES (?, ?)", row)
    connection.execute("COMMIT")


def _we_notice(path: Path) -> bool:
    try:
        check_database(path, Keys(KEY, None), SALT)
    except PartydeskError:
        return True
    return False


def _sqlite_notices(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    except sqlite3.Error:
        return True
    finally:
        connection.close()


def race_drill(path: Path, rounds: int, *, lock: bool, starters: int = 4) -> list[int]:
    """How many of the starters got the file, for each round."""
    connect(path, KEY, SALT, create=True).close()
    command = [sys.executable, "-m", "tests.core.small_drills", "start", str(path), str(int(lock))]
    children = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        for _ in range(starters)
    ]
    winners = []
    try:
        _answers(children)
        for _ in range(rounds):
            winners.append(_told(children, "go").count("won"))
            _told(children, "drop")
    finally:
        for child in children:
            child.stdin.close()
            child.wait()
            child.stdout.close()
    return winners


def _told(children: list[subprocess.Popen], word: str) -> list[str]:
    for child in children:
        child.stdin.write(word + "\n")
        child.stdin.flush()
    return _answers(children)


def _answers(children: list[subprocess.Popen]) -> list[str]:
    return [child.stdout.readline().strip() for child in children]


def starter(path: Path, *, lock: bool) -> None:
    """One window: tries when told to, keeps the file until told to drop it."""
    storage_connection._PATIENCE_SECONDS = 0.3
    tell("ready")
    held = []
    for line in sys.stdin:
        if line.strip() == "go":
            try:
                if lock:
                    held.append(lock_file.take(path, patience=0.05).release)
                connection = connect(path, KEY, SALT)
                held.append(connection.close)
                tell("won")
            except FileInUseError:
                tell("refused")
        else:
            while held:
                held.pop()()
            tell("dropped")


def main(arguments: list[str]) -> None:
    what, where, number, *rest = arguments
    if what == "flip":
        tell(json.dumps(flip_drill(Path(where), int(number), int(rest[0]))))
    else:
        starter(Path(where), lock=number == "1")


if __name__ == "__main__":
    main(sys.argv[1:])
