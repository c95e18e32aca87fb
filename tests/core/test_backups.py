"""Backups that were opened before they count; restoring into a new place."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from partydesk import safeio
from partydesk.errors import DamagedFileError, RefusedError, StorageError, WrongPasswordError
from partydesk.storage import backups, passwords, restore, slots
from partydesk.storage.connection import connect_to_read
from partydesk.storage.keys import derive_keys, secret_from_sheet
from partydesk.storage.rotation import Stamp, superfluous
from tests.core.file_help import (
    CHEAP,
    OTHER_PASSWORD,
    PASSWORD,
    add_members,
    member_names,
    new_file,
    reopened,
)

LEFTOVERS = ("-wal", "-shm", "-journal", ".part")


@pytest.fixture
def opened(tmp_path):
    one = new_file(tmp_path / "第一支部.partydesk")
    add_members(one, "王小明", "李华")
    yield one
    one.close()


def _folder(opened) -> Path:
    return backups.folder_of(opened.path)


def test_a_backup_opens_from_the_printed_sheet_alone(opened):
    sheet = " ".join(opened.sheet)
    backup = backups.make_backup(opened, _folder(opened), "退出")
    salt = backup.path.read_bytes()[:16]
    key = derive_keys(secret_from_sheet(sheet), salt).database
    reader = connect_to_read(backup.path, key, salt)
    assert reader.execute("SELECT name FROM member").fetchall() == [("王小明",), ("李华",)]
    reader.close()


def test_a_backup_lies_beside_the_data_with_its_passwords_and_nothing_else(opened):
    backup = backups.make_backup(opened, _folder(opened), "升级前！")
    assert backup.path.parent.name == "第一支部 的备份"
    names = {one.name for one in backup.path.parent.iterdir()}
    assert names == {backup.path.name, slots.slots_path(backup.path).name}
    assert backup.label.endswith(" 升级前")
    assert backups.list_backups(_folder(opened)) == [backup]
    assert backups.verify_backup(backup, opened.keys, opened.salt) == {"member": 2, "talk": 0}


def test_backups_are_ordered_by_number_not_by_the_clock(opened, monkeypatch):
    made = []
    for clock in ("20991231-2359", "19700101-0000", "20260701-0800"):
        monkeypatch.setattr(backups.time, "strftime", lambda _, now=clock: now)
        made.append(backups.make_backup(opened, _folder(opened), "每日"))
    assert backups.list_backups(_folder(opened)) == made[::-1]
    assert [one.sequence for one in made] == [1, 2, 3]


def test_other_files_in_the_folder_are_left_alone(opened):
    _folder(opened).mkdir()
    for name in ("照片.jpg", "手工备份.partydesk", "x 备份12 y.partydesk"):
        (_folder(opened) / name).write_bytes(b"x")
    backup = backups.make_backup(opened, _folder(opened), "退出", size_limit=1)
    assert backups.list_backups(_folder(opened)) == [backup]
    assert (_folder(opened) / "手工备份.partydesk").exists()


def test_an_old_backup_goes_only_after_the_new_one_was_opened(opened, monkeypatch):
    """With a copy that is damaged right after it was made, all older backups stay."""
    for _ in range(4):
        backups.make_backup(opened, _folder(opened), "退出")
    before = {one.name: one.stat().st_size for one in _folder(opened).iterdir()}
    honest = safeio.sync_file

    def damaging(path, **plan):
        honest(path, **plan)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 4
        path.write_bytes(content)

    monkeypatch.setattr(safeio, "sync_file", damaging)
    with pytest.raises(DamagedFileError):
        backups.make_backup(opened, _folder(opened), "退出", size_limit=1)
    assert {one.name: one.stat().st_size for one in _folder(opened).iterdir()} == before


def test_a_backup_that_lacks_rows_is_not_kept(opened, monkeypatch):
    honest = backups.row_counts
    monkeypatch.setattr(
        backups,
        "row_counts",
        lambda connection: (
            honest(connection) if connection is not opened.connection else {"member": 3}
        ),
    )
    with pytest.raises(DamagedFileError, match="不一致"):
        backups.make_backup(opened, _folder(opened), "退出")
    assert backups.list_backups(_folder(opened)) == []
    assert list(_folder(opened).iterdir()) == []


def test_a_full_disk_is_said_before_anything_is_written(opened, monkeypatch):
    monkeypatch.setattr(safeio, "free_space", lambda _: 1000)
    with pytest.raises(StorageError, match="空间不够"):
        backups.make_backup(opened, _folder(opened), "退出")


def test_a_backup_inside_a_transaction_is_our_own_mistake(opened):
    opened.connection.execute("BEGIN")
    with pytest.raises(RuntimeError):
        backups.make_backup(opened, _folder(opened), "退出")
    opened.connection.execute("ROLLBACK")


def test_every_backup_restores_to_its_own_state_among_planted_leftovers(opened, tmp_path):
    """Safety study TR11 and M24: a stale -wal beside a restored file must change nothing."""
    made, states = [], []
    for number in range(5):
        add_members(opened, f"党员{number}")
        made.append(backups.make_backup(opened, _folder(opened), "退出"))
        states.append(member_names(opened))
    add_members(opened, "备份之后才有的人")
    wal = opened.path.with_name(opened.path.name + "-wal").read_bytes()
    assert wal
    for number, backup in enumerate(made):
        place = tmp_path / f"恢复{number}" / "第一支部.partydesk"
        place.parent.mkdir()
        for ending in LEFTOVERS:
            place.with_name(place.name + ending).write_bytes(wal)
        restore.restore_backup(backup, place, PASSWORD, allow_anywhere=True)
        restored = reopened(place)
        assert member_names(restored) == states[number]
        restored.close()
        kept = {one.name for one in (place.parent / "第一支部 的旧文件" / "0001").iterdir()}
        assert kept == {place.name + ending for ending in LEFTOVERS}


def test_the_leftovers_of_that_drill_are_a_real_trap(opened, tmp_path):
    """The negative control: copied by hand beside the same -wal, the content is another one."""
    backup = backups.make_backup(opened, _folder(opened), "退出")
    add_members(opened, "备份之后才有的人")
    place = tmp_path / "手工" / "第一支部.partydesk"
    place.parent.mkdir()
    shutil.copy(backup.path, place)
    shutil.copy(slots.slots_path(backup.path), slots.slots_path(place))
    shutil.copy(
        opened.path.with_name(opened.path.name + "-wal"), place.with_name(place.name + "-wal")
    )
    try:
        by_hand = reopened(place)
    except DamagedFileError:
        return
    assert member_names(by_hand) != ["王小明", "李华"]
    by_hand.close()


def test_a_restored_file_takes_the_place_of_the_branch_file_and_the_old_is_kept(opened, tmp_path):
    backup = backups.make_backup(opened, _folder(opened), "退出")
    add_members(opened, "之后")
    passwords.change_password(opened.path, PASSWORD, OTHER_PASSWORD, salt=opened.salt, cost=CHEAP)
    opened.close()
    stale = opened.path.with_name(opened.path.name + "-wal")
    stale.write_bytes(os.urandom(5000))
    fresh = tmp_path / "新" / "x.partydesk"
    restore.restore_backup(backup, fresh, PASSWORD, allow_anywhere=True)
    aside = restore.put_in_place(fresh, opened.path)
    # The password of today still holds, not the one of the day of the backup.
    back = reopened(opened.path, OTHER_PASSWORD)
    assert member_names(back) == ["王小明", "李华"]
    back.close()
    assert {one.name for one in aside.iterdir()} >= {opened.path.name, stale.name}
    assert list(fresh.parent.iterdir()) == []


def test_restoring_refuses_what_would_overwrite_or_does_not_open(opened, tmp_path):
    backup = backups.make_backup(opened, _folder(opened), "退出")
    with pytest.raises(RefusedError):
        restore.restore_backup(backup, opened.path, PASSWORD, allow_anywhere=True)
    with pytest.raises(WrongPasswordError):
        restore.restore_backup(backup, tmp_path / "新.partydesk", "falsch", allow_anywhere=True)
    content = bytearray(backup.path.read_bytes())
    content[-9] ^= 1
    backup.path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        restore.restore_backup(backup, tmp_path / "新.partydesk", PASSWORD, allow_anywhere=True)
    assert not (tmp_path / "新.partydesk").exists()


def test_a_backup_restores_from_the_sheet_when_its_passwords_are_lost(opened, tmp_path):
    backup = backups.make_backup(opened, _folder(opened), "退出")
    slots.slots_path(backup.path).unlink()
    new = tmp_path / "新电脑" / "一.partydesk"
    counts = restore.restore_with_sheet(backup, new, " ".join(opened.sheet), allow_anywhere=True)
    assert counts == {"member": 2, "talk": 0}


def test_without_key_and_salt_together_a_copy_would_not_open_from_the_sheet(opened, tmp_path):
    """The negative control of the salt trap (safety study 2.2)."""
    trap = tmp_path / "trap.partydesk"
    copy = dbapi2.connect(str(trap))
    copy.execute(f"PRAGMA key = \"x'{opened.keys.database.hex()}'\"")
    opened.connection.backup(copy)
    copy.close()
    with pytest.raises(DamagedFileError):
        backups.check_database(trap, opened.keys, opened.salt)


def test_a_copy_whose_salt_is_damaged_would_not_open_from_the_sheet_and_is_refused(opened):
    """Opening with key and salt never looks at these bytes, so only a comparison notices."""
    backup = backups.make_backup(opened, _folder(opened), "退出")
    content = backup.path.read_bytes()
    for place in range(16):
        damaged = bytearray(content)
        damaged[place] ^= 1
        backup.path.write_bytes(damaged)
        with pytest.raises(DamagedFileError):
            backups.verify_backup(backup, opened.keys, opened.salt)


def _days(count: int) -> list[Stamp]:
    from datetime import date, timedelta

    start = date(2026, 1, 1)
    days = [f"{start + timedelta(days=number):%Y%m%d}" for number in range(count)]
    return [Stamp(number, day, 10) for number, day in enumerate(days)]


def test_a_year_of_daily_backups_shrinks_to_days_weeks_and_months():
    kept = [one.day for one in _days(365) if one.sequence not in superfluous(_days(365), 10**9)]
    # The newest ten are 22-31 December and hold the 7 days and the Sunday 27; then the Sundays
    # 13 and 20 December; then the last of each of eleven months.
    months = "0131 0228 0331 0430 0531 0630 0731 0831 0930 1031 1130"
    days = "1213 1220 1222 1223 1224 1225 1226 1227 1228 1229 1230 1231"
    expected = f"{months} {days}".split()
    assert kept == [f"2026{day}" for day in expected]


STAMPS = st.lists(
    st.tuples(st.dates().map(lambda day: day.strftime("%Y%m%d").zfill(8)), st.integers(1, 50)),
    max_size=60,
).map(lambda rows: [Stamp(number, *row) for number, row in enumerate(rows)])


@given(STAMPS, st.integers(0, 500))
def test_whatever_the_clock_said_the_newest_three_stay(stamps, limit):
    gone = superfluous(stamps, limit)
    assert gone.isdisjoint(one.sequence for one in stamps[-3:])
    kept = [one for one in stamps if one.sequence not in gone]
    assert len(kept) <= 10 + 7 + 4 + 12
    assert len(kept) <= 3 or sum(one.size for one in kept) <= max(
        limit, sum(one.size for one in kept[-3:])
    )
