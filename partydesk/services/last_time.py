"""照抄上次: what the last record of the same kind gives to a new one, with marks to look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from partydesk.domain.fields import LockedText
from partydesk.domain.marked_text import MarkedText
from partydesk.domain.meeting import Meeting, MeetingKind
from partydesk.domain.talk import Talk
from partydesk.rules.must_change import must_change
from partydesk.storage import people
from partydesk.storage.store import Store

_MEETING = ("place", "starts_at", "ends_at", "chair_id", "recorder_id", "lecturer", "topic")
_TALK = ("place", "way", "recorder_id", "matter")
#: Texts in which what must change is marked.
_MARKED = ("topic", "content", "matter")


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last record of a kind.

    Attributes:
        id: Which one.
        day: When it was.
        number: Its number within the year.
        values: What a new record may take over; texts have marks.
    """

    id: str
    day: date
    number: int
    values: Mapping[str, Any]


def last_meeting(
    store: Store, kind: str, day: date, group_id: str | None = None, but: str | None = None
) -> LastTime | None:
    """The last meeting of a kind (and 党小组) up to a day.

    Args:
        store: The open file.
        kind: Kind of meeting.
        day: Day of the new meeting.
        group_id: Which 党小组; only for meetings of groups.
        but: Id of the meeting that is being written, which is not its own model.
    """
    query = select(Meeting).where(Meeting.kind == kind, Meeting.held_on <= day)
    if kind == MeetingKind.GROUP:
        query = query.where(Meeting.group_id == group_id)
    query = query.order_by(Meeting.held_on.desc(), Meeting.id.desc())
    with store.reading() as session:
        found = _newest(session, query, Meeting.id, but)
        if found is None:
            return None
        names = _names(session)
    return LastTime(found.id, found.held_on, found.number, _taken(found, _MEETING, names))


def last_talk(
    store: Store, kind: str, day: date, talker_id: str | None = None, but: str | None = None
) -> LastTime | None:
    """The last talk of a kind up to a day; contents only where this password opens them.

    Args:
        store: The open file.
        kind: Kind of talk.
        day: Day of the new talk.
        talker_id: Who talks: the last one of the same talker goes before those of others.
        but: Id of the talk that is being written.
    """
    query = select(Talk).where(Talk.kind == kind, Talk.talked_on <= day)
    own_first = (Talk.talker_id == talker_id).desc()
    query = query.order_by(own_first, Talk.talked_on.desc(), Talk.id.desc())
    with store.reading() as session:
        found = _newest(session, query, Talk.id, but)
        if found is None:
            return None
        names = _names(session)
    return LastTime(found.id, found.talked_on, found.number, _taken(found, _TALK, names))


def _newest(session: Session, query: Select[Any], key: Any, but: str | None) -> Any:
    return session.scalars((query.where(key != but) if but else query).limit(1)).first()


def _names(session: Session) -> set[str]:
    return {each.name for each in people.people(session)}


def _taken(record: Any, names: Collection[str], known: Collection[str]) -> dict[str, Any]:
    values = {}
    for name in (*names, "content"):
        value = getattr(record, name)
        if value is None or isinstance(value, LockedText):
            continue
        if name in _MARKED:
            value = MarkedText(value, must_change(value, known))
        values[name] = value
    return values
