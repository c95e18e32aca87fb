"""Confidential fields: sealed before they reach the file, opened after they were read."""

from hashlib import sha256
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, attributes

from partydesk.domain.fields import LOCKED, LockedText, Record, SealedValue, sealed_names
from partydesk.errors import LockedError
from partydesk.storage.keys import seal, unseal

#: Name under which a session carries its sealer.
SEALER = "sealer"


class Sealer:
    """Seals and opens confidential texts with a key, or refuses when there is none."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key

    @property
    def is_open(self) -> bool:
        """Whether confidential texts can be read and written."""
        return self._key is not None

    def sealed(self, text: str, place: str) -> SealedValue:
        """The text sealed to its place, ``table/row/field``; ``LockedError`` without the key."""
        if self._key is None:
            raise LockedError(
                "这一栏属于保密内容，当前密码不能写入。", "请用书记密码打开后再填写。"
            )
        return SealedValue(seal(self._key, text.encode(), place.encode()))

    def opened(self, value: SealedValue, place: str) -> str:
        """The text that was sealed at this place; ``LOCKED`` without the key."""
        if self._key is None:
            return LOCKED
        return unseal(self._key, bytes(value), place.encode()).decode()


def deputy_draft_key(database_key: bytes) -> bytes:
    """What seals the drafts of a deputy, who has no confidential key."""
    return sha256(b"draft" + database_key).digest()


def place_of(record: Record, name: str) -> str:
    """Where a field of a record stands, so that a sealed text can't be moved to another row."""
    return f"{record.__tablename__}/{record.id}/{name}"


def watch_loads() -> None:
    """Open confidential texts whenever a record is read; calling it again changes nothing."""
    for record in Record.__subclasses__():
        if sealed_names(record):
            _watch_loads(record)


def _watch_loads(record: type[Record]) -> None:
    if not event.contains(record, "load", _open_loaded):
        event.listen(record, "load", _open_loaded)
        event.listen(record, "refresh", _open_refreshed)


def _open_loaded(record: Record, context: Any) -> None:
    _open(record, context.session)


def _open_refreshed(record: Record, context: Any, _names: object) -> None:
    _open(record, context.session)


def _open(record: Record, session: Session) -> None:
    sealer: Sealer = session.info[SEALER]
    for name in sealed_names(type(record)):
        value = record.__dict__.get(name)
        if isinstance(value, SealedValue):
            text = sealer.opened(value, place_of(record, name))
            attributes.set_committed_value(record, name, text)


def seal_record(record: Record, sealer: Sealer) -> dict[str, str]:
    """Put sealed values in place of changed confidential texts; returns the plain ones."""
    plain: dict[str, str] = {}
    for name in sealed_names(type(record)):
        value = record.__dict__.get(name)
        if isinstance(value, LockedText):
            _refuse_locked(record, name)
        elif isinstance(value, str):
            plain[name] = value
            if attributes.get_history(record, name).has_changes():
                setattr(record, name, sealer.sealed(value, place_of(record, name)))
    return plain


def _refuse_locked(record: Record, name: str) -> None:
    """A locked text may stand untouched, but must not be written back."""
    if attributes.get_history(record, name).has_changes():
        raise LockedError("这一栏属于保密内容，当前密码不能改动。", "请用书记密码打开后再修改。")


def restore_plain(record: Record, plain: dict[str, str]) -> None:
    """After a flush: the texts themselves again in place of the sealed values."""
    for name, text in plain.items():
        attributes.set_committed_value(record, name, text)
