"""Build the program into dist/partydesk and try it: `python3 build_scripts/dev.py build`."""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections import Counter

from build_scripts import glibc, icu, smoke
from build_scripts.environment import ROOT
from build_scripts.errors import ScriptError
from build_scripts.publisher import require_publisher
from partydesk import __version__

WORK = ROOT / "build"
DIST = ROOT / "dist"
PROGRAM = DIST / "partydesk"
TEXTS = ("LICENSE", "README.zh-CN.md")
#: PLATFORM.md: with fonts.
LARGEST = 150 * 1024 * 1024

#: On Linux the second program is this: readlink, because it may be linked to from elsewhere.
CONSOLE = """\
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/partydesk-desktop" --console "$@"
"""


def make() -> None:
    """Run PyInstaller and finish what it made.

    Raises:
        ScriptError: PyInstaller failed; it has said why.
    """
    shutil.rmtree(PROGRAM, ignore_errors=True)
    options = ["--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(WORK / "pyinstaller")]
    spec = str(ROOT / "build_scripts" / "partydesk.spec")
    result = subprocess.run(
        [sys.executable, "-m", "PyInstaller", *options, *places, spec],
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(WORK / "cache")},
        check=False,
    )
    if result.returncode:
        raise ScriptError("PyInstaller failed; the lines above say why.")
    for name in TEXTS:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, PROGRAM)
    if sys.platform == "linux":
        _finish_for_linux()


def _finish_for_linux() -> None:
    console = PROGRAM / "partydesk"
    console.write_text(CONSOLE, encoding="ascii", newline="\n")
    console.chmod(0o755)
    for library in PROGRAM.rglob("libicudata.so.*"):
        if not icu.shrink(library):
            print("Warning: as and ld are not here (binutils), so all of ICU's data travels.")


def write_list() -> dict[str, int]:
    """Write the sums of all files beside the folder, for `sha256sum -c`; return their sizes."""
    files = sorted(file for file in PROGRAM.rglob("*") if file.is_file())
    lines, sizes = [], {}
    for file in files:
        name = file.relative_to(DIST).as_posix()
        data = file.read_bytes()
        lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        sizes[name] = len(data)
    target = DIST / "partydesk.sha256"
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sizes


def print_sizes(sizes: dict[str, int]) -> None:
    """Print the size of all and the 15 biggest parts: files, or folders of small ones."""
    parts: Counter[str] = Counter()
    for name, size in sizes.items():
        short = name.removeprefix("partydesk/").removeprefix("_internal/")
        parts[short if size > 2 * 1024 * 1024 else short.partition("/")[0] + " (the rest)"] += size
    total = sum(sizes.values())
    print(f"\nPartyDesk {__version__} for {platform.system()} {platform.machine()}: {_mb(total)}")
    for name, size in parts.most_common(15):
        print(f"  {_mb(size):>9}  {name}")
    if total > LARGEST:
        print(f"Warning: more than the {_mb(LARGEST)} of the plan.")


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


def check_glibc(release: bool) -> None:
    """Report what would not start on the systems that are promised.

    Raises:
        ScriptError: there is something, and this is for release.
    """
    found = glibc.too_new(PROGRAM)
    promised = ".".join(str(part) for part in glibc.PROMISED[platform.machine()])
    if not found:
        print(f"\nglibc: nothing needs more than {promised}.")
        return
    print(f"\nglibc: {len(found)} files need more than {promised}, so this build runs only here")
    print("and on newer systems. For release, build on UOS 20 or a system of its age.")
    for version, file in found[:10]:
        needs = ".".join(str(part) for part in version)
        print(f"  {needs:>6}  {file.relative_to(PROGRAM)}")
    if release:
        raise ScriptError("Not for release: see the files above.")


def main(arguments: list[str]) -> int:
    """Build, report, try."""
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("--release", action="store_true", help="fail where this only warns")
    release = parser.parse_args(arguments).release
    try:
        if release:
            require_publisher(ROOT / "resources")
        make()
        print_sizes(write_list())
        if sys.platform == "linux":
            check_glibc(release)
    except ScriptError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return smoke.main([str(PROGRAM)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
