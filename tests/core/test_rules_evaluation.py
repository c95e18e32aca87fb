"""EVA and SCO: each fires, and does not at the exact edge."""

from datetime import date

import pytest
from sqlalchemy import select

from partydesk.domain.assessment import ClosedSheet, Score
from partydesk.domain.finding import Severity
from partydesk.rules.assessed import ScoredItem, ScoredSheet
from partydesk.rules.plain_evaluation import Appraised, Graded, Issue, Reported, ReportPoint
from partydesk.services.assessments import finish, open_assessment, save_score
from partydesk.services.findings import check_branch
from partydesk.services.score_view import Own
from tests.core.facts_help import crowd, facts, hits, person, session

HELD = date(2026, 2, 26)
TODAY = date(2026, 11, 22)


def appraised(grades, full=None, people=None, **more):
    """The facts of an appraisal; ``grades`` are those of m1, m2 ..."""
    people = people or crowd(len(grades))
    rows = tuple(
        Graded("a", person.id, grade)
        for person, grade in zip(people, grades, strict=False)
        if grade
    )
    known = Appraised("a", 2026, HELD, full or len(people), **more)
    return facts(people=people, registers={Appraised: (known,), Graded: rows})


def grades_of(excellent, total):
    return ["优秀"] * excellent + ["合格"] * (total - excellent)


@pytest.mark.parametrize(
    ("full", "excellent", "over"),
    [(16, 5, 0), (16, 6, 1), (14, 4, 0), (14, 5, 1), (7, 2, 0), (7, 3, 1), (2, 0, 0), (2, 1, 1)],
)
def test_eva_01_a_third_is_rounded_down(full, excellent, over):
    found = hits("EVA-01", appraised(grades_of(excellent, full)))

    assert sum(each.cases for each in found) == over
    if found:
        assert f"不应超过 {full // 3} 人" in found[0].sentence
        assert found[0].severity == Severity.ERROR


def test_eva_01_takes_the_count_where_no_names_are_entered():
    known = appraised([], full=16, people=crowd(16), excellent=6)

    assert len(hits("EVA-01", known)) == 1


def test_eva_02_a_probationary_member_gets_no_grade():
    people = (*crowd(2), person("m3", category="预备党员", full_on=None))
    (found,) = hits("EVA-02", appraised(["合格", "合格", "合格"], people=people))
    assert "给 1 名预备党员评定了等次：党员m3" in found.sentence
    assert hits("EVA-02", appraised(["合格", "合格", ""], people=people)) == []

    # 评议以后才转正的，当天仍是预备党员；当天转正的不是。
    for full_on, many in ((date(2026, 2, 27), 1), (HELD, 0)):
        people = (*crowd(2), person("m3", full_on=full_on))
        assert len(hits("EVA-02", appraised(["合格"] * 3, people=people))) == many


def test_eva_03_every_full_member_of_the_day_has_a_grade():
    people = crowd(4)
    (found,) = hits("EVA-03", appraised(["合格", "合格", "合格", ""], people=people))
    assert (found.cases, "党员m4" in found.sentence) == (1, True)
    assert hits("EVA-03", appraised(["合格"] * 4, people=people)) == []
    # 还没有录入结果名单的、当时不在支部的，都不算缺。
    assert hits("EVA-03", appraised([""] * 4, people=people)) == []
    away = (*crowd(3), person("m4", left_on=date(2026, 2, 1)))
    assert hits("EVA-03", appraised(["合格"] * 3, people=away)) == []


@pytest.mark.parametrize(
    ("note", "many"),
    [
        ("党员m1投了反对票。", 1),
        ("党员m1 投赞成", 1),
        ("赞成 8 票，反对 1 票，党员m1主持测评。", 0),
        ("测评为无记名投票。", 0),
    ],
)
def test_eva_04_who_voted_what_is_not_kept(note, many):
    assert len(hits("EVA-04", appraised(["合格"], note=note))) == many
    minutes = session(HELD, "民主评议党员", content=note)
    assert len(hits("EVA-04", facts(sessions=(minutes,)))) == many


@pytest.mark.parametrize(
    ("note", "many"),
    [(None, 1), ("支部安排谈话帮助。", 1), ("支部安排谈话帮助，2026年8月复查。", 0)],
)
def test_eva_05_a_low_grade_needs_help_and_a_day_to_look_again(note, many):
    assert len(hits("EVA-05", appraised(["基本合格"], note=note))) == many
    assert hits("EVA-05", appraised(["合格"], note=note)) == []


def issue(**changes):
    known = Issue("i", date(2026, 3, 1), "学习不够经常", "每月一次", "m1", date(2026, 11, 22))
    return known._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),  # 今天是最后一天
        ({"due_on": date(2026, 11, 21)}, "还没有销号"),
        ({"due_on": date(2026, 11, 21), "closed_on": date(2026, 11, 20)}, None),
        ({"measures": None}, "没有写整改措施"),
        ({"owner_id": None, "due_on": None}, "没有写责任人、整改时限"),
    ],
)
def test_eva_06_a_problem_has_a_measure_an_owner_and_a_deadline(changes, told):
    found = hits("EVA-06", facts(registers={Issue: (issue(**changes),)}))

    assert [told in each.sentence for each in found] == ([True] if told else [])


def test_eva_06_each_problem_of_a_report_has_a_measure():
    lines = (
        ReportPoint("r", "问题", "学习少"),
        ReportPoint("r", "问题", "联系少"),
        ReportPoint("r", "整改", "每月学", 1, "陈", date(2026, 12, 1)),
        ReportPoint("r", "整改", "常联系", 1, None, date(2026, 12, 1)),
    )
    report = Reported("r", 2026, date(2026, 1, 10), "m1")
    (found,) = hits("EVA-06", facts(registers={Reported: (report,), ReportPoint: lines}))
    assert "1 个问题没有对应的整改，1 条整改没有责任人或时限" in found.sentence

    mended = (*lines[:3], ReportPoint("r", "整改", "常联系", 2, "陈", date(2026, 12, 1)))
    assert hits("EVA-06", facts(registers={Reported: (report,), ReportPoint: mended})) == []


def scored(items=(), **changes):
    known = ScoredSheet("s", "2026Q3", "考核表", 10_000)._replace(**changes)
    return facts(registers={ScoredSheet: (known,), ScoredItem: tuple(items)})


def score(points, **changes):
    return ScoredItem("s", "2026Q3", "3", 1600, points)._replace(**changes)


@pytest.mark.parametrize(
    ("rule", "known", "many"),
    [
        ("SCO-01", scored(weights=9950), 1),
        ("SCO-01", scored(), 0),
        ("SCO-02", scored([score(1601)]), 1),
        ("SCO-02", scored([score(-1)]), 1),
        ("SCO-02", scored([score(1600), score(0)]), 0),
        ("SCO-02", scored(too_dear=("4",)), 1),
        ("SCO-03", scored([score(1500, has_reason=False, computed=1600)]), 1),
        ("SCO-03", scored([score(1500, has_reason=False)]), 1),
        ("SCO-03", scored([score(1600, has_reason=False, computed=1600)]), 0),
        ("SCO-03", scored([score(1500, has_reason=False, proofs=1)]), 0),
        ("SCO-04", scored(star_flaws=("两级重叠。",)), 1),
        ("SCO-04", scored(), 0),
        ("SCO-05", scored(is_closed=True, is_sound=False), 1),
        ("SCO-05", scored(is_closed=True), 0),
        ("SCO-05", scored(is_sound=False), 0),
    ],
)
def test_the_checks_of_the_self_assessment(rule, known, many):
    assert len(hits(rule, known, "2026Q3")) == many
    assert hits(rule, known, "2026Q2") == []


def test_a_closed_sheet_that_was_changed_is_found_in_the_file(store):
    sheet = open_assessment(store, "2026Q3")
    for item in sheet.scheme.items:
        save_score(store, sheet.id, item.no, Own(item.points, "核对过"), TODAY)
    finish(store, sheet.id, TODAY)
    rules = [each.rule for each in check_branch(store, None, TODAY)]
    assert not [each for each in rules if each.startswith("SCO")]

    with store.writing("测试") as session_:
        session_.scalar(select(ClosedSheet)).content += " "
        session_.scalar(select(Score).where(Score.item == "3")).points = 1700
    rules = [each.rule for each in check_branch(store, None, TODAY)]
    assert [each for each in rules if each.startswith("SCO")] == ["SCO-02", "SCO-05"]
