from datetime import date

import pytest

from partydesk.domain.finding import Severity
from tests.core.facts_help import (
    COMMITTEE,
    TERM,
    Office,
    Team,
    crowd,
    facts,
    hits,
    person,
    replace,
)


def with_posts(*posts):
    return facts(tenures=(TERM._replace(posts=posts),))


def term_from(day):
    return facts(tenures=(TERM._replace(elected_on=day),))


SMALL = facts(people=crowd(2), tenures=(), teams=())
CASES = [
    ("ORG-01", SMALL, replace(SMALL, people=crowd(3))),
    ("ORG-01", SMALL, replace(SMALL, branch_kind="联合党支部")),
    ("ORG-02", facts(people=crowd(51)), facts(people=crowd(50))),
    ("ORG-03", facts(people=crowd(7), tenures=()), facts(people=crowd(6), tenures=())),
    ("ORG-03", facts(tenures=()), facts()),
    ("ORG-04", with_posts(*COMMITTEE[:2]), with_posts(*COMMITTEE[:3])),
    (
        "ORG-04",
        with_posts(*(Office(f"m{each}", "委员") for each in range(1, 9))),
        with_posts(*(Office(f"m{each}", "委员") for each in range(1, 6))),
    ),
    ("ORG-05", with_posts(*COMMITTEE[:3]), with_posts(*COMMITTEE)),
    ("ORG-06", facts(people=crowd(6)), facts(people=crowd(7))),
    ("ORG-07", term_from(date(2023, 11, 22)), term_from(date(2024, 5, 30))),
    (
        "ORG-10",
        facts(people=(person("m1", category="预备党员"), *crowd(9)[1:])),
        facts(people=crowd(9)),
    ),
    ("ORG-10", facts(people=(person("m1", is_suspended=True),)), facts(people=(person("m1"),))),
    ("ORG-11", facts(people=crowd(20), teams=()), facts(people=crowd(19), teams=())),
    (
        "ORG-11",
        facts(teams=(Team("g1", "甲组"), Team("g2", "乙组"))),
        facts(teams=(Team("g1", "甲组"),)),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    found = hits(rule, wrong)

    assert len(found) == 1
    assert found[0].sentence.endswith("。")
    assert found[0].source
    assert hits(rule, right) == []


@pytest.mark.parametrize(
    ("elected", "severity"),
    [
        (date(2024, 5, 22), Severity.HINT),  # six months before the end
        (date(2023, 11, 22), Severity.WARNING),  # the day itself
        (date(2022, 11, 22), Severity.WARNING),  # a year over to the day
        (date(2022, 11, 21), Severity.ERROR),
    ],
)
def test_an_ending_term_is_announced_warned_of_and_at_last_an_error(elected, severity):
    (found,) = hits("ORG-07", term_from(elected))

    assert found.severity == severity
    assert found.record_type == "term"


def test_six_in_a_committee_are_only_a_hint():
    six = with_posts(*(Office(f"m{each}", "委员") for each in range(1, 7)))

    assert [each.severity for each in hits("ORG-04", six)] == [Severity.HINT]


def test_who_has_left_is_not_counted_and_whose_post_has_ended_is_no_committee():
    gone = tuple(person(f"x{each}", left_on=date(2026, 1, 1)) for each in range(50))
    assert hits("ORG-02", facts(people=(*crowd(10), *gone))) == []

    ended = tuple(post._replace(ended_on=date(2026, 11, 22)) for post in COMMITTEE)
    assert len(hits("ORG-03", with_posts(*ended))) == 1
    still = tuple(post._replace(ended_on=date(2026, 11, 23)) for post in COMMITTEE)
    assert hits("ORG-03", with_posts(*still)) == []


def test_an_empty_file_has_nothing_wrong_with_the_branch():
    empty = facts(people=(), tenures=(), teams=())

    for number in ("01", "02", "03", "04", "05", "06", "07", "10", "11"):
        assert hits(f"ORG-{number}", empty) == []
