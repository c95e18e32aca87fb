"""The two commands of the README need nothing but Python, and say what is wrong in one sentence."""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from build_scripts import environment, system
from build_scripts.errors import ScriptError

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "build_scripts"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MACHINES = {
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
    "Linux x86-64": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "Linux ARM": {"sys_platform": "linux", "platform_machine": "aarch64"},
}


def locked_on(machine):
    """Name and version of each package that the lock installs on one machine."""
    lines = re.findall(r"^(\S+==[^\\\n]+?)\s*\\$", LOCK, re.MULTILINE)
    found = {}
    for requirement in map(Requirement, lines):
        if requirement.marker is None or requirement.marker.evaluate(MACHINES[machine]):
            assert requirement.name not in found, f"{requirement.name} is locked twice"
            found[requirement.name] = str(requirement.specifier).removeprefix("==")
    return found


def test_the_lock_has_a_hash_for_every_package_and_names_no_place():
    entries = re.split(r"\n(?=[a-z])", LOCK)[1:]
    assert len(entries) > 40
    assert [e.split()[0] for e in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", e)] == []
    assert re.findall(r"\w+://|--index|--find-links|@ ", LOCK) == []


@pytest.mark.parametrize("machine", MACHINES)
def test_the_lock_holds_everything_that_pyproject_asks_for(machine):
    locked = locked_on(machine)
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for requirement in map(Requirement, asked):
        if requirement.marker is None or requirement.marker.evaluate(MACHINES[machine]):
            version = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_the_lock_keeps_qt_on_the_last_versions_for_old_glibc():
    versions = {machine: locked_on(machine)["pyside6-essentials"] for machine in MACHINES}
    assert versions == {"Windows": "6.9.3", "Linux x86-64": "6.9.3", "Linux ARM": "6.8.0.2"}


def test_set_up_imports_nothing_but_the_standard_library():
    waiting, seen = ["dev"], set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        tree = ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("build_scripts"):
                inner = node.module.split(".")[1:] or [alias.name for alias in node.names]
                waiting += [each for each in inner if each not in seen]
            elif isinstance(node, ast.ImportFrom):
                assert node.module.split(".")[0] in sys.stdlib_module_names, (name, node.module)
            elif isinstance(node, ast.Import):
                tops = {alias.name.split(".")[0] for alias in node.names}
                assert tops <= sys.stdlib_module_names, (name, tops)
    assert {"dev", "commands", "environment", "system", "lock", "errors"} <= seen


def test_an_old_python_gets_a_sentence(tmp_path):
    source = (SCRIPTS / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))  # it is readable for an old Python at all
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['dev.py', 'test'];"
        f"runpy.run_path({str(SCRIPTS / 'dev.py')!r}, run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", pretend],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13, and this is Python 3.9" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_stamp_follows_the_lock_but_not_its_line_ends(tmp_path):
    one, two, three = (tmp_path / name for name in "abc")
    one.write_bytes(b"x==1\ny==2\n")
    two.write_bytes(b"x==1\r\ny==2\r\n")
    three.write_bytes(b"x==1\ny==3\n")
    assert environment.fingerprint(one) == environment.fingerprint(two)
    assert environment.fingerprint(one) != environment.fingerprint(three)


@pytest.fixture
def checkout(tmp_path):
    """A small project with our scripts, a lock of nothing, and a benchmark that only speaks."""
    shutil.copytree(SCRIPTS, tmp_path / "build_scripts")
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    bench = tmp_path / "tests" / "bench"
    bench.mkdir(parents=True)
    (bench / "__main__.py").write_text("print('the job was done')\n", encoding="utf-8")
    return tmp_path


def dev(checkout, *arguments, **variables):
    """Run dev.py in a checkout; return its exit code, what it said, and the seconds it took."""
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, str(checkout / "build_scripts" / "dev.py"), *arguments],
        env={**os.environ, "PIP_NO_INDEX": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr, time.monotonic() - began


def test_set_up_happens_once_and_again_when_the_lock_changed(checkout):
    code, said, _ = dev(checkout, "bench")
    assert (code, "Setting up" in said, "the job was done" in said) == (0, True, True)

    again = [dev(checkout, "bench") for _ in range(3)]
    assert {(code, said.strip()) for code, said, _ in again} == {(0, "the job was done")}
    assert min(seconds for *_, seconds in again) < 1, "a second call adds less than a second"

    code, said, _ = dev(checkout, "test")  # nothing is installed, so every step fails
    summary = said.split("== summary\n")[1].splitlines()
    steps = [line.split("FAILED")[0].strip() for line in summary if "FAILED" in line]
    assert (code, steps) == (1, ["ruff check", "ruff format", "mypy", "pytest", "real window"])

    line = f"nothing-of-this-name==1.0 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements.lock").write_text(line, encoding="utf-8")
    code, said, _ = dev(checkout, "bench")
    assert (code, "Setting up" in said, "the job was done" in said) == (1, True, False)
    assert "The packages could not be installed" in said
    assert "Traceback" not in said
    stamp = checkout / ".venv" / "partydesk-stamp"
    assert not stamp.exists(), "a set-up that failed must not be taken for done the next time"


def test_a_missing_library_is_named_with_the_one_command(tmp_path, monkeypatch):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(ScriptError) as caught:
        system.provide({"libnothing.so.9": "libnothing9"}, {"nothing-tool": "nothing-tools"})
    assert "sudo apt-get install -y libnothing9 nothing-tools" in str(caught.value)


def test_a_missing_test_tool_is_named_but_stops_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    system.provide({}, {"nothing-tool": "nothing-tools"})
    assert "nothing-tools" in capsys.readouterr().out


def test_ci_calls_the_same_command():
    assert "exec python3 build_scripts/dev.py test\n" in (ROOT / ".ci" / "run").read_text()


def test_every_package_of_the_program_has_its_licence_beside_it():
    folder = ROOT / "resources" / "licenses"
    table = (folder / "THIRD_PARTY.md").read_text(encoding="utf-8")
    rows = {
        r[0]: r[1:] for r in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", table, re.M)
    }
    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        name = canonicalize_name(requirement.name)
        versions = {locked_on(m)[name] for m in MACHINES if name in locked_on(m)}
        assert set(rows[name][0].split(", ")) == versions, f"{name}: run dev.py licenses"
    texts = {text for row in rows.values() for text in row[2].split(", ") if text.endswith(".txt")}
    assert [text for text in texts if not (folder / text).is_file()] == []
    assert {file.name for file in folder.glob("*.txt")} == texts
