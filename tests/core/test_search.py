"""Searching from anywhere: by text, pinyin and initials; contents only with their key."""

from datetime import date, timedelta

import pytest

from partydesk.domain.meeting import Meeting
from partydesk.services.branch_files import add_deputy, open_branch
from partydesk.services.integrity import save_leaf
from partydesk.services.meetings import remove_meeting
from partydesk.services.search import SHOWN, Group, search
from partydesk.services.search_texts import TextSearch
from tests.conftest import TODAY
from tests.core import branches
from tests.core.branches import add_group
from tests.core.papers import attach
from tests.core.records_help import add_meeting, add_talk, in_texts


def titles(store, text, group):
    return [hit.title for each in search(store, text) if each.group == group for hit in each.hits]


@pytest.mark.parametrize(
    "typed",
    ["曾国藩", "国藩", "zgf", "ZGF", "zengguofan", "ceng", "ｚｇｆ", " 曾 国 藩 ", "zeng guo"],
)
def test_a_person_is_found_by_name_initials_and_pinyin(store, add_member, typed):
    add_member("曾国藩")
    add_member("陈志远")

    assert titles(store, typed, Group.PEOPLE) == ["曾国藩"]


def test_whose_name_begins_so_comes_before_whose_name_holds_it(store, add_member):
    for name in ("李王华", "王华", "高王平"):
        add_member(name)

    assert titles(store, "王", Group.PEOPLE) == ["王华", "李王华", "高王平"]


def test_who_left_is_found_after_those_who_are_here_and_says_so(store, add_member):
    gone = add_member("陈志强")
    add_member("陈志远")
    branches.event(store, "去世", gone.id, date(2026, 9, 1))
    found = next(each for each in search(store, "陈志") if each.group is Group.PEOPLE)

    assert [each.title for each in found.hits] == ["陈志远", "陈志强"]
    assert found.hits[1].detail == "正式党员 · 已离开"


def test_a_name_with_a_dot_or_padded_with_spaces_is_found_without_them(store, add_member):
    add_member("阿依古丽·买买提")
    add_member("张　伟")

    assert titles(store, "古丽买买", Group.PEOPLE) == ["阿依古丽·买买提"]
    assert len(titles(store, "张伟", Group.PEOPLE)) == 1


def test_the_end_of_a_phone_number_finds_its_owner_and_is_not_shown(store, add_member):
    add_member("陈志远", mobile="13912345678")
    (found,) = search(store, "5678")

    assert found.hits[0].title == "陈志远"
    assert "5678" not in found.hits[0].detail


@pytest.mark.parametrize(
    "typed",
    ["四季度", "小会议", "支部委员", "支委会", "11月5日", "2026年11月", "2026-11-05", "2026.11",
     "支委会 11月", "四季 支委", "四 季 度", "小会议室 研究"],
)  # fmt: skip
def test_a_meeting_is_found_by_kind_day_topic_and_place(store, typed):
    add_meeting(store)
    add_meeting(store, "学习新党章", date(2025, 3, 6), kind="党课", place="报告厅")

    assert titles(store, typed, Group.MEETINGS) == ["2026年11月5日支部委员会会议"]


def test_a_meeting_of_a_group_is_found_by_the_groups_name(store):
    for name in ("语文组", "数学组"):
        group = add_group(store, name)
        add_meeting(store, kind="党小组会", group_id=group.id)

    assert titles(store, "语文", Group.MEETINGS) == ["2026年11月5日语文组党小组会"]
    assert titles(store, "数学组 党小组会", Group.MEETINGS) == ["2026年11月5日数学组党小组会"]


def test_width_and_case_of_what_stands_in_the_file_do_not_matter(store):
    add_meeting(store, "ＡＩ 辅助 教学研讨")

    for typed in ("ai", "AI", "ａｉ", "AI辅助教学"):
        assert titles(store, typed, Group.MEETINGS) == ["2026年11月5日支部委员会会议"]


def test_the_words_must_all_be_of_one_meeting(store):
    add_meeting(store, "研究四季度工作")
    add_meeting(store, "学习新党章", date(2026, 10, 6), place="报告厅")

    assert titles(store, "四季度 报告厅", Group.MEETINGS) == []


def test_minutes_are_looked_through_and_the_line_is_shown(store):
    add_meeting(store, content="第一项。" * 40 + "讨论暑期校舍修缮。" + "第二项。" * 40)
    assert titles(store, "校舍修缮", Group.MEETINGS) == []

    ((title, line),) = in_texts(store, "校舍 修缮")

    assert title == "2026年11月5日支部委员会会议"
    assert "校舍修缮" in line
    assert len(line) < 60
    assert line.startswith("…")


def test_decisions_of_an_old_meeting_are_reached_step_by_step(store):
    old = add_meeting(store, "旧会议", date(2020, 1, 3), decisions="同意补选宣传委员。")
    with store.writing("许多会议") as session:
        for number in range(350):
            day = date(2021, 1, 1) + timedelta(days=number)
            session.add(Meeting(kind="党课", number=number, held_on=day, content="学习。"))
    looking, found, steps = TextSearch("补选宣传"), [], 0
    while not looking.is_over:
        found += looking.step(store)
        steps += 1

    assert [each.record_id for each in found] == [old.id]
    assert steps >= 4


def test_what_was_found_by_its_title_is_not_found_again_in_its_text(store):
    meeting = add_meeting(store, "补选委员", content="补选委员的程序。")
    looking = TextSearch("补选委员", {meeting.id})

    assert looking.step(store) == []


def test_a_talk_is_found_by_both_names_in_every_spelling(store, add_member):
    talker, partner = add_member("陈志远"), add_member("刘婷")
    add_talk(store, talker, partner)
    wanted = ["陈志远与刘婷的关怀谈话"]

    for typed in ("刘婷", "lt", "chenzhiyuan", "关怀", "czy 11月18日", "刘婷 关怀"):
        assert titles(store, typed, Group.TALKS) == wanted


def test_contents_of_talks_are_found_with_the_key(store, add_member):
    add_talk(store, add_member("陈志远"), add_member("刘婷"))
    assert titles(store, "值班", Group.TALKS) == []

    assert in_texts(store, "调整值班") == [("陈志远与刘婷的关怀谈话", "家中老人住院，希望调整值班")]


def test_a_leaf_is_found_by_its_person_and_kind_and_with_the_key_by_its_text(store, add_member):
    member = add_member("陈志远")
    values = {"member_id": member.id, "kind": "8 上交礼品礼金", "dated_on": date(2026, 5, 1),
              "matter": "退回家长所送茶叶一盒"}  # fmt: skip
    save_leaf(store, values, TODAY)

    for typed in ("礼品", "czy", "陈志远 礼品"):
        assert titles(store, typed, Group.LEAVES) == ["陈志远　8 上交礼品礼金"]
    assert in_texts(store, "茶叶") == [("陈志远　8 上交礼品礼金", "退回家长所送茶叶一盒")]


def test_without_the_key_no_content_is_found_but_names_are(tmp_path):
    store = branches.filled_branch(tmp_path)
    add_deputy(store, "刘婷", "夏天的风吹过山岗", cost=branches.CHEAP)
    assert in_texts(store, "值班甲乙丙") != []
    store.close()
    with open_branch(store.path, "夏天的风吹过山岗") as deputy:
        assert in_texts(deputy, "值班甲乙丙") == []
        assert in_texts(deputy, "已锁定") == []
        assert titles(deputy, "刘婷", Group.TALKS) == ["陈志远与刘婷的日常谈心"]


def test_a_paper_is_found_by_its_name_and_leads_to_its_record(store, tmp_path):
    meeting = add_meeting(store)
    paper = tmp_path / "签到表 第4次.txt"
    paper.write_text("签到", "utf-8")
    attach(store, "meeting", meeting.id, paper)
    (found,) = search(store, "签到表第４次")

    assert found.group == Group.PAPERS
    assert found.hits[0].detail == "附在 2026年11月5日支部委员会会议"
    assert (found.hits[0].record_type, found.hits[0].record_id) == ("meeting", meeting.id)


def test_what_lies_in_the_bin_is_not_found(store, tmp_path):
    meeting = add_meeting(store, content="讨论修缮")
    paper = tmp_path / "签到表.txt"
    paper.write_text("签到", "utf-8")
    attach(store, "meeting", meeting.id, paper)
    remove_meeting(store, meeting.id)

    assert search(store, "四季度") == search(store, "签到表") == ()
    assert in_texts(store, "修缮") == []


def test_only_a_few_of_a_kind_are_listed_and_it_is_said_that_there_are_more(store):
    for day in range(1, SHOWN + 2):
        add_meeting(store, day=date(2026, 10, day))
    (found,) = search(store, "四季度")

    assert [each.title for each in found.hits] == [
        f"2026年10月{day}日支部委员会会议" for day in (6, 5, 4, 3, 2)
    ]
    assert found.more
    (fewer,) = search(store, "10月6日")
    assert not fewer.more
