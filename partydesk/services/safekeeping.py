"""The backups as people look after them: what each holds, when checked, which lie elsewhere."""

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.errors import PartydeskError, RefusedError, StorageError
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.storage import backups, slots
from partydesk.storage.backups import Backup
from partydesk.storage.branch_file import make_folder, read_salt
from partydesk.storage.register_counts import Contents, RegisterCount, contents_at, contents_of
from partydesk.storage.store import Store

#: Settings of the branch: what was found in each backup, and the newest backup elsewhere.
CHECKED, OUTSIDE = "backups.checked", "backups.outside"

#: After so many days without a backup elsewhere the window says so (safety study 2.1).
REMINDER_DAYS = 7
_MOST_REMEMBERED = 60


class Checked(Enum):
    """Whether a backup is known to be whole."""

    NO = auto()  #: nobody has opened it yet
    MADE = auto()  #: it was opened and compared when it was made
    NOW = auto()  #: it was opened and checked later
    BROKEN = auto()  #: it is damaged or can't be read
    FOREIGN = auto()  #: a password or sheet of before opens it


@dataclass(frozen=True)
class BackupLine:
    """One backup and what is known of it.

    Attributes:
        backup: The file.
        checked: Whether it is known to be whole.
        checked_at: When that was found, as ``YYYY-MM-DDTHH:MM``; empty if it was not.
        contents: What it holds, if that is known.
        problem: Why it can't be opened, as a sentence.
    """

    backup: Backup
    checked: Checked
    checked_at: str = ""
    contents: Contents | None = None
    problem: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it was opened and found whole."""
        return self.checked in (Checked.MADE, Checked.NOW)


@dataclass(frozen=True)
class Outside:
    """The newest backup that does not lie in the data file's folder.

    Attributes:
        at: When it was made or copied.
        place: The folder.
        same_disk: Whether it lies on the same disk as the data.
    """

    at: datetime
    place: Path
    same_disk: bool


def backup_lines(store: Store) -> list[BackupLine]:
    """The backups beside the file, the newest first; nothing is opened."""
    if store.path is None:
        return []
    known = setting(store, CHECKED) or {}
    found = backups.list_backups(backups.folder_of(store.path))
    return [_line(store, each, known.get(each.path.name)) for each in found]


def examine(store: Store, backup: Backup) -> BackupLine:
    """Open a backup, check every page, count what it holds, and remember that.

    What can't be opened is told in the line; nothing is raised for it.
    """
    if not _is_of_this_file(store, backup):
        return BackupLine(backup, Checked.FOREIGN)
    opened = store.file
    try:
        backups.verify_backup(backup, opened.keys, opened.salt)
        found = contents_at(backup.path, opened.keys, opened.salt)
    except PartydeskError as error:
        _remember(store, backup, None)
        return BackupLine(backup, Checked.BROKEN, problem=str(error))
    at = _remember(store, backup, found)
    return BackupLine(backup, Checked.NOW, at, found)


def examine_all(
    store: Store, found: Sequence[Backup], tell: Callable[[str, int, int], object]
) -> list[BackupLine]:
    """The same for several, with progress; stopping in between keeps what was found."""
    lines = []
    for place, backup in enumerate(found):
        tell("正在核对备份", place, len(found))
        lines.append(examine(store, backup))
    return lines


def present_contents(store: Store) -> Contents:
    """What the open file holds now."""
    return contents_of(store.file.connection)


def newest_sound(store: Store) -> BackupLine | None:
    """The newest backup that opens and is whole, found by opening them one after the other."""
    for each in backup_lines(store):
        line = examine(store, each.backup)
        if line.is_sound:
            return line
    return None


def note_made(store: Store, backup: Backup) -> None:
    """Remember of a backup just made and compared what it holds and where it lies."""
    # The backup stands, whatever happens now; that it was checked is then not known any more.
    with contextlib.suppress(StorageError):
        if backup.path.parent == backups.folder_of(store.file.path):
            _remember(store, backup, contents_of(store.file.connection), made=True)
        _note_outside(store, backup.path)


def copy_elsewhere(
    store: Store,
    backup: Backup,
    folder: Path,
    tell: Callable[[str], object] = lambda _step: None,
) -> Path:
    """Copy a backup with its passwords to another folder, such as one on a stick.

    The backup is checked first; the copy is read back from the stick itself and compared. What
    ``tell`` raises at one of its steps ends the work, and nothing is left.

    Raises:
        RefusedError: A file of that name is there already, or the folder is that of the backups.
        DamagedFileError: The backup is damaged.
        StorageError: The disk refuses; nothing is left under the name.
    """
    target = folder / backup.path.name
    if target.exists():
        raise RefusedError(
            f"“{folder.name or folder}”里已经有这份备份，没有再复制。",
            "请换一个文件夹，或换一份备份。",
        )
    tell("正在打开备份核对…")
    if _is_of_this_file(store, backup):
        backups.verify_backup(backup, store.file.keys, store.file.salt)
    make_folder(folder)
    safeio.require_space(folder, backup.size)
    source, passwords = slots.slots_path(backup.path), slots.slots_path(target)
    is_new = not passwords.exists()
    try:
        if source.is_file():
            safeio.copy_file(source, passwords)
        safeio.copy_file(backup.path, target, between=lambda: tell("正在复制并读回核对…"))
    except BaseException:
        if is_new:
            with contextlib.suppress(OSError):
                passwords.unlink(missing_ok=True)
        raise
    _note_outside(store, target)
    return target


def outside_backup(store: Store) -> Outside | None:
    """The newest backup elsewhere that this file knows of."""
    kept = setting(store, OUTSIDE)
    if kept is None:
        return None
    return Outside(datetime.fromisoformat(kept["at"]), Path(kept["place"]), kept["same_disk"])


def reminder(store: Store, today: date) -> str:
    """A sentence when the newest backup elsewhere is too old; empty when all is well."""
    if store.path is None:
        return ""
    known = outside_backup(store)
    if known is None:
        return "还没有存到别处的备份。电脑坏了，旁边的备份也会一起丢失，请插上 U 盘备份一次。"
    days = (today - known.at.date()).days
    if days > REMINDER_DAYS:
        return f"上次备份到别处是 {days} 天前（{known.place}）。请插上 U 盘再备份一次。"
    if known.same_disk:
        same = f"别处的备份（{known.place}）和数据在同一块磁盘上，磁盘坏了会一起丢失。"
        return f"{same}请再存一份到 U 盘。"
    return ""


def _line(store: Store, backup: Backup, kept: dict[str, Any] | None) -> BackupLine:
    if not _is_of_this_file(store, backup):
        return BackupLine(backup, Checked.FOREIGN)
    if kept is None or kept["mark"] != _mark(backup.path):
        return BackupLine(backup, Checked.NO)
    told = kept["contents"]
    if told is None:
        return BackupLine(backup, Checked.BROKEN, problem="上次核对时打不开。")
    registers = {name: RegisterCount(**each) for name, each in told["registers"].items()}
    contents = Contents(registers, told["steps"], told["changed_at"])
    return BackupLine(backup, Checked.MADE if kept["made"] else Checked.NOW, kept["at"], contents)


def _is_of_this_file(store: Store, backup: Backup) -> bool:
    try:
        return read_salt(backup.path) == store.file.salt
    except PartydeskError:
        return True  # opening it will say what is wrong


def _remember(
    store: Store, backup: Backup, contents: Contents | None, *, made: bool = False
) -> str:
    """Keep what was found, unless nothing may be written; the time."""
    at = datetime.now().isoformat(timespec="minutes")
    if store.stopped is not None:
        return at
    known: dict[str, Any] = setting(store, CHECKED) or {}
    known.pop(backup.path.name, None)
    there = {name: each for name, each in known.items() if (backup.path.parent / name).exists()}
    told = asdict(contents) if contents else None
    entry = {"at": at, "made": made, "mark": _mark(backup.path), "contents": told}
    kept = [*there.items(), (backup.path.name, entry)]
    keep_setting(store, CHECKED, dict(kept[-_MOST_REMEMBERED:]))
    return at


def _mark(path: Path) -> list[int]:
    """Size and time: another file under the same name has not been checked."""
    try:
        told = path.stat()
    except OSError:
        return []
    return [told.st_size, told.st_mtime_ns]


def _note_outside(store: Store, copy: Path) -> None:
    home = store.file.path.absolute().parent
    place = copy.absolute().parent
    if place.is_relative_to(home):
        return
    same = place.stat().st_dev == home.stat().st_dev
    at = datetime.now().isoformat(timespec="seconds")
    # A stick may name its folders in another encoding, which is no text for the file.
    told = os.fsencode(place).decode("utf-8", "replace")
    keep_setting(store, OUTSIDE, {"at": at, "place": told, "same_disk": same})
