"""Checks of who left or was suspended, of balances and sums, of jobs and of traces of imports."""

import json
from datetime import date

import pytest

from partydesk.domain.finding import Severity
from partydesk.rules.plain_roster import Changed, Removed
from partydesk.rules.plain_submission import Sent
from partydesk.rules.roster_sums import retires_on
from tests.core.facts_help import crowd, facts, hits, person

WHOLE = {"sex": "男"}


def one(**changes):
    return facts(people=(*crowd(10, **WHOLE)[1:], person("m1", **WHOLE)._replace(**changes)))


def suspended(day):
    return one(standing="停止党籍", standing_on=day)


def left(day, **changes):
    return one(left_on=day, left_kind="转出", **changes)


def retired(born, sex="男", job="事业单位专业技术岗位"):
    return one(born_on=born, sex=sex, job=job)


def reported(members, *people, sequence=3, made_on="2026-06-30"):
    told = {"made_on": made_on, "parts": [{"code": "members", "count": members}]}
    sent = Sent("s", sequence, "2026Q2", "已回执", json.dumps(told))
    return facts(people=people or crowd(10), registers={Sent: (sent,)})


CAME, BEFORE = date(2026, 9, 1), date(2026, 6, 1)
CASES = [
    # two years are over on the day after
    ("MEM-08", suspended(date(2024, 11, 21)), suspended(date(2024, 11, 22))),
    ("MEM-08", suspended(None), one(standing="正常")),
    ("MEM-09", one(is_floating=True, floating_to=None), one(is_floating=True, floating_to="外省")),
    (
        "MEM-09",
        one(is_floating=True, floating_to="外省", floated_on=date(2026, 5, 22)),
        one(is_floating=True, floating_to="外省", floated_on=date(2026, 5, 23)),
    ),
    ("MEM-12", one(left_on=BEFORE), one(left_on=BEFORE, left_kind="去世")),
    ("MEM-12", one(left_kind="转出"), one(left_kind=None)),
    (
        "MEM-12",
        facts(registers={Removed: (Removed("x", "赵六", "正式党员"),)}),
        facts(registers={Removed: (Removed("x", "赵六", "入党积极分子"),)}),
    ),
    ("MEM-13", reported(11), reported(10)),
    ("MEM-13", reported(9), reported(10)),
    (
        "MEM-13",
        reported(10, *crowd(11)),
        reported(10, *crowd(10), person("m11", transferred_in_on=CAME)),
    ),
    (
        "MEM-13",
        reported(10, *crowd(9), person("m10", left_on=BEFORE, left_kind="转出")),
        reported(10, *crowd(9), person("m10", left_on=CAME, left_kind="转出")),
    ),
    # who came on the day of the report may be in it or not
    (
        "MEM-13",
        reported(10, *crowd(10), person("m11", transferred_in_on=date(2026, 6, 29))),
        reported(10, *crowd(10), person("m11", transferred_in_on=date(2026, 6, 30))),
    ),
    ("MEM-13", reported(11), reported(11, sequence=900_001)),
    ("MEM-14", one(education=None), one()),
    ("MEM-14", one(sex=None, job=None), one(landline=None)),
    ("MEM-15", left(date(2026, 10, 22)), left(date(2026, 10, 23))),
    ("MEM-15", left(BEFORE), left(BEFORE, received_on=CAME)),
    ("MEM-16", retired(date(1960, 1, 1)), retired(date(1975, 1, 1))),
    ("MEM-16", retired(date(1960, 1, 1)), retired(date(1960, 1, 1), job="退休人员")),
    ("MEM-16", one(title="一级教师", job="公务员"), one(title="一级教师")),
    ("MEM-17", one(mobile="1.38E+10"), one(mobile="10000000001")),
    ("MEM-17", one(name="王　五Ａ"), one(name="王五")),
    ("MEM-17", one(name="王 五"), one(name="Anna Maria")),
    ("MEM-17", one(floating_to="45292"), one(floating_to="45292号")),
    (
        "MEM-18",
        facts(registers={Changed: (Changed("m1", BEFORE), Changed("m2", BEFORE))}),
        facts(registers={Changed: ()}),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert found.advice.endswith("。")
    assert found.record_type == "member"
    assert hits(rule, right) == []


def test_who_vanished_since_the_report_is_an_error_and_who_was_forgotten_then_a_warning():
    (vanished,) = hits("MEM-13", reported(12))
    (forgotten,) = hits("MEM-13", reported(9))

    assert vanished.severity == Severity.ERROR
    assert forgotten.severity == Severity.WARNING
    assert (
        "上报党员 12 人，之后增加 0 人、减少 0 人，应为 12 人，名册现有 10 人" in vanished.sentence
    )


def test_a_sum_says_how_many_it_misses():
    (found,) = hits("MEM-14", one(education=None))

    assert found.sentence == "党员m1：没有填写学历，按学历统计只有 9 人，与总数 10 人不符。"
    assert (found.record_id, found.field) == ("m1", "education")


def without_job(*ids):
    return tuple(person(each, **WHOLE)._replace(job=None) for each in ids)


def test_what_many_lack_is_told_once_with_their_number():
    (found,) = hits("MEM-14", facts(people=(*without_job(*"abcd"), *crowd(6, **WHOLE))))
    assert found.sentence == (
        "没有填写工作岗位的有党员a、党员b、党员c等 4 人，按工作岗位统计只有 6 人，"
        "与总数 10 人不符。"
    )
    assert found.cases == 4
    three = hits("MEM-14", facts(people=(*without_job(*"abc"), *crowd(7, **WHOLE))))
    assert [each.record_id for each in three] == ["a", "b", "c"]


def test_many_who_lack_one_thing_do_not_hide_the_few_who_lack_another():
    *four, odd = without_job(*"abcde")
    people = (*four, odd._replace(education=None), *crowd(5, **WHOLE))
    found = hits("MEM-14", facts(people=people))
    assert [(each.record_id, each.field) for each in found] == [("sums", ""), ("e", "education")]


@pytest.mark.parametrize(
    ("sex", "born", "ends"),
    [
        ("男", date(1964, 12, 31), date(2024, 12, 31)),  # before the age began to rise
        ("男", date(1965, 1, 1), date(2025, 2, 1)),  # one month later
        ("男", date(1965, 4, 30), date(2025, 5, 30)),
        ("男", date(1965, 5, 1), date(2025, 7, 1)),  # two months later
        ("男", date(1976, 9, 1), date(2039, 9, 1)),  # three years later, and never more
        ("男", date(1990, 1, 1), date(2053, 1, 1)),
        ("女", date(1970, 1, 1), date(2025, 2, 1)),
        ("女", date(1981, 9, 1), date(2039, 9, 1)),
        (None, date(1960, 1, 1), None),
    ],
)
def test_the_pension_age_rises_by_a_month_every_four(sex, born, ends):
    assert retires_on(person(sex=sex, born_on=born)) == ends
