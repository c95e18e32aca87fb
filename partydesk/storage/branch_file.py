"""One branch's file: making it, and opening it with a password or the printed sheet."""

import contextlib
import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import (
    FileInUseError,
    MisplacedError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)
from partydesk.storage import lock_file, migrations, places, slots
from partydesk.storage.connection import close_whole, connect, damaged, require_database
from partydesk.storage.keys import (
    SALT_BYTES,
    Keys,
    derive_keys,
    new_salt,
    new_secret,
    secret_from_sheet,
    sheet_groups,
)
from partydesk.storage.unlocking import (
    Unlocked,
    require_password,
    secretary_slot,
    unlock,
    unlock_with,
)

_COPY_FIRST = "请先复制到本机（例如“文档”文件夹）再打开，用完再拷回去。"
#: What a disk says where it may only be read.
_UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass
class OpenFile:
    """A branch file that this program alone has open.

    Attributes:
        path: The data file.
        connection: The one connection to it.
        keys: What opens it; no confidential key for a deputy.
        slot_name: Whose password opened it.
        role: What that password opens.
        salt: Its first 16 bytes.
        lock: Keeps a second window out.
        sheet: The eight groups to print; only right after the file was made.
        is_open: Whether ``close`` has not been called yet.
        was_closed: Whether the program that had it last closed it; not so after a power cut.
    """

    path: Path
    connection: dbapi2.Connection = field(repr=False)
    keys: Keys = field(repr=False)
    slot_name: str
    role: slots.Role
    salt: bytes
    lock: lock_file.FileLock = field(repr=False)
    sheet: tuple[str, ...] | None = field(default=None, repr=False)
    is_open: bool = True
    was_closed: bool = True

    @property
    def file_id(self) -> str:
        """The name that all copies of the file share."""
        return slots.file_id_of(self.salt)

    def close(self) -> None:
        """Close the file and let others open it; the keys go with this object."""
        self.is_open = False
        self.connection.close()
        self.lock.release()


def create_file(
    path: Path,
    password: str,
    *,
    owner: str = "书记",
    steps: Sequence[migrations.Step] = migrations.STEPS,
    cost: slots.Cost | None = None,
    allow_anywhere: bool = False,
) -> OpenFile:
    """Make a new, empty branch file and open it; ``sheet`` of the result must be printed now.

    Args:
        path: Where; nothing may be there yet.
        password: The secretary's.
        owner: Whose password it is, as shown.
        steps: The steps that make the schema.
        cost: What a guess of the password costs; None measures this machine.
        allow_anywhere: Also on a stick, a share or in a sync folder.

    Raises:
        InvalidValuesError: The password is too weak.
        RefusedError: The target exists or lies where data get damaged.
        StorageError: The disk refuses.
    """
    require_password(password)
    if path.exists():
        raise RefusedError(f"“{path.name}”已经存在，没有覆盖。", "请换一个名称，或直接打开它。")
    require_place(path, allow_anywhere=allow_anywhere)
    make_folder(path.parent)
    secret, salt = new_secret(), new_salt()
    lock = lock_file.take(path)
    try:
        _make_database(path, derive_keys(secret, salt).database, salt, steps)
        slot = secretary_slot(secret, salt, password, owner, cost)
        slots.write_slots(slots.slots_path(path), [slot])
        safeio.publish(with_part(path), path)
        keys = derive_keys(secret, salt)
        connection = connect(path, keys.database, salt)
    except BaseException:
        discard(with_part(path))
        lock.release()
        raise
    return OpenFile(path, connection, keys, owner, "secretary", salt, lock, sheet_groups(secret))


def open_file(
    path: Path,
    password: str,
    *,
    newest: int = len(migrations.STEPS),
    allow_anywhere: bool = False,
) -> OpenFile:
    """Open a branch file with a password; see `migrations.bring_up_to_date` for what follows.

    Raises:
        WrongPasswordError: No slot of this file has the password.
        FileInUseError: Another window has it open; the sentence says whose.
        RefusedError: It lies on a share, a stick or in a sync folder.
        NewerFileError: A newer version of the program made it.
        DamagedFileError: The file or the slot file is damaged.
        StorageError: It is missing or the folder can't be written.
    """
    return _open(path, lambda salt: unlock(path, salt, password), newest, allow_anywhere)


def open_with_sheet(
    path: Path,
    text: str,
    *,
    newest: int = len(migrations.STEPS),
    allow_anywhere: bool = False,
) -> OpenFile:
    """Open a branch file with the 48 digits of its recovery sheet; the slot file may be missing.

    Raises:
        InvalidValuesError: Digits are mistyped; names the groups.
        WrongPasswordError: The sheet belongs to another file.
        PartydeskError: As for `open_file`.
    """
    secret = secret_from_sheet(text)
    return _open(path, lambda salt: unlock_with(path, salt, secret), newest, allow_anywhere)


def reopen(opened: OpenFile, *, newest: int = len(migrations.STEPS)) -> OpenFile:
    """Open a file again with the keys that it was open with, after it was closed to be moved.

    Raises:
        PartydeskError: As for `open_file`.
    """
    unlocked = Unlocked(opened.keys, opened.slot_name, opened.role, vouched=True)
    return _open(opened.path, lambda _salt: unlocked, newest, allow_anywhere=True)


def read_salt(path: Path) -> bytes:
    """The first 16 bytes of a data file; only while no connection of this process has it open.

    On Linux, closing any handle on a file drops the locks that the process holds on it.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(SALT_BYTES)
    except OSError as error:
        raise storage_error(error, path) from error


def with_part(path: Path) -> Path:
    """The name of a file while it is being made."""
    return path.with_name(path.name + safeio.PART)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, if they are missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error


def require_place(path: Path, *, allow_anywhere: bool = False) -> None:
    """Refuse to write a data file on a share, a stick or in a sync folder."""
    problem = "" if allow_anywhere else places.classify(path.parent).problem
    if problem:
        raise MisplacedError(problem, _COPY_FIRST)


def _open(
    path: Path, key_of: Callable[[bytes], Unlocked], newest: int, allow_anywhere: bool
) -> OpenFile:
    require_place(path, allow_anywhere=allow_anywhere)
    require_database(path)
    was_closed = not _was_left(path)
    lock = _taken(path)
    try:
        salt = read_salt(path)
        unlocked = key_of(salt)
        connection = _connect(path, unlocked, salt)
        try:
            migrations.require_known(connection, path, newest)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise
    keys, name, role = unlocked.keys, unlocked.slot_name, unlocked.role
    opened = OpenFile(path, connection, keys, name, role, salt, lock)
    opened.was_closed = was_closed
    return opened


def _taken(path: Path) -> lock_file.FileLock:
    """The file for us alone; where nothing can be written, it is copied home and opened there."""
    try:
        return lock_file.take(path)
    except FileInUseError:
        raise
    except StorageError as error:
        if not isinstance(error.__cause__, OSError) or error.__cause__.errno not in _UNWRITABLE:
            raise
        sentence = f"“{path.name}”所在的文件夹只能读，不能在这里修改。"
        raise MisplacedError(sentence, _COPY_FIRST) from error


def _was_left(path: Path) -> bool:
    """Whether a kill or a power cut left what closing removes."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() or lock_file.lock_path(path).exists()


def _connect(path: Path, unlocked: Unlocked, salt: bytes) -> dbapi2.Connection:
    """With keys that are surely right, a file that does not open is a damaged one."""
    try:
        return connect(path, unlocked.keys.database, salt)
    except WrongPasswordError as error:
        if unlocked.vouched:
            raise damaged(path.name) from error
        raise


def _make_database(path: Path, key: bytes, salt: bytes, steps: Sequence[migrations.Step]) -> None:
    """Build the empty database under a temporary name, closed and flushed."""
    part = with_part(path)
    remove_database(part)
    connection = connect(part, key, salt, create=True)
    try:
        migrations.bring_up_to_date(connection, path, steps)
    except BaseException:
        connection.close()
        raise
    close_whole(connection, part)
    safeio.sync_file(part)


def remove_database(part: Path) -> None:
    """Remove a half-made database with all that belongs to it."""
    for ending in ("", *_BESIDE):
        try:
            part.with_name(part.name + ending).unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, part) from error


def discard(part: Path) -> None:
    """Remove a half-made database and its slots; what can't go now goes at the next start."""
    leftovers = [part.with_name(part.name + ending) for ending in _BESIDE]
    for leftover in (part, *leftovers, *slots.both_copies(slots.slots_path(part))):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)


_BESIDE = ("-wal", "-shm", "-journal")
