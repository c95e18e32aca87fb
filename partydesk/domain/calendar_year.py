"""The table of one year that somebody imported: days off, weekends worked, festivals."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, field


class CalendarYear(Record, Kept):
    """One year; days are ISO days with blanks between, festivals ``春节=2027-02-06``."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("year"),)

    year: Mapped[int] = field("年份", Kind.NUMBER, required=True)
    off: Mapped[str | None] = field("放假", Kind.LONG_TEXT, length=5000)
    work: Mapped[str | None] = field("上班", Kind.LONG_TEXT, length=2000)
    festivals: Mapped[str | None] = field("廉洁节点", Kind.LONG_TEXT, length=5000)
    source: Mapped[str] = field("来源", Kind.TEXT, required=True, length=200)
