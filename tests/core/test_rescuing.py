"""A file that can't be opened any more: its newest whole backup comes back beside it."""

import shutil

import pytest

from partydesk.errors import (
    CancelledError,
    DamagedFileError,
    PartydeskError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)
from partydesk.services import branch_files
from partydesk.services.branch_files import change_password, create_branch
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.rescuing import backups_for, rescue
from partydesk.storage import slots
from tests.core.branches import (
    BRANCH,
    CHEAP,
    PASSWORD,
    TODAY,
    fill,
    fingerprints,
    member,
    new_branch,
)
from tests.core.test_wholeness import spoil

NEW = "后来换上的一句口令"


@pytest.fixture
def sheet_and_path(tmp_path):
    """A file with two backups: one of two people, a newer one of three."""
    path = tmp_path / "育才支部.partydesk"
    store, groups = create_branch(path, PASSWORD, BRANCH, cost=CHEAP)
    with store:
        fill(store)
        branch_files.backup_now(store, "手动备份")
        member(store, "苏文清")
        branch_files.backup_now(store, "手动备份")
    return " ".join(groups), path


@pytest.fixture
def path(sheet_and_path):
    return sheet_and_path[1]


def names(path, password=PASSWORD):
    with branch_files.open_branch(path, password) as store:
        return sorted(each.name for each in list_members(store, MemberFilter(), TODAY))


def saved(path, word=PASSWORD, found=None):
    return rescue(path, backups_for(path) if found is None else found, word, TODAY)


def damage_of_every_kind():
    return {
        "the salt": lambda path: path.write_bytes(b"\0" * 16 + path.read_bytes()[16:]),
        "the first page": lambda path: spoil(path, 0),
        "cut in the middle": lambda path: path.write_bytes(path.read_bytes()[:9000]),
        "empty": lambda path: path.write_bytes(b""),
        "gone": lambda path: path.unlink(),
    }


@pytest.mark.parametrize("kind", damage_of_every_kind())
def test_whatever_happened_to_the_file_the_newest_backup_comes_back_beside_it(path, kind):
    damage_of_every_kind()[kind](path)
    with pytest.raises(PartydeskError):
        branch_files.open_branch(path, PASSWORD)
    before = fingerprints(path.parent)

    found = saved(path)

    assert found.path.name == "育才支部 找回20261122.partydesk"
    assert names(found.path) == ["刘婷", "苏文清", "陈志远"]
    after = fingerprints(path.parent)
    assert {name: after[name] for name in before} == before, "nothing that was there has changed"


def test_a_damaged_backup_is_passed_over_for_the_next_older_one(path):
    newest = backups_for(path)[0]
    spoil(newest.path)
    path.unlink()

    found = saved(path)

    assert found.damaged == 1
    assert names(found.path) == ["刘婷", "陈志远"]


def test_the_second_rescue_of_a_day_does_not_touch_the_first(path):
    path.unlink()
    first, second = saved(path), saved(path)

    assert second.path.name == "育才支部 找回20261122 2.partydesk"
    assert names(first.path) == names(second.path)


def test_the_sheet_opens_it_too_even_when_all_passwords_are_lost(sheet_and_path):
    sheet, path = sheet_and_path
    path.unlink()
    for each in path.parent.rglob("*.keys*"):
        each.unlink()

    found = saved(path, sheet)

    with branch_files.open_with_sheet(found.path, sheet) as store:
        assert len(list_members(store, MemberFilter(), TODAY)) == 3


def test_a_password_changed_since_the_backup_opens_it_and_what_comes_back(path):
    with branch_files.open_branch(path, PASSWORD) as store:
        change_password(store, PASSWORD, NEW, cost=CHEAP)
    spoil(path, 0)

    found = saved(path, NEW)

    assert names(found.path, NEW) == ["刘婷", "苏文清", "陈志远"]
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(found.path, PASSWORD)


def test_a_wrong_password_leaves_nothing_behind(path):
    path.unlink()
    before = fingerprints(path.parent)
    with pytest.raises(WrongPasswordError, match="密码不对"):
        saved(path, "不是这一句口令吧")

    assert fingerprints(path.parent) == before


def test_without_a_whole_backup_it_says_so_and_leaves_nothing(path):
    for each in backups_for(path):
        spoil(each.path)
    before = fingerprints(path.parent)
    with pytest.raises(DamagedFileError, match="备份都已损坏"):
        saved(path)
    with pytest.raises(RefusedError, match="没有找到"):
        saved(path, found=[])

    assert fingerprints(path.parent) == before


@pytest.mark.parametrize("at", [1, 2])
def test_stopped_at_any_step_it_leaves_nothing_behind(path, at):
    path.unlink()
    before, told = fingerprints(path.parent), []

    def tell(step):
        told.append(step)
        if len(told) == at:
            raise CancelledError("已取消。")

    with pytest.raises(CancelledError):
        rescue(path, backups_for(path), PASSWORD, TODAY, tell)

    assert fingerprints(path.parent) == before


def test_backups_on_a_stick_serve_as_well(path, tmp_path):
    stick = tmp_path / "U 盘"
    shutil.copytree(path.parent / "育才支部 的备份", stick)
    shutil.rmtree(path.parent / "育才支部 的备份")
    path.unlink()
    slots.slots_path(path).unlink()

    found = saved(path, found=backups_for(path, stick))

    assert found.path.parent == path.parent
    assert len(names(found.path)) == 3


def test_a_full_disk_leaves_nothing_behind(path, monkeypatch):
    def full(folder, _size):
        raise StorageError(f"“{folder.name}”所在的磁盘空间不够。")

    path.unlink()
    before = fingerprints(path.parent)
    monkeypatch.setattr("partydesk.safeio.require_space", full)
    with pytest.raises(StorageError):
        saved(path)

    assert fingerprints(path.parent) == before


def test_a_file_whose_branch_can_not_be_read_is_told_when_it_is_opened(tmp_path):
    new_branch(tmp_path).close()
    path = tmp_path / "育才支部.partydesk"
    size = path.stat().st_size // 4096
    for page in range(1, size):
        spoil(path, page)
    with pytest.raises(DamagedFileError):
        branch_files.open_branch(path, PASSWORD)
