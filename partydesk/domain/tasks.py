"""Tasks and supervision: main tasks, weekly reports, feedback cards, problems, opinions (7.6)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class TaskState(StrEnum):
    """How far a task has come; 逾期 follows from the day and is not typed."""

    OPEN = "未启动"
    UNDERWAY = "进行中"
    DONE = "已完成"
    CLOSED = "销号"


class ReportState(StrEnum):
    """How far a weekly report has come."""

    DRAFT = "草稿"
    SENT = "已报"
    RETURNED = "退回"
    LATE = "补报"


class ProblemKind(StrEnum):
    """Kinds of problems on a 问题清单."""

    POLITICS = "政治建设"
    ORGANISATION = "组织建设"
    STYLE = "作风建设"
    INTEGRITY = "廉政建设"
    WORK = "业务工作"
    OTHER = "其他"


class OpinionFrom(StrEnum):
    """Whose opinion it is."""

    MEMBER = "党员"
    TEACHER = "教职工"
    PARENT = "家长"
    PUPIL = "学生"
    PUBLIC = "群众"


class KeyTask(Record, Kept):
    """A line of the 党建重点任务分解表."""

    __tablename__ = "key_task"

    number: Mapped[int | None] = field("序号", Kind.NUMBER)
    given_on: Mapped[date] = field("下达日期", Kind.DAY, required=True, aliases=("日期",))
    category: Mapped[str | None] = field("类别", Kind.TEXT, length=40)
    matter: Mapped[str] = field("重点任务", Kind.TEXT, required=True, length=500, aliases=("任务",))
    measures: Mapped[str | None] = field("具体措施", Kind.LONG_TEXT, length=5000)
    source: Mapped[str | None] = field(
        "来源文件", Kind.TEXT, length=200, hint="文件、会议或自评扣分项"
    )
    leader: Mapped[str | None] = field("牵头领导", Kind.TEXT, length=60)
    owner_id: Mapped[str | None] = field("责任人", Kind.PERSON)
    due_on: Mapped[date | None] = field("完成时限", Kind.DAY)
    state: Mapped[str] = field(
        "进展状态", Kind.CHOICE, choices=tuple(TaskState), required=True, default=TaskState.OPEN,
        aliases=("状态",),
    )  # fmt: skip
    first_quarter: Mapped[str | None] = field("一季度进展", Kind.TEXT, length=500)
    second_quarter: Mapped[str | None] = field("二季度进展", Kind.TEXT, length=500)
    third_quarter: Mapped[str | None] = field("三季度进展", Kind.TEXT, length=500)
    fourth_quarter: Mapped[str | None] = field("四季度进展", Kind.TEXT, length=500)
    sign: Mapped[str | None] = field("完成标志", Kind.TEXT, length=200)
    done_on: Mapped[date | None] = field("完成日期", Kind.DAY)
    resolution_id: Mapped[str | None] = mapped_column(index=True)


class WeeklyReport(Record, Kept):
    """A 周报; due on Friday."""

    __tablename__ = "weekly_report"

    starts_on: Mapped[date] = field("周一日期", Kind.DAY, required=True, hint="这一周的星期一")
    week: Mapped[int | None] = field(
        "周次", Kind.NUMBER, hint="当年第几周，自动填写", unlabelled="第{}周"
    )
    work: Mapped[list["WeeklyWork"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="WeeklyWork.position",
    )
    problems: Mapped[str | None] = field("存在问题", Kind.LONG_TEXT, length=5000)
    plan: Mapped[str | None] = field("下周计划", Kind.LONG_TEXT, length=5000)
    wishes: Mapped[str | None] = field("需上级协调事项", Kind.LONG_TEXT, length=2000)
    reporter_id: Mapped[str | None] = field("填报人", Kind.PERSON)
    reviewer_id: Mapped[str | None] = field("审核人", Kind.PERSON)
    sent_on: Mapped[date | None] = field("报送日期", Kind.DAY)
    state: Mapped[str] = field(
        "报送状态", Kind.CHOICE, choices=tuple(ReportState), required=True,
        default=ReportState.DRAFT, aliases=("状态",),
    )  # fmt: skip


class WeeklyWork(Record):
    """One line of a weekly report."""

    __tablename__ = "weekly_work"

    report_id: Mapped[str] = mapped_column(
        ForeignKey("weekly_report.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    matter: Mapped[str] = field("事项", Kind.TEXT, required=True, length=300)
    progress: Mapped[str | None] = field("进展", Kind.TEXT, length=500)
    owner: Mapped[str | None] = field("责任人", Kind.TEXT, length=60)


class FeedbackCard(Record, Kept):
    """支部重点工作完成情况督办意见反馈卡: in from the bureau, out with the branch's answer."""

    __tablename__ = "feedback_card"

    number: Mapped[str | None] = field("编号", Kind.TEXT, length=40)
    month: Mapped[str] = field("督办月份", Kind.MONTH, required=True)
    matter: Mapped[str] = field("督办任务", Kind.TEXT, required=True, length=500, aliases=("任务",))
    source: Mapped[str | None] = field("来源文件", Kind.TEXT, length=200)
    owner_id: Mapped[str | None] = field("责任人", Kind.PERSON)
    due_on: Mapped[date | None] = field("完成时限", Kind.DAY)
    progress: Mapped[str | None] = field("督办时进展", Kind.TEXT, length=500)
    problem: Mapped[str | None] = field("存在问题", Kind.LONG_TEXT, length=2000)
    opinion: Mapped[str | None] = field("督办意见", Kind.LONG_TEXT, length=2000)
    answer_due_on: Mapped[date | None] = field("反馈时限", Kind.DAY)
    done: Mapped[str | None] = field("完成情况", Kind.LONG_TEXT, length=5000)
    reason: Mapped[str | None] = field("未完成原因", Kind.LONG_TEXT, length=2000)
    measures: Mapped[str | None] = field("下一步措施", Kind.LONG_TEXT, length=2000)
    expected_on: Mapped[date | None] = field("预计完成", Kind.DAY)
    signed_on: Mapped[date | None] = field("书记签字日期", Kind.DAY)
    supervisor: Mapped[str | None] = field("督办人", Kind.TEXT, length=60)
    verdict: Mapped[str | None] = field("核验结果", Kind.TEXT, length=200)
    closed_on: Mapped[date | None] = field("销号日期", Kind.DAY)


class Problem(Record, Kept):
    """A problem and its measure on the 问题整改清单."""

    __tablename__ = "problem"

    found_on: Mapped[date] = field("发现日期", Kind.DAY, required=True)
    source: Mapped[str | None] = field("问题来源", Kind.TEXT, hint="组织生活会、督办、自查、巡察")
    kind: Mapped[str] = field(
        "问题类别", Kind.CHOICE, choices=tuple(ProblemKind), required=True,
        default=ProblemKind.ORGANISATION,
    )  # fmt: skip
    matter: Mapped[str] = field("问题表现", Kind.TEXT, required=True, length=500, aliases=("问题",))
    cause: Mapped[str | None] = field("原因分析", Kind.LONG_TEXT, length=2000)
    measures: Mapped[str | None] = field("整改措施", Kind.LONG_TEXT, length=5000)
    owner_id: Mapped[str | None] = field("责任人", Kind.PERSON)
    due_on: Mapped[date | None] = field("整改时限", Kind.DAY)
    sign: Mapped[str | None] = field("完成标志", Kind.TEXT)
    progress: Mapped[str | None] = field("整改进展", Kind.LONG_TEXT, length=5000)
    closed_on: Mapped[date | None] = field("销号日期", Kind.DAY)
    accepted_by: Mapped[str | None] = field("验收人", Kind.TEXT, length=60)


class Opinion(Record, Kept):
    """An opinion that was collected, and what became of it."""

    __tablename__ = "opinion"

    given_on: Mapped[date] = field("征求日期", Kind.DAY, required=True, aliases=("日期",))
    giver: Mapped[str] = field("来自", Kind.CHOICE, choices=tuple(OpinionFrom), required=True,
                               default=OpinionFrom.TEACHER)  # fmt: skip
    way: Mapped[str | None] = field("征求方式", Kind.TEXT, hint="座谈、问卷、意见箱、谈话")
    content: Mapped[str] = field("意见建议", Kind.TEXT, required=True, length=1000)
    owner_id: Mapped[str | None] = field("办理人", Kind.PERSON)
    due_on: Mapped[date | None] = field("答复时限", Kind.DAY)
    result: Mapped[str | None] = field("办理情况", Kind.LONG_TEXT, length=5000)
    answered_on: Mapped[date | None] = field("答复日期", Kind.DAY)


class ListKind(StrEnum):
    """Which list of a month."""

    REMINDER = "月初提醒单"
    FOLLOW_UP = "月末督办单"


class MonthlyList(Record, Kept):
    """A month's list of what is to be done, or at its end of how that stands."""

    __tablename__ = "monthly_list"

    month: Mapped[str] = field("月份", Kind.MONTH, required=True)
    kind: Mapped[str] = field("单据", Kind.CHOICE, choices=tuple(ListKind), required=True,
                              default=ListKind.REMINDER)  # fmt: skip
    made_on: Mapped[date] = field("生成日期", Kind.DAY, required=True)
    way: Mapped[str | None] = field("发送方式", Kind.TEXT, hint="张贴、支委会通报、微信群")
    receivers: Mapped[str | None] = field("接收人", Kind.TEXT)
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)
    items: Mapped[list["MonthlyItem"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="MonthlyItem.position",
    )


class MonthlyItem(Record):
    """One line of a month's list."""

    __tablename__ = "monthly_item"

    list_id: Mapped[str] = mapped_column(
        ForeignKey("monthly_list.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    matter: Mapped[str] = field("应办事项", Kind.TEXT, required=True, length=300)
    source: Mapped[str | None] = field("依据", Kind.TEXT, length=200)
    due_on: Mapped[date | None] = field("时限", Kind.DAY)
    state: Mapped[str | None] = field("办理情况", Kind.TEXT, length=200)
