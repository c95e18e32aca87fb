"""From a password or a printed sheet to the keys of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from partydesk.errors import DamagedFileError, InvalidValuesError, WrongPasswordError
from partydesk.storage import slots
from partydesk.storage.keys import Keys, derive_keys, password_problem, secret_check

#: What a file opened with the printed sheet says instead of a password's owner.
SHEET_SLOT = "恢复单"


@dataclass(frozen=True)
class Unlocked:
    """What a password or a sheet gave: keys, whose they are, and whether a slot vouched for them.

    Attributes:
        vouched: True when the keys are surely right, so that a failing file is a damaged file.
    """

    keys: Keys
    slot_name: str
    role: slots.Role
    vouched: bool


def unlock(path: Path, salt: bytes, password: str) -> Unlocked:
    """The keys that a password of this file gives.

    Raises:
        WrongPasswordError: No slot of this file has the password.
        DamagedFileError: The slot file is damaged or belongs to another file.
    """
    known = slots.read_slots(slots.slots_path(path))
    slot, wrapped = matching(known, salt, password, path.name)
    keys = derive_keys(wrapped, salt) if slot.role == "secretary" else Keys(wrapped, None)
    return Unlocked(keys, slot.name, slot.role, vouched=True)


def unlock_with(path: Path, salt: bytes, secret: bytes) -> Unlocked:
    """The keys that follow from a sheet's secret; the slot file, if there, says whose sheet it is.

    Raises:
        WrongPasswordError: The sheet belongs to another file.
    """
    try:
        known = slots.read_slots(slots.slots_path(path))
    except DamagedFileError:
        known = []
    checks = {slot.check for slot in known if slot.file_id == slots.file_id_of(salt)}
    if checks and secret_check(secret, salt) not in checks:
        raise wrong_sheet(path.name)
    return Unlocked(derive_keys(secret, salt), SHEET_SLOT, "secretary", vouched=bool(checks))


def secretary_slot(
    secret: bytes, salt: bytes, password: str, owner: str, cost: slots.Cost | None
) -> slots.Slot:
    """A slot that opens everything; measures this machine when no cost is given."""
    return slots.make_slot(
        secret,
        password,
        role="secretary",
        name=owner,
        mark=slots.mark_of(secret, salt),
        cost=cost or slots.calibrated(),
    )


def require_password(password: str) -> None:
    """Refuse a weak password before it is used."""
    if problem := password_problem(password):
        raise InvalidValuesError({"password": problem})


def matching(
    known: Sequence[slots.Slot], salt: bytes, password: str, name: str
) -> tuple[slots.Slot, bytes]:
    """The slot of this file that a password opens, and what it wraps.

    Raises:
        WrongPasswordError: No slot of this file has the password.
        DamagedFileError: No slot is of this file.
    """
    ours = [slot for slot in known if slot.file_id == slots.file_id_of(salt)]
    if not ours:
        raise DamagedFileError(
            f"“{name}”与旁边的密码文件不是一对，或数据文件的开头已损坏。",
            "请用打印的恢复单打开，或从最近的备份中恢复。",
        )
    for slot in ours:
        wrapped = slots.open_slot(slot, password)
        if wrapped is not None:
            return slot, wrapped
    raise WrongPasswordError(
        "密码不对。", "请检查大小写和输入法后再试；忘记密码时，可用打印的恢复单打开。"
    )


def wrong_sheet(name: str) -> WrongPasswordError:
    """The sentence for a sheet of another file."""
    return WrongPasswordError(
        f"这张恢复单不是“{name}”的。", "请核对恢复单上的文件编号；换过恢复单后只有新的一张有效。"
    )
