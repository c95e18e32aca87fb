"""Checks of who stays away for months, and of what surrounds a life meeting."""

from datetime import date, timedelta

import pytest

from partydesk.domain.finding import Severity
from partydesk.rules.plain_submission import Paper
from tests.core.facts_help import Seat, Task, crowd, facts, hits, person, replace, session, talk

LIFE = date(2026, 1, 20)
OLD = session(date(2026, 1, 8))


def leader(last_came, **changes):
    """A leader who was due monthly and came last on a day."""
    days = [date(2026, month, 10) for month in range(1, 12)]
    held = [
        session(day, seats=(Seat("m1", "党员m1", "到会" if day <= last_came else "缺席", "公出"),))
        for day in days
    ]
    people = (person("m1", is_leader=True)._replace(**changes), *crowd(10)[1:])
    return facts(people=people, sessions=tuple(held))


def life(talked=LIFE - timedelta(days=30), tasks=(Task("整改", "甲", LIFE),), papers=()):
    meeting = session(LIFE, "组织生活会", tasks=tasks)
    talks = (talk(talked, "m1", "m2"),) if talked else ()
    return facts(sessions=(OLD, meeting), talks=talks, registers={Paper: papers})


def away(months, *, reason=None, skipped=(), **changes):
    """m1 was due once a month up to October and missed the last so many months."""
    held = []
    for month in range(1, 11):
        if month in skipped:
            continue
        presence = "缺席" if month > 10 - months else "到会"
        seat = Seat("m1", "党员m1", presence, reason if presence == "缺席" else None)
        held.append(session(date(2026, month, 12), seats=(seat, Seat("m2", "党员m2"))))
    people = (person("m1")._replace(**changes), *crowd(10)[1:])
    return facts(people=people, sessions=tuple(held))


CASES = [
    # today is 22 November: three months go back to 22 August
    ("MTG-22", leader(date(2026, 8, 10)), leader(date(2026, 9, 10))),
    ("MTG-22", leader(date(2026, 8, 10)), leader(date(2026, 8, 10), is_leader=False)),
    ("MTG-22", leader(date(2026, 8, 10)), leader(date(2026, 8, 10), is_frail=True)),
    ("MTG-23", life(talked=LIFE - timedelta(days=31)), life()),
    ("MTG-23", life(talked=None), life(talked=LIFE)),
    (
        "MTG-23",
        life(
            tasks=(), papers=(Paper("p", "meeting", "别的会", "整改清单.pdf", "application/pdf"),)
        ),
        life(
            tasks=(),
            papers=(Paper("p", "meeting", f"组织生活会{LIFE}", "整改清单.pdf", "application/pdf"),),
        ),
    ),
    ("MTG-26", away(3), away(2)),
    ("MTG-26", away(3), away(3, reason="病假")),
    ("MTG-26", away(3), away(3, is_frail=True)),
    # a month without a meeting neither counts nor breaks the row
    ("MTG-26", away(4, skipped=(9,)), away(3, skipped=(9,))),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert hits(rule, right) == []


@pytest.mark.parametrize(
    ("months", "severity"), [(3, Severity.WARNING), (5, Severity.WARNING), (6, Severity.ERROR)]
)
def test_six_months_away_are_an_error_that_begins_no_procedure(months, severity):
    (found,) = hits("MTG-26", away(months))

    assert found.severity == severity
    assert f"连续 {months} 个月" in found.sentence
    assert ("由党组织按程序研究决定" in found.advice) == (severity == Severity.ERROR)


def test_coming_once_ends_the_row_of_months():
    back = session(date(2026, 11, 3), seats=(Seat("m1", "党员m1"),))
    known = away(9)

    assert len(hits("MTG-26", known)) == 1
    assert hits("MTG-26", replace(known, sessions=(*known.sessions, back))) == []


def test_the_list_after_a_life_meeting_is_asked_for_only_when_thirty_days_are_over():
    known = life(tasks=())

    assert hits("MTG-23", replace(known, today=LIFE + timedelta(days=30))) == []
    (found,) = hits("MTG-23", replace(known, today=LIFE + timedelta(days=31)))
    assert "整改清单" in found.sentence


def test_double_organisation_life_is_asked_for_since_the_regulation_of_2019():
    days = [date(2018 + month // 13, (month - 1) % 12 + 1, 10) for month in range(11, 17)]
    seats = (Seat("m1", "党员m1", "缺席", "公出"),)
    people = (person("m1", is_leader=True), *crowd(10)[1:])
    known = facts(people=people, sessions=tuple(session(day, seats=seats) for day in days))

    assert hits("MTG-22", replace(known, today=date(2019, 5, 5))) == []
    assert len(hits("MTG-22", replace(known, today=date(2019, 5, 6)))) == 1
