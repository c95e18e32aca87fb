"""Everything about one person in time order; each line opens its record."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Attendance, Meeting
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.services.ledgers.persons import mentions
from partydesk.storage import people
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Line:
    """One thing that a person took part in."""

    day: date
    text: str
    record_type: str
    record_id: str


@dataclass(frozen=True)
class PersonYear:
    """A person's lines in a period, the newest first, and how often they came to meetings."""

    lines: tuple[Line, ...]
    due: int
    came: int


def year_of_member(store: Store, member_id: str, period: Period) -> PersonYear:
    """What a person took part in during a period."""
    span = (period.first, period.last)
    with store.reading() as session:
        meetings = session.execute(
            select(Meeting.held_on, Meeting.kind, Meeting.number, Meeting.id, Attendance.presence)
            .join(Attendance, Attendance.meeting_id == Meeting.id)
            .where(Attendance.member_id == member_id, Meeting.held_on.between(*span))
            .where(Meeting.deleted_at.is_(None))
        ).all()
        talks = session.execute(
            select(Talk.talked_on, Talk.kind, Talk.talker_id, Talk.id)
            .join(TalkPartner, TalkPartner.talk_id == Talk.id)
            .where(TalkPartner.member_id == member_id, Talk.talked_on.between(*span))
            .where(Talk.deleted_at.is_(None))
        ).all()
        leaves = session.execute(
            select(IntegrityLeaf.dated_on, IntegrityLeaf.kind, IntegrityLeaf.id)
            .where(IntegrityLeaf.member_id == member_id, IntegrityLeaf.dated_on.between(*span))
            .where(IntegrityLeaf.deleted_at.is_(None))
        ).all()
        names = people.names(session)
        others = mentions(session, member_id, period, names)
    lines = [
        Line(day, f"{kind}　第{number}次 · {presence}", "meeting", key)
        for day, kind, number, key, presence in meetings
    ]
    lines += [
        Line(day, f"谈心谈话（{names.get(talker, '')}）· {kind}", "talk", key)
        for day, kind, talker, key in talks
    ]
    lines += [Line(day, f"廉政活页 · {kind}", "integrity_leaf", key) for day, kind, key in leaves]
    lines += [Line(*each) for each in others]
    came = sum(presence == "到会" for *_, presence in meetings)
    lines.sort(key=lambda line: (line.day, line.record_id), reverse=True)
    return PersonYear(tuple(lines), len(meetings), came)
