"""Write requirements.lock anew from pyproject.toml: newest versions that fit, with hashes."""

import os
import subprocess
import tempfile
from pathlib import Path

from build_scripts import environment
from build_scripts.errors import ScriptError

RESOLVER = "uv==0.13.9"
COMMAND = "python3 build_scripts/dev.py lock"


def write(upgrade: bool) -> None:
    """Resolve for all supported machines at once; keep present versions unless `upgrade`.

    Raises:
        ScriptError: the resolver cannot be had, or found no set of versions that fits.
    """
    with tempfile.TemporaryDirectory(prefix="partydesk-lock-") as folder:
        venv = Path(folder) / "venv"
        environment.create(venv)
        environment.install(venv, [RESOLVER])
        tool = environment.python_in(venv).parent / ("uv.exe" if os.name == "nt" else "uv")
        arguments = [
            *("pip", "compile", "pyproject.toml", "--group", "dev", "--output-file"),
            *(environment.LOCK.name, "--universal", "--python-version", "3.11"),
            # The lock names no index: everyone installs from the one he has set up.
            *("--generate-hashes", "--no-annotate", "--no-emit-index-url", "--quiet"),
            *("--custom-compile-command", COMMAND),
            *(["--upgrade"] if upgrade else []),
        ]
        if subprocess.run([str(tool), *arguments], cwd=environment.ROOT, check=False).returncode:
            raise ScriptError("No lock was written; the lines above say why.")
    print("requirements.lock is written. Now: dev.py licenses, dev.py test, and commit.")
