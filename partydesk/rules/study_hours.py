"""学时 of each member in a year: study, training, and the meetings they came to (DOMAIN.md 4)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from partydesk.domain.periods import Period
from partydesk.domain.study import StudyKind
from partydesk.rules.education_limits import HourLimits
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person, Session
from partydesk.rules.plain_education import Course, Learner

_MONTHS = 12


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


def hours_by_member(facts: Facts, period: Period, limits: HourLimits) -> Mapping[str, Hours]:
    """Each member's hours in a period, by id; who has none is missing."""
    return facts.once(_hours_by_member, period, limits)


def _hours_by_member(facts: Facts, period: Period, limits: HourLimits) -> Mapping[str, Hours]:
    found: dict[str, Hours] = defaultdict(Hours)
    courses = {each.id: each for each in facts.rows(Course) if each.held_on in period}
    for learner in facts.rows(Learner):
        course = courses.get(learner.study_id)
        if course is not None:
            own = found[learner.member_id]
            own.by_kind[course.kind] += (
                course.hours if learner.hours is None else learner.hours
            ) or 0
            own.trainings += course.kind == StudyKind.TRAINING
    for session in facts.within(period):
        if session.kind in limits.meetings and (hours := meeting_hours(session, limits)):
            for seat in session.present:
                if seat.member_id:
                    found[seat.member_id].by_kind[session.kind] += hours
    return dict(found)


def meeting_hours(session: Session, limits: HourLimits) -> int:
    """Hundredths of a 学时 of a meeting's time, in steps of half a 学时, rounded down."""
    if not session.starts_at or not session.ends_at:
        return 0
    minutes = _minutes(session.ends_at) - _minutes(session.starts_at)
    halves = max(minutes, 0) * 2 // limits.minutes_per_hour
    return min(halves * 50, limits.most_per_meeting * 100)


def asked_hours(person: Person, year: Period, after: date, hours: int) -> int:
    """Hundredths of a 学时 asked for up to a day, by the months as a member of the branch.

    Args:
        person: Who.
        year: The year.
        after: The months before its own count; its own too where it ends the year.
        hours: What is asked for in a whole year.
    """
    began = [day for day in (person.joined_on, person.transferred_in_on) if day]
    first = max([year.first, *(day.replace(day=1) for day in began)])
    months = (after.year - first.year) * _MONTHS + after.month - first.month
    months += after == year.last
    return hours * 100 * max(min(months, _MONTHS), 0) // _MONTHS


def days_of(course: Course) -> int:
    """How many days a course took."""
    return ((course.ended_on or course.held_on) - course.held_on).days + 1


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
