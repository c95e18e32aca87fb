"""Whatever is typed into the search: signs, marks in what was found, and how long it takes."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.searching import Wanted, excerpt, spans
from partydesk.services.search import SHOWN, Group, search, with_more
from partydesk.services.search_texts import TextSearch
from partydesk.storage.store import Store
from tests.core import branches
from tests.core.records_help import add_meeting, add_talk, in_texts


@pytest.mark.parametrize("typed", ["", "   ", "　", "\t"])
def test_nothing_typed_finds_nothing(store, add_member, typed):
    add_member("陈志远")

    assert search(store, typed) == ()
    assert in_texts(store, typed) == []


# Each search here reads all titles anew; how quick it is, the benchmark says.
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80))
def test_anything_may_be_typed(store, typed):
    search(store, typed)
    in_texts(store, typed)


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "*"])
def test_signs_of_the_query_language_are_plain_characters(store, add_member, typed):
    add_member("陈志远", note="%_")
    add_meeting(store)

    assert search(store, typed) == ()


@pytest.mark.parametrize(
    ("typed", "marks"),
    [("国藩", ((1, 3),)), ("zg", ((0, 2),)), ("zeng", ((0, 3),)), ("国 藩", ((1, 3),))],
)
def test_what_matches_of_a_name_is_marked(store, add_member, typed, marks):
    add_member("曾国藩")
    (found,) = search(store, typed)

    assert found.hits[0].marks == marks


def test_what_is_found_later_joins_its_kind_up_to_the_limit(store, add_member):
    for day in range(1, SHOWN):
        add_meeting(store, "校舍修缮", date(2026, 10, day))
    for day in range(10, 13):
        add_meeting(store, day=date(2026, 9, day), content="讨论校舍修缮。")
    add_talk(store, add_member("陈志远"), add_member("刘婷"), content="说到校舍修缮")
    found = search(store, "校舍修缮")
    assert [len(each.hits) for each in found] == [SHOWN - 1]
    looking = TextSearch("校舍修缮", {hit.record_id for each in found for hit in each.hits})
    while not looking.is_over:
        found = with_more(found, looking.step(store))
    meetings, talks = found

    assert len(meetings.hits) == SHOWN
    assert meetings.more
    assert meetings.hits[-1].title == "2026年9月12日支部委员会会议"
    assert meetings.hits[-1].detail_marks == ((2, 6),)
    assert (talks.group, len(talks.hits), talks.more) == (Group.TALKS, 1, False)


def test_marks_stand_where_the_text_holds_what_was_typed():
    assert spans("研究 四季度工作", Wanted.typed("究四季")) == [(1, 5)]
    assert spans("ＡＩ教学 ai", Wanted.typed("AI")) == [(0, 2), (5, 7)]
    assert spans("党课和主题党日", Wanted.typed("党日 党课")) == [(0, 2), (5, 7)]
    assert spans("陈志远", Wanted.typed("czy")) == []


@given(st.text(max_size=30), st.text(max_size=6))
def test_marks_are_in_order_and_within_the_text(text, typed):
    found = spans(text, Wanted.typed(typed))
    flat = [place for span in found for place in span]

    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in found)


def test_an_excerpt_is_one_line_around_the_place():
    text = "一" * 100 + "\n校舍修缮\n" + "二" * 100

    assert "一 校舍修缮 二" in excerpt(text, Wanted.typed("校舍"))
    assert excerpt("短文", Wanted.typed("校舍")) == "短文"


def test_a_large_branch_is_searched_while_one_types(tmp_path):
    """The promise is 50 ms; this is a smaller branch, so that a busy machine does not lie."""
    with Store.create(
        tmp_path / "大支部.partydesk", branches.PASSWORD, cost=branches.CHEAP
    ) as store:
        with store.writing("许多人") as session:
            for number in range(2000):
                name = "王李张刘"[number % 4] + "志远晓梅"[number % 3] + "雅"
                session.add(Member(name=name, spelling=f"x{number} wzy", standing="正常"))
        with store.writing("许多会议") as session:
            for number in range(600):
                day = date(2020, 1, 1) + timedelta(days=number)
                session.add(Meeting(kind="党课", number=number, held_on=day, content="学习" * 900))
        taken = []
        for typed in ("王志", "x1999", "党课", "不会有的"):
            began = time.perf_counter()
            search(store, typed)
            taken.append(time.perf_counter() - began)

    assert min(taken) < 5  # nothing hangs; how quick it is, the benchmark says
