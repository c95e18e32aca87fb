"""What was sent to the bureau, and the findings that were accepted with a reason."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DateTime, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Kept, Kind, Record, field

#: Packages for the sample card count from here on, so that practice leaves no gap at the bureau.
PRACTICE_FROM = 900_001


class SubmissionState(StrEnum):
    """How far a package has come (SAFETY.md, the package)."""

    FROZEN = "已生成"
    COPIED = "已送出"
    RECEIPTED = "已回执"
    RETURNED = "已退回"


class Submission(Record, Kept):
    """One package; its sequence number and content id never change."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("sequence"),)

    sequence: Mapped[int] = field("序号", Kind.NUMBER, required=True)
    period: Mapped[str] = field("期间", Kind.TEXT, required=True, length=10)
    state: Mapped[str] = field("状态", Kind.CHOICE, choices=tuple(SubmissionState), required=True)
    content_id: Mapped[str] = field("内容编号", Kind.TEXT, required=True, length=64)
    previous_id: Mapped[str | None] = field("上一包内容编号", Kind.TEXT, length=64)
    recipient: Mapped[str] = field("接收单位", Kind.TEXT, required=True)
    file_name: Mapped[str] = field("文件名", Kind.TEXT, required=True)
    size: Mapped[int] = field("大小（字节）", Kind.NUMBER, required=True)
    counts: Mapped[str] = mapped_column(default="{}")
    sent_at: Mapped[datetime | None] = mapped_column(DateTime)
    receipted_on: Mapped[date | None] = field("回执日期", Kind.DAY)
    remark: Mapped[str | None] = field("回执意见", Kind.LONG_TEXT, length=500)


class Acceptance(Record, Kept):
    """A finding that the secretary accepts with a reason; it is printed and sent along."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("rule", "record_id"),)

    rule: Mapped[str] = field("规则", Kind.TEXT, required=True, length=20)
    record_type: Mapped[str] = field("台账", Kind.TEXT, required=True, length=40)
    record_id: Mapped[str] = field("记录", Kind.TEXT, required=True, length=80)
    reason: Mapped[str] = field("理由", Kind.TEXT, required=True, length=500)
