"""Speed, against plain tools in the same run: a table, and JSON for machines.

Each measurement runs in a process of its own. Goals are those of the project; a figure marked
"missed" does not fail the run, because machines differ: ratios travel better than times.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

ROOT = Path(__file__).resolve().parents[2]
#: Modules of this package, in the order in which they run.
MEASUREMENTS = (
    "first_paint",
    "one_record",
    "importing",
    "package",
    "long_list",
    "event_loop",
    "daily_use",
    "whole_year",
    "after_save",
    "search",
    "checks",
    "writing",
)
FORMAT = {"x": "{:.2f}", "ms": "{:.1f}", "MB": "{:.1f}"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 1 when a measurement broke off."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument(
        "--only", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS)
    )
    parser.add_argument("--quick", action="store_true", help="smaller and fewer, under 40 s")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.only:
        found = {options.only: measured(options.only, quick=options.quick)}
    else:
        found = {name: in_own_process(name, quick=options.quick) for name in MEASUREMENTS}
    report = {"machine": machine(), "quick": options.quick, "measurements": found}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    say(*table(found), f"\n{options.json}")
    return int(any("broke_off" in each for each in found.values()))


def measured(name: str, *, quick: bool) -> dict[str, Any]:
    """Run one measurement here, with files on the disk of the checkout."""
    module = import_module(f"tests.bench.{name}")
    measure: Callable[..., list[Any]] = module.measure
    # Not in the system's folder for temporary files: it may lie in memory, where nothing is slow.
    place = ROOT / "build"
    place.mkdir(exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=place, prefix="bench-") as folder:
        isolate(Path(folder))
        figures = measure(Path(folder), quick=quick)
    return {
        "title": (module.__doc__ or "").strip().splitlines()[0],
        "seconds": round(time.monotonic() - began, 1),
        "figures": [each.as_json() for each in figures],
    }


def isolate(folder: Path) -> None:
    """Keep the user's own settings and documents out of it."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        os.environ[name] = str(folder)


def in_own_process(name: str, *, quick: bool) -> dict[str, Any]:
    """Run one measurement so that it feels nothing of the others."""
    say(f"{name} …")
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "tests.bench", "--only", name, "--json", str(answer)]
        command += ["--quick"] if quick else []
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode or not answer.exists():
            return {"title": name, "seconds": 0, "figures": [], "broke_off": done.stderr}
        found: dict[str, Any] = json.loads(answer.read_text("utf-8"))["measurements"][name]
        return found


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def table(found: dict[str, dict[str, Any]]) -> list[str]:
    """The figures as lines of text."""
    lines = []
    for name, each in found.items():
        lines += ["", f"{name}: {each['title']}  ({each['seconds']} s)"]
        if "broke_off" in each:
            lines.append(f"  broke off:\n{each['broke_off']}")
        else:
            lines.append(f"  {'':58}{'min':>10}{'median':>10}{'max':>10}  goal")
        for figure in each["figures"]:
            lines.append(line(figure))
            if figure["note"] and not figure["met"]:
                lines.append(f"    why: {figure['note']}")
    return lines


def line(figure: dict[str, Any]) -> str:
    """One figure: its spread and whether the goal is met."""
    form, unit, goal = FORMAT[figure["unit"]], figure["unit"], figure["goal"]
    cells = "".join(f"{form.format(figure[each]):>10}" for each in ("min", "median", "max"))
    verdict = "" if goal is None else f"<= {goal:g} {'met' if figure['met'] else 'MISSED'}"
    label = figure["label"]
    wide = sum(east_asian_width(each) in "WF" for each in label)
    return f"  {label:{58 - wide}}{cells} {unit:2} {verdict}".rstrip()


def say(*lines: str) -> None:
    """Tell on the console."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
