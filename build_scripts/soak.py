"""Safety drills at length: kills, faults at every call, power cuts, flipped bits, two windows.

The tests run the same drills in seconds; here they go on, with a new seed each round, until the
time is up. Before them, windows are killed while somebody types: 200 in some 15 minutes, or as
many as ``--typing`` says. ``--report FILE`` keeps the figures as a page.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from build_scripts.errors import ScriptError

ROOT = Path(__file__).resolve().parents[1]
SHIM = ROOT / "tests" / "core" / "fault_shim.c"
SCENARIOS = ("save", "migrate", "back up", "restore", "hand over", "create")
#: Where a drill is found that is not in `crash_child`.
MODULES = {"flip": "tests.core.small_drills", "type": "tests.e2e.kill_drill"}
#: Windows that one drill kills, so that a failure is told before all are done.
AT_ONCE = 20
CONTROLS = ("NORMAL", "OFF", "in place", "renamed unflushed")


def main(arguments: list[str] | None = None) -> int:
    """Run drills for the time asked; 1 when any of them found a loss or a control found none."""
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--typing", type=int, default=200, help="windows to kill in typing")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--report", type=Path, help="a Markdown page for the figures")
    options = parser.parse_args(arguments)
    figures: Counter[str] = Counter()
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="partydesk-soak-") as folder:
        shim = _built(Path(folder)) if sys.platform != "win32" else None
        for number, (name, command, control) in enumerate(_all(options, shim)):
            found = _run(Path(folder) / str(number), command, shim)
            _count(figures, failures, (name, command, control, found))
    page = _page(options.seed, figures, failures)
    print(page)
    if options.report:
        options.report.write_text(page, encoding="utf-8")
    return 1 if failures else 0


def _all(options: argparse.Namespace, shim: Path | None) -> Iterator[tuple[str, list[str], bool]]:
    """Windows killed while typing, so many; then the other drills until the time is up."""
    for first in range(0, options.typing, AT_ONCE):
        kills, seed = min(AT_ONCE, options.typing - first), str(options.seed + first)
        yield "killed while typing", ["type", str(kills), "0", seed], False
    if options.typing:
        yield "killed while typing, control", ["type", "4", "1", str(options.seed)], True
    deadline = time.monotonic() + 60 * options.minutes
    for drill in _rounds(options.seed, shim):
        if time.monotonic() > deadline:
            return
        yield drill


def _rounds(seed: int, shim: Path | None) -> Iterator[tuple[str, list[str], bool]]:
    """Drills for ever: name, what the child is told, and whether losses must be found."""
    while True:
        seed += 1
        yield "kills", ["kill", "200", "0", str(seed)], False
        yield "kills, control", ["kill", "40", "1", str(seed)], True
        yield "flips", ["flip", "1000", str(seed)], False
        if shim is None:
            continue
        for scenario in SCENARIOS:
            yield f"faults: {scenario}", ["faults", scenario, "7", str(1 + seed % 7)], False
        for how in ("FULL", "safeio"):
            yield f"power cuts: {how}", ["power", how, "2000", str(seed)], False
        for how in CONTROLS:
            yield f"power cuts, control: {how}", ["power", how, "200", str(seed)], True


def _run(folder: Path, command: list[str], shim: Path | None) -> dict[str, object]:
    folder.mkdir()
    environment = dict(os.environ)
    if shim is not None and command[0] in {"faults", "power"}:
        environment["LD_PRELOAD"] = str(shim)
    module = MODULES.get(command[0], "tests.core.crash_child")
    told = [sys.executable, "-m", module, command[0], str(folder), *command[1:]]
    done = subprocess.run(
        told, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    shutil.rmtree(folder, ignore_errors=True)
    if done.returncode:
        raise ScriptError(f"A drill broke off: {' '.join(command)}\n{done.stderr}")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _count(
    figures: Counter[str],
    failures: list[str],
    drill: tuple[str, list[str], bool, dict[str, object]],
) -> None:
    name, command, control, found = drill
    tries = next(
        int(str(found[key])) for key in ("kills", "flips", "points", "images") if key in found
    )
    losses = _losses(found)
    figures[f"{name}|tries"] += tries
    figures[f"{name}|losses"] += losses
    if bool(losses) != control:
        failures.append(f"{' '.join(command)}: {json.dumps(found, ensure_ascii=False)}")


def _losses(found: dict[str, object]) -> int:
    if "flips" in found:
        return int(str(found["flips"])) - int(str(found["noticed"]))
    problems = found.get("problems", found.get("bad", 0))
    return len(problems) if isinstance(problems, list) else int(str(problems))


def _page(seed: int, figures: Counter[str], failures: list[str]) -> str:
    names = dict.fromkeys(key.split("|")[0] for key in figures)
    rows = [
        f"| {name} | {figures[f'{name}|tries']:,} | {figures[f'{name}|losses']:,} |"
        for name in names
    ]
    head = ["# Safety drills", "", f"First seed {seed}. A control must find losses.", ""]
    table = ["| drill | tries | losses found |", "|---|---:|---:|", *rows]
    return "\n".join([*head, *table, "", *(f"FAILED: {one}" for one in failures)])


def _built(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise ScriptError("These drills need a C compiler: install the package build-essential.")
    built = folder / "shim.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(SHIM), "-ldl"]
    subprocess.run(command, check=True)
    return built


if __name__ == "__main__":
    sys.exit(main())
