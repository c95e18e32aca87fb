"""Questions about talks and integrity leaves."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk


def talks(
    session: Session, period: Period | None = None, *, kinds: Iterable[str] = ()
) -> list[Talk]:
    """Talks with those talked to, the newest first."""
    return list(session.scalars(_talks(period, kinds)))


def listed_talks(
    session: Session,
    period: Period | None = None,
    *,
    kinds: Iterable[str] = (),
    contents: bool = False,
) -> list[Talk]:
    """Talks without what a list does not show: of the sealed texts each costs its opening.

    ``contents`` loads what was said as well, to look for a text in it.
    """
    query = _talks(period, kinds).options(
        load_only(
            *(Talk.id, Talk.kind, Talk.talked_on, Talk.talker_id, Talk.way, Talk.place),
            *(Talk.starts_at, Talk.ends_at, Talk.recorder_id, Talk.signed_on, Talk.matter),
            *(Talk.follow_up_on, Talk.follow_up_done_on),
            *((Talk.content,) if contents else ()),
        )
    )
    return list(session.scalars(query))


def _talks(period: Period | None, kinds: Iterable[str]) -> Select[Talk]:
    query = select(Talk).options(selectinload(Talk.partners))
    query = query.order_by(Talk.talked_on.desc(), Talk.id.desc())
    if period:
        query = query.where(Talk.talked_on.between(period.first, period.last))
    if wanted := list(kinds):
        query = query.where(Talk.kind.in_(wanted))
    return query


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
