"""A duty of 现在要做 that is put off until a day or does not apply, and why."""

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, field


class PutOffWay(StrEnum):
    """How a duty is told of."""

    LATER = "稍后提醒"
    NOT_APPLICABLE = "不适用"
    USUAL = "照常提醒"


class DutyNote(Record, Kept):
    """One duty that is, or was, put aside; it is never deleted, so its history stays."""

    __tablename__ = "duty_note"
    __table_args__ = (UniqueConstraint("key"),)

    title: Mapped[str] = field("事项", Kind.TEXT, required=True, length=500)
    way: Mapped[str] = field("方式", Kind.CHOICE, choices=tuple(PutOffWay), required=True)
    until_on: Mapped[date | None] = field("到哪天提醒", Kind.DAY)
    reason: Mapped[str] = field("理由", Kind.TEXT, required=True, length=200)
    key: Mapped[str] = field("编号", Kind.TEXT, required=True, length=200)
