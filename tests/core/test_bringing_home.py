"""A branch file on a stick is copied to this machine, whole, and the original stays as it is."""

import errno

import pytest

from partydesk import safeio
from partydesk.errors import (
    CancelledError,
    FileInUseError,
    MisplacedError,
    RefusedError,
    StorageError,
)
from partydesk.services.branch_files import open_branch
from partydesk.services.bringing_home import bring_home
from partydesk.services.members import MemberFilter, list_members
from tests.core.branches import PASSWORD, TODAY, filled_branch, fingerprints, member


@pytest.fixture
def stick(tmp_path):
    """A file in a folder that a sync program watches."""
    (tmp_path / "那时").mkdir()
    filled_branch(tmp_path / "那时").close()
    (tmp_path / "那时").rename(tmp_path / "坚果云")
    return tmp_path / "坚果云" / "育才支部.partydesk"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "本机"


def test_the_file_is_refused_there_and_its_copy_opens_here(stick, home):
    with pytest.raises(MisplacedError, match="坚果云"):
        open_branch(stick, PASSWORD)
    before = fingerprints(stick.parent)
    brought = bring_home(stick, folder=home)

    assert (brought.path, brought.original) == (home / stick.name, stick)
    with open_branch(brought.path, PASSWORD) as store:
        assert len(list_members(store, MemberFilter(), TODAY)) == 2
        member(store, "苏文清")
    assert fingerprints(stick.parent) == before


def test_what_a_kill_left_unwritten_comes_along(stick, home, tmp_path):
    folder = tmp_path / "别处"
    folder.mkdir()
    store = filled_branch(folder)
    member(store, "苏文清")
    for each in folder.iterdir():
        if not each.name.endswith((".lock", "-shm")):
            (stick.parent / each.name).write_bytes(each.read_bytes())
    store.close()
    assert stick.with_name(stick.name + "-wal").stat().st_size > 0
    brought = bring_home(stick, folder=home)

    with open_branch(brought.path, PASSWORD) as opened:
        assert "苏文清" in [each.name for each in list_members(opened, MemberFilter(), TODAY)]


def test_what_is_there_already_is_not_written_over(stick, home):
    names = [bring_home(stick, folder=home).path.name for _ in range(3)]

    assert names == ["育才支部.partydesk", "育才支部 2.partydesk", "育才支部 3.partydesk"]


def test_a_file_that_is_open_somewhere_is_not_copied(tmp_path, home):
    with filled_branch(tmp_path) as store:
        with pytest.raises(FileInUseError, match="使用"):
            bring_home(store.path, folder=home)
        assert list(home.iterdir()) == []


def test_a_place_that_is_no_better_is_refused(stick, tmp_path):
    with pytest.raises(RefusedError, match="OneDrive"):
        bring_home(stick, folder=tmp_path / "OneDrive - 学校" / "文档")


def test_a_pulled_stick_is_said_and_nothing_is_left(stick, home):
    stick.unlink()
    with pytest.raises(StorageError, match="找不到"):
        bring_home(stick, folder=home)
    assert list(home.iterdir()) == []


def test_stopped_or_changed_meanwhile_nothing_is_left(stick, home):
    def stop(_step):
        raise CancelledError("停止。")

    with pytest.raises(CancelledError):
        bring_home(stick, stop, home)
    assert list(home.iterdir()) == []

    def change(_step):
        stick.with_name(stick.name + "-wal").write_bytes(b"more")

    with pytest.raises(RefusedError, match="被改动"):
        bring_home(stick, change, home)
    assert list(home.iterdir()) == []


def test_a_full_disk_is_said_and_nothing_is_left(stick, home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(safeio, "free_space", lambda _folder: 1000)
        with pytest.raises(StorageError, match="磁盘空间不够"):
            bring_home(stick, folder=home)
    copied = safeio.copy_file

    def full(source, target, **kinds):
        plan = safeio.FaultPlan(3, OSError(errno.ENOSPC, "full"))
        return copied(source, target, faults=plan, **kinds)

    monkeypatch.setattr(safeio, "copy_file", full)
    with pytest.raises(StorageError, match="磁盘已满"):
        bring_home(stick, folder=home)
    assert list(home.iterdir()) == []
