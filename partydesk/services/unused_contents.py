"""Bytes of papers that nothing refers to any more: counted, and removed when asked for."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from partydesk.domain.attachment import Attachment, Blob
from partydesk.domain.journal import Change, Operation
from partydesk.services.history import UNDO_STEPS
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Unused:
    """How many contents, and how many bytes."""

    count: int
    size: int


def unused_contents(store: Store) -> Unused:
    """What a clean-up would remove now.

    Kept is what a record or one in 回收站 refers to, and what the steps that can still be taken
    back or done again need.
    """
    query = select(func.count(), func.coalesce(func.sum(func.length(Blob.data)), 0))
    with store.reading() as session:
        count, size = session.execute(query.where(_is_unused())).one()
    return Unused(count, size)


def remove_unused_contents(store: Store) -> Unused:
    """Remove them; the file grows again only after their room is filled."""
    found = unused_contents(store)
    if found.count:
        with store.writing("清理附件") as session:
            session.execute(delete(Blob).where(_is_unused()))
    return found


def _is_unused() -> ColumnElement[bool]:
    done = select(Operation.sequence).where(Operation.undoes_id.is_(None))
    steps = done.order_by(Operation.sequence.desc()).limit(UNDO_STEPS).subquery()
    first = select(func.min(steps.c.sequence)).scalar_subquery()
    return ~or_(
        Blob.id.in_(select(Attachment.__table__.c.blob_id)),
        Blob.id.in_(_mentioned(Change.before, first)),
        Blob.id.in_(_mentioned(Change.after, first)),
    )


def _mentioned(
    side: InstrumentedAttribute[str], first: ScalarSelect[int | None]
) -> Select[tuple[str]]:
    """Contents that a step names, before or after it."""
    content = func.json_extract(side, "$.blob_id")
    return (
        select(content)
        .join(Operation, Operation.id == Change.operation_id)
        .where(
            Change.record_type == Attachment.__tablename__,
            Operation.sequence >= first,
            # One that is empty would make every comparison unknown.
            content.isnot(None),
        )
    )
