"""Who looked into whose 廉政档案 and why, and who keeps away from whose (DOMAIN.md 6.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from partydesk.domain.integrity import FileView, Looking, Relative
from partydesk.errors import InvalidValuesError
from partydesk.services.merged import with_merged
from partydesk.storage import people
from partydesk.storage.store import Store

#: Why a relative is refused.
RELATIVE_SENTENCE = "填写人是本人的亲属，应由他人填写和保管（回避）。"
#: Turning pages of one file is one look: within this time it is noted once.
_ONE_LOOK = timedelta(minutes=30)
_LONGEST = 100


@dataclass(frozen=True)
class ViewLine:
    """A line of the log as it is shown."""

    at: datetime
    actor: str
    name: str
    looking: str
    purpose: str


def note_export(store: Store, member_ids: Iterable[str], purpose: str) -> None:
    """Write into the log that a list with these people's leaves was saved as a sheet.

    Raises:
        InvalidValuesError: No purpose was said, or it is too long.
    """
    why = _purpose(purpose)
    now = datetime.now()
    with store.writing("导出廉政档案目录") as session:
        for member_id in sorted(set(member_ids)):
            view = FileView(member_id=member_id, at=now, actor=store.actor)
            view.looking, view.purpose = Looking.EXPORT, why
            session.add(view)


def _purpose(purpose: str) -> str:
    why = " ".join(purpose.split())
    if not why or len(why) > _LONGEST:
        raise InvalidValuesError({"purpose": f"请写明查阅事由，不超过 {_LONGEST} 个字。"})
    return why


def note_view(store: Store, member_id: str, looking: Looking, purpose: str) -> None:
    """Write a look into somebody's file into the log; it can't be taken back or undone.

    Raises:
        InvalidValuesError: No purpose was said, or it is too long.
    """
    why = _purpose(purpose)
    now = datetime.now()
    same = select(FileView.id).where(
        FileView.member_id == member_id,
        FileView.actor == store.actor,
        FileView.looking == looking,
        FileView.purpose == why,
        FileView.at > now - _ONE_LOOK,
    )
    if store.stopped is not None and looking is Looking.VIEW:
        return  # a damaged file can still be read, but nothing is written into it
    with store.reading() as session:
        if looking is Looking.VIEW and session.scalar(same.limit(1)):
            return
    with store.writing("查阅廉政档案") as session:
        view = FileView(member_id=member_id, at=now, actor=store.actor)
        view.looking, view.purpose = looking, why
        session.add(view)


def views(store: Store, member_id: str | None = None) -> list[ViewLine]:
    """The log of one person's file or of all, the newest first."""
    query = select(FileView).order_by(FileView.at.desc(), FileView.id.desc())
    with store.reading() as session:
        if member_id:
            query = query.where(FileView.member_id.in_(with_merged(session, member_id)))
        names = people.names(session)
        return [
            ViewLine(each.at, each.actor, names.get(each.member_id, ""), each.looking, each.purpose)
            for each in session.scalars(query)
        ]


def are_related(session: Session, one: str, other: str) -> bool:
    """Whether two people were noted as relatives, whichever way round."""
    pairs = ((one, other), (other, one))
    ways = [and_(Relative.member_id == a, Relative.relative_id == b) for a, b in pairs]
    return session.scalar(select(Relative.id).where(or_(*ways)).limit(1)) is not None
