"""Everything confidential in a file, wherever it stands: read with one key, sealed with another."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlcipher3 import dbapi2

from partydesk.domain.fields import SealedText
from partydesk.domain.journal import Change, Draft, Setting
from partydesk.domain.records import RECORD_TYPES
from partydesk.errors import DamagedFileError
from partydesk.storage.connection import database_fault
from partydesk.storage.keys import Keys, seal, unseal
from partydesk.storage.sealed import deputy_draft_key


@dataclass(frozen=True)
class _Sealed:
    """One sealed value: where it lies, what it was sealed to, and which key seals it."""

    table: str
    column: str
    row_id: str
    place: bytes
    value: bytes
    key: bytes


def reseal(connection: dbapi2.Connection, old: Keys, new: Keys) -> None:
    """Move everything confidential to new keys, in one transaction.

    Records, history, drafts, sealed settings. A value that the old keys do not open stops it.

    Raises:
        DamagedFileError: A sealed value does not open with the old keys.
        StorageError: The disk refuses.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for each in _all_sealed(connection, old):
            fresh = seal(_same_key(each.key, old, new), _opened(each), each.place)
            _write(connection, each, fresh)
        connection.execute("COMMIT")
    except dbapi2.Error as error:
        _roll_back(connection)
        raise database_fault(error, "数据文件") or error from error
    except BaseException:
        _roll_back(connection)
        raise


def confidential_digests(connection: dbapi2.Connection, keys: Keys) -> dict[str, str]:
    """What every sealed value says, as digests by place: equal before and after a `reseal`.

    Raises:
        DamagedFileError: A sealed value does not open with these keys.
    """
    return {
        f"{each.table}.{each.column} {each.row_id}": sha256(_opened(each)).hexdigest()
        for each in _all_sealed(connection, keys)
    }


def _all_sealed(connection: dbapi2.Connection, keys: Keys) -> Iterator[_Sealed]:
    """Every sealed value of the file; found by the declared fields, so that none is forgotten."""
    if keys.confidential is None:
        raise RuntimeError("a deputy's keys open nothing confidential")
    for table, record in RECORD_TYPES.items():
        there = _columns(connection, table)  # fewer in a file of an older version
        for column in record.__table__.columns:
            if isinstance(column.type, SealedText) and column.name in there:
                yield from _column(connection, table, column.name, keys.confidential)
    if _columns(connection, Draft.__tablename__):
        yield from _drafts(connection, keys)
    if _columns(connection, Setting.__tablename__):
        yield from _settings(connection, keys.confidential)


def _columns(connection: dbapi2.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall()}


def _column(
    connection: dbapi2.Connection, table: str, column: str, key: bytes
) -> Iterator[_Sealed]:
    owner = "record_id" if table == Change.__tablename__ else "id"
    query = f'SELECT id, "{owner}" FROM "{table}" WHERE "{column}" IS NOT NULL'
    for row_id, owner_id in connection.execute(query).fetchall():
        place = f"{table}/{owner_id}/{column}".encode()
        yield _Sealed(table, column, row_id, place, _value(connection, table, column, row_id), key)


def _drafts(connection: dbapi2.Connection, keys: Keys) -> Iterator[_Sealed]:
    """A draft is the secretary's or a deputy's; whoever wrote it shall find it again."""
    table = Draft.__tablename__
    for (row_id,) in connection.execute(f'SELECT id FROM "{table}"').fetchall():
        value, place = _value(connection, table, "values", row_id), f"draft/{row_id}".encode()
        assert keys.confidential is not None, "asked for above"
        key = keys.confidential
        try:
            unseal(key, value, place)
        except DamagedFileError:
            key = deputy_draft_key(keys.database)
        yield _Sealed(table, "values", row_id, place, value, key)


def _settings(connection: dbapi2.Connection, key: bytes) -> Iterator[_Sealed]:
    """Settings that hold ``{"sealed": ...}``, such as the branch's own keys."""
    table = Setting.__tablename__
    for row_id, text in connection.execute(f'SELECT id, value FROM "{table}"').fetchall():
        told = json.loads(text)
        if isinstance(told, dict) and "sealed" in told:
            try:
                value = base64.b64decode(told["sealed"], validate=True)
            except (binascii.Error, TypeError) as error:
                raise DamagedFileError("一项保密的设置已损坏。", "请从备份中恢复。") from error
            yield _Sealed(table, "value", row_id, f"setting/{row_id}".encode(), value, key)


def _value(connection: dbapi2.Connection, table: str, column: str, row_id: str) -> bytes:
    """One value at a time: all talks of a branch at once could be large."""
    query = f'SELECT "{column}" FROM "{table}" WHERE id = ?'
    (value,) = connection.execute(query, (row_id,)).fetchone()
    return bytes(value)


def _opened(each: _Sealed) -> bytes:
    return unseal(each.key, each.value, each.place)


def _same_key(key: bytes, old: Keys, new: Keys) -> bytes:
    """The new key in the place of an old one."""
    assert new.confidential is not None, "made from a secret"
    return new.confidential if key == old.confidential else deputy_draft_key(new.database)


def _write(connection: dbapi2.Connection, each: _Sealed, fresh: bytes) -> None:
    value: bytes | str = fresh
    if each.table == Setting.__tablename__:
        told = json.loads(_text(connection, each))
        value = json.dumps(
            told | {"sealed": base64.b64encode(fresh).decode()}, ensure_ascii=False, sort_keys=True
        )
    connection.execute(
        f'UPDATE "{each.table}" SET "{each.column}" = ? WHERE id = ?', (value, each.row_id)
    )


def _text(connection: dbapi2.Connection, each: _Sealed) -> str:
    query = f'SELECT "{each.column}" FROM "{each.table}" WHERE id = ?'
    (text,) = connection.execute(query, (each.row_id,)).fetchone()
    return str(text)


def _roll_back(connection: dbapi2.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
