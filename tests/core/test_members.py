from datetime import date

import pytest

from partydesk.domain.fields import pick
from partydesk.domain.member import Member, is_member, may_vote
from partydesk.errors import InvalidValuesError, RefusedError
from partydesk.services.members import MemberFilter, list_members, member_values, save_member
from partydesk.services.organization import (
    groups,
    people_to_pick,
    save_branch,
    save_groups,
    save_term,
    term_values,
)
from tests.conftest import TODAY
from tests.core.branches import add_group, event

GOOD = "11010519491231002X"  # an example of the standard itself


def names(store, **wanted):
    return [row.name for row in list_members(store, MemberFilter(**wanted), TODAY)]


def test_a_name_is_found_by_chinese_pinyin_initials_and_number(store, add_member):
    add_member("曾国藩", id_number=GOOD)
    add_member("刘婷", mobile="13800001234")

    for text in ("国藩", "zgf", "cgf", "zengguofan", "002x"):
        assert names(store, text=text) == ["曾国藩"], text
    assert names(store, text="1234") == ["刘婷"]
    assert names(store, text="没有的人") == []


def test_a_percent_sign_is_searched_as_such(store, add_member):
    add_member("刘婷")

    assert names(store, text="%") == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "请填写姓名"),
        ({"name": "长" * 1000}, "name", "最多 60 个字"),
        ({"id_number": "110105194912310021"}, "id_number", "最后一位"),
        ({"category": "党外人士"}, "category", "没有“党外人士”"),
        ({"joined_on": date(1800, 1, 1)}, "joined_on", "年份不对"),
        ({"mobile": "一三八"}, "mobile", "只能有数字"),
        ({"left_on": date(2026, 1, 1)}, "left_kind", "一起填写"),
    ],
)
def test_a_value_that_can_not_be_kept_is_said_at_its_field(
    store, add_member, changes, field, words
):
    with pytest.raises(InvalidValuesError) as caught:
        add_member(**changes)

    assert words in caught.value.by_field[field]
    assert names(store) == []


def test_the_same_id_number_is_not_given_twice(add_member):
    add_member("陈志远", id_number=GOOD)

    with pytest.raises(InvalidValuesError) as caught:
        add_member("刘婷", id_number="11010519491231002x")

    assert "陈志远" in caught.value.by_field["id_number"]


def test_a_person_keeps_the_own_id_number_when_changed(store, add_member):
    member = add_member("陈志远", id_number=GOOD)

    save_member(store, member_values(store, member.id) | {"title": "一级教师"}, member.id)

    assert member_values(store, member.id)["title"] == "一级教师"


def test_who_left_is_not_deleted(store, add_member):
    member = add_member("陈志远")
    event(store, "去世", member.id, date(2026, 3, 1))

    assert names(store) == []
    assert names(store, gone=True) == ["陈志远"]


def test_who_may_vote_follows_category_day_and_suspension():
    full = Member(category="正式党员", joined_on=date(2020, 1, 1), full_on=date(2021, 1, 1))
    young = Member(category="预备党员", joined_on=date(2026, 1, 1))

    assert may_vote(full, date(2021, 1, 1))
    assert not may_vote(full, date(2020, 12, 31))
    assert is_member(young, date(2026, 1, 1))
    assert not may_vote(young, date(2026, 6, 1))
    full.is_suspended = True
    assert not may_vote(full, date(2026, 6, 1))
    full.left_on = date(2026, 6, 1)
    assert is_member(full, date(2026, 5, 31))
    assert not is_member(full, date(2026, 6, 1))


def test_a_misspelt_field_is_noticed_when_the_program_is_loaded():
    with pytest.raises(KeyError):
        pick(Member, "nmae")


def test_posts_stand_beside_names(store, add_member):
    chair = add_member("陈志远")
    term = {"elected_on": date(2025, 1, 1), "years": 3, "approval": None}
    save_term(store, term | {"posts": [{"member_id": chair.id, "kind": "书记"}]})

    (row,) = list_members(store, MemberFilter(), TODAY)
    assert row.posts == "书记"
    assert people_to_pick(store, TODAY)[0][3] == "书记·正式党员"
    assert term_values(store)[1]["posts"][0]["member_id"] == chair.id


def test_a_group_with_members_is_not_dissolved(store, add_member):
    kept, empty = add_group(store, "语文组"), add_group(store, "数学组")
    add_member(group_id=kept.id)

    save_groups(store, [{"id": kept.id, "name": "文科组"}])
    assert [each.name for each in groups(store)] == ["文科组"]
    with pytest.raises(RefusedError, match="还有 1 名党员"):
        save_groups(store, [])
    with pytest.raises(InvalidValuesError, match="写了两次"):
        save_groups(store, [{"id": kept.id, "name": "甲"}, {"name": "甲"}])
    assert [each.name for each in groups(store)] == ["文科组"]
    assert empty.id != kept.id


def test_there_is_one_branch(store):
    values = {"name": "中共实验小学支部", "short_name": "实验", "code": "SY02", "kind": "党支部"}
    first = save_branch(store, values)
    second = save_branch(store, values | {"code": "SY03"})

    assert (first.id, second.code) == (second.id, "SY03")
