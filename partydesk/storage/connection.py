"""Opening one encrypted database so that a commit which returned survives a power cut."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk.disk_errors import storage_error
from partydesk.errors import (
    DamagedFileError,
    FileInUseError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)

#: Stands in every branch file ("PDS1"); tells our files from other SQLCipher files.
APPLICATION_ID = 0x50445331

#: Older SQLite loses data in WAL mode (the WAL-reset bug, fixed in 3.51.3).
OLDEST_SQLITE = (3, 51, 3)

_PATIENCE_SECONDS = 2.0

# Order and values: safety study 2.1. Log level and key come before all of them.
_SETTINGS: tuple[tuple[str, str, str | int], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    # In KiB: lists and the search read the same pages again, and each would be deciphered again.
    ("cache_size", "-65536", -65536),
)
_READING = tuple(setting for setting in _SETTINGS if setting[0] not in {"journal_mode"})


def connect(
    path: Path | None, key: bytes, salt: bytes, *, create: bool = False
) -> dbapi2.Connection:
    """Open a database for reading and writing, alone.

    The connection begins no transaction by itself and may be used by one worker thread.

    Args:
        path: The file; None makes a database in memory, for tests.
        key: The 32-byte database key.
        salt: The first 16 bytes of the file; given, so that copies keep it.
        create: Make a new, empty file instead of opening one.

    Raises:
        RefusedError: ``create`` and the file is already there.
        FileInUseError: Another program has it open, after some 2 seconds of trying.
        WrongPasswordError: The key does not open it.
        DamagedFileError: It is not a file of ours, or it is damaged.
        StorageError: It is missing or the disk refuses.
    """
    _require_sqlite()
    if path is None:
        return _prepared(":memory:", key, salt, create=True)
    if create and path.exists():
        raise RefusedError(f"“{path.name}”已经存在。", "请换一个名称或位置。")
    if create:
        _make_private(path)
    else:
        require_database(path)
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    return _patiently(path, lambda: _prepared(uri, key, salt, create=create))


def connect_to_read(path: Path, key: bytes, salt: bytes) -> dbapi2.Connection:
    """Open a file that nobody writes, such as a backup, and look at nothing but the file itself.

    No lock is taken and no file is made beside it; a ``-wal`` that lies there by chance is not
    read (safety study M24).

    Raises:
        WrongPasswordError: The key does not open it.
        DamagedFileError: It is not a file of ours, or it is damaged.
        StorageError: It is missing or the disk refuses.
    """
    _require_sqlite()
    require_database(path)
    uri = f"{path.absolute().as_uri()}?immutable=1"
    return _patiently(path, lambda: _prepared(uri, key, salt, settings=_READING))


def close_whole(connection: dbapi2.Connection, path: Path) -> None:
    """Close a file that is about to be moved: all of it stands in the one file, or it is said.

    A plain close keeps quiet when the disk refuses, and leaves content in the ``-wal``.

    Raises:
        StorageError: The disk refuses.
    """
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except dbapi2.Error as error:
        raise database_fault(error, path.name) or error from error
    finally:
        connection.close()
    require_alone(path, busy=bool(busy))


def require_alone(path: Path, *, busy: bool = False) -> None:
    """Refuse a file part of whose content still lies beside it in a ``-wal``.

    Raises:
        StorageError: It has not been closed completely.
    """
    if busy or path.with_name(path.name + "-wal").exists():
        raise StorageError(
            f"“{path.name}”没有完整写入磁盘。", "请检查磁盘后再试；原有的文件没有改动。"
        )


def require_database(path: Path) -> None:
    """Refuse what can't be a database before anything touches it: missing, a folder, empty.

    Raises:
        StorageError: It is missing.
        DamagedFileError: It is empty or no file.
    """
    if not path.exists():
        raise StorageError(
            f"找不到“{path.name}”。",
            f"请检查它是否被移动或改名；旧文件和备份可能在“{path.parent}”旁边的文件夹里。",
        )
    if path.is_dir():
        raise StorageError(
            f"“{path.name or path}”是文件夹，不是支部数据文件。",
            "请选择里面以 .partydesk 结尾的文件。",
        )
    if not path.is_file() or path.stat().st_size == 0:
        raise DamagedFileError(f"“{path.name}”是空的，不是支部数据文件。", "请从备份中恢复。")


def ask(connection: dbapi2.Connection, sql: str) -> str | int | None:
    """The first column of the first row that a statement answers."""
    row = connection.execute(sql).fetchone()
    answer: str | int | None = row[0] if row else None
    return answer


def database_fault(error: dbapi2.Error, name: str) -> StorageError | None:
    """What the database says of the disk or the file, as a sentence; None when it is our bug."""
    primary = _primary_code(error)
    kept = "已显示“已保存”的内容没有受影响。"
    if primary in {dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED}:
        return FileInUseError(
            f"“{name}”正被另一个窗口或另一台电脑使用。", "请先在那边关闭它，再打开。"
        )
    if primary == dbapi2.SQLITE_FULL:
        return StorageError(f"磁盘已满，“{name}”没有保存。", f"请清理磁盘后再保存；{kept}")
    if primary in {dbapi2.SQLITE_READONLY, dbapi2.SQLITE_PERM, dbapi2.SQLITE_CANTOPEN}:
        return StorageError(
            f"没有权限打开或写入“{name}”。",
            "请检查文件和文件夹是否只读，或把整个文件夹复制到本机的“文档”里再打开。",
        )
    if primary == dbapi2.SQLITE_IOERR:
        return StorageError(
            f"磁盘读写“{name}”时出错。", f"请检查磁盘后重新打开；{kept}必要时从备份中恢复。"
        )
    if primary in {dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB}:
        return damaged(name)
    return None


def damaged(name: str) -> DamagedFileError:
    """The sentence for a file whose content is no longer what was written."""
    return DamagedFileError(
        f"“{name}”已损坏，或不是支部数据文件。", "请不要改动它，从最近的备份中恢复。"
    )


def _primary_code(error: dbapi2.Error) -> int:
    """SQLite's result code without its details; the backup call tells it by its text alone."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF
    return _CODES_BY_TEXT.get(str(error), -1)


_CODES_BY_TEXT: dict[str, int] = {
    "disk I/O error": dbapi2.SQLITE_IOERR,
    "database or disk is full": dbapi2.SQLITE_FULL,
    "database is locked": dbapi2.SQLITE_BUSY,
    "unable to open database file": dbapi2.SQLITE_CANTOPEN,
    "attempt to write a readonly database": dbapi2.SQLITE_READONLY,
    "database disk image is malformed": dbapi2.SQLITE_CORRUPT,
    "file is not a database": dbapi2.SQLITE_NOTADB,
}


def _require_sqlite() -> None:
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} has the WAL-reset bug")


def _patiently(path: Path, attempt: Callable[[], dbapi2.Connection]) -> dbapi2.Connection:
    """Try for two seconds while another program still holds the file, and put faults in words."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        except dbapi2.Error as error:
            fault = _opening_fault(error, path)
            if fault is None:
                raise
            if not isinstance(fault, FileInUseError) or time.monotonic() > deadline:
                raise fault from error
        time.sleep(0.05)


def _opening_fault(error: dbapi2.Error, path: Path) -> StorageError | WrongPasswordError | None:
    if _primary_code(error) != dbapi2.SQLITE_NOTADB:
        return database_fault(error, path.name)
    # A whole number of pages without SQLite's own header is what an encrypted file looks like.
    with path.open("rb") as stream:
        plain = stream.read(15) == b"SQLite format 3"
    if plain or path.stat().st_size % 4096:
        return damaged(path.name)
    return WrongPasswordError(
        f"密码或恢复单打不开“{path.name}”。", "请检查后再试；恢复单要用这个文件自己的那一张。"
    )


def _prepared(
    database: str,
    key: bytes,
    salt: bytes,
    *,
    create: bool = False,
    settings: tuple[tuple[str, str, str | int], ...] = _SETTINGS,
) -> dbapi2.Connection:
    """Open, key, set and read back; what goes wrong leaves nothing open."""
    connection = dbapi2.connect(
        database, timeout=0.1, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        # Never in a URL and never through a log: the key stands only in this one statement.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        for name, value, expected in settings:
            connection.execute(f"PRAGMA {name} = {value}")
            _read_back(connection, name, expected, in_memory=database == ":memory:")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if create:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _require_ours(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """An empty file that only this user may read: SQLite's own choice would be everybody.

    What SQLite puts beside it, such as a ``-wal``, gets the same rights.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise storage_error(error, path) from error


def _require_ours(connection: dbapi2.Connection) -> None:
    if ask(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise DamagedFileError("这不是支部工作台的数据文件。", "请选择支部工作台自己的文件。")


def _read_back(
    connection: dbapi2.Connection, name: str, expected: str | int, *, in_memory: bool
) -> None:
    """A setting that did not take would cost data later, so it stops the program now."""
    if in_memory and name == "journal_mode":
        expected = "memory"
    answer = ask(connection, f"PRAGMA {name}")
    if answer != expected:
        raise RuntimeError(f"PRAGMA {name} is {answer!r}, not {expected!r}")
