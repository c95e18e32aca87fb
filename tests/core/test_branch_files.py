"""A branch's file as use cases: made, opened, migrated, backed up, restored."""

from datetime import date, timedelta

import pytest

from partydesk.errors import (
    DamagedFileError,
    ForeignFileError,
    InvalidValuesError,
    RefusedError,
    StorageError,
    TrialFileError,
    WrongPasswordError,
)
from partydesk.services import branch_files
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.organization import the_branch
from partydesk.services.work_folder import work_base
from partydesk.services.working_copies import copies_folder
from partydesk.storage.migrations import STEPS, run_script
from partydesk.storage.store import Store
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TODAY, filled_branch, member, new_branch
from tests.core.papers import text_of

OTHER = "秋天的故事也很长很美"


def names(store):
    return [each.name for each in list_members(store, MemberFilter(), TODAY)]


def test_a_new_file_knows_its_branch_and_opens_with_password_and_sheet(tmp_path):
    path = tmp_path / "育才支部.partydesk"
    store, groups = branch_files.create_branch(path, PASSWORD, BRANCH, cost=CHEAP)
    with store:
        assert the_branch(store).name == BRANCH["name"]
    assert len(groups) == 8
    with branch_files.open_branch(path, PASSWORD) as store:
        assert the_branch(store).code == "YC-01"
    with branch_files.open_with_sheet(path, " ".join(groups)) as store:
        assert the_branch(store).code == "YC-01"


@pytest.mark.parametrize(
    ("password", "values"), [("12345678901", BRANCH), (PASSWORD, BRANCH | {"name": ""})]
)
def test_a_branch_that_can_not_be_made_leaves_nothing(tmp_path, password, values):
    with pytest.raises(InvalidValuesError):
        branch_files.create_branch(tmp_path / "a.partydesk", password, values, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_a_branch_that_is_given_up_leaves_nothing(tmp_path):
    branch_files.discard_branch(new_branch(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_recovery_sheet_carries_every_group_and_the_file_number(tmp_path):
    store, groups = branch_files.create_branch(
        tmp_path / "a.partydesk", PASSWORD, BRANCH, cost=CHEAP
    )
    with store:
        text = text_of(branch_files.recovery_sheet_pdf(store, groups, "陈志远", TODAY))
        assert branch_files.file_number(store) in text
    for group in groups:
        assert group in text


def test_an_older_form_is_copied_first_and_then_brought_up_to_date(tmp_path):
    filled_branch(tmp_path).close()
    path = tmp_path / "育才支部.partydesk"
    more = (*STEPS, lambda connection: run_script(connection, "CREATE TABLE extra (id INTEGER);"))
    with branch_files.open_branch(path, PASSWORD, steps=more) as store:
        (backup,) = branch_files.list_backups(path)
        assert backup.reason == "升级前"
        assert names(store) == ["陈志远", "刘婷"]
        assert store.file.connection.execute("PRAGMA user_version").fetchone() == (len(more),)
    old = tmp_path / "旧.partydesk"
    branch_files.restore_to(backup, old, PASSWORD)
    with branch_files.open_branch(old, PASSWORD) as store:
        assert store.file.connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


def test_a_file_of_a_version_that_was_only_tried_out_is_told_and_stays(tmp_path):
    new_branch(tmp_path).close()
    path = tmp_path / "育才支部.partydesk"
    with Store.open(path, PASSWORD, allow_anywhere=True) as store:
        store.file.connection.execute("ANALYZE")  # SQLite's own tables are no other form
    branch_files.open_branch(path, PASSWORD).close()
    with Store.open(path, PASSWORD, allow_anywhere=True) as store:
        store.file.connection.execute("ALTER TABLE member DROP COLUMN admin_post")
    before = path.read_bytes()
    with pytest.raises(TrialFileError, match=r"试用版.*没有打开"):
        branch_files.open_branch(path, PASSWORD)
    assert path.read_bytes() == before


def test_a_migration_whose_copy_fails_changes_nothing(tmp_path):
    filled_branch(tmp_path).close()
    path = tmp_path / "育才支部.partydesk"
    (tmp_path / "育才支部 的备份").write_text("不是文件夹")
    more = (*STEPS, lambda connection: run_script(connection, "CREATE TABLE extra (id INTEGER);"))
    with pytest.raises(StorageError):
        branch_files.open_branch(path, PASSWORD, steps=more)
    with branch_files.open_branch(path, PASSWORD) as store:
        assert names(store) == ["陈志远", "刘婷"]


def test_each_day_gets_one_backup_and_the_status_line_says_so(tmp_path):
    with filled_branch(tmp_path) as store:
        today = date.today()
        assert branch_files.protection_line(store, today) == "已加密 · 还没有备份"
        first = branch_files.daily_backup(store, today)
        assert branch_files.daily_backup(store, today) is None
        assert branch_files.last_backup(store) == first
        clock = f"{first.clock[:2]}:{first.clock[2:]}"
        assert branch_files.protection_line(store, today) == f"已加密 · 今日 {clock} 已备份"
        assert "今日" not in branch_files.protection_line(store, today + timedelta(days=1))
        assert branch_files.daily_backup(store, today + timedelta(days=1)) is not None


def test_a_backup_of_the_open_file_holds_what_was_saved_a_moment_before(tmp_path):
    with filled_branch(tmp_path) as store:
        member(store, "苏文清")
        backup = branch_files.backup_now(store, "手动备份")
        member(store, "后来的人")
    target = tmp_path / "恢复" / "育才支部.partydesk"
    counts = branch_files.restore_to(backup, target, PASSWORD)
    assert counts["member"] == 3
    with branch_files.open_branch(target, PASSWORD) as store:
        assert names(store) == ["陈志远", "刘婷", "苏文清"]


def test_a_backup_can_lie_elsewhere(tmp_path):
    with filled_branch(tmp_path) as store:
        backup = branch_files.backup_now(store, "备份", tmp_path / "另一块盘")
    assert branch_files.backup_at(backup.path) == backup
    assert branch_files.list_backups(tmp_path / "育才支部.partydesk") == []


def test_only_backups_are_restored_and_never_over_a_file(tmp_path):
    with filled_branch(tmp_path) as store:
        backup = branch_files.backup_now(store, "备份")
    with pytest.raises(ForeignFileError, match="不是支部工作台的备份"):
        branch_files.backup_at(tmp_path / "育才支部.partydesk")
    with pytest.raises(RefusedError, match="已经存在"):
        branch_files.restore_to(backup, tmp_path / "育才支部.partydesk", PASSWORD)
    with pytest.raises(WrongPasswordError):
        branch_files.restore_to(backup, tmp_path / "b.partydesk", OTHER)
    assert not (tmp_path / "b.partydesk").exists()
    damaged = bytearray(backup.path.read_bytes())
    damaged[6000] ^= 1
    backup.path.write_bytes(damaged)
    with pytest.raises(DamagedFileError):
        branch_files.restore_to(backup, tmp_path / "b.partydesk", PASSWORD)
    assert not (tmp_path / "b.partydesk").exists()


def test_passwords_change_and_a_deputy_reads_no_talks(tmp_path):
    path = tmp_path / "育才支部.partydesk"
    with filled_branch(tmp_path) as store:
        branch_files.add_deputy(store, "刘婷", "副手自己的口令很长", cost=CHEAP)
        branch_files.change_password(store, PASSWORD, OTHER, cost=CHEAP)
        assert branch_files.deputies(store) == ["刘婷"]
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(path, PASSWORD)
    with branch_files.open_branch(path, "副手自己的口令很长") as store:
        assert not store.sealer.is_open
    with branch_files.open_branch(path, OTHER) as store:
        branch_files.remove_deputy(store, "刘婷")
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(path, "副手自己的口令很长")


def test_what_a_crash_left_is_removed_at_the_next_start(tmp_path):
    filled_branch(tmp_path).close()
    path = tmp_path / "育才支部.partydesk"
    work = work_base(path) / "0190"
    work.mkdir(parents=True)
    (work / "x.sealing").write_bytes(b"half")
    (copies_folder(path) / "1").mkdir(parents=True)
    (copies_folder(path) / "1" / "签到.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "育才支部.partydesk.keys.part").write_bytes(b"half")
    (tmp_path / "别人的.partydesk.part").write_bytes(b"not ours")
    branch_files.open_branch(path, PASSWORD).close()
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {path.name, f"{path.name}.keys", f"{path.name}.keys.1", "别人的.partydesk.part"}
