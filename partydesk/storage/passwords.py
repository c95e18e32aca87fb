"""Changing who opens a branch file: new password, deputy, new password after the sheet."""

from collections.abc import Callable
from pathlib import Path

from partydesk.errors import RefusedError
from partydesk.storage import slots
from partydesk.storage.branch_file import OpenFile
from partydesk.storage.keys import derive_keys, secret_from_sheet
from partydesk.storage.unlocking import matching, require_password, secretary_slot, wrong_sheet


def change_password(
    path: Path,
    old: str,
    new: str,
    *,
    salt: bytes,
    cost: slots.Cost | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> None:
    """Give the slot that the old password opens a new password; backups keep the old one.

    Raises:
        WrongPasswordError: No slot has the old password.
        InvalidValuesError: The new password is too weak.
        StorageError: The disk refuses; the old password still holds.
    """
    require_password(new)
    tell("正在核对现在的密码…")
    file = slots.slots_path(path)
    known = slots.read_slots(file)
    slot, wrapped = matching(known, salt, old, path.name)
    tell("正在处理新密码…")
    mark = slots.FileMark(slot.file_id, slot.check)
    fresh = slots.make_slot(
        wrapped, new, role=slot.role, name=slot.name, mark=mark, cost=cost or slots.calibrated()
    )
    tell("正在保存新密码…")
    slots.write_slots(file, [fresh if one.id == slot.id else one for one in known])


def reset_password(
    opened: OpenFile, text: str, new: str, *, owner: str = "书记", cost: slots.Cost | None = None
) -> None:
    """Replace all passwords by a new one for the secretary, after opening with the sheet.

    Raises:
        InvalidValuesError: The sheet is mistyped or the password too weak.
        WrongPasswordError: The sheet belongs to another file.
    """
    require_password(new)
    secret = secret_from_sheet(text)
    if derive_keys(secret, opened.salt).database != opened.keys.database:
        raise wrong_sheet(opened.path.name)
    slot = secretary_slot(secret, opened.salt, new, owner, cost)
    slots.write_slots(slots.slots_path(opened.path), [slot])


def add_deputy(
    opened: OpenFile,
    name: str,
    password: str,
    *,
    cost: slots.Cost | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> None:
    """Give a deputy a password that opens all but the sealed fields; replaces one of that name.

    Raises:
        RefusedError: Only who opened the file as secretary may do this.
        InvalidValuesError: The password is too weak.
    """
    _require_secretary(opened)
    require_password(password)
    tell("正在处理新密码…")
    file = slots.slots_path(opened.path)
    known = slots.read_slots(file)
    check = next(slot.check for slot in known if slot.file_id == opened.file_id)
    slot = slots.make_slot(
        opened.keys.database,
        password,
        role="deputy",
        name=name,
        mark=slots.FileMark(opened.file_id, check),
        cost=cost or slots.calibrated(),
    )
    kept = [one for one in known if (one.role, one.name) != ("deputy", name)]
    tell("正在保存新密码…")
    slots.write_slots(file, [*kept, slot])


def remove_deputy(opened: OpenFile, name: str) -> None:
    """Take a deputy's password away.

    Raises:
        RefusedError: Only who opened the file as secretary may do this.
    """
    _require_secretary(opened)
    file = slots.slots_path(opened.path)
    kept = [one for one in slots.read_slots(file) if (one.role, one.name) != ("deputy", name)]
    slots.write_slots(file, kept)


def _require_secretary(opened: OpenFile) -> None:
    if opened.role != "secretary":
        raise RefusedError("只有书记的密码可以管理其他人的密码。", "请由书记打开文件后再操作。")
