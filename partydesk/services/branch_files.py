"""The branch's file as a whole: made, opened, backed up, restored, and who may open it."""

import glob
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

from partydesk import safeio
from partydesk.documents.forms.recovery_sheet import RecoverySheet, recovery_sheet
from partydesk.documents.pdf import Printing
from partydesk.errors import ForeignFileError
from partydesk.services.organization import checked_branch, save_branch, the_branch
from partydesk.services.safekeeping import note_made
from partydesk.services.work_folder import clear_leftovers
from partydesk.services.working_copies import remove_copies
from partydesk.storage import backups, passwords, restore, slots
from partydesk.storage.backups import Backup
from partydesk.storage.branch_file import remove_database
from partydesk.storage.migrations import STEPS, Step, bring_up_to_date, require_usual_form
from partydesk.storage.store import Store


def get_ready() -> None:
    """Do what the first file that is opened would wait for: put the kinds of records together."""
    configure_mappers()


def create_branch(
    path: Path,
    password: str,
    values: Mapping[str, Any],
    *,
    cost: slots.Cost | None = None,
    allow_anywhere: bool = False,
) -> tuple[Store, tuple[str, ...]]:
    """Make a branch's file and open it.

    Args:
        path: Where; nothing may be there.
        password: The secretary's.
        values: What is known of the branch, by field name.
        cost: What a guess of the password costs; ``None`` measures this machine.
        allow_anywhere: Also on a stick, a share or in a sync folder.

    Returns:
        The open file, and the eight groups of the recovery sheet that must be printed now.

    Raises:
        InvalidValuesError: A value or the password can't be used; nothing was made.
        PartydeskError: As ``storage.branch_file.create_file``.
    """
    checked_branch(values)
    store = Store.create(path, password, cost=cost, allow_anywhere=allow_anywhere)
    try:
        save_branch(store, values)
    except BaseException:
        discard_branch(store)
        raise
    groups = store.file.sheet
    assert groups is not None, "a new file has a sheet"
    return store, groups


def discard_branch(store: Store) -> None:
    """Close a file that was just made and remove it, when setting it up was given up."""
    path = store.file.path
    store.close()
    remove_database(path)
    for copy in slots.both_copies(slots.slots_path(path)):
        copy.unlink(missing_ok=True)


def open_branch(
    path: Path, password: str, *, steps: Sequence[Step] = STEPS, allow_anywhere: bool = False
) -> Store:
    """Open a branch's file and bring it up to date, after a verified copy of the older form.

    Raises:
        PartydeskError: As ``storage.branch_file.open_file``; the file is closed and unchanged.
    """
    opened = Store.open(path, password, newest=len(steps), allow_anywhere=allow_anywhere)
    return make_ready(opened, steps)


def open_with_sheet(
    path: Path, sheet: str, *, steps: Sequence[Step] = STEPS, allow_anywhere: bool = False
) -> Store:
    """Open a branch's file with the digits of its recovery sheet; otherwise as `open_branch`."""
    opened = Store.open_with_sheet(path, sheet, newest=len(steps), allow_anywhere=allow_anywhere)
    return make_ready(opened, steps)


def recovery_sheet_pdf(
    store: Store, groups: Sequence[str], printed_by: str, today: date, *, file_id: str = ""
) -> bytes:
    """The sheet that opens the file when the password is lost; to be printed, not to be kept.

    Args:
        store: The file.
        groups: The eight groups of digits.
        printed_by: Whose work this is.
        today: The day on which the digits become valid.
        file_id: Of the file that it will open, if that is yet to be made.
    """
    branch = the_branch(store)
    sheet = RecoverySheet(
        branch=branch.name if branch else "",
        file_name=store.file.path.name,
        database_id=number_of(file_id or store.file.file_id),
        groups=groups,
        made_on=today,
    )
    return recovery_sheet(sheet, Printing(printed_by, datetime.now()))


def file_number(store: Store) -> str:
    """What tells the sheets of two files apart; says nothing about the keys."""
    return number_of(store.file.file_id)


def number_of(file_id: str) -> str:
    """A file's id as sheets and windows show it: ``1A2B-3C4D-5E6F``."""
    text = file_id[:12].upper()
    return "-".join(text[start : start + 4] for start in range(0, 12, 4))


def daily_backup(store: Store, today: date) -> Backup | None:
    """A backup if this day has none yet; ``None`` when there was nothing to do.

    Raises:
        StorageError: The disk refuses; older backups all stay.
    """
    if store.path is None or _of_day(store.path, today):
        return None
    return backup_now(store, "每日备份")


def backup_now(
    store: Store,
    reason: str,
    folder: Path | None = None,
    *,
    tell: Callable[[str], object] = lambda _step: None,
) -> Backup:
    """Copy the open file through its own connection, open the copy and compare it.

    Args:
        store: The file; no session on it may be open.
        reason: Why, in a few characters; becomes part of the name.
        folder: Instead of the usual one beside the file, such as one on a stick.
        tell: Told the name of each step; what it raises ends the work, and nothing is left.

    Raises:
        StorageError: The disk refuses or the copy is not equal; older backups all stay.
    """
    made = _copy(store, reason, folder, tell)
    note_made(store, made)
    return made


def last_backup(store: Store) -> Backup | None:
    """The newest backup of this file; none yet, or a file in memory."""
    found = list_backups(store.path) if store.path else []
    return found[0] if found else None


def protection_line(store: Store, today: date) -> str:
    """The status line: 已加密 · 今日 09:50 已备份."""
    last = last_backup(store)
    if last is None:
        return "已加密 · 还没有备份"
    clock = f"{last.clock[:2]}:{last.clock[2:]}"
    if last.day == f"{today:%Y%m%d}":
        return f"已加密 · 今日 {clock} 已备份"
    return f"已加密 · {int(last.day[4:6])}月{int(last.day[6:])}日 {clock} 备份"


def list_backups(path: Path) -> list[Backup]:
    """The backups of a branch's file, the newest first; the file itself may be gone."""
    return backups.list_backups(backups.folder_of(path))


def backup_at(path: Path) -> Backup:
    """The backup in a file.

    Raises:
        ForeignFileError: It is not there, or its name is not that of a backup.
    """
    for one in backups.list_backups(path.parent):
        if one.path.name == path.name:
            return one
    raise ForeignFileError(
        f"“{path.name}”不是支部工作台的备份。", "备份在数据文件旁边“……的备份”文件夹里，不要改名。"
    )


def restore_to(
    backup: Backup, target_path: Path, password: str, *, allow_anywhere: bool = False
) -> backups.Counts:
    """Bring a backup back to a new place, compared there; see ``storage.restore``."""
    return restore.restore_backup(backup, target_path, password, allow_anywhere=allow_anywhere)


def restore_to_with_sheet(
    backup: Backup, target_path: Path, sheet: str, *, allow_anywhere: bool = False
) -> backups.Counts:
    """The same with the digits of the recovery sheet."""
    return restore.restore_with_sheet(backup, target_path, sheet, allow_anywhere=allow_anywhere)


def change_password(
    store: Store,
    old: str,
    new: str,
    *,
    cost: slots.Cost | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> None:
    """Give whoever has the old password a new one; errors as ``storage.passwords``."""
    opened = store.file
    passwords.change_password(opened.path, old, new, salt=opened.salt, cost=cost, tell=tell)


def reset_password(store: Store, sheet: str, new: str, *, cost: slots.Cost | None = None) -> None:
    """After opening with the sheet: one new password for the secretary, all others end."""
    passwords.reset_password(store.file, sheet, new, cost=cost)


def add_deputy(
    store: Store,
    name: str,
    password: str,
    *,
    cost: slots.Cost | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> None:
    """Give a deputy a password that opens all but the confidential texts."""
    passwords.add_deputy(store.file, name, password, cost=cost, tell=tell)


def remove_deputy(store: Store, name: str) -> None:
    """Take a deputy's password away."""
    passwords.remove_deputy(store.file, name)


def deputies(store: Store) -> list[str]:
    """Names of those who have a deputy's password."""
    known = slots.read_slots(slots.slots_path(store.file.path))
    return [slot.name for slot in known if slot.role == "deputy"]


def make_ready(store: Store, steps: Sequence[Step] = STEPS) -> Store:
    """Clear what a crash left, then migrate; what goes wrong leaves the file closed."""
    path = store.file.path
    try:
        clear_leftovers(path)
        remove_copies(path)
        made = (f"{path.stem}.{each}{path.suffix}" for each in ("handover", "restore"))
        for stem in (path.name, *made):
            safeio.remove_orphans(path.parent, glob.escape(stem) + "*")
        safeio.remove_orphans(backups.folder_of(path))
        require_usual_form(store.file.connection, path, steps)
        bring_up_to_date(
            store.file.connection, path, steps, copy_first=lambda: _copy(store, "升级前")
        )
        # Read before it is shown: a file damaged so far is told now, where a backup is offered.
        the_branch(store)
    except BaseException:
        store.close()
        raise
    return store


def _copy(
    store: Store,
    reason: str,
    folder: Path | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> Backup:
    place = folder or backups.folder_of(store.file.path)
    return backups.make_backup(store.file, place, reason, tell=tell)


def _of_day(path: Path, day: date) -> bool:
    found = list_backups(path)
    return bool(found) and found[0].day == f"{day:%Y%m%d}"
