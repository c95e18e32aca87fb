"""First paint of the unlocked window with 5,000 members, against a bare window with one table."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from partydesk.domain.organization import BranchKind
from partydesk.services.organization import save_branch
from partydesk.storage.store import Store
from tests.bench.measuring import PASSWORD, Figure, in_turns, milliseconds, new_store, ratio
from tests.bench.people import fill

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = 5_000
#: Nobody types a good password faster, in seconds; the program loads behind the dialog meanwhile.
TYPING = 1.0


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """From the start of the process to the first paint, each start in a process of its own."""
    file, cheap = (folder / name / "支部.partydesk" for name in ("支部", "口令不费时"))
    file.parent.mkdir()
    # With the real cost of a guess: half a second, behind which the window is built.
    _fill(Store.create(file, PASSWORD, allow_anywhere=True))
    _fill(new_store(cheap))
    settings = str(folder / "settings")
    asked: list[dict[str, float]] = []
    whole: list[dict[str, float]] = []

    def ours() -> float:
        asked.append(_started(folder, "dialog", str(file), settings, str(TYPING)))
        return _waited(asked[-1])

    def in_one_piece() -> float:
        whole.append(_started(folder, "program", str(cheap), settings))
        return whole[-1]["first paint"]

    sides = {
        "table": lambda: _started(folder, "table")["first paint"],
        "ours": ours,
        "model": lambda: _started(folder, "model")["first paint"],
        "imports": lambda: _started(folder, "imports")["first paint"],
        "mapped": lambda: _started(folder, "mapped")["first paint"],
        "whole": in_one_piece,
    }
    in_turns(1, sides)  # The first start reads from the disk what the others find in the cache.
    asked.clear()
    whole.clear()
    taken = in_turns(3 if quick else 7, sides)
    table, dialog = taken["table"], [each["dialog"] for each in asked]
    window = [each["first paint"] - each["accepted"] for each in asked]
    floor = "PySide6 and SQLAlchemy imported"
    return [
        ratio(
            "dialog and window, all that is waited for / QTableWidget", taken["ours"], table, 1.6
        ),
        ratio("start to the dialog's first paint / QTableWidget", dialog, table),
        ratio("password accepted to first paint / QTableWidget", window, table),
        ratio("in one piece without a dialog / QTableWidget", taken["whole"], table, 1.6, _WHY),
        ratio(f"floor of that: {floor} / QTableWidget", taken["imports"], table),
        ratio("the same, and the records mapped / QTableWidget", taken["mapped"], table),
        ratio(
            "dialog and window / window with a model of 5,000 rows", taken["ours"], taken["model"]
        ),
        milliseconds("window with a table of items (QTableWidget)", table),
        milliseconds("window with a table over a model (QTableView)", taken["model"]),
        milliseconds(floor, taken["imports"]),
        milliseconds("the same, and the records mapped", taken["mapped"]),
        milliseconds("start to the dialog's first paint", dialog),
        milliseconds("password accepted to the window's first paint", window),
        milliseconds("password checked (Argon2id, on purpose)", _steps(asked)["accepted"]),
        milliseconds("in one piece without a dialog, start to first paint", taken["whole"]),
        *(milliseconds(f"  of it: {name}", taken) for name, taken in _steps(whole).items()),
    ]


_WHY = (
    "two libraries imported and the tables of the file mapped use the goal up before anything is "
    "read; users never wait for it, since the dialog shows first and the rest loads behind it."
)


def _fill(opened: Store) -> None:
    with opened as store:
        save_branch(store, _BRANCH)
        fill(store, MEMBERS)


def _waited(phases: dict[str, float]) -> float:
    """What the user waits for, but for typing and the guess that is slow on purpose."""
    return phases["dialog"] + phases["first paint"] - phases["accepted"]


def _steps(runs: list[dict[str, float]]) -> dict[str, list[float]]:
    """Seconds of each phase by itself, run by run."""
    ends = [list(each.values()) for each in runs]
    return {
        name: [each[number] - (each[number - 1] if number else 0) for each in ends]
        for number, name in enumerate(runs[0])
    }


_BRANCH = {
    "name": "中共示例市育才小学支部委员会",
    "short_name": "育才小学支部",
    "code": "YC-01",
    "kind": BranchKind.BRANCH,
}


def _started(folder: Path, *arguments: str) -> dict[str, float]:
    """Start the child and return its phases in seconds; its modules are compiled only once."""
    variables = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
        "STARTED": repr(time.time()),
    }
    command = [sys.executable, "-m", "tests.bench.first_paint_child", *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, float] = json.loads(done.stdout)
    return answer
