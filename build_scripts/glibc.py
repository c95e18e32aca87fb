"""Which glibc the built program needs: UOS 20 has 2.28, Kylin V10 on ARM 2.31."""

import platform
import re
import shutil
import subprocess
from pathlib import Path

from build_scripts.errors import ScriptError

#: The oldest system that each machine's build is promised for.
PROMISED = {"x86_64": (2, 28), "aarch64": (2, 31)}

Version = tuple[int, ...]


def needed_by(file: Path) -> Version:
    """Return the newest glibc that a program or library asks for; (0,) if none.

    Raises:
        ScriptError: objdump is not here.
    """
    objdump = shutil.which("objdump")
    if objdump is None:
        raise ScriptError("objdump is not here; it comes with the package binutils.")
    command = [objdump, "--private-headers", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)", told)
    return max((tuple(int(part) for part in each.split(".")) for each in found), default=(0,))


def too_new(folder: Path) -> list[tuple[Version, Path]]:
    """List what in a folder asks for more than is promised, the newest first."""
    limit = PROMISED[platform.machine()]
    needs = ((needed_by(file), file) for file in _elf_files(folder))
    return sorted((row for row in needs if row[0] > limit), reverse=True)


def _elf_files(folder: Path) -> list[Path]:
    def is_elf(file: Path) -> bool:
        with file.open("rb") as stream:
            return stream.read(4) == b"\x7fELF"

    return [file for file in sorted(folder.rglob("*")) if file.is_file() and is_elf(file)]
