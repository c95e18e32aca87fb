"""Going back to a backup: what was in it is there again, and what was there before is kept."""

import random

import pytest

from partydesk.errors import DamagedFileError, RefusedError, StorageError, WrongPasswordError
from partydesk.services import branch_files, handing_over, restoring
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.talks import list_talks, remove_talk, save_talk, talk_values
from partydesk.storage import restore
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TALK, TODAY, fill, fingerprints, member

SUCCESSOR = "接任书记自己想的口令"
LEFTOVERS = ("-wal", "-journal", ".part")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "育才支部.partydesk"


@pytest.fixture
def sheet_and_store(path):
    store, groups = branch_files.create_branch(path, PASSWORD, BRANCH, cost=CHEAP)
    fill(store)
    yield " ".join(groups), store
    store.close()


@pytest.fixture
def store(sheet_and_store):
    return sheet_and_store[1]


def names(store):
    return sorted(each.name for each in list_members(store, MemberFilter(), TODAY))


def dump(store):
    """All rows of all tables but those that say how the backups fare."""
    connection = store.file.connection
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall()))
        for (name,) in tables
        if name != "setting"
    }


def test_what_the_backup_held_is_there_again_and_the_present_is_kept_twice(store, path):
    backup = branch_files.backup_now(store, "手动备份")
    member(store, "苏文清")
    done = restoring.bring_back(store, backup)
    with done.store as opened:
        assert names(opened) == ["刘婷", "陈志远"]
        (talk,) = list_talks(opened)
        assert talk_values(opened, talk.id)["content"] == TALK
    (before,) = [each for each in branch_files.list_backups(path) if each.reason == "恢复前"]
    branch_files.restore_to(before, path.with_name("再看.partydesk"), PASSWORD)
    for kept in (done.aside / path.name, path.with_name("再看.partydesk")):
        with branch_files.open_branch(kept, PASSWORD) as opened:
            assert names(opened) == ["刘婷", "苏文清", "陈志远"]
    branch_files.open_branch(path, PASSWORD).close()


def test_one_can_go_back_and_forth(store, path):
    small = branch_files.backup_now(store, "手动备份")
    member(store, "苏文清")
    first = restoring.bring_back(store, small).store
    (large,) = [each for each in branch_files.list_backups(path) if each.reason == "恢复前"]
    with restoring.bring_back(first, large).store as opened:
        assert names(opened) == ["刘婷", "苏文清", "陈志远"]
        member(opened, "王秀兰")


def test_a_password_that_was_changed_since_goes_on_to_hold(store, path):
    backup = branch_files.backup_now(store, "手动备份")
    branch_files.change_password(store, PASSWORD, SUCCESSOR, cost=CHEAP)
    restoring.bring_back(store, backup).store.close()
    branch_files.open_branch(path, SUCCESSOR).close()
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(path, PASSWORD)


@pytest.mark.parametrize("way", ["password", "sheet"])
def test_a_backup_of_before_the_handover_needs_a_word_of_then(sheet_and_store, path, way):
    sheet, store = sheet_and_store
    backup = branch_files.backup_now(store, "手动备份")
    assert not restoring.needs_word(store, backup)
    handed = handing_over.hand_over(
        store, SUCCESSOR, handing_over.new_sheet(store, TODAY), cost=CHEAP
    ).store
    member(handed, "苏文清")
    assert restoring.needs_word(handed, backup)
    with pytest.raises(WrongPasswordError):
        restoring.bring_back(handed, backup, SUCCESSOR)
    assert handed.file.is_open
    word = PASSWORD if way == "password" else sheet.replace(" ", "－")
    with restoring.bring_back(handed, backup, word).store as opened:
        assert names(opened) == ["刘婷", "陈志远"]
    branch_files.open_branch(path, PASSWORD).close()


def test_a_damaged_backup_changes_nothing(store, tmp_path):
    backup = branch_files.backup_now(store, "手动备份")
    damaged = bytearray(backup.path.read_bytes())
    damaged[6000] ^= 1
    backup.path.write_bytes(damaged)
    before = fingerprints(tmp_path)
    with pytest.raises(DamagedFileError):
        restoring.bring_back(store, backup)
    assert fingerprints(tmp_path) == before
    assert store.file.is_open
    assert names(store) == ["刘婷", "陈志远"]


def test_a_switch_that_fails_leaves_the_file_to_be_opened_again(store, monkeypatch):
    backup = branch_files.backup_now(store, "手动备份")
    member(store, "苏文清")

    def refused(*_):
        raise StorageError("磁盘读写出错。")

    monkeypatch.setattr(restore, "put_in_place", refused)
    with pytest.raises(StorageError):
        restoring.bring_back(store, backup)
    assert not store.file.is_open
    with restoring.open_again(store) as opened:
        assert names(opened) == ["刘婷", "苏文清", "陈志远"]
        member(opened, "王秀兰")


def test_a_deputy_can_not_go_back(store, path):
    backup = branch_files.backup_now(store, "手动备份")
    branch_files.add_deputy(store, "刘婷", SUCCESSOR, cost=CHEAP)
    store.close()
    with branch_files.open_branch(path, SUCCESSOR) as deputy, pytest.raises(RefusedError):
        restoring.bring_back(deputy, backup)


def test_every_backup_of_a_random_session_comes_back_exactly_among_planted_leftovers(store, path):
    """TR11 in small; `test_backups` shows that these leftovers are a real trap (M24)."""
    order = random.Random(7)
    states = []
    (talk,) = list_talks(store)
    for number in range(5):
        for step in range(order.randrange(1, 6)):
            added = member(store, f"第{number}批第{step}人")
            if order.random() < 0.5:
                kept = save_talk(store, talk_values(store, talk.id) | {"place": added.name}, TODAY)
                remove_talk(store, kept.id)
        backup = branch_files.backup_now(store, "手动备份")
        states.append((backup, dump(store)))
    order.shuffle(states)
    current = store
    for backup, wanted in states:
        for ending in LEFTOVERS:
            stale = path.with_name(f"{path.stem}.restore{path.suffix}.part{ending}")
            stale.write_bytes(order.randbytes(9000))
        done = restoring.bring_back(current, backup)
        assert dump(done.store) == wanted
        current = done.store
    current.close()
    assert [each.name for each in path.parent.glob("*.restore.*")] == []
