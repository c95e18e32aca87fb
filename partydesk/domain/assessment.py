"""The branch's self-assessment against a scheme of items (DOMAIN.md 7.5)."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class Assessment(Record, Kept):
    """The self-assessment of one period (``2026``, ``2026Q4`` or ``2026-11``)."""

    __tablename__ = "assessment"

    scheme: Mapped[str] = field("考核表", Kind.TEXT, required=True, length=60)
    period: Mapped[str] = field("考核期", Kind.TEXT, required=True, length=10)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)
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
    reason: Mapped[str | None] = field("理由", Kind.LONG_TEXT, length=2000)
    evidence: Mapped[list["Evidence"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class Evidence(Record):
    """A record that proves a score."""

    __tablename__ = "evidence"

    score_id: Mapped[str] = mapped_column(
        ForeignKey("score.id", deferrable=True, initially="DEFERRED"), index=True
    )
    record_type: Mapped[str] = field("台账", Kind.TEXT, required=True, length=40)
    record_id: Mapped[str] = field("记录", Kind.TEXT, required=True, length=36)
