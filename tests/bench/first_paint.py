"""First paint of the unlocked window with 5,000 members, against a bare window with one table."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from partydesk.domain.organization import BranchKind
from partydesk.services.organization import save_branch
from tests.bench.measuring import Figure, in_turns, milliseconds, new_store, ratio
from tests.bench.people import fill

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = 5_000


def measure(folder: Path, *, quick: bool) -> list[Figure]:
    """From the start of the process to the first paint, each start in a process of its own."""
    file = folder / "支部" / "支部.partydesk"
    with new_store(file) as store:
        save_branch(store, _BRANCH)
        fill(store, MEMBERS)
    phases: list[dict[str, float]] = []

    def ours() -> float:
        phases.append(_started(folder, "program", str(file), str(folder / "settings")))
        return phases[-1]["first paint"]

    sides = {
        "table": lambda: _started(folder, "table")["first paint"],
        "ours": ours,
        "model": lambda: _started(folder, "model")["first paint"],
    }
    in_turns(1, sides)  # The first start reads from the disk what the others find in the cache.
    phases.clear()
    taken = in_turns(3 if quick else 7, sides)
    ends = [list(each.values()) for each in phases]
    steps = [
        milliseconds(
            f"  of it: {name}",
            [each[number] - (each[number - 1] if number else 0) for each in ends],
        )
        for number, name in enumerate(phases[0])
    ]
    return [
        ratio(
            "program / window with a QTableWidget of 5,000 rows", taken["ours"], taken["table"], 1.6
        ),
        ratio("program / window with a model of 5,000 rows", taken["ours"], taken["model"]),
        milliseconds("window with a table of items (QTableWidget)", taken["table"]),
        milliseconds("window with a table over a model (QTableView)", taken["model"]),
        milliseconds("program, start to first paint", taken["ours"]),
        *steps,
    ]


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
        check=True,
        timeout=120,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer
