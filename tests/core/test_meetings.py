from datetime import date, timedelta

import pytest
from pypdfium2 import PdfDocument

from partydesk.errors import InvalidValuesError
from partydesk.rules.voting import impossible, outlook, passes
from partydesk.services.exports import meeting_pdf
from partydesk.services.meetings import (
    list_meetings,
    meeting_values,
    people_due,
    save_meeting,
    voters_due,
)
from partydesk.services.organization import save_term
from tests.core.branches import add_group
from tests.core.pdf_reading import text_of
from tests.core.test_history import a_meeting


@pytest.mark.parametrize(
    ("kind", "due", "present", "quorum", "can_pass"),
    [
        ("一般决议", 16, 8, True, False),  # 8 yes of 16 due is not more than half
        ("一般决议", 16, 9, True, True),
        ("一般决议", 16, 7, False, False),
        ("接收预备党员", 16, 8, False, False),
        ("接收预备党员", 15, 8, True, True),
        ("选举", 10, 7, False, True),
        ("选举", 10, 8, True, True),
        ("选举", 11, 8, False, True),  # 4/5 of 11 is 8.8
        ("选举", 11, 9, True, True),
    ],
)
def test_what_a_vote_needs_is_known_before_it(kind, due, present, quorum, can_pass):
    seen = outlook(kind, due, present)

    assert (seen.has_quorum, seen.can_pass) == (quorum, can_pass)


@pytest.mark.parametrize(("due", "needed"), [(16, 9), (15, 8), (9, 5)])
def test_more_than_half_of_those_due_must_agree(due, needed):
    assert outlook("一般决议", due, due).needed == needed
    assert passes("接收预备党员", due, due, needed)
    assert not passes("接收预备党员", due, due, needed - 1)


def test_written_opinions_are_votes_but_not_presence():
    assert outlook("接收预备党员", 16, 8, written=2).has_quorum is False
    assert outlook("接收预备党员", 15, 8, written=0).can_pass
    assert impossible(15, 8, 2, (10, 0, 0)) == ""
    assert "11 票" in impossible(15, 8, 2, (10, 1, 0))


def test_those_due_are_the_roster_of_that_day(store, add_member):
    chair = add_member("陈志远")
    add_member("刘婷", joined_on=date(2026, 11, 1), full_on=None, category="预备党员")
    add_member("李建国", left_kind="转出", left_on=date(2026, 10, 1))
    add_member("何静", category="入党积极分子", joined_on=None, full_on=None)
    save_term(
        store,
        {
            "elected_on": date(2025, 1, 1),
            "years": 3,
            "posts": [{"member_id": chair.id, "kind": "书记"}],
        },
    )

    def names(kind, day):
        return [row["name"] for row in people_due(store, kind, day)]

    add_member("罗成", standing="停止党籍", standing_on=date(2026, 10, 1))

    assert names("支部党员大会", date(2026, 11, 13)) == ["陈志远", "刘婷"]
    assert names("支部党员大会", date(2026, 9, 1)) == ["陈志远", "李建国", "罗成"]
    assert names("支部委员会会议", date(2026, 11, 13)) == ["陈志远"]
    assert voters_due(store, date(2026, 11, 13)) == 1


def test_numbers_count_without_gaps_per_kind_group_and_year(store, add_member):
    add_member()
    one, two = add_group(store, "语文组"), add_group(store, "数学组")
    for kind, day, group in (
        ("党课", date(2025, 12, 1), None),
        ("党课", date(2026, 1, 5), None),
        ("党课", date(2026, 3, 5), None),
        ("党小组会", date(2026, 3, 5), one.id),
        ("党小组会", date(2026, 3, 6), two.id),
        ("党小组会", date(2026, 4, 6), two.id),
    ):
        a_meeting(store, kind=kind, held_on=day, group_id=group, votes=[])

    assert [row.count_name for row in list_meetings(store)] == [
        "数学组第2次",
        "数学组第1次",
        "语文组第1次",
        "第2次",
        "第1次",
        "第1次",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"held_on": date(2027, 1, 1)}, "held_on", "还没有到"),
        ({"held_on": None}, "held_on", "请填写日期"),
        ({"ends_at": "15:30"}, "ends_at", "不晚于开始"),
        ({"starts_at": "25:00"}, "starts_at", "不是时间"),
        ({"kind": "茶话会"}, "kind", "没有“茶话会”"),
        ({"kind": "党小组会"}, "group_id", "选择党小组"),
        ({"topic": "长" * 301}, "topic", "最多 300 个字"),
        ({"attendances": [{"name": None, "presence": "到会"}]}, "attendances.0.name", "请填写"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_is_stored(
    store, add_member, changes, field, words
):
    add_member()

    with pytest.raises(InvalidValuesError) as caught:
        a_meeting(store, **changes)

    assert words in caught.value.by_field[field]
    assert list_meetings(store) == []


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"due": 10, "present": 11, "yes": 1, "no": 0, "abstain": 0}, "present"),
        ({"due": 10, "present": 8, "yes": 8, "no": 1, "abstain": 0}, "yes"),
    ],
)
def test_impossible_votes_are_refused(store, add_member, counts, field):
    add_member()
    vote = {"kind": "一般决议", "matter": "工作计划", "ballot": "举手表决", "written": 0} | counts

    with pytest.raises(InvalidValuesError) as caught:
        a_meeting(store, votes=[vote])

    assert f"votes.0.{field}" in caught.value.by_field


def test_control_characters_and_outer_space_are_dropped(store, add_member):
    add_member()
    meeting = a_meeting(store, topic="  学习\x00文件\u2028 ", votes=[])

    assert meeting.topic == "学习文件"


def test_an_agenda_is_numbered_kept_and_printed_with_its_speakers(store):
    agenda = [{"matter": "传达文件", "speaker": "甲"}, {"matter": "讨论分工", "speaker": None}]
    kept = a_meeting(store, agenda=agenda)
    values = meeting_values(store, kept.id)
    assert [each["matter"] for each in values["agenda"]] == ["传达文件", "讨论分工"]
    text = text_of(meeting_pdf(store, kept.id))
    assert "1.传达文件（甲）" in text
    assert "2.讨论分工" in text
    save_meeting(store, values | {"agenda": values["agenda"][1:]}, date(2026, 11, 22), kept.id)
    left = meeting_values(store, kept.id)["agenda"]
    assert [each["matter"] for each in left] == ["讨论分工"]


@pytest.mark.parametrize(
    ("kind", "due"),
    [("民主生活会", {"书记", "领导"}), ("中心组学习", {"书记", "领导"}),
     ("第一议题学习", {"书记", "领导"}), ("党建专题会", {"书记", "领导", "教师"})],
)  # fmt: skip
def test_meetings_of_the_leaders_are_due_for_them_alone(store, add_member, kind, due):
    secretary = add_member("书记")
    add_member("领导", is_leader=True)
    add_member("教师")
    save_term(
        store,
        {"elected_on": date(2025, 3, 20), "years": 3,
         "posts": [{"member_id": secretary.id, "kind": "书记"}]},
    )  # fmt: skip
    rows = people_due(store, kind, date(2026, 11, 13))
    assert {row["name"] for row in rows} == due


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_a_record_entered_more_than_a_fortnight_later_is_marked(store, days, late):
    today = date.today()
    values = {"kind": "支部党员大会", "held_on": today - timedelta(days=days)}
    kept = save_meeting(store, values, today)
    assert meeting_values(store, kept.id)["is_late"] is late
    (row,) = list_meetings(store)
    assert row.is_late is late


@pytest.mark.parametrize(
    ("stay", "refused"),
    [
        ({"left_kind": "转出", "left_on": date(2026, 11, 4)}, True),
        ({"left_kind": "转出", "left_on": date(2026, 11, 5)}, False),
        ({"transferred_in_on": date(2026, 11, 6)}, True),
        ({"transferred_in_on": date(2026, 11, 5)}, False),
    ],
)
def test_who_was_not_here_that_day_is_not_recorded_as_attending(store, add_member, stay, refused):
    gone = add_member("李建国", **stay)
    row = {"member_id": gone.id, "name": "李建国", "presence": "到会", "reason": None}
    where = {"held_on": date(2026, 11, 5), "attendances": [row], "votes": []}
    if not refused:
        a_meeting(store, **where)
        return
    with pytest.raises(InvalidValuesError) as caught:
        a_meeting(store, **where)
    assert "李建国" in caught.value.by_field["attendances"]
    assert list_meetings(store) == []


def test_room_to_write_begins_under_its_heading_and_not_on_the_next_page(store, add_member):
    for number in range(40):
        add_member(f"党员{'一二三四五六七八九十'[number % 10]}{'甲乙丙丁'[number // 10]}")
    document = PdfDocument(meeting_pdf(store, a_meeting(store, votes=[]).id))
    lowest = min(
        bottom
        for left, bottom, right, _ in (each.get_bounds() for each in document[0].get_objects())
        if right - left > 400
    )
    assert lowest < 150  # points from the foot of a page of 842
