"""Backups that were opened and compared before they count, and before an older one goes."""

import contextlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk import safeio
from partydesk.errors import DamagedFileError, WrongPasswordError
from partydesk.paths import SUFFIX
from partydesk.storage import slots
from partydesk.storage.branch_file import (
    OpenFile,
    discard,
    make_folder,
    read_salt,
    remove_database,
    with_part,
)
from partydesk.storage.connection import (
    ask,
    close_whole,
    connect,
    connect_to_read,
    damaged,
    database_fault,
)
from partydesk.storage.keys import Keys
from partydesk.storage.rotation import Stamp, superfluous

#: How many rows each table holds, by its name.
Counts = dict[str, int]

#: The most bytes that the backups of one file take.
SIZE_LIMIT = 5 * 1024**3
#: So many pages are copied between two chances to stop.
_PAGES = 1024

_NAME = re.compile(
    r"^(?P<stem>.+) 备份(?P<number>\d{6}) (?P<day>\d{8})-(?P<clock>\d{4}) (?P<why>.+)$"
)


@dataclass(frozen=True)
class Backup:
    """One backup on disk.

    Attributes:
        path: The encrypted copy; its slot file lies beside it.
        sequence: Its number; a higher one is newer, whatever the clock said.
        day: The date by the clock, as YYYYMMDD; shown, never relied on.
        clock: The time by the clock, as HHMM.
        reason: Why it was made.
        size: Bytes.
    """

    path: Path
    sequence: int
    day: str
    clock: str
    reason: str
    size: int

    @property
    def label(self) -> str:
        """Date, time and reason as a list shows them."""
        day = f"{self.day[:4]}-{self.day[4:6]}-{self.day[6:]}"
        return f"{day} {self.clock[:2]}:{self.clock[2:]} {self.reason}"


def folder_of(path: Path) -> Path:
    """Where the backups of a data file lie: beside it."""
    return path.with_name(f"{path.stem} 的备份")


def make_backup(
    opened: OpenFile,
    folder: Path,
    reason: str,
    *,
    size_limit: int = SIZE_LIMIT,
    tell: Callable[[str], object] = lambda _step: None,
) -> Backup:
    """Copy the open file, open the copy and compare it; only then thin out older ones.

    Args:
        opened: The file; no transaction may be under way.
        folder: See `folder_of`; made if missing. Another disk is fine.
        reason: Why, in a few characters; becomes part of the file name.
        size_limit: The most bytes that all backups in the folder take.
        tell: Told the name of each step; what it raises ends the work, and nothing is left.

    Raises:
        StorageError: The disk refuses, or the copy is not equal; older backups all stay.
    """
    if opened.connection.in_transaction:
        raise RuntimeError("a backup inside a transaction would miss it")
    make_folder(folder)
    safeio.require_space(folder, 2 * opened.path.stat().st_size)
    older = list_backups(folder)
    target = folder / _file_name(opened.path, _next_number(older), reason)
    part = with_part(target)
    try:
        copy_database(opened.connection, part, opened.keys, opened.salt, tell)
        tell("正在保存备份…")
        _copy_slots(opened.path, target)
        safeio.publish(part, target)
    finally:
        discard(part)
    backups = list_backups(folder)
    fresh = next(one for one in backups if one.path == target)
    _thin_out(backups, size_limit)
    return fresh


def copy_database(
    connection: dbapi2.Connection,
    part: Path,
    keys: Keys,
    salt: bytes,
    tell: Callable[[str], object] = lambda _step: None,
) -> Counts:
    """Copy an open database into a closed, flushed and compared file, under any key and salt.

    Raises:
        StorageError: The disk refuses, or the copy is not equal to the source.
    """
    counts = row_counts(connection)
    remove_database(part)
    try:
        # Keyed with key and salt: the key alone would get a new salt, and the printed sheet
        # would not open the copy (safety study 2.2).
        copy = connect(part, keys.database, salt, create=True)
        try:
            connection.backup(copy, pages=_PAGES, progress=lambda *_: tell("正在复制数据…"))
        except BaseException:
            copy.close()
            raise
        close_whole(copy, part)
    except dbapi2.Error as error:
        raise database_fault(error, part.name) or error from error
    safeio.sync_file(part)
    safeio.require_on_disk(part)
    tell("正在打开复制品核对…")
    if check_database(part, keys, salt) != counts:
        raise DamagedFileError(
            "刚做的备份与数据不一致，没有保留。", "请检查磁盘，换一个位置再备份；以前的备份都还在。"
        )
    return counts


def check_database(path: Path, keys: Keys, salt: bytes) -> Counts:
    """Check every page of a closed file and count its rows.

    Raises:
        DamagedFileError: Any page is not what was written, or its salt is another one.
    """
    if read_salt(path) != salt:
        raise damaged(path.name)
    try:
        connection = connect_to_read(path, keys.database, salt)
    except WrongPasswordError as error:
        raise damaged(path.name) from error
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise damaged(path.name)
        if ask(connection, "PRAGMA quick_check") != "ok":
            raise damaged(path.name)
        return row_counts(connection)
    except dbapi2.Error as error:
        raise database_fault(error, path.name) or error from error
    finally:
        connection.close()


def require_whole_pages(path: Path, keys: Keys, salt: bytes) -> None:
    """Check every page of a file, which may be open: what is being written now is not looked at.

    Raises:
        DamagedFileError: A page is not what was written.
        StorageError: The disk refuses.
    """
    connection = connect_to_read(path, keys.database, salt)
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise damaged(path.name)
    except dbapi2.Error as error:
        raise database_fault(error, path.name) or error from error
    finally:
        connection.close()


def row_counts(connection: dbapi2.Connection) -> Counts:
    """The number of rows in every table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
        " ORDER BY name"
    ).fetchall()
    quoted = {name: '"' + name.replace('"', '""') + '"' for (name,) in tables}
    return {
        name: int(ask(connection, f"SELECT count(*) FROM {table}") or 0)
        for name, table in quoted.items()
    }


def list_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first by their number; other files are left out."""
    if not folder.is_dir():
        return []
    found = (_backup(path) for path in folder.glob(f"*{SUFFIX}"))
    return sorted((one for one in found if one), key=lambda one: one.sequence, reverse=True)


def verify_backup(backup: Backup, keys: Keys, salt: bytes) -> Counts:
    """Open a backup, check every page and count its rows.

    Raises:
        DamagedFileError: It is damaged, or belongs to another sheet than these keys.
    """
    return check_database(backup.path, keys, salt)


def _file_name(path: Path, number: int, reason: str) -> str:
    why = re.sub(r"\W+", "", reason)[:20] or "备份"
    return f"{path.stem} 备份{number:06d} {time.strftime('%Y%m%d-%H%M')} {why}{SUFFIX}"


def _next_number(older: Sequence[Backup]) -> int:
    return older[0].sequence + 1 if older else 1


def _backup(path: Path) -> Backup | None:
    told = _NAME.match(path.stem)
    if told is None or not path.is_file():
        return None
    number, size = int(told["number"]), path.stat().st_size
    return Backup(path, number, told["day"], told["clock"], told["why"], size)


def _copy_slots(path: Path, target: Path) -> None:
    """The passwords travel with every backup; where they are lost, the sheet still opens it."""
    source = slots.slots_path(path)
    for copy in slots.both_copies(source):
        if copy.is_file():
            safeio.copy_file(copy, slots.slots_path(target))
            return


def _thin_out(backups: Sequence[Backup], size_limit: int) -> None:
    """Remove what the rotation no longer keeps; the newest was verified just before."""
    stamps = [Stamp(one.sequence, one.day, one.size) for one in backups]
    gone = superfluous(stamps, size_limit)
    for one in backups:
        if one.sequence in gone:
            _remove(one)


def _remove(backup: Backup) -> None:
    """Remove one backup; what a scanner holds stays until the next time."""
    with contextlib.suppress(OSError):
        backup.path.unlink()
        for copy in slots.both_copies(slots.slots_path(backup.path)):
            copy.unlink(missing_ok=True)
