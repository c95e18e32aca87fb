from datetime import date

import pytest

from partydesk.domain.finding import Severity
from tests.core.facts_help import TODAY, facts, hits, leaf, person, replace, talk


def one(**changes):
    return facts(people=(person(**changes),))


def two(first, second):
    return facts(people=(person("m1", **first), person("m2", **second)))


TRIAL = {"category": "预备党员", "full_on": None, "joined_on": date(2026, 1, 9)}
CASES = [
    ("MEM-01", one(id_number="110105194912310021"), one(id_number="11010519491231002X")),
    ("MEM-01", one(id_number="1101051949123100"), one(id_number=None)),
    (
        "MEM-02",
        one(id_number="11010519491231002X", born_on=date(1949, 12, 30)),
        one(id_number="11010519491231002X", born_on=date(1949, 12, 31), sex="女"),
    ),
    (
        "MEM-02",
        one(id_number="11010519491231002X", born_on=None, sex="男"),
        one(id_number="11010519491231002X", born_on=None, sex="女"),
    ),
    (
        "MEM-03",
        two({"id_number": "11010519491231002X"}, {"id_number": "11010519491231002x"}),
        two({"id_number": "11010519491231002X"}, {"id_number": "440524188001010014"}),
    ),
    (
        "MEM-03",
        two({"name": "王芳"}, {"name": "王芳"}),
        two({"name": "王芳"}, {"name": "王芳", "born_on": date(1980, 1, 2)}),
    ),
    ("MEM-04", one(full_on=None), one()),
    ("MEM-04", one(**TRIAL | {"full_on": date(2027, 1, 9)}), one(**TRIAL)),
    ("MEM-05", one(full_on=date(2005, 6, 23)), one(full_on=date(2006, 6, 24))),
    ("MEM-05", one(full_on=date(2006, 6, 23)), one(full_on=date(2006, 6, 24))),
    ("MEM-05", one(full_on=date(2006, 12, 23)), one(full_on=date(2006, 12, 24))),  # extended
    ("MEM-05", one(full_on=date(2007, 6, 25)), one(full_on=date(2007, 6, 24))),
    (
        "MEM-05",
        one(joined_on=date(1977, 8, 12), full_on=date(1977, 8, 12)),
        one(joined_on=date(1977, 8, 11), full_on=date(1977, 8, 11)),
    ),
    (
        "MEM-06",
        one(born_on=date(1987, 6, 25)),
        one(born_on=date(1987, 6, 24)),
    ),
    ("MEM-07", one(is_lost=True), one()),
    (
        "MEM-07",
        one(is_lost=True, lost_on=date(2026, 5, 23), standing="停止党籍"),
        one(is_lost=True, lost_on=date(2026, 5, 22), standing="停止党籍"),
    ),
    ("MEM-07", one(is_lost=True, lost_on=date(2026, 5, 22)), one(lost_on=date(2026, 5, 22))),
    ("MEM-09", one(is_floating=True), one(is_floating=True, floating_to="示范省临江市")),
    ("MEM-10", one(ethnicity="汉"), one(ethnicity="汉族")),
    ("MEM-10", one(job="教师"), one(job=None)),
    ("MEM-11", one(mobile="1000000000"), one(mobile="10000000000")),
    ("MEM-11", one(mobile=None), one(mobile=None, landline="0431-12345678")),
    (
        "MEM-11",
        one(mobile=None, landline="12345678"),
        one(mobile=None, landline="010-12345678-12"),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_rule_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    (found,) = hits(rule, wrong)

    assert found.sentence.endswith("。")
    assert found.record_type == "member"
    assert found.record_id.startswith("m")
    assert found.field
    assert found.advice
    assert hits(rule, right) == []


@pytest.mark.parametrize(
    ("rule", "changes", "severity"),
    [
        ("MEM-03", None, Severity.WARNING),
        ("MEM-05", {"full_on": date(2005, 1, 1)}, Severity.ERROR),
        ("MEM-05", {"full_on": date(2006, 6, 23)}, Severity.WARNING),
        (
            "MEM-05",
            {"joined_on": date(1955, 5, 1), "full_on": date(1955, 11, 1)},
            Severity.HINT,
        ),
        (
            "MEM-06",
            {"born_on": date(1932, 1, 1), "joined_on": date(1949, 9, 30)},
            Severity.HINT,
        ),
        (
            "MEM-06",
            {"born_on": date(1932, 1, 1), "joined_on": date(1949, 10, 1)},
            Severity.ERROR,
        ),
    ],
)
def test_what_is_doubtful_weighs_less_than_what_is_wrong(rule, changes, severity):
    known = two({"name": "王芳"}, {"name": "王芳"}) if changes is None else one(**changes)

    assert [each.severity for each in hits(rule, known)] == [severity]


def test_who_has_left_is_not_checked_but_still_holds_the_id_number():
    gone = {"left_on": date(2026, 3, 1), "mobile": None, "full_on": None}
    assert hits("MEM-11", one(**gone)) == []
    assert hits("MEM-04", one(**gone)) == []

    number = {"id_number": "11010519491231002X"}
    assert len(hits("MEM-03", two(number | gone, number))) == 1


def test_a_number_that_is_wrong_in_itself_is_told_once():
    known = one(id_number="110105194912310021", born_on=date(1980, 1, 1))

    assert len(hits("MEM-01", known)) == 1
    assert hits("MEM-02", known) == []


# Talks. The committee of the sound branch is m1 to m4; today is in the fourth quarter of 2026.


def reached(*partners):
    return [talk(date(2026, 10, 8), "m1", each) for each in partners]


def test_every_member_is_talked_to_by_the_committee_once_a_quarter():
    everyone = [f"m{each}" for each in range(2, 11)]
    known = facts(talks=tuple(reached(*everyone)))
    assert hits("TALK-01", known, "2026Q4") == []  # the secretary talked with the committee

    (found,) = hits("TALK-01", replace(known, talks=tuple(reached(*everyone[:-1]))), "2026Q4")
    assert found.sentence == "2026年四季度还有 1 名党员没有谈心谈话：党员m10。"
    assert found.record_id == "2026Q4"


def test_a_talk_by_someone_outside_the_committee_does_not_count_there():
    outside = (talk(date(2026, 10, 8), "m9", "m10"), *reached(*(f"m{n}" for n in range(2, 10))))

    (found,) = hits("TALK-01", facts(talks=outside), "2026Q4")
    assert "党员m10" in found.sentence


def test_someone_who_joined_after_the_quarter_was_not_due_in_it():
    late = person("m11", category="预备党员", joined_on=date(2026, 10, 1), full_on=None)
    sessions = ()
    talks = tuple(talk(date(2026, 9, 30), "m1", f"m{n}") for n in range(2, 11))
    known = facts(people=(*facts().people, late), talks=talks, sessions=sessions)

    assert hits("TALK-01", known, "2026Q3") == []


def test_committee_members_talk_with_each_other_in_the_year():
    inside = (talk(date(2026, 3, 3), "m1", "m2", "m3"),)
    known = replace(facts(talks=inside), today=date(2026, 12, 15))
    (found,) = hits("TALK-02", known, "2026")
    assert found.sentence == "2026年支委之间没有谈心谈话记录：党员m4。"

    both = (*inside, talk(date(2026, 5, 5), "m4", "m1"))
    assert hits("TALK-02", replace(known, talks=both), "2026") == []
    assert hits("TALK-02", replace(known, today=date(2026, 12, 14)), "2026") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": None}, "place"),
        ({"has_content": False}, "content"),
        ({"has_matter": False}, "matter"),
        ({"signed_on": None}, "signed_on"),
        ({"partners": ()}, "partners"),
    ],
)
def test_a_talk_record_lacks_a_part(changes, field):
    known = facts(talks=(talk(date(2026, 10, 8), "m1", "m5", **changes),))

    (found,) = hits("TALK-03", known)
    assert found.field == field
    assert hits("TALK-03", facts(talks=(talk(date(2026, 10, 8), "m1", "m5"),))) == []


def test_a_talk_by_telephone_has_no_place_and_no_signature():
    phone = talk(date(2026, 10, 8), "m1", "m5", way="电话", place=None, signed_on=None)

    assert hits("TALK-03", facts(talks=(phone,))) == []


# Integrity files.

EVERYONE = tuple(f"m{each}" for each in range(1, 11))


def files(kind, day, members=EVERYONE):
    return facts(leaves=tuple(leaf(each, kind, day) for each in members))


def test_everyone_has_a_file_and_confirms_it_at_the_end_of_the_year():
    begun = files("3 岗位廉政风险", date(2025, 3, 6))
    assert hits("INT-01", begun, "2026") == []
    assert (
        "1 名党员还没有廉政档案"
        in hits("INT-01", files("3 岗位廉政风险", date(2025, 3, 6), EVERYONE[1:]), "2026")[
            0
        ].sentence
    )

    december = replace(begun, today=date(2026, 12, 15))
    assert "10 名党员本年度没有确认" in hits("INT-01", december, "2026")[0].sentence
    confirmed = replace(files("年度确认", date(2026, 12, 14)), today=date(2026, 12, 15))
    assert hits("INT-01", confirmed, "2026") == []


def test_nobody_keeps_his_own_file():
    own = facts(leaves=(leaf("m1", keeper_id="m1"),))

    assert [each.severity for each in hits("INT-02", own)] == [Severity.ERROR]
    assert hits("INT-02", facts(leaves=(leaf("m1", keeper_id="m2"),))) == []


def test_everyone_pledges_every_year_and_a_corrected_leaf_does_not_count():
    day = date(2026, 3, 6)
    assert hits("INT-03", files("4 廉洁承诺", day), "2026") == []
    assert len(hits("INT-03", files("4 廉洁承诺", date(2025, 3, 6)), "2026")) == 1

    void = replace(files("4 廉洁承诺", day), leaves=(leaf("m1", is_replaced=True),))
    assert "10 名党员" in hits("INT-03", void, "2026")[0].sentence


def test_four_days_of_integrity_education_are_enough():
    def held(days):
        leaves = [leaf("m1", "6 廉政教育", date(2026, 5, day)) for day in range(1, days + 1)]
        return facts(leaves=(*leaves, leaf("m2", "6 廉政教育", date(2026, 5, 1))))

    assert hits("INT-04", held(4), "2026") == []
    assert "登记 3 次" in hits("INT-04", held(3), "2026")[0].sentence
    assert hits("INT-04", replace(held(3), today=date(2026, 9, 30)), "2026") == []


def test_files_of_the_year_are_not_asked_for_in_its_first_months():
    assert hits("INT-03", replace(facts(), today=date(2026, 3, 31)), "2026") == []
    assert len(hits("INT-03", replace(facts(), today=TODAY), "2026")) == 1
