"""Unpacking writes every file under a harmless name, and never over another one."""

import io
from dataclasses import replace

import pytest

from partydesk.errors import PackageError, StorageError
from partydesk.package.opened import Registry
from partydesk.package.records import json_document
from partydesk.package.unpack import proposed_names, unpack
from partydesk.package.verify import open_package
from tests.core.packages import PHOTO, new_scene, sample_files


@pytest.fixture(scope="module")
def scene():
    return new_scene()


@pytest.fixture
def opened(scene, tmp_path):
    with open_package(io.BytesIO(scene.sealed()), scene.opener, tmp_path) as package:
        yield package


def below(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_records_and_readable_attachments_stand_in_the_folder(opened, tmp_path):
    written = unpack(opened, tmp_path / "out")
    assert below(tmp_path / "out") == {
        "bag-info.txt",
        "members.jsonl",
        "meetings.jsonl",
        "attachments.json",
        "left-out.json",
        "附件/签到 照片.jpg",
    }
    assert {path.relative_to(tmp_path / "out").as_posix() for path in written} == below(
        tmp_path / "out"
    )
    assert (tmp_path / "out" / "附件" / "签到 照片.jpg").read_bytes() == PHOTO
    members = sample_files()["data/members.jsonl"]
    assert (tmp_path / "out" / "members.jsonl").read_bytes() == members


def test_an_existing_file_is_not_touched_and_nothing_else_is_written(opened, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "members.jsonl").write_text("mine")
    with pytest.raises(PackageError) as caught:
        unpack(opened, tmp_path / "out")
    assert caught.value.code == "TARGET_EXISTS"
    assert below(tmp_path / "out") == {"members.jsonl"}
    assert (tmp_path / "out" / "members.jsonl").read_text() == "mine"


def test_hostile_attachment_names_stay_inside_and_apart(scene, tmp_path):
    names = [
        "../../escape.pdf",
        "..\\..\\escape.pdf",
        "C:\\Windows\\escape.pdf",
        "/etc/escape.pdf",
        "ESCAPE.PDF",
        "run.exe",
        "run.exe.bin",
        "照片\u202efdp.exe",
        "CON",
        "a.txt::$DATA",
        "长" * 300 + ".pdf",
        "",
        "...",
        "bag-info.txt",
    ]
    stored = [f"{number:064x}" for number in range(len(names))]
    rows = [{"sha256": s, "name": n} for s, n in zip(stored, names, strict=True)]
    strange = [{"sha256": "../../x", "name": "x"}, {"name": 5}, 7, {"sha256": [], "name": "y"}]
    files = sample_files() | {f"data/att/{s}": s.encode() for s in stored}
    files |= {"data/attachments.json": json_document(rows + strange)}
    sealed = io.BytesIO(scene.sealed(files))
    with open_package(sealed, scene.opener, tmp_path) as opened:
        assert len(list(proposed_names(opened))) == len(names)
        unpack(opened, tmp_path / "deep" / "out")
    found = below(tmp_path / "deep" / "out" / "附件")
    assert below(tmp_path) == {f"deep/out/{p}" for p in below(tmp_path / "deep" / "out")}
    assert len(found) == len(names) + 1
    assert len({name.casefold() for name in found}) == len(found)
    assert {"escape.pdf", "escape(2).pdf", "run.exe.bin", "run.exe(2).bin", "_CON.bin"} <= found
    assert not [name for name in found if name.endswith((".exe", "DATA"))]


def test_an_unregistered_sender_has_to_be_accepted_by_hand(scene, tmp_path):
    nobody = replace(scene.opener, registry=Registry({}))
    with open_package(io.BytesIO(scene.sealed()), nobody, tmp_path) as opened:
        with pytest.raises(PackageError) as caught:
            unpack(opened, tmp_path / "out")
        assert caught.value.code == "SIGNER_UNREGISTERED"
        assert not (tmp_path / "out").exists()
        assert unpack(opened, tmp_path / "out", accept_unregistered=True)


def test_a_folder_that_is_a_file_is_a_sentence(opened, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StorageError):
        unpack(opened, tmp_path / "out")


def test_the_caller_can_write_the_files_itself(opened, tmp_path):
    seen = {}
    unpack(
        opened, tmp_path / "out", lambda path, chunks: seen.update({path.name: b"".join(chunks)})
    )
    assert seen["签到 照片.jpg"] == PHOTO
    assert below(tmp_path / "out") == set()
