"""Dues as plain values, for the checks of chapter E (DOMAIN.md 3)."""

from datetime import date
from typing import NamedTuple


class Base(NamedTuple):
    """What a member's dues are reckoned from; the fields are those of ``DuesBase``."""

    id: str
    from_month: str
    member_id: str
    income: str
    base: int | None = None
    amount: int | None = None
    approval: str | None = None


class Payment(NamedTuple):
    """One payment; the fields are those of ``DuesPayment``."""

    id: str
    month: str
    member_id: str
    kind: str = "党费"
    base: int | None = None
    due: int | None = None
    paid: int | None = None
    paid_on: date | None = None
    receipt: int | None = None
    is_withheld: bool = False


class Notice(NamedTuple):
    """A yearly notice; the fields are those of ``DuesNotice``."""

    id: str
    published_on: date
    year: int
    total: int | None = None
