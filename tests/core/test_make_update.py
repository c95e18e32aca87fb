"""Making an update file from a built program, and the launcher that starts what it brought."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import build, bundle, make_update
from build_scripts.errors import ScriptError
from build_scripts.publisher import require_publisher
from partydesk import __version__
from partydesk.package import minisig
from partydesk.package import program_home as homes
from partydesk.package.program_home import Pointer
from partydesk.package.update import read_update
from partydesk.package.update_list import is_program_path
from partydesk.services import started
from partydesk.services.updating import platform_name, publisher_key

ROOT = Path(__file__).resolve().parents[2]
AT_START = ROOT / "build_scripts" / "entry" / "at_start.py"


@pytest.fixture
def key(tmp_path):
    """A pair of keys: the private one in a file, the public one as a line."""
    file = tmp_path / "verlag.key"
    return file, make_update.new_key(file)


@pytest.fixture
def built(tmp_path, key):
    """An invented built program that trusts the key."""
    folder = tmp_path / "partydesk"
    place = folder / "_internal" / "resources" / "update"
    place.mkdir(parents=True)
    (place / "publisher.pub").write_text(key[1] + "\n")
    (folder / "partydesk-desktop").write_text("#!/bin/sh\n")
    (folder / "partydesk-desktop").chmod(0o755)
    return folder


def test_an_update_of_the_built_program_is_made_and_read_again(built, key, tmp_path):
    target = tmp_path / "neu.pdu"
    changes = make_update.changes_of("# 0.2\n\n- 可以合并重复登记。\n* 从U盘更新。\n说明\n")
    made = make_update.make(built, make_update.read_key(key[0]), changes, target)

    read = read_update(target, minisig.parse_public_key(key[1]))
    assert read == made
    assert (read.version, read.platform) == (__version__, platform_name())
    assert read.changes == ("可以合并重复登记。", "从U盘更新。")
    assert {each.path: each.runs for each in read.files} == {
        "_internal/resources/update/publisher.pub": False,
        "partydesk-desktop": True,
    }


def test_every_file_that_travels_has_a_name_that_an_update_takes():
    names = [Path(source).relative_to(ROOT).as_posix() for source, _ in bundle.resource_files()]
    assert len(names) > 50
    assert [each for each in names if not is_program_path(f"_internal/{each}")] == []


def test_a_program_that_trusts_another_publisher_gets_no_update(built, tmp_path):
    other = tmp_path / "other.key"
    make_update.new_key(other)
    with pytest.raises(ScriptError, match="another publisher"):
        make_update.make(built, make_update.read_key(other), (), tmp_path / "neu.pdu")
    assert not (tmp_path / "neu.pdu").exists()


def test_the_private_key_is_its_owners_alone_and_never_in_the_checkout(key, tmp_path):
    assert key[0].stat().st_mode & 0o077 == 0
    with pytest.raises(ScriptError, match="checkout"):
        make_update.new_key(ROOT / "verlag.key")
    with pytest.raises(ScriptError, match="never overwritten"):
        make_update.new_key(key[0])
    (tmp_path / "no.key").write_text("kein Schlüssel", "utf-8")
    with pytest.raises(ScriptError, match="no private key"):
        make_update.read_key(tmp_path / "no.key")


def test_a_release_without_a_publishers_key_is_refused_before_anything_is_built(
    tmp_path, monkeypatch
):
    with pytest.raises(ScriptError, match="before a release"):
        require_publisher(tmp_path)
    ran = []
    monkeypatch.setattr(build, "make", lambda: ran.append("make"))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    assert build.main(["--release"]) == 1
    assert ran == []


def test_no_private_key_lies_in_the_project():
    """The public key of the resources, once it is set, belongs to none of the keys of tests."""
    known = {minisig.public_key(bytes(range(at, at + 32))) for at in range(64)}
    assert publisher_key(ROOT / "resources") not in known


# -- The launcher --


def launched(home, *arguments, frozen=True):
    """What is started first in a home, as the built program does it; what was printed."""
    script = (
        "import runpy, sys\n"
        f"sys.executable, sys.frozen = {str(home / 'partydesk-desktop')!r}, {frozen}\n"
        "sys.argv[0] = sys.executable\n"
        f"runpy.run_path({str(AT_START)!r})\n"
        "print('the first one')\n"
    )
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", script, *arguments], env=variables, check=True,
                          capture_output=True, text=True)  # fmt: skip
    return told.stdout.strip()


@pytest.fixture
def home(tmp_path):
    """An installed program with a newer version beside it that nothing points to."""
    folder = tmp_path / "安装 位置"
    place = folder / "versions" / "9.0.0"
    place.mkdir(parents=True)
    script = '#!/bin/sh\necho "9.0.0 $@ $PYINSTALLER_RESET_ENVIRONMENT"\n'
    (place / "partydesk-desktop").write_text(script)
    (place / "partydesk-desktop").chmod(0o755)
    return folder


def test_the_first_program_starts_what_the_pointer_says_with_its_arguments(home):
    assert launched(home, "支部.partydesk") == "the first one"
    homes.write_pointer(home, Pointer("9.0.0", former=__version__, base=__version__))

    assert launched(home, "第二 支部.partydesk") == "9.0.0 第二 支部.partydesk 1"


def test_a_command_line_does_not_judge_whether_the_window_opens(home):
    homes.write_pointer(home, Pointer("9.0.0", former=__version__, base=__version__))
    for _ in range(3):
        assert launched(home, "--console", "check") == "9.0.0 --console check 1"
    assert homes.read_pointer(home).state == homes.NEW


def test_a_program_that_came_up_is_kept(home, monkeypatch):
    homes.write_pointer(home, Pointer("9.0.0", former=__version__, base=__version__))
    assert launched(home).startswith("9.0.0")
    program = home / "versions" / "9.0.0" / "partydesk-desktop"
    monkeypatch.setattr(sys, "executable", str(program))
    started.program_works()
    assert homes.read_pointer(home).state == homes.TRIED  # from source nothing is said
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    started.program_works()

    assert homes.read_pointer(home).state == homes.GOOD
    assert launched(home).startswith("9.0.0")


def test_one_that_did_not_come_up_gives_way_to_the_first(home):
    homes.write_pointer(home, Pointer("9.0.0", former=__version__, base=__version__))
    assert launched(home).startswith("9.0.0")

    assert launched(home) == "the first one"
    assert homes.read_pointer(home).failed == "9.0.0"
