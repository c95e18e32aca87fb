"""Checks of talks that events ask for, of reminders, secret marks, days, papers and backups."""

import json
from datetime import date

import pytest

from partydesk.errors import ForeignFileError
from partydesk.rules.days import WorkdayTable
from partydesk.rules.festivals import Festival, load_festivals
from partydesk.rules.plain_education import Course
from partydesk.rules.plain_submission import Damaged, Hidden, Paper, Planned, Sent
from partydesk.rules.safety import Safety
from tests.core.facts_help import (
    COMMITTEE,
    TERM,
    TODAY,
    Office,
    crowd,
    facts,
    hits,
    leaf,
    person,
    replace,
    session,
    talk,
)

IN = date(2026, 9, 1)
EARLY = talk(date(2026, 1, 5), "m1", "m9")
HOLIDAY = Festival("中秋节", date(2026, 9, 25))
OLD = session(date(2026, 9, 15), "支部委员会会议", topic="研究工作", content="研究工作。")


def moved_in(talked, today=date(2026, 10, 2), partner="m3"):
    people = (*(each for each in crowd(10) if each.id != "m3"), person("m3", transferred_in_on=IN))
    talks = (EARLY, talk(talked, "m1", partner)) if talked else (EARLY,)
    return facts(people=people, talks=talks, today=today)


def promoted(started):
    posts = (*COMMITTEE, Office("m5", "青年委员", started))
    return facts(tenures=(TERM._replace(posts=posts),), talks=(EARLY,))


def close(*partners, kind="提醒谈话", way="一对一", papers=()):
    known = talk(date(2026, 10, 20), "m1", *partners, kind=kind, way=way)
    return facts(talks=(known,), registers={Paper: papers})


def said(*digests, days=(10, 12)):
    return facts(
        talks=tuple(
            talk(date(2026, 10, day), "m1", "m2", digest=each)
            for day, each in zip(days, digests, strict=True)
        )
    )


def festival(*, leaves=(), talks=(), courses=(), sessions=(), **changes):
    registers = {Festival: (HOLIDAY,), Course: courses}
    return facts(
        leaves=leaves, talks=talks, sessions=(OLD, *sessions), registers=registers, **changes
    )


def education(day):
    return leaf(kind="6 廉政教育", day=day)


def paper(title, kind="meeting", record="r1"):
    return Paper("p", kind, record, title, "application/pdf")


def papers(*titles):
    return facts(registers={Paper: tuple(map(paper, titles))})


def minutes(content):
    return facts(sessions=(session(content=content),))


def sanction(until, today=TODAY, **changes):
    return facts(
        leaves=(leaf("m1", "11 处分和组织处理", IN, until_on=until, **changes),), today=today
    )


def joined(day, today=TODAY):
    return facts(people=(person("m1", joined_on=day, full_on=None),), today=today)


def full(day, today=date(2026, 6, 1)):
    return facts(people=(person("m1", joined_on=None, full_on=day),), today=today)


def planned(**changes):
    return facts(registers={Planned: (Planned("2026Q4", **changes),)})


def sent_before(count, *, sequence=4, period="2026Q4"):
    told = json.dumps({"parts": [{"code": "meetings", "count": 9}]})
    registers = {
        Planned: (Planned("2026Q4", counts=(("meetings", count), ("assessment", 1))),),
        Sent: (Sent("s", sequence, period, "已送出", told),),
    }
    return facts(registers=registers)


def backup(day):
    return facts(registers={Safety: (Safety(day),)})


def tables(*years, today):
    return facts(registers={WorkdayTable: tuple(map(WorkdayTable, years))}, today=today)


CASES = [
    # thirty days after 1 September are 1 October
    ("TALK-04", moved_in(date(2026, 10, 2)), moved_in(date(2026, 10, 1))),
    ("TALK-04", moved_in(None), moved_in(None, today=date(2026, 10, 1))),
    ("TALK-04", moved_in(IN, partner="m4"), moved_in(IN)),
    ("TALK-04", promoted(IN), promoted(date(2026, 10, 23))),
    ("TALK-04", promoted(date(2026, 1, 5)), promoted(date(2026, 1, 4))),  # talks began later
    ("TALK-04", replace(sanction(None), talks=(EARLY,)), sanction(None)),
    ("TALK-05", close("m2", "m3"), close("m2")),
    ("TALK-05", close("m2", way="一对多"), close("m2", "m3", kind="日常谈心")),
    (
        "TALK-05",
        close("m2", papers=(paper("照片.jpg", "talk", "t2026-10-20m1"),)),
        close("m2", papers=(paper("照片.jpg", "talk", "另一次"),)),
    ),
    ("TALK-06", said("a", "a"), said("a", "b")),
    ("TALK-06", said("a", "a"), said("", "")),
    # ten days before 25 September are the 15th
    ("INT-05", festival(), festival(leaves=(education(date(2026, 9, 15)),))),
    (
        "INT-05",
        festival(leaves=(education(date(2026, 9, 26)),)),
        festival(leaves=(education(date(2026, 9, 25)),)),
    ),
    (
        "INT-05",
        festival(talks=(talk(date(2026, 9, 20), "m1", "m2"),)),
        festival(talks=(talk(date(2026, 9, 20), "m1", "m2", kind="廉政谈话"),)),
    ),
    (
        "INT-05",
        festival(courses=(Course("c", "个人自学", date(2026, 9, 20)),)),
        festival(courses=(Course("c", "廉政警示教育", date(2026, 9, 20)),)),
    ),
    (
        "INT-05",
        festival(),
        festival(sessions=(session(date(2026, 9, 20), content="节前廉洁提醒。"),)),
    ),
    ("INT-05", festival(), festival(today=date(2026, 9, 25))),
    ("INT-06", papers("机密★一年.pdf"), papers("学习保守国家秘密法.pdf")),
    ("INT-06", papers("绝密 ★ 文件.pdf", "秘密★.pdf"), papers("机密.pdf")),
    ("INT-06", minutes("传达秘密★文件。"), minutes("学习如何保守机密。")),
    ("INT-07", sanction(date(2026, 11, 30)), sanction(date(2026, 12, 1))),
    ("INT-07", sanction(date(2026, 11, 1)), sanction(date(2026, 10, 31))),
    ("INT-07", sanction(date(2026, 11, 9)), sanction(date(2026, 11, 9), is_replaced=True)),
    # today is 22 November: seven days with today
    ("CAL-01", joined(date(2010, 11, 22)), joined(date(2010, 11, 21))),
    ("CAL-01", joined(date(2010, 11, 28)), joined(date(2010, 11, 29))),
    (
        "CAL-01",
        joined(date(2012, 2, 29), today=date(2026, 2, 28)),
        joined(date(2012, 2, 29), today=date(2026, 3, 1)),
    ),
    ("CAL-01", full(date(1976, 7, 1)), full(date(1976, 7, 2))),
    ("CAL-01", full(date(1975, 7, 2)), full(date(1975, 7, 1))),
    ("CAL-01", full(date(1976, 7, 1)), full(date(1976, 7, 1), today=date(2026, 7, 2))),
    ("CAL-02", tables(2026, today=date(2026, 12, 1)), tables(2026, today=date(2026, 11, 30))),
    (
        "CAL-02",
        tables(2026, today=date(2026, 12, 31)),
        tables(2026, 2027, today=date(2026, 12, 31)),
    ),
    ("CAL-02", tables(2026, today=date(2027, 3, 1)), tables(2026, 2027, today=date(2027, 3, 1))),
    ("EXP-01", planned(include_s3=True), planned(include_s3=True, confirmed_twice=True)),
    (
        "EXP-02",
        facts(registers={Damaged: (Damaged("签到表.pdf", "meeting", "r1", False),)}),
        facts(registers={Damaged: ()}),
    ),
    ("EXP-03", planned(include_s2=True), planned()),
    ("EXP-04", planned(open_errors=1), planned(open_errors=0)),
    ("EXP-05", papers("会议:记录.pdf"), papers("会议记录.pdf")),
    ("EXP-05", papers("记" * 117 + ".pdf"), papers("记" * 116 + ".pdf")),
    ("EXP-05", papers("会议记录.pages"), papers("会议记录.OFD")),
    ("EXP-05", papers("con.pdf"), papers("conference.pdf")),
    (
        "EXP-06",
        facts(registers={Hidden: (Hidden("总结.docx", "meeting", "r1", "批注"),)}),
        facts(registers={Hidden: ()}),
    ),
    ("EXP-07", sent_before(10), sent_before(9)),
    ("EXP-07", sent_before(10), sent_before(10, period="2026Q3")),
    ("EXP-07", sent_before(10), sent_before(10, sequence=900_002)),
    ("SYS-01", backup(date(2026, 11, 14)), backup(date(2026, 11, 15))),
    ("SYS-01", backup(None), facts()),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert found.advice.endswith("。")
    assert hits(rule, right) == []


def test_the_sponsor_rule_of_2026_says_nothing_before_it():
    before = sanction(date(2026, 5, 10), today=date(2026, 5, 10))
    after = sanction(date(2026, 5, 11), today=date(2026, 5, 11))

    assert hits("INT-07", before) == []
    assert len(hits("INT-07", after)) == 1


def test_several_papers_of_a_record_are_one_finding():
    (found,) = hits("EXP-05", papers("甲.pages", "乙?.pdf"))

    assert "“甲.pages”" in found.sentence
    assert "“乙?.pdf”" in found.sentence


def test_changed_figures_are_shown_side_by_side():
    (found,) = hits("EXP-07", sent_before(10))

    assert found.sentence == "这一期已在第 4 包报过，数字有变化：会议 9 → 10。"


#: 春节, 清明, 端午 and 中秋 as month and day, copied from DOMAIN.md 12.1.
MOVING = {
    2026: ("02-17", "04-05", "06-19", "09-25"),
    2027: ("02-06", "04-05", "06-09", "09-15"),
    2028: ("01-26", "04-04", "05-28", "10-03"),
    2029: ("02-13", "04-04", "06-16", "09-22"),
    2030: ("02-03", "04-05", "06-05", "09-12"),
    2031: ("01-23", "04-05", "06-24", "10-01"),
    2032: ("02-11", "04-04", "06-12", "09-19"),
    2033: ("01-31", "04-04", "06-01", "09-08"),
    2034: ("02-19", "04-05", "06-20", "09-27"),
    2035: ("02-08", "04-05", "06-10", "09-16"),
}


def test_the_table_of_festivals_holds_the_days_that_domain_lists():
    found = {(each.name, each.day.year): f"{each.day:%m-%d}" for each in load_festivals()}
    names = ("春节", "清明节", "端午节", "中秋节")

    for year, days in MOVING.items():
        assert tuple(found[name, year] for name in names) == days
        assert found["教师节", year] == "09-10"


def test_the_table_of_festivals_reaches_to_2050_and_its_moons_are_months_apart():
    found = {(each.name, each.day.year): each.day for each in load_festivals()}
    moon = 29.530589

    assert {year for _name, year in found} == set(range(2026, 2051))
    for year in range(2026, 2051):
        new_year = found["春节", year]
        assert date(year, 1, 21) <= new_year <= date(year, 2, 20)
        assert date(year, 4, 4) <= found["清明节", year] <= date(year, 4, 6)
        # The 5th of the fifth and the 15th of the eighth moon, one more moon in some leap years.
        for name, months, later in (("端午节", 4, 4), ("中秋节", 7, 14)):
            moons = ((found[name, year] - new_year).days - later) / moon
            assert min(abs(moons - months), abs(moons - months - 1)) < 0.06
        if year < 2050:
            moons = (found["春节", year + 1] - new_year).days / moon
            assert min(abs(moons - 12), abs(moons - 13)) < 0.06


@pytest.mark.parametrize(
    "text",
    [
        "",
        "source = ' '\n[fixed]\n[years]",
        "source = '历法'\n[fixed]\n元旦 = '13-01'\n[years.2026]",
        "source = '历法'\n[fixed]\n[years.2026]\n'春节' = 'morgen'",
    ],
)
def test_a_table_that_is_no_table_is_refused_with_a_sentence(tmp_path, text):
    path = tmp_path / "节日.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ForeignFileError, match=r"节日\.toml"):
        load_festivals(path)
