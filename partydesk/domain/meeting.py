"""A meeting of the branch's organisation life, with attendance, votes and resolutions."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class MeetingKind(StrEnum):
    """Kinds of meetings (支部工作条例 11-18)."""

    ASSEMBLY = "支部党员大会"
    COMMITTEE = "支部委员会会议"
    GROUP = "党小组会"
    LECTURE = "党课"
    THEME_DAY = "主题党日"
    LIFE_MEETING = "组织生活会"
    APPRAISAL = "民主评议党员"
    ELECTION = "换届选举"
    CIVIL = "民主生活会"
    CENTRE = "中心组学习"
    FIRST_TOPIC = "第一议题学习"
    PARTY_WORK = "党建专题会"


#: How people call the kinds where there is little room.
SHORT_NAMES = {
    MeetingKind.COMMITTEE: "支委会",
    MeetingKind.GROUP: "党小组会",
    MeetingKind.ASSEMBLY: "党员大会",
    MeetingKind.LECTURE: "党课",
    MeetingKind.THEME_DAY: "主题党日",
    MeetingKind.LIFE_MEETING: "组织生活会",
    MeetingKind.APPRAISAL: "民主评议",
    MeetingKind.ELECTION: "换届选举",
    MeetingKind.CIVIL: "民主生活会",
    MeetingKind.CENTRE: "中心组学习",
    MeetingKind.FIRST_TOPIC: "第一议题",
    MeetingKind.PARTY_WORK: "党建专题会",
}


class Presence(StrEnum):
    """Whether someone due at a meeting came."""

    PRESENT = "到会"
    ABSENT = "缺席"


#: Usual reasons for absence; another one may be typed.
ABSENCE_REASONS = ("病假", "事假", "公出", "外出学习", "产假", "年老体弱")


class Ballot(StrEnum):
    """How a vote is taken."""

    SECRET = "无记名投票"
    OPEN = "举手表决"


class VoteKind(StrEnum):
    """What is voted on: it decides quorum and majority (DOMAIN.md 1.3)."""

    ORDINARY = "一般决议"
    ADMISSION = "接收预备党员"
    FULL = "预备党员转正"
    ELECTION = "选举"


class Meeting(Record, Kept):
    """One meeting; ``number`` counts without gaps per kind, group and year."""

    __tablename__ = "meeting"

    kind: Mapped[str] = field(
        "会议类型",
        Kind.CHOICE,
        choices=tuple(MeetingKind),
        required=True,
        default=MeetingKind.ASSEMBLY,
    )
    held_on: Mapped[date] = field("日期", Kind.DAY, required=True)
    number: Mapped[int] = field("次数", Kind.NUMBER, required=True, hint="当年同类会议的第几次")
    group_id: Mapped[str | None] = field("党小组", Kind.GROUP)
    starts_at: Mapped[str | None] = field("开始", Kind.TIME)
    ends_at: Mapped[str | None] = field("结束", Kind.TIME)
    place: Mapped[str | None] = field("地点", Kind.TEXT, length=100)
    chair_id: Mapped[str | None] = field("主持人", Kind.PERSON)
    chair_reason: Mapped[str | None] = field(
        "委托主持说明", Kind.TEXT, hint="主持人不是书记时说明（支部条例第十四条）"
    )
    recorder_id: Mapped[str | None] = field("记录人", Kind.PERSON)
    guests: Mapped[str | None] = field("列席", Kind.TEXT, length=500, hint="姓名（单位、职务）")
    topic: Mapped[str | None] = field("议题", Kind.TEXT, length=300)
    lecturer: Mapped[str | None] = field("授课人", Kind.TEXT, length=60)
    content: Mapped[str | None] = field("会议内容", Kind.LONG_TEXT, length=200_000)
    decisions: Mapped[str | None] = field("决议和议定事项", Kind.LONG_TEXT, length=50_000)
    seats_open: Mapped[int | None] = field("应选人数", Kind.NUMBER)
    electors_due: Mapped[int | None] = field("应到会有选举权", Kind.NUMBER)
    electors_present: Mapped[int | None] = field("实到会有选举权", Kind.NUMBER)
    ballots_issued: Mapped[int | None] = field("发出选票", Kind.NUMBER)
    ballots_returned: Mapped[int | None] = field("收回选票", Kind.NUMBER)
    ballots_valid: Mapped[int | None] = field("有效票", Kind.NUMBER)
    scrutineers: Mapped[str | None] = field("监票人", Kind.TEXT, length=100)
    tellers: Mapped[str | None] = field("计票人", Kind.TEXT, length=100)

    agenda: Mapped[list["AgendaItem"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AgendaItem.position",
    )
    attendances: Mapped[list["Attendance"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Attendance.position",
    )
    votes: Mapped[list["Vote"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by="Vote.position"
    )
    nominees: Mapped[list["Nominee"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Nominee.position",
    )
    resolutions: Mapped[list["Resolution"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Resolution.position",
    )


class AgendaItem(Record):
    """One numbered item of the agenda, and who speaks on it."""

    __tablename__ = "agenda_item"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    matter: Mapped[str] = field("议程", Kind.TEXT, required=True, length=300)
    speaker: Mapped[str | None] = field("汇报或发言人", Kind.TEXT, length=60)


class Attendance(Record):
    """One person due at a meeting. The name is kept as it was that day."""

    __tablename__ = "attendance"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str | None] = field("党员", Kind.PERSON)
    name: Mapped[str] = field("姓名", Kind.TEXT, required=True, length=60)
    presence: Mapped[str] = field(
        "到会情况", Kind.CHOICE, choices=tuple(Presence), required=True, default=Presence.PRESENT
    )
    reason: Mapped[str | None] = field("缺席原因", Kind.TEXT, length=100)


class Vote(Record):
    """The counts of one vote; who voted what is never kept (DOMAIN.md 11)."""

    __tablename__ = "vote"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = field(
        "表决类型", Kind.CHOICE, choices=tuple(VoteKind), required=True, default=VoteKind.ORDINARY
    )
    matter: Mapped[str] = field("表决事项", Kind.TEXT, required=True)
    ballot: Mapped[str] = field(
        "方式", Kind.CHOICE, choices=tuple(Ballot), required=True, default=Ballot.OPEN
    )
    due: Mapped[int] = field("应到会有表决权", Kind.NUMBER, required=True)
    present: Mapped[int] = field("实到会有表决权", Kind.NUMBER, required=True)
    yes: Mapped[int | None] = field("赞成", Kind.NUMBER)
    no: Mapped[int | None] = field("反对", Kind.NUMBER)
    abstain: Mapped[int | None] = field("弃权", Kind.NUMBER)
    written: Mapped[int] = field(
        "书面意见", Kind.NUMBER, required=True, default=0, hint="会前收到的书面意见，计入赞成或反对"
    )
    is_passed: Mapped[bool | None] = field("通过", Kind.YES_NO)


class Nominee(Record):
    """A candidate of an election with the counts; who chose whom is never kept."""

    __tablename__ = "nominee"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field("候选人", Kind.TEXT, required=True, length=60)
    yes: Mapped[int | None] = field("赞成", Kind.NUMBER)
    no: Mapped[int | None] = field("不赞成", Kind.NUMBER)
    abstain: Mapped[int | None] = field("弃权", Kind.NUMBER)
    is_elected: Mapped[bool | None] = field("当选", Kind.YES_NO)


class Resolution(Record):
    """Something a meeting decided, with who does it until when."""

    __tablename__ = "resolution"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    matter: Mapped[str] = field("议定事项", Kind.TEXT, required=True, length=500)
    owner: Mapped[str | None] = field("责任人", Kind.TEXT, length=60)
    due_on: Mapped[date | None] = field("完成时限", Kind.DAY)
    done_on: Mapped[date | None] = field("完成日期", Kind.DAY)
