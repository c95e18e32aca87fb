"""A new program from a stick: only what the publisher signed, whole, newer, and with a way back."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk import safeio
from partydesk.errors import (
    CancelledError,
    PartydeskError,
    RefusedError,
    StorageError,
)
from partydesk.package import minisig
from partydesk.package import program_home as homes
from partydesk.package.update import MANIFEST, PROGRAM, SIGNATURE, read_update
from partydesk.package.update_build import list_files, manifest_of, write_parts, write_update
from partydesk.package.update_list import ProgramFile, Update, is_program_path, signed_words
from partydesk.services import updating
from partydesk.services.updating import Here

#: Keys that only tests know; none of them is among the resources.
SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
PROGRAM_NAME = "partydesk-desktop"
ROOT = Path(__file__).resolve().parents[2]


def program(folder, version):
    """An invented program folder: a script that prints its version, and a library."""
    folder.mkdir(parents=True)
    (folder / "_internal").mkdir()
    (folder / PROGRAM_NAME).write_text(f"#!/bin/sh\necho {version}\n")
    (folder / PROGRAM_NAME).chmod(0o755)
    (folder / "_internal" / "Qt6 core.so").write_bytes(version.encode() * 5000)
    (folder / "_internal" / "上报.png").write_bytes(b"picture")
    (folder / "README.zh-CN.md").write_text("说明", "utf-8")
    return folder


def made(tmp_path, version="0.2.0", seed=SEED, **changes):
    """A signed update file and its list."""
    folder = program(tmp_path / f"built-{version}-{len(list(tmp_path.iterdir()))}", version)
    update = Update(version, "linux-amd64", 1, "2026-11-22", ("花名册可以合并重复登记。",),
                    list_files(folder))  # fmt: skip
    target = tmp_path / f"partydesk-{version}.pdu"
    return target, write_update(folder, replace(update, **changes), target, seed)


@pytest.fixture
def here(tmp_path):
    """The program as it was installed: version 0.1.0."""
    home = program(tmp_path / "安装 位置" / "PartyDesk", "0.1.0")
    return Here(home / PROGRAM_NAME, "0.1.0", "linux-amd64", 1, minisig.public_key(SEED))


def quiet(_step, _done, _total):
    pass


def install(here, stick, update, backup="", **kinds):
    updating.install(stick, update, here, backup, kinds.pop("tell", quiet), **kinds)


def started(here):
    """The version that prints its name when the installed program is started."""
    first = here.home / PROGRAM_NAME
    target = homes.program_to_start(first, "0.1.0") or first
    return subprocess.run([target], capture_output=True, text=True, check=True).stdout.strip()


def in_version(here, version):
    """The same program as it runs out of a version's own folder."""
    place = here.home / homes.VERSIONS / version / PROGRAM_NAME
    homes.confirm(place)
    return replace(here, executable=place, version=version)


def everything(folder):
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_an_update_is_looked_at_installed_and_started_the_next_time(here, tmp_path):
    stick, _ = made(tmp_path)
    before = everything(here.home)
    update = updating.look_at(stick, here)
    assert (update.version, update.changes) == ("0.2.0", ("花名册可以合并重复登记。",))
    steps = []
    install(here, stick, update, tell=lambda *told: steps.append(told))

    assert updating.waiting(here) == "0.2.0"
    assert started(here) == "0.2.0"
    assert {name: data for name, data in everything(here.home).items() if name in before} == before
    assert steps[0] == ("正在解开新程序", 0, update.size)
    placed = here.home / "versions" / "0.2.0"
    assert everything(placed) == everything(tmp_path / "built-0.2.0-1")
    assert os.access(placed / PROGRAM_NAME, os.X_OK)
    assert not os.access(placed / "README.zh-CN.md", os.X_OK)


def test_the_way_back_starts_the_former_version_and_the_update_can_be_done_again(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update, backup="更新前.partydesk")
    assert started(here) == "0.2.0"
    newer = in_version(here, "0.2.0")
    back = updating.way_back(newer, form=1)
    assert (back.version, back.backup, back.needs_backup) == ("0.1.0", "更新前.partydesk", False)
    assert updating.go_back(newer) == "0.1.0"

    assert started(here) == "0.1.0"
    assert updating.way_back(here, form=1) is None
    with pytest.raises(RefusedError, match="没有可以退回"):
        updating.go_back(here)
    install(here, stick, updating.look_at(stick, here))
    assert started(here) == "0.2.0"


def test_a_file_of_a_newer_form_is_told_with_the_backup_made_before(here, tmp_path):
    stick, update = made(tmp_path, data_form=2)
    install(here, stick, update, backup="更新前.partydesk")
    assert started(here) == "0.2.0"

    back = updating.way_back(in_version(here, "0.2.0"), form=2)
    assert back.needs_backup
    assert back.backup == "更新前.partydesk"


def test_two_versions_are_kept_and_older_ones_go(here, tmp_path):
    for version in ("0.2.0", "0.3.0", "0.4.0"):
        stick, update = made(tmp_path, version)
        install(here, stick, update)
        assert started(here) == version
        here = in_version(here, version)

    assert sorted(each.name for each in (here.home / "versions").iterdir()) == ["0.3.0", "0.4.0"]
    assert updating.go_back(here) == "0.3.0"
    assert started(here) == "0.3.0"


def test_a_version_that_never_shows_itself_is_left_at_the_second_start(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update)
    assert started(here) == "0.2.0"  # and nothing is confirmed

    assert started(here) == "0.1.0"
    assert updating.did_not_start(here) == "0.2.0"
    assert updating.did_not_start(here) == ""
    assert started(here) == "0.1.0"


def test_a_version_that_showed_itself_goes_on_starting(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update)
    for _ in range(3):
        assert started(here) == "0.2.0"
        in_version(here, "0.2.0")


def test_a_newer_program_installed_over_the_first_one_goes_before_the_pointer(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update)

    assert homes.program_to_start(here.executable, "0.2.0") is None
    assert homes.program_to_start(here.executable, "0.10.0") is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"current": 5}', '{"current": "../0.9.0"}', '{"current": "0.9"}',
     '{"current": "0.9.0", "state": "?"}', '{"current": "0.9.0", "more": 1}',
     '{"current": "0.9.0", "former": "/"}', "\xff"],
)  # fmt: skip
def test_a_spoiled_pointer_starts_the_program_that_was_installed(here, text):
    (here.home / homes.POINTER).write_text(text, "latin-1")

    assert started(here) == "0.1.0"
    assert updating.waiting(here) == ""
    assert updating.way_back(here, 1) is None


def test_a_version_whose_folder_is_gone_is_not_started(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update)
    (here.home / "versions" / "0.2.0" / PROGRAM_NAME).unlink()

    assert started(here) == "0.1.0"


# -- What is refused --


def refused(here, stick):
    before = everything(here.home)
    with pytest.raises(PartydeskError) as said:
        install(here, stick, updating.look_at(stick, here))
    assert everything(here.home) == before
    assert started(here) == "0.1.0"
    return said.value


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9", "0.0.10"])
def test_what_is_not_newer_is_refused(here, tmp_path, version):
    assert "不比现在的 0.1.0 版新" in str(refused(here, made(tmp_path, version)[0]))


def test_versions_are_compared_as_numbers(here, tmp_path):
    stick, update = made(tmp_path, "0.10.0")
    older = replace(here, version="0.9.0")
    install(older, stick, updating.look_at(stick, older))
    assert started(here) == update.version


def test_what_is_installed_already_is_not_installed_again_before_it_has_started(here, tmp_path):
    stick, update = made(tmp_path)
    install(here, stick, update)

    with pytest.raises(RefusedError, match="已经装好"):
        updating.look_at(stick, here)
    assert started(here) == "0.2.0"


def test_another_system_is_refused(here, tmp_path):
    assert "windows-amd64" in str(refused(here, made(tmp_path, platform="windows-amd64")[0]))


def test_what_does_not_know_the_file_is_refused(here, tmp_path):
    assert "打不开现在的数据文件" in str(refused(replace(here, data_form=2), made(tmp_path)[0]))


def test_without_a_publishers_key_nothing_is_taken(here, tmp_path):
    assert "没有设置发布单位的公钥" in str(refused(replace(here, public=None), made(tmp_path)[0]))


def test_another_signers_update_is_refused(here, tmp_path):
    assert refused(here, made(tmp_path, seed=OTHER)[0]).code == "UPDATE_SIGNATURE"


def contents(stick):
    with zipfile.ZipFile(stick) as archive:
        return [(each, archive.read(each)) for each in archive.namelist()]


def test_a_signature_of_another_update_is_refused(here, tmp_path):
    old, _ = made(tmp_path, "0.2.0")
    new, _ = made(tmp_path, "0.3.0")
    parts = dict(contents(new)) | {SIGNATURE: dict(contents(old))[SIGNATURE]}
    write_parts(new, list(parts.items()))

    assert refused(here, new).code == "UPDATE_SIGNATURE"


def signed_anew(stick, manifest):
    """The same file with another list that is signed rightly: the list itself must be refused."""
    update = json.loads(manifest)
    words = signed_words(str(update["version"]), str(update["platform"]))
    parts = dict(contents(stick))
    parts |= {MANIFEST: manifest, SIGNATURE: minisig.sign(manifest, SEED, words)}
    write_parts(stick, list(parts.items()))


def with_path(stick, path):
    """One file of the list and of the zip under another name."""
    manifest = json.loads(dict(contents(stick))[MANIFEST])
    old = manifest["files"][0]["path"]
    manifest["files"][0]["path"] = path
    parts = [(PROGRAM + path if name == PROGRAM + old else name, data)
             for name, data in contents(stick)]  # fmt: skip
    write_parts(stick, parts)
    signed_anew(stick, json.dumps(manifest).encode())


@pytest.mark.parametrize(
    "path",
    ["../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "a//b", "", ".", "nul",
     "con.txt", "a/aux", "evil.", "evil ", "a:b", "\u202eevil", "a" * 130, ".hidden",
     "/".join("a" * 17), "_internal/Qt6 CORE.so", "_internal"],
)  # fmt: skip
def test_a_path_that_leads_out_or_means_two_things_is_refused_even_when_signed(
    here, tmp_path, path
):
    stick, _ = made(tmp_path)
    with_path(stick, path)

    assert refused(here, stick).code in {"UPDATE_NAME", "UPDATE_FILES", "UPDATE_FORM"}
    assert not list(tmp_path.rglob("*evil*"))


@given(st.text(max_size=30))
@settings(max_examples=300)
def test_a_path_that_is_taken_stays_below_the_folder(text):
    if is_program_path(text):
        place = os.path.normpath(f"/home/x/{text}")
        assert place.startswith("/home/x/")
        assert "\\" not in text
        assert ":" not in text


@pytest.mark.parametrize(
    "change",
    [{"form": 2}, {"program": "other"}, {"version": "0.2"}, {"version": 2}, {"files": []},
     {"files": 5}, {"changes": 5}, {"data_form": "1"}, {"more": 1},
     {"files": [{"path": "a", "size": -1, "sha256": "0" * 64, "runs": False}]},
     {"files": [{"path": "a", "size": 1 << 40, "sha256": "0" * 64, "runs": False}]},
     {"files": [{"path": "a", "size": 1, "sha256": "x", "runs": False}]}],
)  # fmt: skip
def test_a_list_against_the_rules_is_refused_even_when_signed(here, tmp_path, change):
    stick, update = made(tmp_path)
    signed_anew(stick, json.dumps(json.loads(manifest_of(update)) | change).encode())

    assert refused(here, stick).code in {"UPDATE_LIST", "UPDATE_FILES", "UPDATE_SIGNATURE"}


def test_more_than_the_list_says_is_refused(here, tmp_path):
    stick, _ = made(tmp_path)
    write_parts(stick, [*contents(stick), ("program/more.so", b"more")])
    assert refused(here, stick).code == "UPDATE_FILES"


def test_less_than_the_list_says_is_refused(here, tmp_path):
    stick, _ = made(tmp_path)
    write_parts(stick, contents(stick)[:-1])
    assert refused(here, stick).code == "UPDATE_FILES"


@pytest.mark.parametrize("new", [b"0.2.0" * 4999 + b"evil!", b"short", b"long" * 90_000])
def test_a_file_that_was_exchanged_is_refused(here, tmp_path, new):
    stick, _ = made(tmp_path)
    changed = dict(contents(stick)) | {"program/_internal/Qt6 core.so": new}
    write_parts(stick, list(changed.items()))

    assert refused(here, stick).code == "UPDATE_DAMAGED"


def test_a_file_cut_anywhere_is_refused(here, tmp_path):
    stick, _ = made(tmp_path)
    whole = stick.read_bytes()
    for length in (0, 10, 21, 22, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        stick.write_bytes(whole[:length])
        assert refused(here, stick).code == "UPDATE_FORM"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_is_refused_or_changes_nothing(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("flip")
    stick, wanted = made(folder)
    content = bytearray(stick.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    stick.write_bytes(content)
    home = program(folder / "home", "0.1.0")
    here = Here(home / PROGRAM_NAME, "0.1.0", "linux-amd64", 1, minisig.public_key(SEED))
    try:
        install(here, stick, updating.look_at(stick, here))
    except PartydeskError:
        assert started(here) == "0.1.0"
    else:
        placed = everything(home / "versions" / "0.2.0")
        assert placed == everything(folder / "built-0.2.0-0")
        assert set(placed) == {each.path for each in wanted.files}


def test_a_stick_that_is_pulled_is_said(here, tmp_path):
    stick, update = made(tmp_path)
    stick.unlink()
    with pytest.raises(StorageError, match="找不到"):
        updating.look_at(stick, here)
    with pytest.raises(StorageError):
        install(here, stick, update)
    assert started(here) == "0.1.0"


def test_control_without_the_signature_a_forged_update_would_be_installed(
    here, tmp_path, monkeypatch
):
    """What the tests above prove is due to the check and to nothing else."""
    stick, _ = made(tmp_path, seed=OTHER)
    monkeypatch.setattr(minisig, "check", lambda *_: None)
    install(here, stick, updating.look_at(stick, here))
    assert started(here) == "0.2.0"


def test_control_without_the_sums_a_file_that_was_exchanged_would_be_installed(here, tmp_path):
    stick, update = made(tmp_path)
    evil = b"#!/bin/sh\necho evil!\n"
    write_parts(stick, list((dict(contents(stick)) | {PROGRAM + PROGRAM_NAME: evil}).items()))
    size = len(evil)
    weak = replace(update, files=tuple(
        replace(each, size=size, sha256=hashlib.sha256(evil).hexdigest())
        if each.path == PROGRAM_NAME else each for each in update.files))  # fmt: skip
    install(here, stick, weak)
    assert started(here) == "evil!"


# -- What the disk does, and kills --


def test_a_full_disk_is_said_before_anything_is_written(here, tmp_path, monkeypatch):
    stick, update = made(tmp_path)
    monkeypatch.setattr(safeio, "free_space", lambda _folder: update.size)
    assert "磁盘空间不够" in str(refused(here, stick))


def test_whatever_call_the_disk_refuses_the_old_program_stays_and_nothing_is_left(here, tmp_path):
    stick, update = made(tmp_path)
    counted = safeio.FaultPlan()
    install(here, stick, update, faults=counted)
    assert len(counted.calls) > 10
    (here.home / homes.POINTER).unlink()
    for at in range(1, len(counted.calls)):
        plan = safeio.FaultPlan(at, OSError(errno.ENOSPC, "full"))
        with pytest.raises(StorageError, match="磁盘已满"):
            install(here, stick, update, faults=plan)
        assert started(here) == "0.1.0"
        assert [each.name for each in (here.home / "versions").iterdir()] == []


class Killed(BaseException):
    """The process ends here: nothing is tidied up."""


def test_killed_at_any_step_the_old_program_starts_and_the_next_try_succeeds(here, tmp_path):
    stick, update = made(tmp_path)
    steps = []
    install(here, stick, update, tell=lambda *told: steps.append(told))
    (here.home / homes.POINTER).unlink()
    for at in range(len(steps)):
        left = [None] * at

        def tell(*_told, left=left):
            if not left:
                raise Killed
            left.pop()

        with pytest.raises(Killed):
            install(here, stick, update, tell=tell)
        assert started(here) == "0.1.0"
    install(here, stick, update)
    assert started(here) == "0.2.0"
    assert [each.name for each in (here.home / "versions").iterdir()] == ["0.2.0"]


CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from partydesk.package import minisig
from partydesk.services import updating
stick, program = map(Path, sys.argv[1:])
here = updating.Here(program, "0.1.0", "linux-amd64", 1, minisig.public_key(bytes(range(32))))
def tell(step, done, total):
    print(step, flush=True)
    sys.stdin.readline()
updating.install(stick, updating.look_at(stick, here), here, "", tell)
"""


def test_a_process_that_is_really_killed_leaves_the_old_program(here, tmp_path):
    stick, _ = made(tmp_path)
    for steps in (1, 2, 5):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, stick, here.executable],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(steps):
            child.stdout.readline()
            child.stdin.write("\n")
            child.stdin.flush()
        child.kill()
        child.communicate()
        assert started(here) == "0.1.0"


def test_stopped_by_the_user_nothing_is_left(here, tmp_path):
    stick, update = made(tmp_path)

    def tell(_step, done, _total):
        if done:
            raise CancelledError("停止。")

    with pytest.raises(CancelledError):
        install(here, stick, update, tell=tell)
    assert [each.name for each in (here.home / "versions").iterdir()] == []


def test_a_folder_that_must_not_be_written_to_is_said(here, tmp_path, monkeypatch):
    stick, update = made(tmp_path)

    def refuse(*_given, **_kinds):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StorageError, match="没有权限"):
        install(here, stick, update)


# -- Making one --


def test_a_link_or_a_strange_name_does_not_travel(tmp_path):
    folder = program(tmp_path / "built", "0.2.0")
    (folder / "link").symlink_to(folder / PROGRAM_NAME)
    with pytest.raises(RefusedError, match="link"):
        list_files(folder)
    (folder / "link").unlink()
    (folder / "a:b.txt").write_text("x")
    with pytest.raises(RefusedError):
        list_files(folder)


def test_the_same_folder_makes_the_same_bytes(tmp_path):
    first, _ = made(tmp_path)
    content = first.read_bytes()
    second, _ = made(tmp_path)
    assert second.read_bytes() == content


def test_the_project_trusts_nobody_until_a_publisher_is_set(tmp_path):
    from partydesk.paths import resources

    assert updating.publisher_key(resources()) != minisig.public_key(SEED)
    (tmp_path / "update").mkdir()
    key = tmp_path / "update" / "publisher.pub"
    assert updating.publisher_key(tmp_path) is None
    key.write_text("not a key\n")
    assert updating.publisher_key(tmp_path) is None
    key.write_text(minisig.public_key_text(minisig.public_key(SEED)) + "\n")
    assert updating.publisher_key(tmp_path) == minisig.public_key(SEED)


def test_from_source_there_is_nothing_to_update():
    assert updating.this_program() is None


def test_the_list_is_read_as_it_was_written(tmp_path):
    stick, update = made(tmp_path)
    assert read_update(stick, minisig.public_key(SEED)) == update
    assert update.files[0] == ProgramFile("README.zh-CN.md", 6, update.files[0].sha256, runs=False)
