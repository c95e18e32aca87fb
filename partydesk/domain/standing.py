"""How members stand and serve: pledges, honours, volunteer work, posts, brands (DOMAIN.md 7.6)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class Keeping(StrEnum):
    """Whether a pledge was kept."""

    OPEN = "践诺中"
    KEPT = "已践诺"
    PARTLY = "部分践诺"
    BROKEN = "未践诺"


class Level(StrEnum):
    """Who gave an honour."""

    NATION = "国家级"
    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县（区）级"
    SCHOOL = "校级"


class ServiceKind(StrEnum):
    """Service beyond one's work."""

    VOLUNTEER = "志愿服务"
    DONATION = "捐款捐物"
    FIELD_DAY = "下沉实践"


class PostingKind(StrEnum):
    """Where a member shows what a member is."""

    PIONEER = "党员先锋岗"
    AREA = "党员责任区"
    WINDOW = "示范课（示范岗）"


class Direction(StrEnum):
    """双培养: both ways."""

    TO_MEMBER = "骨干教师培养成党员"
    TO_BACKBONE = "党员培养成骨干教师"


class PublicPledge(Record, Kept):
    """公开承诺 of a member or of the branch, and what became of it."""

    __tablename__ = "public_pledge"

    pledged_on: Mapped[date] = field("承诺日期", Kind.DAY, required=True, aliases=("公示日期",))
    member_id: Mapped[str | None] = field("承诺人", Kind.PERSON, hint="支部承诺不选人")
    matter: Mapped[str] = field("承诺事项", Kind.TEXT, required=True, length=500)
    place: Mapped[str | None] = field("公示地点", Kind.TEXT, length=100)
    due_on: Mapped[date | None] = field("践诺时限", Kind.DAY)
    keeping: Mapped[str] = field(
        "践诺情况", Kind.CHOICE, choices=tuple(Keeping), required=True, default=Keeping.OPEN
    )
    result: Mapped[str | None] = field("评议结果", Kind.LONG_TEXT, length=2000)


class Honour(Record, Kept):
    """An honour of a member or of the branch."""

    __tablename__ = "honour"

    given_on: Mapped[date] = field(
        "表彰日期", Kind.DAY, required=True, aliases=("获奖日期", "日期")
    )
    title: Mapped[str] = field("荣誉名称", Kind.TEXT, required=True, aliases=("荣誉", "奖项"))
    level: Mapped[str] = field("级别", Kind.CHOICE, choices=tuple(Level), required=True)
    member_id: Mapped[str | None] = field("获得人", Kind.PERSON, hint="集体荣誉不选人")
    giver: Mapped[str | None] = field("颁发单位", Kind.TEXT, aliases=("授予单位",))
    document: Mapped[str | None] = field("文件号", Kind.TEXT, length=60)
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)


class Service(Record, Kept):
    """Volunteer work, a collection, or a day in the field, with who took part."""

    __tablename__ = "service"

    kind: Mapped[str] = field(
        "类别", Kind.CHOICE, choices=tuple(ServiceKind), required=True,
        default=ServiceKind.VOLUNTEER,
    )  # fmt: skip
    held_on: Mapped[date] = field("日期", Kind.DAY, required=True)
    title: Mapped[str] = field("事项", Kind.TEXT, required=True, aliases=("活动名称", "主题"))
    place: Mapped[str | None] = field("地点", Kind.TEXT, length=100)
    hours: Mapped[int | None] = field("服务时长", Kind.HOURS, hint="小时")
    money: Mapped[int | None] = field("捐款合计", Kind.MONEY, hint="元；个人数额不登记")
    goods: Mapped[str | None] = field("捐物", Kind.TEXT)
    content: Mapped[str | None] = field("活动情况", Kind.LONG_TEXT, length=10_000)
    people: Mapped[list["ServicePerson"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ServicePerson.position",
    )


class ServicePerson(Record):
    """Someone who took part."""

    __tablename__ = "service_person"

    service_id: Mapped[str] = mapped_column(
        ForeignKey("service.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)


class Posting(Record, Kept):
    """A 党员先锋岗 or 责任区 and who holds it."""

    __tablename__ = "posting"

    started_on: Mapped[date] = field("设岗日期", Kind.DAY, required=True)
    kind: Mapped[str] = field(
        "类别", Kind.CHOICE, choices=tuple(PostingKind), required=True, default=PostingKind.PIONEER
    )
    name: Mapped[str] = field("岗位名称", Kind.TEXT, required=True, length=100)
    member_id: Mapped[str | None] = field("党员", Kind.PERSON)
    duties: Mapped[str | None] = field("岗位职责", Kind.LONG_TEXT, length=2000)
    review: Mapped[str | None] = field("作用发挥情况", Kind.LONG_TEXT, length=2000)
    ended_on: Mapped[date | None] = field("撤岗日期", Kind.DAY)


class LeaderVisit(Record, Kept):
    """A leader who looks after the branch (包联) came to it."""

    __tablename__ = "leader_visit"

    visited_on: Mapped[date] = field("到支部日期", Kind.DAY, required=True, aliases=("日期",))
    leader: Mapped[str] = field("包联领导", Kind.TEXT, required=True, length=60)
    post: Mapped[str | None] = field("职务", Kind.TEXT, length=100)
    matter: Mapped[str] = field(
        "内容", Kind.TEXT, required=True, length=500, hint="听课、调研、参加活动"
    )
    comments: Mapped[str | None] = field("点评意见", Kind.LONG_TEXT, length=10_000)
    measures: Mapped[str | None] = field("整改落实", Kind.LONG_TEXT, length=10_000)


class Brand(Record, Kept):
    """支部品牌: what the branch is known for, and how it is built."""

    __tablename__ = "brand"

    started_on: Mapped[date] = field("启动日期", Kind.DAY, required=True)
    name: Mapped[str] = field("品牌名称", Kind.TEXT, required=True, length=100)
    goal: Mapped[str | None] = field("创建目标", Kind.LONG_TEXT, length=5000)
    owner_id: Mapped[str | None] = field("负责人", Kind.PERSON)
    progress: Mapped[str | None] = field("推进情况", Kind.LONG_TEXT, length=10_000)
    results: Mapped[str | None] = field("成效和推广", Kind.LONG_TEXT, length=10_000)
    named_on: Mapped[date | None] = field("命名或验收日期", Kind.DAY)


class Fostering(Record, Kept):
    """双培养: a backbone teacher on the way into the Party, or a member on the way to backbone."""

    __tablename__ = "fostering"

    started_on: Mapped[date] = field("确定日期", Kind.DAY, required=True)
    member_id: Mapped[str] = field("培养对象", Kind.PERSON, required=True)
    direction: Mapped[str] = field("方向", Kind.CHOICE, choices=tuple(Direction), required=True)
    mentor_id: Mapped[str | None] = field("联系人", Kind.PERSON)
    measures: Mapped[str | None] = field("培养措施", Kind.LONG_TEXT, length=5000)
    reached_on: Mapped[date | None] = field("达成日期", Kind.DAY)
    result: Mapped[str | None] = field("成效", Kind.LONG_TEXT, length=5000)
