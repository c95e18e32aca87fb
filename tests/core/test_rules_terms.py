"""Checks of the committee's papers, vacancies, training, and of who is counted in two branches."""

from datetime import date

import pytest

from partydesk.domain.finding import Severity
from partydesk.rules.plain_education import Course, Learner
from tests.core.facts_help import (
    COMMITTEE,
    TERM,
    Office,
    Seat,
    Team,
    crowd,
    facts,
    hits,
    person,
    replace,
    session,
)

FILED = TERM._replace(filing="〔2025〕4号")
GONE = person("m7", left_on=date(2026, 5, 1), left_kind="转出")
WITHOUT_GONE = tuple(each for each in crowd(10) if each.id != "m7")


def term(**changes):
    return facts(tenures=(FILED._replace(**changes),))


def left_on(day, *more):
    posts = (*COMMITTEE[:3], Office("m4", "纪检委员", ended_on=day), *more)
    return term(posts=posts)


def gone(**changes):
    return facts(people=(*WITHOUT_GONE, GONE), **changes)


def at_meeting(day):
    return gone(sessions=(session(day, seats=(Seat("m7", "党员m7"),)),))


def trained(*days, began=date(2026, 5, 21), kind="集中培训", who="m1"):
    courses = tuple(Course(f"c{day}", kind, day) for day in days)
    learners = tuple(Learner(each.id, who) for each in courses)
    posts = (Office("m1", "书记", began), *COMMITTEE[1:])
    known = term(elected_on=date(2026, 5, 21), posts=posts)
    return replace(known, registers={Course: courses, Learner: learners})


CASES = [
    ("ORG-08", term(approval=None), term()),
    ("ORG-08", term(filing=None), term(filing=None, posts=COMMITTEE[:1])),
    # three months are over on the day after
    ("ORG-09", left_on(date(2026, 8, 21)), left_on(date(2026, 8, 22))),
    (
        "ORG-09",
        left_on(date(2026, 2, 1)),
        left_on(date(2026, 2, 1), Office("m5", "纪检委员", date(2026, 9, 1))),
    ),
    ("ORG-12", at_meeting(date(2026, 5, 1)), at_meeting(date(2026, 4, 30))),
    ("ORG-12", gone(teams=(Team("g1", "语文组", "m7"),)), gone()),
    (
        "ORG-12",
        gone(tenures=(TERM._replace(posts=(*COMMITTEE, Office("m7", "委员"))),)),
        gone(
            tenures=(
                TERM._replace(posts=(*COMMITTEE, Office("m7", "委员", None, date(2026, 5, 1)))),
            )
        ),
    ),
    # six months after 21 May are over on 22 November
    ("ORG-13", trained(), trained(date(2026, 11, 20))),
    ("ORG-13", trained(date(2026, 5, 20)), trained(date(2026, 5, 21))),
    ("ORG-13", trained(date(2026, 9, 1), kind="支部集中学习"), trained(date(2026, 9, 1))),
    ("ORG-13", trained(date(2026, 9, 1), who="m2"), trained(date(2026, 9, 1), who="m1")),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert found.advice.endswith("。")
    assert hits(rule, right) == []


def test_a_new_secretary_has_six_months_for_the_first_training():
    on_time = replace(trained(), today=date(2026, 11, 21))

    assert hits("ORG-13", on_time) == []
    assert len(hits("ORG-13", replace(on_time, today=date(2026, 11, 22)))) == 1


def test_a_year_without_training_is_a_hint_in_december_and_a_warning_afterwards():
    served = replace(
        term(elected_on=date(2025, 1, 10)),
        sessions=(session(date(2025, 1, 10)),),
        registers={
            Course: (Course("c", "集中培训", date(2025, 6, 1)),),
            Learner: (Learner("c", "m1"),),
        },
    )

    assert hits("ORG-13", served) == []
    (soon,) = hits("ORG-13", replace(served, today=date(2026, 12, 20)))
    (late,) = hits("ORG-13", replace(served, today=date(2027, 1, 2)))
    assert (soon.severity, late.severity) == (Severity.HINT, Severity.WARNING)
    assert "2026年" in late.sentence


def test_an_approved_delay_keeps_an_ended_term_quiet_for_a_year():
    ended = term(elected_on=date(2023, 11, 22), extension="同意延期〔2026〕9号")

    assert hits("ORG-07", ended) == []
    (found,) = hits("ORG-07", replace(ended, today=date(2027, 11, 23)))
    assert found.severity == Severity.ERROR
