"""Passwords: each wraps the recovery secret or the database key in a small file beside the data."""

import base64
import binascii
import hashlib
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from partydesk import safeio
from partydesk.errors import DamagedFileError, NewerFileError
from partydesk.storage.keys import password_bytes, seal, secret_check, unseal

#: What a slot opens: the secretary's everything, the deputy's all but the sealed fields.
Role = Literal["secretary", "deputy"]

_FORMAT = 1


@dataclass(frozen=True)
class Cost:
    """What one guess of a password costs.

    Attributes:
        memory_kib: Memory in KiB.
        iterations: Passes over it.
        lanes: Parts that may be worked on at once.
    """

    memory_kib: int
    iterations: int
    lanes: int

    @property
    def bounded(self) -> bool:
        """Whether it may be spent at all: a doctored file must not ask for all memory."""
        return (
            1 <= self.lanes <= 16
            and 1 <= self.iterations <= 32
            and 8 * self.lanes <= self.memory_kib <= 512 * 1024
        )


#: The least that a guess costs, and the most memory that we ask of a 4 GB machine.
FLOOR = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
_MOST_MEMORY_KIB = 256 * 1024
_WANTED_SECONDS = 0.5


@dataclass(frozen=True)
class Slot:
    """One password of one file.

    Attributes:
        id: Random, unique.
        file_id: The file that it belongs to; see `file_id_of`.
        name: Whose it is, as shown.
        role: What it opens.
        cost: What a guess costs.
        salt: 16 random bytes.
        sealed: The secret (secretary) or the database key (deputy), sealed by the password.
        check: Tells whether a recovery sheet belongs to the file; see `keys.secret_check`.
    """

    id: str
    file_id: str
    name: str
    role: Role
    cost: Cost
    salt: bytes
    sealed: bytes
    check: bytes


@dataclass(frozen=True)
class FileMark:
    """What names a file and its sheet without opening either.

    Attributes:
        file_id: Shared by all copies of the file; see `file_id_of`.
        check: Tells whether a recovery sheet belongs to it; see `keys.secret_check`.
    """

    file_id: str
    check: bytes


def file_id_of(salt: bytes) -> str:
    """The name of a file that all its copies share: its first 16 bytes in hex."""
    return salt.hex()


def mark_of(secret: bytes, salt: bytes) -> FileMark:
    """The mark of the file with this secret and salt."""
    return FileMark(file_id_of(salt), secret_check(secret, salt))


def slots_path(path: Path) -> Path:
    """Where the slots of a data file lie."""
    return path.with_name(path.name + ".keys")


def calibrated() -> Cost:
    """The cost that takes half a second of processor time here, and never less than the floor.

    Not time by the clock: on a busy machine that would give a password that is cheap to guess.
    """
    cost = FLOOR
    while (seconds := _seconds(cost)) < _WANTED_SECONDS:
        if cost.memory_kib < _MOST_MEMORY_KIB:
            cost = Cost(cost.memory_kib * 2, cost.iterations, cost.lanes)
            continue
        passes = int(cost.iterations * _WANTED_SECONDS / seconds) + 1
        cost = Cost(cost.memory_kib, min(32, max(passes, cost.iterations + 1)), cost.lanes)
        if cost.iterations == 32:
            break
    return cost


def make_slot(
    wrapped: bytes, password: str, *, role: Role, name: str, mark: FileMark, cost: Cost
) -> Slot:
    """Wrap the secret (secretary) or the database key (deputy) with a password."""
    slot_id, salt = uuid.uuid4().hex, uuid.uuid4().bytes
    key = _key(password, salt, cost)
    sealed = seal(key, wrapped, _associated(mark.file_id, slot_id, role))
    return Slot(slot_id, mark.file_id, name, role, cost, salt, sealed, mark.check)


def open_slot(slot: Slot, password: str) -> bytes | None:
    """What the slot wraps, or None when this is not its password."""
    key = _key(password, slot.salt, slot.cost)
    try:
        return unseal(key, slot.sealed, _associated(slot.file_id, slot.id, slot.role))
    except DamagedFileError:
        return None


def write_slots(path: Path, slots: Sequence[Slot]) -> None:
    """Write the slot file and, once that stands, its second copy.

    Both hold the same: a password that was taken away must not live on in an older copy.

    Raises:
        StorageError: The disk refuses; at least one readable copy stands.
    """
    text = json.dumps(_to_json(slots), ensure_ascii=False, indent=1).encode()
    safeio.write_file(path, text)
    safeio.write_file(_second(path), text)


def read_slots(path: Path) -> list[Slot]:
    """The slots from the first copy that can be read.

    Raises:
        DamagedFileError: Neither copy can be read, or there is none.
        NewerFileError: They were written by a newer version.
    """
    for copy in (path, _second(path)):
        try:
            return _from_json(json.loads(copy.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    raise DamagedFileError(
        f"密码文件“{path.name}”不见了或已损坏。",
        "数据还在：请用打印的恢复单打开，再重新设置密码；或从备份中恢复。",
    )


def both_copies(path: Path) -> tuple[Path, Path]:
    """The slot file and its second copy."""
    return path, _second(path)


def _second(path: Path) -> Path:
    return path.with_name(path.name + ".1")


def _associated(file_id: str, slot_id: str, role: Role) -> bytes:
    return f"partydesk slot v1|{file_id}|{slot_id}|{role}".encode()


def _key(password: str, salt: bytes, cost: Cost) -> bytes:
    return Argon2id(
        salt=salt,
        length=32,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(password_bytes(password))


def _seconds(cost: Cost) -> float:
    start = time.process_time()
    _key("calibration", bytes(16), cost)
    return time.process_time() - start


def _to_json(slots: Sequence[Slot]) -> dict[str, object]:
    rows = [
        asdict(slot) | {name: _text(getattr(slot, name)) for name in ("salt", "sealed", "check")}
        for slot in slots
    ]
    return {"format": _FORMAT, "slots": rows, "sha256": _digest(rows)}


def _from_json(content: dict[str, object]) -> list[Slot]:
    """Read strictly: anything odd counts as damage, and the other copy is asked."""
    if isinstance(content["format"], int) and content["format"] > _FORMAT:
        raise NewerFileError("密码文件是较新版本的支部工作台写的。", "请先升级本机的支部工作台。")
    rows = content["slots"]
    if not isinstance(rows, list) or content["sha256"] != _digest(rows):
        raise ValueError("the slots were changed")
    return [_slot(row) for row in rows]


def _slot(row: dict[str, object]) -> Slot:
    raw_cost, role = row["cost"], row["role"]
    if not isinstance(raw_cost, dict) or role not in {"secretary", "deputy"}:
        raise ValueError("not a slot")
    cost = Cost(**{name: int(value) for name, value in raw_cost.items()})
    if not cost.bounded:
        raise ValueError("a slot asks for too much")
    return Slot(
        id=str(row["id"]),
        file_id=str(row["file_id"]),
        name=str(row["name"]),
        role="secretary" if role == "secretary" else "deputy",
        cost=cost,
        salt=_bytes(row["salt"]),
        sealed=_bytes(row["sealed"]),
        check=_bytes(row["check"]),
    )


def _digest(rows: object) -> str:
    """Not a protection against people, only against disks."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
