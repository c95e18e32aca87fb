"""What was done to the file: operations, each change with before and after, drafts, settings."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Record, SealedText


class Operation(Record):
    """One thing the user did, in one transaction; ``sequence`` orders them, not the clock."""

    __tablename__ = "operation"
    # One tree fewer to change at each step.
    __table_args__ = ({"sqlite_with_rowid": False},)

    sequence: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(DateTime, default=datetime.now)
    undoes_id: Mapped[str | None] = mapped_column(String(36))
    undone: Mapped[bool] = mapped_column(default=False)


class Change(Record):
    """One record's change within an operation: JSON of the fields before and after."""

    __tablename__ = "change"

    operation_id: Mapped[str] = mapped_column(
        ForeignKey("operation.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    record_type: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    action: Mapped[str] = mapped_column(String(10))  #: add, change or remove
    before: Mapped[str] = mapped_column(default="{}")
    after: Mapped[str] = mapped_column(default="{}")
    sealed_before: Mapped[str | None] = mapped_column(SealedText)
    sealed_after: Mapped[str | None] = mapped_column(SealedText)


class Draft(Record):
    """A half-filled form, sealed; ``id`` is the record type and the record's id or ``new``."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-1)
    values: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(DateTime, default=datetime.now)


class Setting(Record):
    """A setting of this branch that travels with its file; ``value`` is JSON."""

    __tablename__ = "setting"

    id: Mapped[str] = mapped_column(String(80), primary_key=True, sort_order=-1)
    value: Mapped[str] = mapped_column()
