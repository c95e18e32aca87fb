"""学时 of each member in a year: study, training, and the meetings they came to (DOMAIN.md 4)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from partydesk.domain.meeting import Presence
from partydesk.domain.periods import Period
from partydesk.domain.study import StudyKind
from partydesk.rules.education_limits import HourLimits
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Session
from partydesk.rules.plain_education import Course, Learner


class Credit(NamedTuple):
    """Hundredths of a 学时 that count for somebody."""

    member_id: str
    day: date
    kind: str
    hours: int


@dataclass
class Hours:
    """One member's year, in hundredths of a 学时.

    Attributes:
        by_kind: Hours by form of study; meetings under their kind.
        trainings: How many 集中培训.
    """

    by_kind: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    trainings: int = 0

    def total(self, limits: HourLimits) -> int:
        """All hours; online ones up to their share."""
        return self.offline + min(self.online, self.most_online(limits))

    @property
    def online(self) -> int:
        """Hours of online study."""
        return self.by_kind.get(StudyKind.ONLINE, 0)

    @property
    def offline(self) -> int:
        """All other hours."""
        return sum(self.by_kind.values()) - self.online

    def most_online(self, limits: HourLimits) -> int:
        """How many online hours can count: their share of what is asked for."""
        return limits.member * limits.online_percent


def credited(facts: Facts, period: Period, limits: HourLimits) -> Iterator[Credit]:
    """Everything that counts for anybody in a period."""
    courses = {each.id: each for each in facts.rows(Course) if each.held_on in period}
    for learner in facts.rows(Learner):
        course = courses.get(learner.study_id)
        if course is not None:
            hours = course.hours if learner.hours is None else learner.hours
            yield Credit(learner.member_id, course.held_on, course.kind, hours or 0)
    for session in facts.within(period):
        if session.kind in limits.meetings and (hours := meeting_hours(session, limits)):
            for seat in session.seats:
                if seat.presence == Presence.PRESENT and seat.member_id:
                    yield Credit(seat.member_id, session.held_on, session.kind, hours)


def hours_by_member(facts: Facts, period: Period, limits: HourLimits) -> dict[str, Hours]:
    """Each member's hours in a period, by id; who has none is missing."""
    found: dict[str, Hours] = defaultdict(Hours)
    for credit in credited(facts, period, limits):
        hours = found[credit.member_id]
        hours.by_kind[credit.kind] += credit.hours
        hours.trainings += credit.kind == StudyKind.TRAINING
    return found


def meeting_hours(session: Session, limits: HourLimits) -> int:
    """Hundredths of a 学时 of a meeting's time, in steps of half a 学时, rounded down."""
    if not session.starts_at or not session.ends_at:
        return 0
    minutes = _minutes(session.ends_at) - _minutes(session.starts_at)
    halves = max(minutes, 0) * 2 // limits.minutes_per_hour
    return min(halves * 50, limits.most_per_meeting * 100)


def days_of(course: Course) -> int:
    """How many days a course took."""
    return ((course.ended_on or course.held_on) - course.held_on).days + 1


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
