"""Making and opening a branch file; passwords, sheet, lock, place."""

import errno
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from partydesk.errors import (
    DamagedFileError,
    FileInUseError,
    InvalidValuesError,
    MisplacedError,
    NewerFileError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)
from partydesk.storage import branch_file, handover, keys, lock_file, passwords, places, slots
from tests.core.file_help import (
    CHEAP,
    OTHER_PASSWORD,
    PASSWORD,
    STEPS,
    add_members,
    member_names,
    new_file,
    reopened,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "第一支部.partydesk"


def _sheet_of_new_file(path: Path) -> str:
    opened = new_file(path)
    add_members(opened, "王小明")
    opened.close()
    return " ".join(opened.sheet)


def with_sheet(path: Path, sheet: str) -> branch_file.OpenFile:
    return branch_file.open_with_sheet(path, sheet, newest=len(STEPS), allow_anywhere=True)


def test_password_and_sheet_open_the_same_file_with_the_same_keys(path):
    sheet = _sheet_of_new_file(path)
    by_password = reopened(path)
    by_password.close()
    by_sheet = with_sheet(path, sheet)
    assert member_names(by_sheet) == ["王小明"]
    by_sheet.close()
    assert by_password.keys == by_sheet.keys
    assert by_password.keys.confidential is not None
    assert (by_password.slot_name, by_sheet.slot_name) == ("书记", "恢复单")
    assert by_password.sheet is None


def test_sheet_and_data_file_alone_are_enough(path, tmp_path):
    sheet = _sheet_of_new_file(path)
    elsewhere = tmp_path / "另一台电脑" / "改过的名字.partydesk"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(path.read_bytes())
    opened = with_sheet(elsewhere, sheet)
    assert member_names(opened) == ["王小明"]
    passwords.reset_password(opened, sheet, OTHER_PASSWORD, cost=CHEAP)
    opened.close()
    reopened(elsewhere, OTHER_PASSWORD).close()


@pytest.mark.parametrize("gone", [".keys", ".keys.1", ".lock", "-wal"])
def test_any_one_file_beside_the_data_may_be_lost(path, gone):
    _sheet_of_new_file(path)
    path.with_name(path.name + gone).unlink(missing_ok=True)
    opened = reopened(path)
    assert member_names(opened) == ["王小明"]
    opened.close()


def test_a_damaged_slot_file_is_replaced_by_its_second_copy(path):
    sheet = _sheet_of_new_file(path)
    first, second = slots.both_copies(slots.slots_path(path))
    content = bytearray(first.read_bytes())
    for place in range(0, len(content), 7):
        damaged = content.copy()
        damaged[place] ^= 0x11
        first.write_bytes(damaged)
        reopened(path).close()
    second.write_bytes(b"{}")
    with pytest.raises(DamagedFileError, match="恢复单"):
        reopened(path)
    with_sheet(path, sheet).close()


def test_wrong_passwords_and_strange_sheets_open_nothing(path):
    _sheet_of_new_file(path)
    for wrong in ("", "春天的故事很长很丑", PASSWORD + " ", PASSWORD.encode().decode("latin-1")):
        with pytest.raises(WrongPasswordError):
            reopened(path, wrong)
    strange = " ".join(keys.sheet_groups(keys.new_secret()))
    with pytest.raises(WrongPasswordError, match="不是"):
        with_sheet(path, strange)
    for copy in slots.both_copies(slots.slots_path(path)):
        copy.unlink()
    with pytest.raises(WrongPasswordError):
        with_sheet(path, strange)


def test_a_damaged_file_is_not_called_a_wrong_password(path):
    sheet = _sheet_of_new_file(path)
    content = bytearray(path.read_bytes())
    for place in (3, 40, 4000):
        damaged = content.copy()
        damaged[place] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(DamagedFileError):
            reopened(path)
        if place > 16:
            with pytest.raises(DamagedFileError):
                with_sheet(path, sheet)
        assert path.read_bytes() == damaged


def test_an_existing_file_is_never_overwritten(path):
    path.write_bytes(b"something")
    with pytest.raises(RefusedError, match="已经存在"):
        new_file(path)
    assert path.read_bytes() == b"something"


def test_a_weak_password_makes_no_file(path):
    with pytest.raises(InvalidValuesError):
        branch_file.create_file(path, "123", steps=STEPS, cost=CHEAP, allow_anywhere=True)
    assert list(path.parent.iterdir()) == []


def test_a_failure_while_making_a_file_leaves_none(path):
    def broken(connection):
        connection.execute("CREATE TABLE t (x)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        branch_file.create_file(path, PASSWORD, steps=(broken,), cost=CHEAP, allow_anywhere=True)
    assert [each.name for each in path.parent.iterdir() if not each.name.endswith(".lock")] == []
    new_file(path).close()


def test_a_newer_file_is_refused_unchanged(path):
    _sheet_of_new_file(path)
    before = path.read_bytes()
    with pytest.raises(NewerFileError, match="升级"):
        branch_file.open_file(path, PASSWORD, newest=0, allow_anywhere=True)
    assert path.read_bytes() == before
    reopened(path).close()


def test_a_password_changes_and_the_old_one_ends_in_both_copies(path):
    _sheet_of_new_file(path)
    opened = reopened(path)
    with pytest.raises(WrongPasswordError):
        passwords.change_password(path, "x", OTHER_PASSWORD, salt=opened.salt, cost=CHEAP)
    with pytest.raises(InvalidValuesError):
        passwords.change_password(path, PASSWORD, "short", salt=opened.salt, cost=CHEAP)
    passwords.change_password(path, PASSWORD, OTHER_PASSWORD, salt=opened.salt, cost=CHEAP)
    opened.close()
    for copy in slots.both_copies(slots.slots_path(path)):
        for slot in slots.read_slots(copy):
            assert slots.open_slot(slot, PASSWORD) is None
    with pytest.raises(WrongPasswordError):
        reopened(path)
    reopened(path, OTHER_PASSWORD).close()


def test_a_deputy_opens_the_file_without_the_confidential_key(path):
    _sheet_of_new_file(path)
    opened = reopened(path)
    passwords.add_deputy(opened, "副书记", OTHER_PASSWORD, cost=CHEAP)
    opened.close()
    deputy = reopened(path, OTHER_PASSWORD)
    assert member_names(deputy) == ["王小明"]
    assert deputy.keys.confidential is None
    for forbidden in (
        lambda: passwords.add_deputy(deputy, "x", "another long one", cost=CHEAP),
        lambda: passwords.remove_deputy(deputy, "副书记"),
        lambda: handover.export_recovered(deputy, "another long one", _no_fields, cost=CHEAP),
    ):
        with pytest.raises(RefusedError):
            forbidden()
    deputy.close()
    # What the deputy's password unwraps is the database key alone: no secret, no other key.
    slot = next(one for one in slots.read_slots(slots.slots_path(path)) if one.role == "deputy")
    assert slots.open_slot(slot, OTHER_PASSWORD) == opened.keys.database
    opened = reopened(path)
    passwords.remove_deputy(opened, "副书记")
    opened.close()
    with pytest.raises(WrongPasswordError):
        reopened(path, OTHER_PASSWORD)


def test_a_slot_moved_to_another_file_or_role_opens_nothing(path):
    _sheet_of_new_file(path)
    slot = slots.read_slots(slots.slots_path(path))[0]
    moved = {**vars(slot), "file_id": keys.new_salt().hex()}
    assert slots.open_slot(slots.Slot(**moved), PASSWORD) is None
    promoted = {**vars(slot), "role": "deputy"}
    assert slots.open_slot(slots.Slot(**promoted), PASSWORD) is None


@pytest.mark.parametrize(
    "cost", [{"memory_kib": 64 * 1024**2}, {"iterations": 10**6}, {"lanes": 1000}]
)
def test_a_doctored_slot_file_can_not_ask_for_all_memory(path, cost):
    _sheet_of_new_file(path)
    for copy in slots.both_copies(slots.slots_path(path)):
        content = json.loads(copy.read_text("utf-8"))
        content["slots"][0]["cost"] |= cost
        content["sha256"] = slots._digest(content["slots"])
        copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(DamagedFileError):
        reopened(path)


def test_a_guess_costs_half_a_second_and_64_mib_on_this_machine():
    cost = slots.calibrated()
    assert 64 * 1024 <= cost.memory_kib <= 256 * 1024
    assert cost.iterations >= 3
    start = time.process_time()
    slots._key("a guess", bytes(16), cost)
    # The second measurement may be luckier than the first.
    assert time.process_time() - start > 0.35


def _no_fields(_connection, old, new):
    assert old != new


def test_a_handover_ends_old_passwords_and_sheets_and_keeps_the_old_file_aside(path):
    sheet = _sheet_of_new_file(path)
    opened = reopened(path)
    sealed = keys.seal(opened.keys.confidential, "谈话".encode(), b"talk 1")
    opened.connection.execute("INSERT INTO talk (member, body) VALUES (1, ?)", (sealed,))

    def reseal(connection, old, new):
        (body,) = connection.execute("SELECT body FROM talk").fetchone()
        plain = keys.unseal(old.confidential, body, b"talk 1")
        fresh = keys.seal(new.confidential, plain, b"talk 1")
        connection.execute("UPDATE talk SET body = ?", (fresh,))

    fresh, aside = handover.export_recovered(opened, OTHER_PASSWORD, reseal, cost=CHEAP)
    assert member_names(fresh) == ["王小明"]
    (body,) = fresh.connection.execute("SELECT body FROM talk").fetchone()
    assert keys.unseal(fresh.keys.confidential, body, b"talk 1") == "谈话".encode()
    fresh.close()
    with pytest.raises(WrongPasswordError):
        reopened(path)
    with pytest.raises(WrongPasswordError):
        with_sheet(path, sheet)
    reopened(path, OTHER_PASSWORD).close()
    with_sheet(path, " ".join(fresh.sheet)).close()
    old = with_sheet(aside / path.name, sheet)
    assert member_names(old) == ["王小明"]
    old.close()
    left = {one.name for one in path.parent.iterdir()}
    assert left == {path.name, path.name + ".keys", path.name + ".keys.1", aside.parent.name}


def test_a_handover_that_fails_leaves_the_file_open_and_as_it_was(path):
    _sheet_of_new_file(path)
    opened = reopened(path)

    def broken(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        handover.export_recovered(opened, OTHER_PASSWORD, broken, cost=CHEAP)
    assert member_names(opened) == ["王小明"]
    opened.close()
    reopened(path).close()


def _other_instance(path: Path) -> subprocess.Popen:
    code = (
        "import sys, pathlib\n"
        "from tests.core.file_help import reopened\n"
        "opened = reopened(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True); sys.stdin.read(); opened.close()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )


def test_the_second_window_learns_who_has_the_file(path):
    _sheet_of_new_file(path)
    with _other_instance(path) as other:
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(FileInUseError, match=socket.gethostname()):
            reopened(path)
        other.kill()
        other.wait()
    # Killed, it left its lock file behind; the lock itself is gone.
    assert lock_file.lock_path(path).exists()
    opened = reopened(path)
    assert member_names(opened) == ["王小明"]
    opened.close()
    assert not lock_file.lock_path(path).exists()


def test_a_second_try_in_the_same_program_is_refused_and_hurts_nothing(path, monkeypatch):
    opened = new_file(path)
    monkeypatch.setattr(lock_file, "_PATIENCE_SECONDS", 0.1)
    with pytest.raises(FileInUseError):
        lock_file.take(path, patience=0.1)
    with pytest.raises(FileInUseError):
        reopened(path)
    add_members(opened, "李华")
    opened.close()
    again = reopened(path)
    assert member_names(again) == ["李华"]
    again.close()


MOUNTS = """\
/dev/sda2 / ext4 rw 0 0
/dev/sdb1 /media/teacher/U\\040盘 vfat rw 0 0
/dev/sdc1 /media/teacher/硬盘 ntfs rw 0 0
//server/share /mnt/共享 cifs rw 0 0
nas:/export /mnt/nas nfs4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("/home/teacher/文档/支部工作台", "local"),
        ("/media/teacher/U 盘/支部", "removable"),
        ("/media/teacher/硬盘/支部", "removable"),
        ("/mnt/共享/支部", "network"),
        ("/mnt/nas", "network"),
        ("/mnt/nasty", "local"),
        ("/run/user/1000/gvfs/smb-share:server=x", "network"),
    ],
)
def test_sticks_and_shares_are_recognized(tmp_path, where, kind):
    for name, text in (("sda2", "0"), ("sdb1", "1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "removable").write_text(text)
    behind_usb = tmp_path / "devices" / "usb2" / "sdc1"
    behind_usb.mkdir(parents=True)
    (tmp_path / "sdc1").symlink_to(behind_usb)
    assert places.linux_place(Path(where), MOUNTS, tmp_path).kind == kind


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive - 某某学校",
        "坚果云",
        "我的坚果云",
        "百度网盘同步空间",
        "Dropbox (个人)",
        "WPS云盘",
    ],
)
def test_a_file_in_a_sync_folder_is_refused_with_advice(tmp_path, folder):
    path = tmp_path / folder / "支部" / "一.partydesk"
    new_file(path).close()
    with pytest.raises(RefusedError, match="先复制到本机"):
        branch_file.open_file(path, PASSWORD, newest=1)
    reopened(path).close()
    assert places.classify(tmp_path / "普通文件夹" / "一.partydesk").problem == ""


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_where_nothing_can_be_written_the_file_is_to_be_copied_home(path, monkeypatch, code):
    _sheet_of_new_file(path)
    real = os.open

    def refusing(place, flags, *more, **named):
        if flags & os.O_CREAT:
            raise OSError(code, "read-only")
        return real(place, flags, *more, **named)

    with monkeypatch.context() as disk:
        disk.setattr(os, "open", refusing)
        with pytest.raises(MisplacedError, match="只能读"):
            reopened(path)
    reopened(path).close()


def test_a_lock_that_can_not_be_made_is_said(path):
    _sheet_of_new_file(path)
    lock_file.lock_path(path).mkdir()
    with pytest.raises(StorageError):
        reopened(path)


def test_the_database_alone_without_the_right_key_is_noise(path):
    _sheet_of_new_file(path)
    with pytest.raises(dbapi2.DatabaseError):
        dbapi2.connect(str(path)).execute("SELECT * FROM sqlite_schema")
