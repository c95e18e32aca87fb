"""One declaration per field: what every screen, sheet, page, check and package needs to know."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, IntEnum, auto
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    inspect,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from partydesk.domain.ids import new_id


class Kind(Enum):
    """What sort of value a field holds; each kind has one editor and one way to be shown."""

    TEXT = auto()  #: one line
    LONG_TEXT = auto()  #: many lines
    DAY = auto()  #: ``date``
    TIME = auto()  #: ``HH:MM``
    CHOICE = auto()  #: one of ``choices``, kept as the Chinese term itself
    YES_NO = auto()  #: ``bool``
    NUMBER = auto()  #: whole number, not negative
    POINTS = auto()  #: hundredths of a point, whole number
    MONEY = auto()  #: 分, whole number
    HOURS = auto()  #: hundredths of a 学时, whole number
    MONTH = auto()  #: ``YYYY-MM``
    ID_NUMBER = auto()  #: citizen number, GB 11643
    PHONE = auto()  #: mobile or landline number
    PERSON = auto()  #: id of a member
    GROUP = auto()  #: id of a 党小组


class Secrecy(IntEnum):
    """How confidential a field is (DOMAIN.md 11.1)."""

    INTERNAL = 1  #: S1: shown and sent as it is
    PERSONAL = 2  #: S2: masked on lists and in packages
    CONFIDENTIAL = 3  #: S3: sealed a second time, left out of packages


@dataclass(frozen=True, slots=True)
class Field:
    """What every surface needs to know about one field."""

    label: str
    kind: Kind
    name: str = ""
    required: bool = False
    hint: str = ""
    length: int = 200
    choices: tuple[str, ...] = ()
    secrecy: Secrecy = Secrecy.INTERNAL
    aliases: tuple[str, ...] = ()  #: other heads that this field has in sheets
    unlabelled: str = "{}"  #: how its value reads where no label stands beside it


#: Kinds that are whole numbers in the file.
NUMBERS = frozenset({Kind.NUMBER, Kind.POINTS, Kind.MONEY, Kind.HOURS})
#: Kinds kept as hundredths, with the decimals that are always shown.
HUNDREDTHS = {Kind.POINTS: 1, Kind.MONEY: 2, Kind.HOURS: 0}


class SealedValue(bytes):
    """The sealed form of a confidential text, as it lies in the file."""


class LockedText(str):
    """Stands for a confidential text that this password does not open."""

    __slots__ = ()


#: What a screen shows in place of a text that is locked.
LOCKED = LockedText("已锁定")


class SealedText(TypeDecorator[Any]):
    """Keeps only sealed bytes; ``storage.sealed`` seals before a flush and opens after a load."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Any) -> bytes | None:
        if value is not None and not isinstance(value, SealedValue):
            raise TypeError("a confidential text reached the file unsealed")
        return value

    def process_result_value(self, value: Any, _dialect: Any) -> Any:
        return None if value is None else SealedValue(value)


class Record(DeclarativeBase):
    """Base of everything that is kept in the file."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id, sort_order=-1)


class Kept:
    """A record of its own (not a row of another one): it has times and a place in 回收站."""

    created_at: Mapped[datetime] = mapped_column(DateTime, default=datetime.now)
    updated_at: Mapped[datetime] = mapped_column(
        DateTime, default=datetime.now, onupdate=datetime.now
    )
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime, index=True)


def field(label: str, kind: Kind, *, default: object = None, **facts: Any) -> MappedColumn[Any]:
    """Declare a stored field together with its description.

    Args:
        label: What people read beside it.
        kind: What sort of value it holds.
        default: Value of a new record.
        **facts: Further attributes of ``Field``.
    """
    described = Field(label, kind, **facts)
    # A group refers to its leader; a second reference back would make a circle of tables.
    keys = (
        [ForeignKey("member.id", deferrable=True, initially="DEFERRED")]
        if kind == Kind.PERSON
        else []
    )
    return mapped_column(
        _sql_type(described),
        *keys,
        nullable=not described.required,
        default=default,
        info={"field": described},
    )


@cache
def fields_of(record: type[Record]) -> dict[str, Field]:
    """The described fields of a record type, in the order they are declared."""
    return {
        attr.key: replace(attr.columns[0].info["field"], name=attr.key)
        for attr in inspect(record).column_attrs
        if "field" in attr.columns[0].info
    }


def pick(record: type[Record], *names: str) -> tuple[Field, ...]:
    """The named fields, in the order they are named; a misspelt name raises ``KeyError``."""
    fields = fields_of(record)
    return tuple(fields[name] for name in names)


@cache
def sealed_names(record: type[Record]) -> tuple[str, ...]:
    """Names of the confidential fields of a record type."""
    return tuple(
        name for name, each in fields_of(record).items() if each.secrecy == Secrecy.CONFIDENTIAL
    )


def _sql_type(described: Field) -> TypeEngine[Any]:
    if described.secrecy == Secrecy.CONFIDENTIAL:
        return SealedText()
    plain: dict[Kind, TypeEngine[Any]] = {
        Kind.DAY: Date(),
        Kind.YES_NO: Boolean(),
        Kind.NUMBER: Integer(),
        Kind.POINTS: Integer(),
        Kind.MONEY: Integer(),
        Kind.HOURS: Integer(),
        Kind.MONTH: String(7),
        Kind.TIME: String(5),
        Kind.PERSON: String(36),
        Kind.GROUP: String(36),
    }
    return plain.get(described.kind, String(described.length))


#: Python types a field value can have.
Value = str | int | bool | date | None
