"""民主评议, 组织生活会 files, 述职 and 政治生日 (DOMAIN.md 7.1 to 7.3, 7.6)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class Grade(StrEnum):
    """Grades of the 民主评议 (DOMAIN.md 7.1)."""

    EXCELLENT = "优秀"
    GOOD = "合格"
    FAIR = "基本合格"
    POOR = "不合格"


class Overall(StrEnum):
    """Grades of a 述职评议 (DOMAIN.md 7.3)."""

    GOOD = "好"
    RATHER_GOOD = "较好"
    FAIR = "一般"
    POOR = "差"


class PointKind(StrEnum):
    """The three lists of a 述职."""

    RESULT = "成绩"
    PROBLEM = "问题"
    MEASURE = "整改"


class Appraisal(Record, Kept):
    """One year's 民主评议: counts and each member's grade, never who voted what."""

    __tablename__ = "appraisal"

    year: Mapped[int] = field("年度", Kind.NUMBER, required=True)
    held_on: Mapped[date] = field("测评日期", Kind.DAY, required=True)
    full_members: Mapped[int] = field(
        "正式党员数", Kind.NUMBER, required=True, hint="优秀不超过它的三分之一"
    )
    ballots_out: Mapped[int | None] = field("发出测评表", Kind.NUMBER)
    ballots_back: Mapped[int | None] = field("收回测评表", Kind.NUMBER)
    excellent: Mapped[int | None] = field("优秀人数", Kind.NUMBER, hint="按结果名单自动计算")
    good: Mapped[int | None] = field("合格人数", Kind.NUMBER)
    fair: Mapped[int | None] = field("基本合格人数", Kind.NUMBER)
    poor: Mapped[int | None] = field("不合格人数", Kind.NUMBER)
    told_on: Mapped[date | None] = field("反馈日期", Kind.DAY)
    note: Mapped[str | None] = field("情况说明", Kind.LONG_TEXT, length=5000)
    results: Mapped[list["AppraisalResult"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AppraisalResult.position",
    )


class AppraisalResult(Record):
    """The grade that the branch gave one full member."""

    __tablename__ = "appraisal_result"

    appraisal_id: Mapped[str] = mapped_column(
        ForeignKey("appraisal.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    grade: Mapped[str] = field(
        "等次", Kind.CHOICE, choices=tuple(Grade), required=True, default=Grade.GOOD
    )


class LifeFile(Record, Kept):
    """The file of one 组织生活会: which papers it needs, and which are there."""

    __tablename__ = "life_file"

    held_on: Mapped[date] = field("会议日期", Kind.DAY, required=True)
    topic: Mapped[str] = field("会议主题", Kind.TEXT, required=True, length=300)
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)
    papers: Mapped[list["LifePaper"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="LifePaper.position",
    )


class LifePaper(Record):
    """One paper of the file."""

    __tablename__ = "life_paper"

    file_id: Mapped[str] = mapped_column(
        ForeignKey("life_file.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field("材料", Kind.TEXT, required=True, length=100)
    ready_on: Mapped[date | None] = field("完成日期", Kind.DAY)
    note: Mapped[str | None] = field("说明", Kind.TEXT, length=200)


class DutyReport(Record, Kept):
    """A 述职: what was done, what is wrong, how it is mended, and what the leaders said."""

    __tablename__ = "duty_report"

    year: Mapped[int] = field("述职年度", Kind.NUMBER, required=True)
    reported_on: Mapped[date] = field("述职日期", Kind.DAY, required=True)
    member_id: Mapped[str] = field("述职人", Kind.PERSON, required=True)
    text: Mapped[str | None] = field("述职报告", Kind.LONG_TEXT, length=50_000)
    commenter: Mapped[str | None] = field("点评人", Kind.TEXT, length=60)
    comment: Mapped[str | None] = field("点评意见", Kind.LONG_TEXT, length=10_000)
    overall: Mapped[str | None] = field("综合评价", Kind.CHOICE, choices=tuple(Overall))
    points: Mapped[list["DutyPoint"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="DutyPoint.position",
    )


class DutyPoint(Record):
    """A line of one of the three lists; a measure names the problem that it mends."""

    __tablename__ = "duty_point"

    report_id: Mapped[str] = mapped_column(
        ForeignKey("duty_report.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    matter: Mapped[str] = field("内容", Kind.TEXT, required=True, length=500)
    kind: Mapped[str] = field("清单", Kind.CHOICE, choices=tuple(PointKind), required=True)
    problem: Mapped[int | None] = field("对应问题", Kind.NUMBER, hint="整改对应第几个问题")
    owner: Mapped[str | None] = field("责任人", Kind.TEXT, length=60)
    due_on: Mapped[date | None] = field("时限", Kind.DAY)


class Birthday(Record, Kept):
    """A 政治生日: the day somebody joined, and what the branch did about it."""

    __tablename__ = "political_birthday"

    celebrated_on: Mapped[date] = field(
        "政治生日", Kind.DAY, required=True, hint="当年的入党纪念日"
    )
    member_id: Mapped[str] = field("党员", Kind.PERSON, required=True, aliases=("姓名",))
    joined_on: Mapped[date | None] = field("入党日期", Kind.DAY)
    years: Mapped[int | None] = field("党龄（年）", Kind.NUMBER, hint="自动计算")
    card_on: Mapped[date | None] = field("贺卡日期", Kind.DAY)
    talk_number: Mapped[str | None] = field("谈话记录编号", Kind.TEXT, length=40)
    activity: Mapped[str | None] = field("活动", Kind.LONG_TEXT, length=2000)
