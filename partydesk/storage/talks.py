"""Questions about talks and integrity leaves."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk


def talks(
    session: Session, period: Period | None = None, *, kinds: Iterable[str] = ()
) -> list[Talk]:
    """Talks with those talked to, the newest first."""
    query = select(Talk).options(selectinload(Talk.partners))
    query = query.order_by(Talk.talked_on.desc(), Talk.id.desc())
    if period:
        query = query.where(Talk.talked_on.between(period.first, period.last))
    if wanted := list(kinds):
        query = query.where(Talk.kind.in_(wanted))
    return list(session.scalars(query))


def leaves(session: Session, member_id: str | None = None) -> list[IntegrityLeaf]:
    """Integrity leaves, of one person or of all, by person and page."""
    query = select(IntegrityLeaf).order_by(IntegrityLeaf.member_id, IntegrityLeaf.number)
    if member_id:
        query = query.where(IntegrityLeaf.member_id == member_id)
    return list(session.scalars(query))


def next_page(session: Session, member_id: str) -> int:
    """The page number after the last one of a person's file; removed pages keep theirs."""
    query = select(func.max(IntegrityLeaf.number)).where(IntegrityLeaf.member_id == member_id)
    return (session.scalar(query.execution_options(with_deleted=True)) or 0) + 1
