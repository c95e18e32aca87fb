"""Backups as people look after them: what they hold, when checked, which lie elsewhere."""

from datetime import date, timedelta

import pytest

from partydesk.errors import DamagedFileError, RefusedError
from partydesk.services import branch_files, handing_over, safekeeping
from partydesk.services.safekeeping import Checked
from partydesk.services.talks import list_talks, remove_talk
from partydesk.storage.register_counts import RegisterCount
from tests.core.branches import CHEAP, PASSWORD, TODAY, filled_branch, fingerprints, member


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "数据"


@pytest.fixture
def store(folder):
    folder.mkdir()
    with filled_branch(folder) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "U 盘"
    made.mkdir()
    return made


def only_line(store):
    (line,) = safekeeping.backup_lines(store)
    return line


def spoil(path):
    damaged = bytearray(path.read_bytes())
    damaged[-5000] ^= 1
    path.write_bytes(damaged)


def test_a_backup_tells_what_it_holds_and_that_it_was_checked_when_made(store):
    branch_files.backup_now(store, "手动备份")
    line = only_line(store)
    assert line.checked is Checked.MADE
    assert line.contents.registers == {
        "member": RegisterCount(2, date.today().isoformat()),
        "meeting": RegisterCount(1, "2026-11-05"),
        "talk": RegisterCount(1, "2026-11-18"),
        "integrity_leaf": RegisterCount(0, ""),
    }
    assert line.checked_at[:10] == date.today().isoformat()


def test_what_lies_in_the_recycle_bin_is_not_counted(store):
    before = safekeeping.present_contents(store)
    (talk,) = list_talks(store)
    remove_talk(store, talk.id)
    after = safekeeping.present_contents(store)
    assert before.registers["talk"].count == 1
    assert after.registers["talk"] == RegisterCount(0, "")
    assert after.steps == before.steps + 1


def test_a_file_that_nobody_opened_is_not_called_checked(store):
    made = branch_files.backup_now(store, "手动备份")
    made.path.touch()
    assert only_line(store).checked is Checked.NO
    assert not only_line(store).is_sound
    assert safekeeping.examine(store, made).checked is Checked.NOW
    assert only_line(store).checked is Checked.NOW


def test_a_backup_that_was_damaged_since_is_found_out_and_stays_known(store):
    made = branch_files.backup_now(store, "手动备份")
    spoil(made.path)
    line = safekeeping.examine(store, made)
    assert line.checked is Checked.BROKEN
    assert "已损坏" in line.problem
    assert only_line(store).checked is Checked.BROKEN


def test_the_newest_sound_backup_is_offered_not_a_damaged_one(store):
    good = branch_files.backup_now(store, "手动备份")
    member(store, "苏文清")
    spoil(branch_files.backup_now(store, "手动备份").path)
    assert safekeeping.newest_sound(store).backup == good
    spoil(good.path)
    assert safekeeping.newest_sound(store) is None


def test_a_backup_of_before_the_handover_says_that_old_words_open_it(store):
    done = handing_over.hand_over(
        store, "接任书记自己想的口令", handing_over.new_sheet(store, TODAY), cost=CHEAP
    )
    with done.store as opened:
        after, before = safekeeping.backup_lines(opened)
        assert (after.checked, before.checked) == (Checked.MADE, Checked.FOREIGN)
        assert safekeeping.examine(opened, before.backup).checked is Checked.FOREIGN


def test_a_copy_on_a_stick_opens_there_and_is_remembered(store, stick, tmp_path):
    made = branch_files.backup_now(store, "手动备份")
    copy = safekeeping.copy_elsewhere(store, made, stick)
    known = safekeeping.outside_backup(store)
    assert known.place == stick
    assert known.at.date() == date.today()
    branch_files.restore_to(branch_files.backup_at(copy), tmp_path / "a.partydesk", PASSWORD)
    before = fingerprints(stick)
    with pytest.raises(RefusedError, match="已经有这份备份"):
        safekeeping.copy_elsewhere(store, made, stick)
    assert fingerprints(stick) == before


def test_a_damaged_backup_is_not_copied(store, stick):
    made = branch_files.backup_now(store, "手动备份")
    spoil(made.path)
    with pytest.raises(DamagedFileError):
        safekeeping.copy_elsewhere(store, made, stick)
    assert list(stick.iterdir()) == []
    assert safekeeping.outside_backup(store) is None


def test_the_reminder_comes_after_seven_days_and_goes_with_a_backup_elsewhere(store, stick, folder):
    today = date.today()
    branch_files.backup_now(store, "手动备份")
    branch_files.backup_now(store, "手动备份", folder / "同一个文件夹里")
    assert "还没有存到别处" in safekeeping.reminder(store, today)
    branch_files.backup_now(store, "备份到外部", stick)
    known = safekeeping.outside_backup(store)
    assert known.place == stick
    assert "天前" not in safekeeping.reminder(store, today + timedelta(days=7))
    late = safekeeping.reminder(store, today + timedelta(days=8))
    assert "8 天前" in late
    assert str(stick) in late


def test_a_folder_on_the_same_disk_is_said_to_be_no_protection(store, stick):
    branch_files.backup_now(store, "备份到外部", stick)
    assert safekeeping.outside_backup(store).same_disk
    assert "同一块磁盘" in safekeeping.reminder(store, date.today())


def test_the_place_of_the_newest_copy_survives_closing_the_file(store, stick, folder):
    branch_files.backup_now(store, "备份到外部", stick)
    store.close()
    with branch_files.open_branch(folder / "育才支部.partydesk", PASSWORD) as again:
        assert safekeeping.outside_backup(again).place == stick
