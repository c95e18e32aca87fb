"""学时 of one person in a year, for the person's page: read in a few small queries."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.meeting import Attendance, Meeting, Presence
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.periods import Period
from partydesk.domain.study import Study, StudyPerson
from partydesk.domain.text import decimal
from partydesk.rules import plain
from partydesk.rules.education_limits import load_hour_limits
from partydesk.rules.facts import Facts
from partydesk.rules.limits import load_limits
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.study_hours import Hours, hours_by_member
from partydesk.storage import people
from partydesk.storage.store import Store


@dataclass(frozen=True, slots=True)
class OwnHours:
    """A person's year.

    Attributes:
        total: Hundredths of a 学时 that count.
        asked: 学时 that are asked for; nothing of who is no member or is frail.
    """

    total: int
    asked: int | None

    def told(self) -> str:
        """学时 12.5 / 32; empty when nothing is asked for and nothing is there."""
        if self.asked is None:
            return f"学时 {decimal(self.total, 0)}" if self.total else ""
        return f"学时 {decimal(self.total, 0)} / {self.asked}"


def hours_of_member(store: Store, member_id: str, year: Period, today: date) -> OwnHours:
    """What counts for one person in a year, and what is asked (DOMAIN.md 4)."""
    limits = load_hour_limits()
    with store.reading() as session:
        facts = Facts(
            today=today,
            limits=load_limits(),
            sessions=_sessions(session, member_id, year),
            registers=_study(session, member_id, year),
        )
        # As in the list of the year: whoever sits on the committee today, or did at its end.
        posts = people.posts_on(session, min(year.last, today))
        leads = any(post.member_id == member_id for post in posts)
        asked = limits.leader if leads else limits.member
        member = session.get(Member, member_id)
    is_asked = member is not None and member.category in MEMBERS and not member.is_frail
    hours = hours_by_member(facts, year, limits).get(member_id, Hours())
    return OwnHours(hours.total(limits), asked if is_asked else None)


def _sessions(session: Session, member_id: str, year: Period) -> tuple[plain.Session, ...]:
    """The meetings that this one came to, with no other seat."""
    names = ("id", "kind", "held_on", "number", "group_id", "starts_at", "ends_at")
    query = (
        select(*(getattr(Meeting, name) for name in names))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.member_id == member_id, Attendance.presence == Presence.PRESENT)
        .where(Meeting.held_on.between(year.first, year.last), Meeting.deleted_at.is_(None))
    )
    seat = plain.Seat(member_id, "")
    return tuple(plain.Session(*row)._replace(seats=(seat,)) for row in session.execute(query))


def _study(session: Session, member_id: str, year: Period) -> dict[type, tuple[object, ...]]:
    """What this one has studied."""
    query = (
        select(Study.id, Study.kind, Study.held_on, Study.hours, StudyPerson.hours)
        .join(StudyPerson, StudyPerson.study_id == Study.id)
        .where(StudyPerson.member_id == member_id)
        .where(Study.held_on.between(year.first, year.last), Study.deleted_at.is_(None))
    )
    rows = session.execute(query).all()
    courses = {key: Course(key, kind, day, hours=hours) for key, kind, day, hours, _ in rows}
    learners = tuple(Learner(key, member_id, own) for key, _, _, _, own in rows)
    return {Course: tuple(courses.values()), Learner: learners}
