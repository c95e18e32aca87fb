"""The records that were changed last, across the registers."""

from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.talk import Talk
from partydesk.storage import people
from partydesk.storage.store import Store

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Recent:
    """One record: where it is, what it is called, when it was changed."""

    record_type: str
    record_id: str
    title: str
    at: datetime


def recent_changes(store: Store, most: int = _SHOWN) -> tuple[Recent, ...]:
    """The newest changes first; titles name no contents."""
    with store.reading() as session:
        names = people.names(session)
        found = [
            *_members(session, most),
            *_meetings(session, names, most),
            *_talks(session, names, most),
            *_leaves(session, names, most),
        ]
    return tuple(nlargest(most, found, key=lambda each: each.at))


def _members(session: Session, most: int) -> list[Recent]:
    query = select(Member.id, Member.name, Member.category, Member.updated_at)
    rows = session.execute(query.order_by(Member.updated_at.desc()).limit(most))
    return [Recent("member", key, f"{name}（{category}）", at) for key, name, category, at in rows]


def _meetings(session: Session, names: dict[str, str], most: int) -> list[Recent]:
    columns = (Meeting.id, Meeting.kind, Meeting.group_id, Meeting.held_on, Meeting.updated_at)
    rows = session.execute(select(*columns).order_by(Meeting.updated_at.desc()).limit(most))
    return [
        Recent("meeting", key, f"{day.month}月{day.day}日{names.get(group or '', '')}{kind}", at)
        for key, kind, group, day, at in rows
    ]


def _talks(session: Session, names: dict[str, str], most: int) -> list[Recent]:
    shown = load_only(Talk.id, Talk.kind, Talk.talker_id, Talk.updated_at)
    query = select(Talk).options(shown, selectinload(Talk.partners))
    found = session.scalars(query.order_by(Talk.updated_at.desc()).limit(most))
    return [
        Recent(
            "talk",
            talk.id,
            f"{names.get(talk.talker_id, '')}与{_with(talk)}的{talk.kind}",
            talk.updated_at,
        )
        for talk in found
    ]


def _with(talk: Talk) -> str:
    shown = "、".join(partner.name for partner in talk.partners[:2])
    return f"{shown}等 {len(talk.partners)} 人" if len(talk.partners) > 2 else shown


def _leaves(session: Session, names: dict[str, str], most: int) -> list[Recent]:
    columns = (IntegrityLeaf.id, IntegrityLeaf.member_id, IntegrityLeaf.kind)
    query = select(*columns, IntegrityLeaf.updated_at)
    rows = session.execute(query.order_by(IntegrityLeaf.updated_at.desc()).limit(most))
    return [
        Recent("integrity_leaf", key, f"{names.get(owner, '')}的廉政活页“{kind}”", at)
        for key, owner, kind, at in rows
    ]
