"""What Linux itself must have: found by trying, installed on Debian as root, else named."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from build_scripts.errors import ScriptError

# Shared library or program: Debian package. Debian 13 and Ubuntu 24 have some under a name that
# ends in t64; those provide the old name, so apt-get finds them.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",
}
# Debian splits this module off from Python; `python -m venv` needs it.
VENV = {"ensurepip": f"python{sys.version_info.major}.{sys.version_info.minor}-venv"}
# The tests show the real window with these, open a package without our program, and compile a
# library that makes writes fail.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "age": "age",
    "minisign": "minisign",
    "unzip": "unzip",
    "pdftotext": "poppler-utils",
    "cc": "gcc",
    "/usr/include/stdio.h": "libc6-dev",
}


def has_display() -> bool:
    """Say whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_present(name: str) -> bool:
    """Say whether this library can be loaded, this module imported, this program started."""
    if name in VENV:
        return importlib.util.find_spec(name) is not None
    if name.startswith("/"):
        return Path(name).exists()
    if ".so." not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def provide(required: Mapping[str, str], wished: Mapping[str, str]) -> None:
    """Install what is missing of both, or name the one command that does.

    Raises:
        ScriptError: something required is missing and cannot be installed from here.
    """
    if sys.platform != "linux":
        return
    missing = [name for name in {**required, **wished} if not is_present(name)]
    if not missing:
        return
    packages = list(dict.fromkeys({**required, **wished}[name] for name in missing))
    if may_install():
        apt_install(packages)
        return
    advice = f"Missing: {' '.join(missing)}\nInstall with: {command_for(missing, packages)}"
    if any(name in required for name in missing):
        raise ScriptError(advice)
    print(f"{advice}\nGoing on without; the tests that need them will say so.", flush=True)


def may_install() -> bool:
    """Say whether this is root on Debian or one of its children."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, quietly and without questions.

    Raises:
        ScriptError: apt-get failed.
    """
    print(f"apt-get install {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        result = subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        # An update may fail for one foreign source; only the install decides.
        if result.returncode and arguments[0] == "install":
            sys.stderr.buffer.write(result.stdout)
            raise ScriptError(f"apt-get could not install: {' '.join(packages)}")


def command_for(missing: list[str], packages: list[str]) -> str:
    """Return the one command to type on this system."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {' '.join(packages)}"
    if shutil.which("dnf"):
        wanted = [_dnf_name(name) for name in missing]
        return f"sudo dnf install -y {' '.join(wanted)}"
    return f"your package manager (Debian calls them {' '.join(packages)})"


def _dnf_name(name: str) -> str:
    if ".so." in name:
        return f"'{name}()(64bit)'"
    return name if name.startswith("/") else f"/usr/bin/{name}"
