"""The branch's self-assessment against a scheme of items (DOMAIN.md 7.5)."""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field

#: Stand where an item's number stands: honours, and what makes the whole void (一票否决).
BONUS, VETO = "加分", "否决"


class Assessment(Record, Kept):
    """The self-assessment of one period (``2026``, ``2026Q4`` or ``2026-11``) as it is worked on.

    What was closed stands in ``ClosedSheet``; this one is closed while ``finished_at`` is set.
    """

    __tablename__ = "assessment"

    scheme: Mapped[str] = field("考核表", Kind.TEXT, required=True, length=60)
    period: Mapped[str] = field("考核期", Kind.TEXT, required=True, length=10)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)
    correction: Mapped[str | None] = field("更正理由", Kind.TEXT, length=500)
    upper_points: Mapped[int | None] = field("上级评分", Kind.POINTS)
    #: JSON of the points that a receipt gave each item, with the number of its package.
    upper_items: Mapped[str] = mapped_column(default="{}")
    upper_source: Mapped[str | None] = field("上级评分来源", Kind.TEXT, length=200)
    peer_points: Mapped[int | None] = field("互评分", Kind.POINTS)
    given_star: Mapped[str | None] = field("评定星级", Kind.TEXT, length=20)
    starred_on: Mapped[date | None] = field("评定日期", Kind.DAY)
    scores: Mapped[list["Score"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class Score(Record):
    """The branch's own score of one item. Points are kept in hundredths."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("assessment_id", "item"),)

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", deferrable=True, initially="DEFERRED"), index=True
    )
    item: Mapped[str] = field("条目", Kind.TEXT, required=True, length=20)
    points: Mapped[int | None] = field("自评分", Kind.POINTS)
    computed: Mapped[int | None] = field("当时测算", Kind.POINTS)
    reason: Mapped[str | None] = field("理由", Kind.LONG_TEXT, length=2000)
    evidence: Mapped[list["Evidence"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class Evidence(Record):
    """A record, or a file attached to the assessment, that proves a score."""

    __tablename__ = "evidence"

    score_id: Mapped[str] = mapped_column(
        ForeignKey("score.id", deferrable=True, initially="DEFERRED"), index=True
    )
    record_type: Mapped[str] = field("台账", Kind.TEXT, required=True, length=40)
    record_id: Mapped[str] = field("记录", Kind.TEXT, required=True, length=36)


class ClosedSheet(Record):
    """A self-assessment as it was closed: never changed; a correction is the next version.

    ``content`` is JSON of the scheme, every figure, reason and proof; ``seal`` its SHA-256.
    """

    __tablename__ = "closed_sheet"
    __table_args__ = (UniqueConstraint("scheme", "period", "version"),)

    scheme: Mapped[str] = field("考核表", Kind.TEXT, required=True, length=60)
    period: Mapped[str] = field("考核期", Kind.TEXT, required=True, length=10)
    version: Mapped[int] = field("版本", Kind.NUMBER, required=True)
    closed_at: Mapped[datetime] = mapped_column(DateTime)
    closed_by: Mapped[str] = field("完成人", Kind.TEXT, required=True, length=60)
    reason: Mapped[str | None] = field("更正理由", Kind.TEXT, length=500)
    computed: Mapped[int] = field("系统测算", Kind.POINTS, required=True)
    countable: Mapped[int] = field("可测算的分值", Kind.POINTS, required=True)
    own: Mapped[int] = field("自评分", Kind.POINTS, required=True)
    content: Mapped[str] = mapped_column()
    seal: Mapped[str] = field("校验", Kind.TEXT, required=True, length=64)
