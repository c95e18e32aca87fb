"""学时 are counted from study and meetings, checked against 32 and 56, and told in lists."""

from datetime import date

import pytest

from partydesk.domain.periods import period_with
from partydesk.rules.education_limits import load_hour_limits
from partydesk.rules.plain import Seat
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.study_hours import hours_by_member, meeting_hours
from partydesk.services import study_hours
from partydesk.storage.store import Store
from tests.core.facts_help import COMMITTEE, crowd, facts, hits, person, replace, session
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

LIMITS = load_hour_limits()
YEAR = period_with("2026")
END = date(2026, 12, 31)


def course(key="c1", hours=3200, kind="支部集中学习", day=date(2026, 3, 5), **changes):
    return Course(key, kind, day, None, "专题学习", hours)._replace(**changes)


def known(courses, learners, **changes):
    registers = {Course: tuple(courses), Learner: tuple(learners)}
    return facts(registers=registers, **({"today": END, "people": crowd(1)} | changes))


def learner(member="m5", hours=None, study="c1"):
    return Learner(study, member, hours)


ONE = {"people": (person("m5"),), "tenures": ()}


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [("16:00", "17:00", 100), ("16:00", "16:59", 50), ("16:00", "16:29", 0),
     ("08:00", "17:00", 400), (None, None, 0), ("17:00", "16:00", 0)],
)  # fmt: skip
def test_a_meetings_time_counts_in_halves_and_never_more_than_half_a_day(starts, ends, hours):
    held = session(kind="党课", starts_at=starts, ends_at=ends)
    assert meeting_hours(held, LIMITS) == hours


def test_a_lecture_counts_for_those_who_came_only():
    seats = (Seat("m5", "甲"), Seat("m6", "乙", "缺席", "病假"))
    lecture = session(kind="党课", starts_at="16:00", ends_at="18:00", seats=seats)
    counted = hours_by_member(facts(sessions=(lecture,)), YEAR, LIMITS)
    assert counted["m5"].total(LIMITS) == 200
    assert "m6" not in counted


def test_online_hours_count_up_to_half_of_what_is_asked():
    online = known([course(hours=3000, kind="线上学习")], [learner()])
    assert hours_by_member(online, YEAR, LIMITS)["m5"].total(LIMITS) == 1600


#: Id, records with which it fires, records at its boundary with which it does not.
CASES = [
    ("EDU-01", known([course(hours=3199)], [learner()], **ONE),
     known([course()], [learner()], **ONE)),
    ("EDU-01", known([course(hours=1599)], [learner()], people=(
        person("m5", transferred_in_on=date(2026, 7, 15)),), tenures=()),
     known([course(hours=1600)], [learner()], people=(
        person("m5", transferred_in_on=date(2026, 7, 15)),), tenures=())),
    ("EDU-01", known([course(hours=0)], [learner()], **ONE),
     known([course(hours=0)], [learner()], people=(person("m5", is_frail=True),),
           tenures=())),
    ("EDU-04", known([course(hours=801)], []), known([course(hours=800)], [])),
    ("EDU-04", known([course(hours=800)], [learner(hours=801)]),
     known([course(hours=1600, ended_on=date(2026, 3, 6))], [learner(hours=1600)])),
    ("EDU-05", known([course(hours=1601, kind="线上学习")], [learner()], **ONE),
     known([course(hours=1600, kind="线上学习")], [learner()], **ONE)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_check_fires_and_holds_its_peace_at_the_boundary(rule, wrong, right):
    assert hits(rule, wrong, "2026")
    assert not hits(rule, right, "2026")


def committee(hours, kind="集中培训"):
    people = tuple(person(each.member_id) for each in COMMITTEE)
    learners = [learner(each.member_id) for each in COMMITTEE]
    return known([course(hours=hours, kind=kind)], learners, people=people)


def test_the_committee_needs_56_and_one_training():
    assert len(hits("EDU-02", committee(5599), "2026")) == 4
    assert not hits("EDU-02", committee(5600), "2026")
    (first, *_) = hits("EDU-02", committee(5600, "支部集中学习"), "2026")
    assert "集中培训" in first.sentence


def newcomer(day, today):
    probationary = person("m5", category="预备党员", joined_on=date(2026, 1, 10), full_on=None)
    courses = [course(kind="集中培训", day=day)] if day else []
    return known(courses, [learner()] if day else [], people=(probationary,), tenures=(),
                 today=today)  # fmt: skip


def test_a_probationary_member_is_trained_within_the_year():
    assert hits("EDU-03", newcomer(None, date(2026, 12, 11)))
    assert not hits("EDU-03", newcomer(None, date(2026, 12, 10)))
    assert not hits("EDU-03", newcomer(date(2026, 1, 10), date(2026, 12, 31)))
    assert hits("EDU-03", newcomer(date(2026, 1, 9), date(2026, 12, 31)))


def test_who_was_absent_gets_no_hours():
    seats = (Seat("m5", "甲", "缺席", "事假"),)
    held = session(day=date(2026, 3, 5), topic="专题学习", seats=seats)
    assert hits("EDU-04", known([course(hours=200)], [learner()], sessions=(held,)), "2026")
    there = held._replace(seats=(Seat("m5", "甲"),))
    assert not hits("EDU-04", known([course(hours=200)], [learner()], sessions=(there,)), "2026")


def test_before_the_year_ends_missing_hours_are_a_hint():
    early = replace(known([course(hours=0)], [learner()], **ONE), today=date(2026, 8, 1))
    (found,) = hits("EDU-01", early, "2026")
    assert str(found.severity) == "提示"
    assert not hits("EDU-01", replace(early, today=date(2026, 6, 30)), "2026")


def test_courses_days_and_visits_are_counted_for_any_period():
    given = known(
        [course(), course("c2", kind="集中培训", day=date(2026, 7, 8), ended_on=date(2026, 7, 10)),
         course("c3", day=date(2025, 1, 1))],
        [learner(), learner("m6"), learner("m5", study="c2"), learner("m7", study="c3")],
    )  # fmt: skip
    assert study_hours.counts_table(given, YEAR) == [
        ["支部集中学习", 1, 1, 2, 2],
        ["集中培训", 1, 3, 1, 1],
        ["合计", 2, 4, 3, 2],
    ]
    assert study_hours.counts_table(given, period_with("2026Q3"))[-1] == ["合计", 1, 3, 1, 1]


def test_the_lists_are_printed_with_every_member():
    store = Store.in_memory()
    copy_sample(store, date(2026, 11, 22))
    text = text_of(study_hours.hours_pdf(store, date(2026, 11, 22), YEAR))
    assert "党员学时统计" in text
    assert "董桂英" in text.replace("　", "")
    assert "期次统计" in text_of(study_hours.counts_pdf(store, date(2026, 11, 22), None))
    store.close()
