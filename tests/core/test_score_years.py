"""Months, quarters and years side by side; the lists; near copies; all from the file."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from partydesk.domain.evaluation import DutyReport
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import period_with
from partydesk.domain.tasks import Problem
from partydesk.rules.scheme import RollUp
from partydesk.rules.schemes import scheme_text
from partydesk.services import talks
from partydesk.services.assessment_paper import paper_of
from partydesk.services.assessments import (
    adopt,
    correct,
    finish,
    open_assessment,
    save_bonus,
    save_score,
    sheet_view,
)
from partydesk.services.evidence import named
from partydesk.services.likeness import likeness
from partydesk.services.schemes import keep_scheme, prepare_scheme, scheme_of
from partydesk.services.score_lists import take_problems, three_lists
from partydesk.services.score_view import Own
from partydesk.services.score_years import ladder, mean, year_table
from partydesk.storage.store import Store
from tests.core.test_history import a_meeting

TODAY = date(2026, 11, 22)


def closed(store, code, points=None, scheme="default"):
    """A closed sheet; ``points`` are those of the items that differ from the full ones."""
    sheet = open_assessment(store, code, scheme)
    for item in sheet.scheme.items:
        given = (points or {}).get(item.no, item.points)
        save_score(store, sheet.id, item.no, Own(given, "核对过"), TODAY)
    finish(store, sheet.id, TODAY)
    return sheet


@pytest.mark.parametrize(
    ("points", "result"),
    [([9800, 9650, 9700], 9717), ([10000, 10000, 9999], 10000), ([9001, 9000], 9001), ([1], 1)],
)
def test_a_mean_rounds_halves_up(points, result):
    """29150 ÷ 3 = 9716.67，29999 ÷ 3 = 9999.67，18001 ÷ 2 = 9000.5。"""
    assert mean(points) == result


def with_mean(store, tmp_path):
    path = tmp_path / "x.toml"
    monthly = replace(scheme_of(store, "default"), roll_up=RollUp.MEAN)
    path.write_text(scheme_text(monthly), encoding="utf-8")
    keep_scheme(store, prepare_scheme(store, path))


def test_a_quarter_is_the_mean_of_its_months_where_the_scheme_says_so(store, tmp_path):
    with_mean(store, tmp_path)
    for month, off in (("2026-07", 200), ("2026-08", 350)):
        closed(store, month, {"3": 1600 - off})
    figures = {each.period.code: each for each in ladder(store, "default", 2026, TODAY)}
    assert figures["2026Q3"].final is None

    closed(store, "2026-09", {"3": 1300})
    figures = {each.period.code: each for each in ladder(store, "default", 2026, TODAY)}
    assert [figures[code].own for code in ("2026-07", "2026-08", "2026-09")] == [9800, 9650, 9700]
    assert figures["2026Q3"].final == 9717
    assert figures["2026"].final is None
    assert "2026-12" not in figures


def test_twelve_months_make_four_quarters_and_a_year(store, tmp_path):
    """Sums by hand: 291.5, 294.25, 294 and 288.75 of three months each, 1168.5 of twelve."""
    with_mean(store, tmp_path)
    off = [200, 350, 300, 0, 500, 75, 0, 0, 600, 800, 225, 100]
    for month, lost in enumerate(off, start=1):
        closed(store, f"2025-{month:02}", {"3": 1600 - lost})
    figures = {each.period.code: each.final for each in ladder(store, "default", 2025, TODAY)}

    assert figures["2025-05"] == 9500
    assert [figures[f"2025Q{n}"] for n in (1, 2, 3, 4)] == [9717, 9808, 9800, 9625]
    assert figures["2025"] == 9738  # 97.375，进到 97.38


def test_without_that_a_quarter_counts_as_it_was_closed(store):
    for code, off in (("2026-07", 200), ("2026-08", 350), ("2026-09", 300), ("2026Q3", 850)):
        closed(store, code, {"3": 1600 - off})
    figures = {each.period.code: each for each in ladder(store, "default", 2026, TODAY)}

    assert (figures["2026Q3"].final, figures["2026Q3"].mean) == (9150, None)
    assert figures["2026-07"].version == 1


def test_the_newest_version_counts(store):
    sheet = closed(store, "2026Q3", {"3": 1000})
    correct(store, sheet.id, "教育局退回")
    save_score(store, sheet.id, "3", Own(1200, "补了记录"), TODAY)
    finish(store, sheet.id, TODAY)
    (figure,) = (
        each for each in ladder(store, "default", 2026, TODAY) if each.period.code == "2026Q3"
    )

    assert (figure.own, figure.version) == (9600, 2)


def test_years_stand_side_by_side_item_by_item(store):
    closed(store, "2024", {"3": 1500})
    closed(store, "2025", {"3": 1450, "4": 700})
    table = year_table(store, "default", 2026, TODAY)
    rows = {each.no: each for each in table.rows}

    assert table.years == (2024, 2025, 2026)
    assert table.is_closed == (True, True, False)
    assert rows["3"].figures[:2] == (1500, 1450)
    assert rows[""].figures[:2] == (9900, 9750)
    earlier = year_table(store, "default", 2025, TODAY)
    assert {each.no: each.change for each in earlier.rows}["3"] == -50
    assert {each.no: each.change for each in earlier.rows}[""] == -150


@pytest.fixture
def poor(store, add_member):
    """One 党员大会 in January, nobody talked to since."""
    member = add_member(name="赵小川")
    a_meeting(store, held_on=date(2026, 1, 15), kind=MeetingKind.ASSEMBLY, votes=[])
    return member


def test_the_lists_tell_what_was_done_and_what_is_missing_without_names(store, poor):
    view = sheet_view(store, "2026Q1", TODAY)
    lists = three_lists(store, view, TODAY)
    done = {each.item: each.matter for each in lists.achievements}
    wrong = {each.matter.partition("：")[0]: each for each in lists.shortfalls}

    assert done["三会一课"].startswith("支部党员大会 1 次")
    theme = wrong["主题党日每缺一次"]
    assert theme.matter == (
        "主题党日每缺一次：3 处（2026年1月主题党日没有记录；2026年2月主题党日没有记录；"
        "2026年3月主题党日没有记录）"
    )
    assert (theme.lost, theme.due_on) == (210, date(2026, 12, 31))
    assert not any(poor.name in each.matter for each in lists.shortfalls)


def test_a_problem_is_listed_once_however_often_it_is_taken(store, poor):
    view = sheet_view(store, "2026Q1", TODAY)
    lists = three_lists(store, view, TODAY)
    assert take_problems(store, lists, view, TODAY) == len(lists.shortfalls) > 2
    a_meeting(store, held_on=date(2026, 2, 9), kind=MeetingKind.THEME_DAY, topic="学习", votes=[])
    fewer = sheet_view(store, "2026Q1", TODAY)
    assert take_problems(store, three_lists(store, fewer, TODAY), fewer, TODAY) == 0

    with store.reading() as session:
        found = {each.matter.partition("：")[0]: each for each in session.scalars(select(Problem))}
    assert found["主题党日每缺一次"].source == "2026年一季度自评：主题党日"
    assert found["主题党日每缺一次"].measures


def test_paper_names_nobody_who_was_talked_to(store, poor, add_member):
    other = talks.save_talk(
        store,
        {
            "kind": "日常谈心",
            "talked_on": date(2026, 2, 3),
            "way": "一对一",
            "talker_id": add_member(name="钱向阳").id,
            "partners": [{"member_id": poor.id, "name": poor.name}],
        },
        TODAY,
    )
    sheet = open_assessment(store, "2026Q1")
    own = Own(100, "谈了一次", (("talk", other.id),))
    save_score(store, sheet.id, "9", own, TODAY)
    save_bonus(store, sheet.id, Own(200, "区表彰"))
    paper = paper_of(store, sheet_view(store, "2026Q1", TODAY), "第二党支部")
    line = next(each for each in paper.lines if each.number == "9")

    assert poor.name in named(store, own.evidence)[0].text
    assert line.evidence == "谈心谈话记录 1 次"
    assert not any(poor.name in text for each in paper.lines for text in (*each.why, each.evidence))
    assert paper.bonus == (200, "区表彰")
    assert "尚未完成" in paper.remarks[-1]


def test_paper_of_a_closed_sheet_tells_its_version(store, poor):
    sheet = open_assessment(store, "2026Q1")
    adopt(store, sheet.id, TODAY)
    for no in sheet_view(store, "2026Q1", TODAY).missing:
        save_score(store, sheet.id, no, Own(100, "支部判断"), TODAY)
    finish(store, sheet.id, TODAY)
    correct(store, sheet.id, "教育局退回")
    finish(store, sheet.id, TODAY)
    paper = paper_of(store, sheet_view(store, "2026Q1", TODAY), "第二党支部")

    assert "第 2 版" in paper.remarks[-1]
    assert paper.remarks[-1].endswith("更正理由：教育局退回")


WORDS = "交流近期思想和工作情况，了解家庭困难，听取对支部工作的意见建议，勉励发挥先锋模范作用。" * 3


def a_talk(store, pair, day, content):
    talker, member = pair
    values = {
        "kind": "日常谈心",
        "talked_on": day,
        "way": "一对一",
        "talker_id": talker.id,
        "content": content,
        "partners": [{"member_id": member.id, "name": member.name}],
    }
    return talks.save_talk(store, values, TODAY)


def test_texts_are_compared_with_those_of_the_year_before(store, add_member):
    pair = add_member(name="钱向阳"), add_member(name="赵小川")
    old = a_talk(store, pair, date(2025, 11, 30), WORDS)
    new = a_talk(store, pair, date(2026, 10, 12), WORDS.replace("近期", "最近", 1))
    a_talk(store, pair, date(2024, 1, 5), WORDS)
    found = likeness(store, period_with("2026Q4"))
    (copy,) = found.copies

    assert (copy.later.record_id, copy.earlier.record_id) == (new.id, old.id)
    assert copy.percent >= 90
    assert not found.talks_locked
    assert likeness(store, period_with("2026Q2")).copies == ()


def test_locked_talks_are_not_compared():
    with Store.in_memory(confidential=False) as store:
        found = likeness(store, period_with("2026Q4"))

    assert (found.copies, found.talks_locked) == ((), True)


def test_a_duty_report_that_repeats_last_years_is_found(store, add_member):
    member = add_member(name="陈志远")
    with store.writing("测试") as session:
        for year, text in ((2025, WORDS), (2026, WORDS.replace("近期", "今年", 1))):
            report = {"year": year, "reported_on": date(year, 10, 20), "member_id": member.id}
            session.add(DutyReport(**report, text=text))
    (copy,) = likeness(store, period_with("2026Q4")).copies

    assert copy.later.title == "陈志远2026年述职报告"
    assert copy.earlier.title == "陈志远2025年述职报告"
