"""Every locked package can be installed, without a compiler, on each machine that we promise.

Asks the package index that pip is set up for; without network it is skipped and says so.
"""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
PYTHONS = (11, 12, 13)
# Machine: marker values, and the newest glibc 2.x of its oldest system (UOS 20, Kylin V10 on ARM).
MACHINES = {
    "win_amd64": ({"sys_platform": "win32", "platform_machine": "AMD64"}, None),
    "x86_64": ({"sys_platform": "linux", "platform_machine": "x86_64"}, 28),
    "aarch64": ({"sys_platform": "linux", "platform_machine": "aarch64"}, 31),
}
NAMED_GLIBC = {"manylinux1": 5, "manylinux2010": 12, "manylinux2014": 17}


def locked():
    """Each requirement of the lock with the SHA-256 sums that it allows."""
    entries = re.split(r"\n(?=[a-z])", LOCK.read_text(encoding="utf-8"))
    lines = [entry for entry in entries if "--hash=" in entry]
    return [
        (Requirement(entry.split("\\")[0].strip()), set(re.findall(r"sha256:(\w{64})", entry)))
        for entry in lines
    ]


def index_address():
    """The index that pip uses here, from its own help text."""
    command = [sys.executable, "-m", "pip", "install", "--help"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return words[words.index("(default", words.index("--index-url")) + 1].rstrip(").").rstrip("/")


def files_of(index, name):
    """File names that the index offers for a package, by SHA-256."""
    wish = {"Accept": "application/vnd.pypi.simple.v1+json"}
    request = urllib.request.Request(f"{index}/{name}/", headers=wish)
    with urllib.request.urlopen(request, timeout=15) as answer:
        text = answer.read().decode("utf-8")
    if text.startswith("{"):
        return {f["hashes"]["sha256"]: f["filename"] for f in json.loads(text)["files"]}
    return {
        s: unquote(n) for n, s in re.findall(r"([^/\"]+)#sha256=(\w{64})", text)
    }  # a plain mirror


def fits(tag, machine, python):
    """Whether pip on that machine, with that Python, would take a wheel with this tag."""
    right_python = tag.interpreter in ("py3", f"cp3{python}") or (
        tag.abi == "abi3" and int(tag.interpreter.removeprefix("cp3")) <= python
    )
    if tag.abi not in ("none", "abi3", f"cp3{python}") or not right_python:
        return False
    if tag.platform in ("any", machine):
        return True
    built_for = re.fullmatch(rf"(manylinux\w+?)_{machine}", tag.platform)
    if built_for is None:
        return False
    label = built_for.group(1)
    glibc = NAMED_GLIBC.get(label) or int(label.removeprefix("manylinux_2_"))
    return glibc <= MACHINES[machine][1]


@pytest.fixture(scope="module")
def offered():
    index = index_address()
    names = sorted({requirement.name for requirement, _ in locked()})
    try:
        with ThreadPoolExecutor(8) as pool:
            return dict(
                zip(names, pool.map(lambda name: files_of(index, name), names), strict=True)
            )
    except urllib.error.HTTPError:
        raise  # the index answered, and said no: that is a finding
    except (urllib.error.URLError, TimeoutError) as trouble:
        pytest.skip(f"NOT CHECKED, no package index within reach: {trouble}")


@pytest.mark.parametrize("machine", MACHINES)
def test_every_locked_package_has_a_wheel_that_the_lock_allows(machine, offered):
    missing = []
    for python in PYTHONS:
        here = {
            "python_version": f"3.{python}",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            **MACHINES[machine][0],
        }
        for requirement, sums in locked():
            if requirement.marker is not None and not requirement.marker.evaluate(here):
                continue
            names = [n for s, n in offered[requirement.name].items() if s in sums]
            tags = {t for n in names if n.endswith(".whl") for t in parse_wheel_filename(n)[3]}
            if not any(fits(tag, machine, python) for tag in tags):
                missing.append(f"{requirement.name} for Python 3.{python}")
    assert missing == []
