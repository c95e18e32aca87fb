"""One person's way into the Party: its steps, the people beside it and its papers (DOMAIN.md 2)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.development_steps import RESULTS
from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class Companion(StrEnum):
    """Who stands beside someone on the way."""

    CONTACT = "培养联系人"
    SPONSOR = "入党介绍人"


#: The six papers that go into the personal file (细则 2026 第三十六条), by field.
PAPERS = (
    *("paper_application", "paper_activist", "paper_politics", "paper_form"),
    *("paper_probation", "paper_full"),
)


def _paper(label: str) -> Mapped[bool]:
    return field(label, Kind.YES_NO, required=True, default=False)


class Development(Record, Kept):
    """One person's way. Stage, next step and its day are worked out from the steps when saved."""

    __tablename__ = "development"

    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    applied_on: Mapped[date] = field(
        "申请入党日期", Kind.DAY, required=True, aliases=("申请日期", "递交申请书日期")
    )
    papers_until: Mapped[date | None] = field(
        "照材料补录截至",
        Kind.DAY,
        hint="这一天和以前的步骤照原始材料补记，只提示、不拦截；以后的步骤逐步办理",
    )
    leaving_on: Mapped[date | None] = field(
        "预计调离日期", Kind.DAY, hint="三个月内将离开的，不办理接收手续"
    )
    ended_on: Mapped[date | None] = field("终止日期", Kind.DAY, hint="不再培养发展时填写")
    ended_reason: Mapped[str | None] = field("终止原因", Kind.TEXT, length=500)
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=5000)
    politics: Mapped[str | None] = field(
        "政治审查情况",
        Kind.LONG_TEXT,
        length=20_000,
        secrecy=Secrecy.CONFIDENTIAL,
        hint="只有书记能看；结论记在“政治审查”这一步",
    )
    paper_application: Mapped[bool] = _paper("入党申请书")
    paper_activist: Mapped[bool] = _paper("入党积极分子培养考察登记表")
    paper_politics: Mapped[bool] = _paper("政治审查材料")
    paper_form: Mapped[bool] = _paper("入党志愿书")
    paper_probation: Mapped[bool] = _paper("预备党员教育考察登记表")
    paper_full: Mapped[bool] = _paper("转正申请书")

    stage: Mapped[str | None] = field("阶段", Kind.TEXT, length=40)
    next_step: Mapped[str | None] = field("下一步", Kind.TEXT, length=60)
    due_on: Mapped[date | None] = field("办理时限", Kind.DAY)

    steps: Mapped[list["DevelopmentStep"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="DevelopmentStep.position",
    )
    companions: Mapped[list["DevelopmentCompanion"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="DevelopmentCompanion.position",
    )


class DevelopmentStep(Record):
    """One step that was taken, returned or refused. A returned one stays, with its reason."""

    __tablename__ = "development_step"

    development_id: Mapped[str] = mapped_column(
        ForeignKey("development.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    #: One of ``StepRules.known``, which a bureau may add to: the service checks it.
    step: Mapped[str] = field("步骤", Kind.TEXT, required=True, length=60)
    done_on: Mapped[date] = field("日期", Kind.DAY, required=True)
    ended_on: Mapped[date | None] = field("结束日期", Kind.DAY)
    result: Mapped[str] = field(
        "结果", Kind.CHOICE, choices=RESULTS, required=True, default=RESULTS[0]
    )
    people: Mapped[str | None] = field("有关人员", Kind.TEXT, length=200)
    document: Mapped[str | None] = field("材料", Kind.TEXT, length=200)
    hours: Mapped[int | None] = field("学时", Kind.HOURS)
    note: Mapped[str | None] = field("说明", Kind.TEXT, length=1000)
    #: The meeting that decided, and its vote: the counts stand there and nowhere else.
    meeting_id: Mapped[str | None] = mapped_column(String(36))
    vote_id: Mapped[str | None] = mapped_column(String(36))


class DevelopmentCompanion(Record):
    """A 培养联系人 or 入党介绍人, from a day to a day; who was replaced stays."""

    __tablename__ = "development_companion"

    development_id: Mapped[str] = mapped_column(
        ForeignKey("development.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    role: Mapped[str] = field(
        "身份", Kind.CHOICE, choices=tuple(Companion), required=True, default=Companion.CONTACT
    )
    since_on: Mapped[date] = field("起", Kind.DAY, required=True)
    until_on: Mapped[date | None] = field("止", Kind.DAY)
    note: Mapped[str | None] = field("变动说明", Kind.TEXT, length=200)
