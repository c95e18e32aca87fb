"""A 谈心谈话: who talked with whom, when and about what; the contents are sealed."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class TalkKind(StrEnum):
    """Kinds of talks (DOMAIN.md 5.1)."""

    REGULAR = "日常谈心"
    BEFORE_LIFE_MEETING = "组织生活会前谈话"
    APPLICANT = "入党谈话"
    PROBATION = "转正谈话"
    BIRTHDAY = "政治生日谈话"
    REMINDER = "提醒谈话"
    CARE = "关怀谈话"
    INTEGRITY = "廉政谈话"
    APPOINTMENT = "任职谈话"


class TalkWay(StrEnum):
    """How a talk is held (DOMAIN.md 5.2)."""

    ONE = "一对一"
    MANY = "一对多"
    PHONE = "电话"


_SEALED = {"secrecy": Secrecy.CONFIDENTIAL, "length": 50_000}


class Talk(Record, Kept):
    """One talk between a talker and one or more members."""

    __tablename__ = "talk"

    kind: Mapped[str] = field(
        "谈话类型", Kind.CHOICE, choices=tuple(TalkKind), required=True, default=TalkKind.REGULAR
    )
    number: Mapped[int] = field("编号", Kind.NUMBER, required=True, hint="当年的第几次谈话")
    talked_on: Mapped[date] = field("谈话日期", Kind.DAY, required=True)
    starts_at: Mapped[str | None] = field("开始", Kind.TIME)
    ends_at: Mapped[str | None] = field("结束", Kind.TIME)
    place: Mapped[str | None] = field("地点", Kind.TEXT, length=100)
    way: Mapped[str] = field(
        "方式", Kind.CHOICE, choices=tuple(TalkWay), required=True, default=TalkWay.ONE
    )
    talker_id: Mapped[str] = field("谈话人", Kind.PERSON, required=True)
    recorder_id: Mapped[str | None] = field("记录人", Kind.PERSON)
    matter: Mapped[str | None] = field("事由", Kind.LONG_TEXT, **_SEALED)
    content: Mapped[str | None] = field("谈话内容", Kind.LONG_TEXT, **_SEALED)
    problems: Mapped[str | None] = field("存在的问题", Kind.LONG_TEXT, **_SEALED)
    opinion: Mapped[str | None] = field("谈话对象意见建议", Kind.LONG_TEXT, **_SEALED)
    measures: Mapped[str | None] = field("帮助和整改措施", Kind.LONG_TEXT, **_SEALED)
    signed_on: Mapped[date | None] = field("签字日期", Kind.DAY, hint="纸质记录上双方签字的日期")
    follow_up_on: Mapped[date | None] = field("回访日期", Kind.DAY)
    follow_up_done_on: Mapped[date | None] = field("办结日期", Kind.DAY)
    follow_up: Mapped[str | None] = field("回访结果", Kind.LONG_TEXT, **_SEALED)

    partners: Mapped[list["TalkPartner"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="TalkPartner.position",
    )


class TalkPartner(Record):
    """Someone who was talked to. The name is kept as it was that day."""

    __tablename__ = "talk_partner"

    talk_id: Mapped[str] = mapped_column(
        ForeignKey("talk.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str | None] = field("党员", Kind.PERSON)
    name: Mapped[str] = field("姓名", Kind.TEXT, required=True, length=60)
