"""The jobs of dev.py: run, test, bench, soak, build, and the makers of kept files."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from build_scripts import environment, lock, system
from build_scripts.errors import ScriptError

NO_TOOLS: dict[str, str] = {}


def python(*arguments: str, offscreen: bool = False) -> int:
    """Run the project's Python from the checkout and return its exit code."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"} if offscreen else None
    command = [str(environment.PYTHON), *arguments]
    return subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode


def set_up(tools: dict[str, str] = NO_TOOLS, window: bool = True) -> None:
    """Provide the system's libraries and the Python environment.

    Raises:
        ScriptError: one of them cannot be had.
    """
    required = {**system.OFFSCREEN, **(system.WINDOW if window else {})}
    if not environment.is_current():
        required |= system.VENV
    system.provide(required, tools)
    environment.ensure()


def run(arguments: list[str]) -> int:
    """Open the window on a file or on the sample branch; without a display, do it headless."""
    parser = argparse.ArgumentParser(prog="dev.py run", description=run.__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a *.partydesk file (default: sample)")
    parser.add_argument("--demo", type=Path, metavar="DIR", help="keep the sample branch there")
    options, others = parser.parse_known_args(arguments)
    display = system.has_display()
    set_up(window=display)
    if display:
        sample = ["--demo", str((options.demo or environment.ROOT / "demo").resolve())]
        target = [str(options.file.resolve())] if options.file else sample
        return python("-m", "ui", *target, *others)
    if options.file:
        raise ScriptError("There is no display here, and a file opens only in a window.")
    folder = options.demo or Path(tempfile.mkdtemp(prefix="partydesk-demo-"))
    print(f"No display here: the same work is done without a window, in {folder}", flush=True)
    return python("-m", "ui", "--headless-demo", str(folder.resolve()), *others, offscreen=True)


def test(arguments: list[str]) -> int:
    """Lint, check the types and run all tests; arguments go to pytest."""
    set_up(system.TEST_TOOLS)
    # Typing into a real window wants the machine to itself: those tests come last, one by one.
    real = [] if arguments else ["--ignore", "tests/e2e"]
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", "-n", "2", *real, *arguments],
    }
    if real:
        steps["real window"] = ["pytest", "tests/e2e"]
    lines = []
    for name, step in steps.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = python("-m", *step, offscreen=True)
        verdict = f"FAILED ({code})" if code else "passed"
        lines.append(f"{name:12} {verdict:12} {time.monotonic() - began:6.1f} s")
    print("== summary", *lines, sep="\n", flush=True)
    return int(any("FAILED" in line for line in lines))


def bench(arguments: list[str]) -> int:
    """Measure speed against plain tools in the same run."""
    return _module("tests.bench", arguments)


def soak(arguments: list[str]) -> int:
    """Run the loss and damage tests for long: --minutes N."""
    return _module("build_scripts.soak", arguments)


def build(arguments: list[str]) -> int:
    """Build the program with PyInstaller and try what was built."""
    return _module("build_scripts.build", arguments)


def update(arguments: list[str]) -> int:
    """Sign the built program as an update file: --key FILE; or make a pair of keys: --new-key."""
    return _module("build_scripts.make_update", arguments)


def fonts(arguments: list[str]) -> int:
    """Build resources/fonts anew from public packages."""
    return _module("build_scripts.fonts", arguments)


def strokes(arguments: list[str]) -> int:
    """Make the table of strokes that names are ordered by."""
    return _module("build_scripts.strokes", arguments)


def licenses(arguments: list[str]) -> int:
    """Collect the licences of the locked packages into resources/licenses."""
    return _module("build_scripts.licenses", arguments)


def icon(arguments: list[str]) -> int:
    """Draw app.png and app.ico from app.svg."""
    return _module("build_scripts.icon", arguments)


def make_lock(arguments: list[str]) -> int:
    """Write requirements.lock anew; --upgrade takes newer versions."""
    parser = argparse.ArgumentParser(prog="dev.py lock", description=make_lock.__doc__)
    parser.add_argument("--upgrade", action="store_true")
    system.provide(system.VENV, NO_TOOLS)
    lock.write(parser.parse_args(arguments).upgrade)
    return 0


def _module(name: str, arguments: list[str], tools: dict[str, str] = NO_TOOLS) -> int:
    place = environment.ROOT.joinpath(*name.split("."))
    if not (place.with_suffix(".py").exists() or (place / "__main__.py").exists()):
        raise ScriptError(f"{name} is not in this checkout.")
    set_up(tools)
    return python("-m", name, *arguments, offscreen=not system.has_display())


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "soak": soak,
    "build": build,
    "update": update,
    "lock": make_lock,
    "fonts": fonts,
    "strokes": strokes,
    "icon": icon,
    "licenses": licenses,
}


def main(arguments: list[str]) -> int:
    """Do the job named by the first argument and return the exit code."""
    jobs = "\n".join(f"  {name:10}{job.__doc__}" for name, job in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=f"Set up the project and do one job; `dev.py JOB --help` says more.\n\n{jobs}",
    )
    parser.add_argument("job", choices=COMMANDS, metavar="JOB")
    job = parser.parse_args(arguments[:1]).job
    try:
        return COMMANDS[job](arguments[1:])
    except ScriptError as trouble:
        print(trouble, file=sys.stderr)
    except OSError as trouble:
        print(f"{trouble.filename or 'The system'}: {trouble.strerror}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1
