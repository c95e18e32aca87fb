"""Set up and use the project with one command: `python3 build_scripts/dev.py run` or `test`.

Makes `.venv` and installs what requirements.lock names, then does the job; `--help` lists the
jobs. Needs nothing but Python 3.11 to 3.13. This file itself must also be readable for an older
Python 3, which gets a sentence and not a traceback.
"""

import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.13", "3.12", "3.11")


def version_here() -> str:
    """Return the running Python's version as in SUPPORTED."""
    return ".".join(str(part) for part in sys.version_info[:2])


def run_with_another_python() -> int:
    """Hand over to a Python that fits when this one does not; say so when there is none."""
    for version in SUPPORTED:
        other = shutil.which("python" + version)
        # Version managers leave launchers for Pythons that are not installed.
        if other and subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([other, *sys.argv])
    print(
        "PartyDesk needs Python 3.11, 3.12 or 3.13, and this is Python " + version_here() + ".\n"
        "Install one of them and start this with it: python3.12 build_scripts/dev.py run",
        file=sys.stderr,
    )
    return 1


def main() -> int:
    """Check the Python, then leave the rest to build_scripts/commands.py."""
    if version_here() not in SUPPORTED:
        return run_with_another_python()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from build_scripts import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
