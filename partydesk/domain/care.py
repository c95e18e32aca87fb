"""Care for members and people: visits to those in need (DOMAIN.md 7.6)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class VisitedKind(StrEnum):
    """Who is visited (DOMAIN.md 7.6)."""

    MEMBER_IN_NEED = "困难党员"
    OLD_MEMBER = "老党员"
    PERSON_IN_NEED = "困难群众"
    PUPIL_IN_NEED = "困难学生"


class Visit(Record, Kept):
    """A visit to someone in need: who, why, with what, at whose cost."""

    __tablename__ = "visit"

    visited_on: Mapped[date] = field("走访日期", Kind.DAY, required=True, aliases=("日期",))
    kind: Mapped[str] = field(
        "对象类别",
        Kind.CHOICE,
        choices=tuple(VisitedKind),
        required=True,
        aliases=("类别", "慰问类别"),
    )
    name: Mapped[str] = field(
        "姓名或代号", Kind.TEXT, required=True, length=60, hint="学生用代号",
        aliases=("姓名", "慰问对象"),
    )  # fmt: skip
    member_id: Mapped[str | None] = field("对应党员", Kind.PERSON, hint="慰问对象是本支部党员时选")
    reason: Mapped[str | None] = field(
        "事由",
        Kind.TEXT,
        length=500,
        secrecy=Secrecy.CONFIDENTIAL,
        hint="病情、家境等，只有书记能看",
    )
    money: Mapped[int | None] = field("慰问金额", Kind.MONEY, hint="元", aliases=("慰问金", "金额"))
    goods: Mapped[str | None] = field("慰问品", Kind.TEXT)
    source: Mapped[str | None] = field("经费来源", Kind.TEXT, hint="党费、工会、行政、捐款")
    visitors: Mapped[str | None] = field("走访人", Kind.TEXT)
    told: Mapped[str | None] = field("反映的问题", Kind.LONG_TEXT, length=5000)
