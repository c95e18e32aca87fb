"""Files are written whole or not at all."""

import errno
import hashlib
import os
import sys
from pathlib import Path

import pytest

from partydesk import safeio, uncached
from partydesk.disk_errors import storage_error
from partydesk.errors import FileInUseError, StorageError
from partydesk.safeio import FaultPlan


def test_what_was_written_is_on_the_disk_and_the_digest_is_its_own(tmp_path):
    data = os.urandom(2 * safeio.BLOCK + 777)
    written = safeio.write_file(tmp_path / "名册.xlsx", [data[:5], data[5:]])
    assert (tmp_path / "名册.xlsx").read_bytes() == data
    assert written.size == len(data)
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert [one.name for one in tmp_path.iterdir()] == ["名册.xlsx"]


@pytest.mark.parametrize("size", [0, 1, 511, 512, 4096, safeio.BLOCK, safeio.BLOCK + 1])
def test_reading_back_gives_the_same_at_every_border(tmp_path, size):
    data = os.urandom(size)
    (tmp_path / "a").write_bytes(data)
    assert safeio.read_back_sha256(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_others_may_not_read_what_we_write(tmp_path):
    safeio.write_file(tmp_path / "a", b"x")
    # Windows keeps rights in lists of its own; all that this number tells there is "writable".
    expected = 0o666 if sys.platform == "win32" else 0o600
    assert (tmp_path / "a").stat().st_mode & 0o777 == expected


def _calls_of_one_write(folder: Path) -> int:
    plan = FaultPlan(fail_at=10**6)
    safeio.write_file(folder / "count", os.urandom(2 * safeio.BLOCK), faults=plan)
    return len(plan.calls)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("for_good", [False, True])
def test_a_fault_at_every_call_leaves_the_old_file_or_the_whole_new_one(tmp_path, code, for_good):
    new = os.urandom(2 * safeio.BLOCK)
    target = tmp_path / "数据"
    for number in range(1, _calls_of_one_write(tmp_path) + 1):
        target.write_bytes(b"old")
        plan = FaultPlan(number, OSError(code, "planned"), for_good)
        with pytest.raises(StorageError):
            safeio.write_file(target, new, faults=plan)
        # Only the flush of the folder comes after the new name; until then the old one stands.
        expected = new if plan.calls[number - 1] == "fsync folder" else b"old"
        assert target.read_bytes() == expected
        assert not (tmp_path / "数据.part").exists()


def test_a_source_that_breaks_off_leaves_nothing(tmp_path):
    def pieces():
        yield b"half"
        raise LookupError

    with pytest.raises(LookupError):
        safeio.write_file(tmp_path / "a", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_gives_back_something_else_is_noticed(tmp_path, monkeypatch):
    """The negative control: bytes are exchanged behind the writer's back, before the read-back."""
    honest = uncached.uncached_blocks

    def lying(path, block):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return honest(path, block)

    monkeypatch.setattr(uncached, "uncached_blocks", lying)
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(StorageError, match="不一致"):
        safeio.write_file(tmp_path / "a", b"new" * 1000)
    assert (tmp_path / "a").read_bytes() == b"old"
    with pytest.raises(StorageError, match="不一致"):
        safeio.require_on_disk(tmp_path / "a")


class _Scanner(FaultPlan):
    """Holds the file for the first renames, as a virus scanner does on Windows."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def reached(self, call: str) -> None:
        super().reached(call)
        if call == "rename" and self.calls.count("rename") <= self.times:
            error = OSError(errno.EACCES, "held")
            error.winerror = 32
            raise error


def test_a_scanner_that_holds_the_file_for_a_moment_costs_nothing(tmp_path):
    safeio.write_file(tmp_path / "a", b"new", faults=_Scanner(3))
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_scanner_that_never_lets_go_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(safeio, "_RENAME_WAITS", (0.001, 0.001))
    with pytest.raises(FileInUseError, match="占用"):
        safeio.write_file(tmp_path / "a", b"new", faults=_Scanner(99))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_in_chinese(tmp_path):
    with pytest.raises(StorageError, match="U 盘") as caught:
        safeio.write_file(tmp_path / "拔掉了" / "a", b"x")
    assert "Error" not in str(caught.value)


def test_every_error_number_becomes_a_chinese_sentence_with_advice(tmp_path):
    for code in errno.errorcode:
        error = storage_error(OSError(code, os.strerror(code)), tmp_path / "名册.xlsx")
        assert "名册.xlsx" in error.sentence
        assert error.sentence.endswith("。")
        assert error.advice.endswith("。")
        assert os.strerror(code) not in str(error)


def test_a_copy_equals_its_source_and_a_missing_source_is_named(tmp_path):
    (tmp_path / "a").write_bytes(os.urandom(safeio.BLOCK + 3))
    safeio.copy_file(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "a").read_bytes()
    with pytest.raises(StorageError, match="没有的"):
        safeio.copy_file(tmp_path / "没有的", tmp_path / "c")


def test_only_our_own_half_written_files_are_swept(tmp_path):
    ours = ["一.partydesk.part", "一.partydesk.part-wal", "一.partydesk.keys.part"]
    others = ["一.partydesk", "film.mp4.part", "一.partydesk.party", "一.partydesk-wal"]
    for name in ours + others:
        (tmp_path / name).write_bytes(b"x")
    assert {one.name for one in safeio.remove_orphans(tmp_path)} == set(ours)
    assert {one.name for one in tmp_path.iterdir()} == set(others)


def test_too_little_room_is_said_before_the_first_byte(tmp_path):
    safeio.require_space(tmp_path, 1)
    with pytest.raises(StorageError, match="空间不够"):
        safeio.require_space(tmp_path, safeio.free_space(tmp_path) * 2)
