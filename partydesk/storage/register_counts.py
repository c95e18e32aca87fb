"""What a data file holds, register by register: how many records, the newest, the last change."""

from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk.storage.connection import ask, connect_to_read, database_fault
from partydesk.storage.keys import Keys

#: The registers that are counted, each with the column that tells its newest record.
REGISTERS = {
    "member": "updated_at",
    "meeting": "held_on",
    "talk": "talked_on",
    "integrity_leaf": "dated_on",
}


@dataclass(frozen=True)
class RegisterCount:
    """One register.

    Attributes:
        count: Records that are not in 回收站.
        newest: Day of the newest as ``YYYY-MM-DD``; empty when there is none.
    """

    count: int
    newest: str


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    Attributes:
        registers: By the name of the table; one that an older version did not have is missing.
        steps: How many operations history knows.
        changed_at: When the last of them was done, as ``YYYY-MM-DD HH:MM``; empty if never.
    """

    registers: dict[str, RegisterCount]
    steps: int
    changed_at: str


def contents_of(connection: dbapi2.Connection) -> Contents:
    """What an open file holds.

    Raises:
        StorageError: The disk refuses or the file is damaged.
    """
    try:
        registers = {
            table: _count(connection, table, column)
            for table, column in REGISTERS.items()
            if _has(connection, table)
        }
        if not _has(connection, "operation"):
            return Contents(registers, 0, "")
        steps = int(ask(connection, "SELECT max(sequence) FROM operation") or 0)
        last = "SELECT at FROM operation ORDER BY sequence DESC LIMIT 1"
        return Contents(registers, steps, str(ask(connection, last) or "")[:16])
    except dbapi2.Error as error:
        raise database_fault(error, "数据文件") or error from error


def contents_at(path: Path, keys: Keys, salt: bytes) -> Contents:
    """What a closed file holds, such as a backup.

    Raises:
        PartydeskError: As ``connection.connect_to_read``.
    """
    connection = connect_to_read(path, keys.database, salt)
    try:
        return contents_of(connection)
    finally:
        connection.close()


def _has(connection: dbapi2.Connection, table: str) -> bool:
    query = f"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{table}'"
    return bool(ask(connection, query))


def _count(connection: dbapi2.Connection, table: str, column: str) -> RegisterCount:
    kept = f'FROM "{table}" WHERE deleted_at IS NULL'
    newest = str(ask(connection, f"SELECT max({column}) {kept}") or "")
    return RegisterCount(int(ask(connection, f"SELECT count(*) {kept}") or 0), newest[:10])
