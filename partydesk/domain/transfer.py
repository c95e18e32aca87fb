"""Transfers of 组织关系 with their letters and receipts (DOMAIN.md 8, 10.1)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class Heading(StrEnum):
    """Which way somebody moves."""

    IN = "转入"
    OUT = "转出"


class Transfer(Record, Kept):
    """One person's 组织关系 moves in or out; the roster follows from its receipt."""

    __tablename__ = "transfer"

    lettered_on: Mapped[date] = field("介绍信日期", Kind.DAY, required=True, aliases=("日期",))
    heading: Mapped[str] = field("方向", Kind.CHOICE, choices=tuple(Heading), required=True,
                                 default=Heading.OUT)  # fmt: skip
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    other: Mapped[str] = field(
        "对方党组织", Kind.TEXT, required=True, hint="转出写接收的党组织，转入写原党组织全称"
    )
    number: Mapped[str | None] = field("介绍信编号", Kind.TEXT, length=40)
    valid_days: Mapped[int] = field("有效期（天）", Kind.NUMBER, required=True, default=30,
                                    hint="一般不超过 90 天")  # fmt: skip
    reason: Mapped[str | None] = field("转接原因", Kind.TEXT, hint="调动、退休、升学、搬迁")
    dues_until: Mapped[str | None] = field("党费交至", Kind.MONTH)
    phone: Mapped[str | None] = field(
        "本人联系电话", Kind.PHONE, length=20, secrecy=Secrecy.PERSONAL
    )
    receipt_on: Mapped[date | None] = field(
        "回执日期", Kind.DAY, hint="转出收到回执、转入寄出回执的日期；填写后名册自动更新"
    )
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)
