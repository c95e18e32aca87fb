"""A person on the roster: the 21 national columns and what a school branch adds."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.codes import EDUCATIONS, ETHNICITIES, JOBS, LEAVINGS, SEXES
from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class Category(StrEnum):
    """人员类别 (DOMAIN.md 8.2): members, and those on the way."""

    FULL = "正式党员"
    PROBATIONARY = "预备党员"
    CANDIDATE = "发展对象"
    ACTIVIST = "入党积极分子"
    APPLICANT = "入党申请人"


#: Those who count as members of the branch.
MEMBERS = (Category.FULL, Category.PROBATIONARY)


class Standing(StrEnum):
    """党籍状态 (DOMAIN.md 8.2)."""

    NORMAL = "正常"
    SUSPENDED = "停止党籍"


class Member(Record, Kept):
    """Someone on the roster. Never deleted: who leaves has a leaving kind and day."""

    __tablename__ = "member"

    name: Mapped[str] = field("姓名", Kind.TEXT, required=True, length=60, hint="与身份证一致")
    id_number: Mapped[str | None] = field(
        "公民身份证号", Kind.ID_NUMBER, length=18, secrecy=Secrecy.PERSONAL
    )
    sex: Mapped[str | None] = field("性别", Kind.CHOICE, choices=SEXES)
    ethnicity: Mapped[str | None] = field("民族", Kind.CHOICE, choices=ETHNICITIES)
    born_on: Mapped[date | None] = field("出生日期", Kind.DAY)
    education: Mapped[str | None] = field("学历", Kind.CHOICE, choices=EDUCATIONS)
    category: Mapped[str] = field(
        "人员类别", Kind.CHOICE, choices=tuple(Category), required=True, default=Category.FULL
    )
    joined_on: Mapped[date | None] = field(
        "加入党组织日期", Kind.DAY, hint="接收为预备党员的支部大会日期"
    )
    full_on: Mapped[date | None] = field("转为正式党员日期", Kind.DAY, hint="预备党员不填")
    job: Mapped[str | None] = field("工作岗位", Kind.CHOICE, choices=JOBS)
    mobile: Mapped[str | None] = field("手机号", Kind.PHONE, length=20, secrecy=Secrecy.PERSONAL)
    landline: Mapped[str | None] = field(
        "固定电话", Kind.PHONE, length=20, secrecy=Secrecy.PERSONAL, hint="区号-号码"
    )
    address: Mapped[str | None] = field(
        "家庭住址", Kind.TEXT, secrecy=Secrecy.PERSONAL, hint="具体到门牌号"
    )
    standing: Mapped[str] = field(
        "党籍状态", Kind.CHOICE, choices=tuple(Standing), required=True, default=Standing.NORMAL
    )
    standing_on: Mapped[date | None] = field(
        "停止党籍日期", Kind.DAY, hint="党籍状态为“停止党籍”时填写"
    )
    is_lost: Mapped[bool] = field("是否为失联党员", Kind.YES_NO, required=True, default=False)
    lost_on: Mapped[date | None] = field("失去联系日期", Kind.DAY)
    is_floating: Mapped[bool] = field("是否为流动党员", Kind.YES_NO, required=True, default=False)
    floating_to: Mapped[str | None] = field("外出流向", Kind.TEXT, hint="省、市、县")
    floated_on: Mapped[date | None] = field("外出日期", Kind.DAY)
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)

    group_id: Mapped[str | None] = field("党小组", Kind.GROUP)
    native_place: Mapped[str | None] = field("籍贯", Kind.TEXT, length=60)
    work_started_on: Mapped[date | None] = field("参加工作时间", Kind.DAY)
    degree: Mapped[str | None] = field("学位", Kind.TEXT, length=40)
    school: Mapped[str | None] = field("毕业院校", Kind.TEXT)
    admin_post: Mapped[str | None] = field("行政职务", Kind.TEXT, length=60)
    title: Mapped[str | None] = field("职称", Kind.TEXT, length=40)
    sponsors: Mapped[str | None] = field("入党介绍人", Kind.TEXT, length=60)
    transferred_in_on: Mapped[date | None] = field("组织关系转入日期", Kind.DAY)
    is_backbone: Mapped[bool] = field("骨干教师", Kind.YES_NO, required=True, default=False)
    is_leader: Mapped[bool] = field("党员领导干部", Kind.YES_NO, required=True, default=False)
    is_frail: Mapped[bool] = field(
        "年老体弱，不作硬性要求",
        Kind.YES_NO,
        required=True,
        default=False,
        hint="党员教育管理工作条例第二十三条：不计缺席和学时",
    )
    is_suspended: Mapped[bool] = field(
        "表决权暂停", Kind.YES_NO, required=True, default=False, hint="留党察看、留置或被逮捕期间"
    )
    left_kind: Mapped[str | None] = field("离开方式", Kind.CHOICE, choices=LEAVINGS)
    left_on: Mapped[date | None] = field("离开日期", Kind.DAY)
    received_on: Mapped[date | None] = field(
        "接收回执日期", Kind.DAY, hint="转出后对方党组织接收的日期"
    )
    spelling: Mapped[str] = field("拼音", Kind.TEXT, required=True, default="", length=400)
    #: The entry of the same person that this one, which lies in 回收站, was merged into.
    merged_into_id: Mapped[str | None] = mapped_column(
        ForeignKey("member.id", deferrable=True, initially="DEFERRED")
    )
    # Or taking an import back would look through the whole roster for each person.
    __table_args__ = (
        Index("ix_member_merged_into_id", merged_into_id, sqlite_where=merged_into_id.is_not(None)),
    )


def is_member(member: Member, day: date) -> bool:
    """Whether someone belonged to the branch on a day: joined or moved in, and not yet left."""
    return (
        member.category in MEMBERS
        and (member.joined_on is None or member.joined_on <= day)
        and (member.transferred_in_on is None or member.transferred_in_on <= day)
        and (member.left_on is None or day < member.left_on)
    )


def is_stopped(member: Member, day: date) -> bool:
    """Whether the membership was stopped on a day: no party life, no vote (教育管理条例 24)."""
    since = member.standing_on
    return member.standing == Standing.SUSPENDED and (since is None or since <= day)


def may_vote(member: Member, day: date) -> bool:
    """Whether someone had a vote on a day: full member, not suspended (选举条例 5; 党章 7)."""
    full = member.full_on is not None and member.full_on <= day
    return (
        is_member(member, day)
        and not is_stopped(member, day)
        and (full or (member.category == Category.FULL and member.full_on is None))
        and not member.is_suspended
    )
