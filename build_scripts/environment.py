"""The project's own Python: `.venv`, made from requirements.lock and kept while it fits."""

import hashlib
import platform
import subprocess
import sys
from pathlib import Path

from build_scripts.errors import ScriptError

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "partydesk-stamp"


def python_in(venv: Path) -> Path:
    """Return the path of an environment's interpreter."""
    if sys.platform == "win32":
        return venv / "Scripts" / "python.exe"
    return venv / "bin" / "python"


PYTHON = python_in(VENV)


def fingerprint(lock: Path) -> str:
    """Return what an environment must have been made for: this lock, this Python, this machine."""
    digest = hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{digest} {version} {platform.machine()}\n"


def is_current() -> bool:
    """Say whether `.venv` was completed for the present lock and Python."""
    return (
        STAMP.is_file()
        and PYTHON.exists()
        and STAMP.read_text(encoding="utf-8") == fingerprint(LOCK)
    )


def ensure() -> None:
    """Make `.venv` unless it is current.

    Raises:
        ScriptError: no environment can be made here, or the packages cannot be had.
    """
    if is_current():
        return
    STAMP.unlink(missing_ok=True)
    print(f"Setting up {VENV.name}: once, about a minute and 600 MB.", flush=True)
    create(VENV)
    install(VENV, ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)])
    # Written last: a set-up that was interrupted starts again.
    STAMP.write_text(fingerprint(LOCK), encoding="utf-8", newline="\n")


def create(venv: Path) -> None:
    """Make an empty environment with pip.

    Raises:
        ScriptError: venv failed; it has said why.
    """
    result = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=False)
    if result.returncode:
        raise ScriptError(f"{venv} could not be made; the lines above say why.")


def install(venv: Path, what: list[str]) -> None:
    """Install packages into an environment with its own pip.

    Raises:
        ScriptError: pip failed; it has said why.
    """
    pip = [str(python_in(venv)), "-m", "pip", "install", "--quiet", "--no-input"]
    command = [*pip, "--disable-pip-version-check", "--no-warn-script-location", *what]
    if subprocess.run(command, check=False).returncode:
        raise ScriptError(
            "The packages could not be installed; the lines above say why. Check the network and "
            "the free space (1 GB is enough), then run the same command again."
        )
