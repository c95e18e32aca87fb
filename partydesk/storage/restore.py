"""Bringing a backup back: always into a new place, compared there, and only then switched."""

import os
from collections.abc import Callable
from pathlib import Path

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import DamagedFileError, RefusedError
from partydesk.storage import lock_file, slots
from partydesk.storage.backups import Backup, Counts, check_database
from partydesk.storage.branch_file import (
    OpenFile,
    discard,
    make_folder,
    read_salt,
    require_place,
)
from partydesk.storage.connection import require_alone
from partydesk.storage.keys import secret_from_sheet
from partydesk.storage.unlocking import Unlocked, unlock, unlock_with

#: What SQLite may leave beside a database and would mix into another one (safety study M24).
_LEFTOVERS = ("-wal", "-shm", "-journal", safeio.PART)


def restore_backup(
    backup: Backup, new_path: Path, password: str, *, allow_anywhere: bool = False
) -> Counts:
    """Copy a backup to a new place and prove that it opens there with the same content.

    Args:
        backup: The backup; on a read-only medium is fine.
        new_path: Where; nothing may be there. Leftovers of another file are moved aside.
        password: One that held when the backup was made.
        allow_anywhere: Also on a stick, a share or in a sync folder.

    Returns:
        The rows of each table, as found in the backup and in the copy.

    Raises:
        WrongPasswordError: It is not a password of that backup.
        DamagedFileError: The backup is damaged.
        RefusedError: Something is at the new path already.
        StorageError: The disk refuses; nothing stands at the new path.
    """
    return _restore(
        backup, new_path, lambda salt: unlock(backup.path, salt, password), allow_anywhere
    )


def restore_with_sheet(
    backup: Backup, new_path: Path, text: str, *, allow_anywhere: bool = False
) -> Counts:
    """As `restore_backup`, with the recovery sheet of that backup; needs no slot file."""
    secret = secret_from_sheet(text)
    return _restore(
        backup, new_path, lambda salt: unlock_with(backup.path, salt, secret), allow_anywhere
    )


def restore_with_keys(
    backup: Backup, new_path: Path, opened: OpenFile, *, allow_anywhere: bool = False
) -> Counts:
    """As `restore_backup`, for a backup of the file that is open: its keys open both."""
    unlocked = Unlocked(opened.keys, opened.slot_name, opened.role, vouched=True)
    return _restore(backup, new_path, lambda _salt: unlocked, allow_anywhere)


def restore_with_slots_of(path: Path, backup: Backup, new_path: Path, password: str) -> Counts:
    """As `restore_backup`, with a password that was set since: ``path``'s slots vouch for it.

    The data file at ``path`` itself may be damaged; its passwords go with the restored file.
    """
    counts = _restore(
        backup, new_path, lambda salt: unlock(path, salt, password), allow_anywhere=False
    )
    ours = slots.file_id_of(read_salt(new_path))
    present = [each for each in slots.read_slots(slots.slots_path(path)) if each.file_id == ours]
    try:
        slots.write_slots(slots.slots_path(new_path), present)
    except OSError as error:
        raise storage_error(error, new_path) from error
    return counts


def put_in_place(fresh: Path, target: Path) -> Path:
    """Put a restored or rewritten file where the branch's file was; the old one is kept aside.

    Both must be closed. At every moment the name stands for one whole file, or for none and the
    old one lies in the folder that is returned; passwords of both open throughout.

    Returns:
        The folder that now holds the old file with all that belonged to it.

    Raises:
        StorageError: The disk refuses.
    """
    require_alone(fresh)
    lock = lock_file.take(target)
    try:
        aside = _new_folder(target)
        old, new = slots.slots_path(target), slots.slots_path(fresh)
        before = _slots_or_none(old)
        _keep_slots(old, aside)
        if (after := _slots_or_none(new)) or before:
            ours = slots.file_id_of(read_salt(fresh))
            slots.write_slots(old, _merged(before, after))
            _swap(fresh, target, aside)
            kept = [slot for slot in _merged(before, after) if slot.file_id == ours]
            slots.write_slots(old, kept)
        else:
            _swap(fresh, target, aside)
        discard(fresh)
    except OSError as error:
        raise storage_error(error, target) from error
    finally:
        lock.release()
    return aside


def move_leftovers(path: Path, aside: Callable[[], Path]) -> None:
    """Move what lies beside a path and would be taken for its own into a folder made on demand."""
    found = [path.with_name(path.name + ending) for ending in _LEFTOVERS]
    found = [leftover for leftover in found if leftover.exists()]
    if not found:
        return
    folder = aside()
    for leftover in found:
        leftover.replace(folder / leftover.name)


def _restore(
    backup: Backup, new_path: Path, key_of: Callable[[bytes], Unlocked], allow_anywhere: bool
) -> Counts:
    if new_path.exists():
        raise RefusedError(f"“{new_path.name}”已经存在，没有覆盖。", "请恢复到一个新的位置。")
    require_place(new_path, allow_anywhere=allow_anywhere)
    salt = read_salt(backup.path)
    unlocked = key_of(salt)
    counts = check_database(backup.path, unlocked.keys, salt)
    make_folder(new_path.parent)
    safeio.require_space(new_path.parent, 2 * backup.size)
    try:
        move_leftovers(new_path, lambda: _new_folder(new_path))
        source = slots.slots_path(backup.path)
        if source.exists():
            slots.write_slots(slots.slots_path(new_path), slots.read_slots(source))
    except OSError as error:
        raise storage_error(error, new_path) from error
    safeio.copy_file(backup.path, new_path)
    if check_database(new_path, unlocked.keys, salt) != counts:
        raise DamagedFileError("恢复出来的数据与备份不一致。", "请换一个位置或换一份备份再试。")
    return counts


def _new_folder(path: Path) -> Path:
    """A fresh numbered folder for what is moved aside."""
    base = path.with_name(f"{path.stem} 的旧文件")
    numbers = [int(one.name) for one in base.glob("*") if one.name.isdigit()]
    folder = base / f"{max(numbers, default=0) + 1:04d}"
    make_folder(folder)
    return folder


def _slots_or_none(path: Path) -> list[slots.Slot]:
    try:
        return slots.read_slots(path)
    except DamagedFileError:
        return []


def _merged(before: list[slots.Slot], after: list[slots.Slot]) -> list[slots.Slot]:
    """All slots; of one file the present passwords win over those of the time of the backup."""
    present = {slot.file_id for slot in before}
    return before + [slot for slot in after if slot.file_id not in present]


def _keep_slots(old: Path, aside: Path) -> None:
    for copy in slots.both_copies(old):
        if copy.exists():
            safeio.copy_file(copy, aside / copy.name)


def _swap(fresh: Path, target: Path, aside: Path) -> None:
    """Old file out, new file in.

    A closed file is kept by a second name, so that the switch is one rename. With a ``-wal``
    beside it the old file must go first: better no file for a moment than the wrong content.
    """
    leftovers = any(target.with_name(target.name + ending).exists() for ending in _LEFTOVERS)
    if target.exists() and (leftovers or not _linked(target, aside / target.name)):
        target.replace(aside / target.name)
    move_leftovers(target, lambda: aside)
    safeio.publish(fresh, target)


def _linked(target: Path, name: Path) -> bool:
    try:
        os.link(target, name)
    except OSError:
        return False
    return True
