"""The loose-leaf 廉政档案: one leaf per matter, added and never overwritten (DOMAIN.md 6)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class LeafKind(StrEnum):
    """The leaves that a branch keeps by default (DOMAIN.md 6.2); 10 is never kept."""

    BASICS = "1 基本情况"
    FAMILY = "2 家庭成员及主要社会关系"
    RISK = "3 岗位廉政风险"
    PLEDGE = "4 廉洁承诺"
    TALK = "5 廉政谈话"
    EDUCATION = "6 廉政教育"
    MATTER = "7 个人有关事项报告"
    GIFT = "8 上交礼品礼金"
    REVIEW = "9 述责述廉和民主测评"
    SANCTION = "11 处分和组织处理"
    OPINION = "12 廉政意见回复"
    ETHICS = "13 师德"
    CONFIRMATION = "年度确认"


#: Who keeps the file must not be the person (回避, DOMAIN.md 6.2).
OWN_FILE_SENTENCE = "本人的廉政档案应由他人填写和保管（回避）。"


class IntegrityLeaf(Record, Kept):
    """One leaf of one person's file. A correction is a new leaf that replaces the old one."""

    __tablename__ = "integrity_leaf"

    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    kind: Mapped[str] = field("活页", Kind.CHOICE, choices=tuple(LeafKind), required=True)
    number: Mapped[int] = field("页号", Kind.NUMBER, required=True, hint="本人档案的第几页")
    dated_on: Mapped[date] = field("日期", Kind.DAY, required=True)
    matter: Mapped[str | None] = field(
        "事项", Kind.LONG_TEXT, length=20_000, secrecy=Secrecy.CONFIDENTIAL
    )
    outcome: Mapped[str | None] = field(
        "处理和结果", Kind.LONG_TEXT, length=20_000, secrecy=Secrecy.CONFIDENTIAL
    )
    until_on: Mapped[date | None] = field("影响期至", Kind.DAY, hint="处分的影响期，按处分决定填写")
    source: Mapped[str | None] = field("材料来源", Kind.TEXT, hint="本人填报，或提供材料的单位")
    keeper_id: Mapped[str | None] = field("填写人", Kind.PERSON)
    signed_on: Mapped[date | None] = field("本人签字日期", Kind.DAY)
    pages: Mapped[int | None] = field("页数", Kind.NUMBER)
    replaces_id: Mapped[str | None] = field("更正的活页", Kind.TEXT, length=36)


class Looking(StrEnum):
    """What was done with somebody's file (DOMAIN.md 6.2: log of every view, print and export)."""

    VIEW = "查看"
    PRINT = "打印"
    EXPORT = "导出"


#: Why a file is opened; another purpose may be typed.
PURPOSES = ("日常管理", "年度确认", "干部考察", "评先评优", "组织调阅")


class FileView(Record):
    """One look into somebody's file: who, when, why. Never changed, never taken back."""

    __tablename__ = "file_view"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=datetime.now)
    actor: Mapped[str] = mapped_column(String(60))
    looking: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(String(100))
    approver: Mapped[str | None] = mapped_column(String(60))


class Relative(Record, Kept):
    """Two of the branch who are related: neither keeps the other's file (回避)."""

    __tablename__ = "relative"

    noted_on: Mapped[date] = field("登记日期", Kind.DAY, required=True)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    relative_id: Mapped[str] = field("亲属", Kind.PERSON, required=True)
    relation: Mapped[str] = field("关系", Kind.TEXT, required=True, length=40, hint="夫妻、父子等")
