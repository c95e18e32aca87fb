"""Titles kept in memory: they follow every change, and never hold what is confidential."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.fields import sealed_names
from partydesk.domain.meeting import Meeting
from partydesk.domain.search_blocks import Entry, Section
from partydesk.domain.searching import DayWanted, Told, Wanted
from partydesk.domain.talk import Talk
from partydesk.services import history, search_index
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.keeping import new_values, remove_record, save_record
from partydesk.services.meetings import remove_meeting, save_meeting
from partydesk.services.members import member_values, save_member
from partydesk.services.organization import save_groups
from partydesk.services.search import search
from partydesk.services.search_index import SearchIndex
from partydesk.services.search_kinds import KINDS
from partydesk.services.search_texts import TextSearch
from partydesk.services.talks import save_talk, talk_values
from partydesk.storage.search import Searched
from tests.conftest import TODAY
from tests.core.branches import add_group
from tests.core.records_help import add_meeting, add_talk


@pytest.fixture
def index(store):
    made = SearchIndex()
    made.read_all(store)
    return made


def found(store, index, text):
    return [hit.title for each in search(store, text, index) for hit in each.hits]


def add_study(store, people, title="学习教育强国建设规划纲要", **changes):
    ledger = BY_TABLE["study"]
    values = new_values(store, ledger, TODAY) | {
        "title": title,
        "kind": "支部集中学习",
        "held_on": date(2026, 4, 9),
        "people": [{"member_id": each.id, "hours": None, "note": None} for each in people],
    }
    return save_record(store, ledger, values | changes, TODAY)


def test_what_is_saved_changed_removed_and_taken_back_is_found_as_it_is_now(store, index):
    meeting = add_meeting(store, "讨论校舍修缮")
    assert found(store, index, "校舍") == ["2026年11月5日支部委员会会议"]
    values = {"kind": "支部委员会会议", "held_on": date(2026, 11, 5), "topic": "讨论食堂",
              "attendances": [], "votes": [], "resolutions": []}  # fmt: skip
    save_meeting(store, values, TODAY, meeting.id)
    assert found(store, index, "校舍") == []
    assert found(store, index, "食堂") == ["2026年11月5日支部委员会会议"]
    remove_meeting(store, meeting.id)
    assert found(store, index, "食堂") == []
    history.undo(store, history.last_undoable(store).id)
    assert found(store, index, "食堂") == ["2026年11月5日支部委员会会议"]


def test_after_very_many_changes_everything_is_read_anew_and_nothing_less(
    store, index, monkeypatch
):
    monkeypatch.setattr(search_index, "_MOST_CHANGES", 3)
    for number in range(4):
        add_meeting(store, f"讨论校舍修缮第{number}期")
    steps = 0
    while not index.step(store):
        steps += 1

    assert steps > 0
    assert index.is_whole
    assert len(found(store, index, "校舍")) == 4


def test_talks_are_found_by_the_name_that_someone_has_now(store, index, add_member):
    talker, partner = add_member("陈志远"), add_member("刘婷")
    add_talk(store, talker, partner)
    assert found(store, index, "czy 关怀") == ["陈志远与刘婷的关怀谈话"]
    save_member(store, member_values(store, talker.id) | {"name": "成明远"}, talker.id)

    assert found(store, index, "czy") == []
    assert found(store, index, "cmy 关怀") == ["成明远与刘婷的关怀谈话"]


def test_a_talk_is_found_by_who_was_added_to_it_alone(store, index, add_member):
    talk = add_talk(store, add_member("陈志远"), add_member("刘婷"))
    other = add_member("曾国藩")
    found(store, index, "先看一次")
    values = talk_values(store, talk.id)
    values["partners"] = [*values["partners"], {"member_id": other.id, "name": "曾国藩"}]
    save_talk(store, values, TODAY, talk.id)
    assert found(store, index, "zgf 关怀") == ["陈志远与刘婷、曾国藩的关怀谈话"]
    values = talk_values(store, talk.id)
    values["partners"] = values["partners"][:1]
    save_talk(store, values, TODAY, talk.id)

    assert found(store, index, "zgf 关怀") == []


def test_meetings_are_found_by_the_name_that_their_group_has_now(store, index):
    group = add_group(store, "语文组")
    add_meeting(store, kind="党小组会", group_id=group.id)
    assert found(store, index, "语文") == ["2026年11月5日语文组党小组会"]
    save_groups(store, [{"id": group.id, "name": "文科组", "leader_id": None}])

    assert found(store, index, "语文") == []
    assert found(store, index, "文科") == ["2026年11月5日文科组党小组会"]


@pytest.mark.parametrize(
    "typed", ["强国建设", "学习培训 4月9日", "2026年4月", "曾国藩", "zgf 集中", "lt 强国"]
)
def test_a_record_of_a_register_is_found_by_title_day_and_people(store, index, add_member, typed):
    add_study(store, [add_member("曾国藩"), add_member("刘婷")])
    add_study(store, [add_member("陈志远")], "消防演练", held_on=date(2025, 5, 1))
    (hits,) = [each.hits for each in search(store, typed, index) if each.group == "学习培训"]

    assert [each.title for each in hits] == ["2026-04-09　支部集中学习　学习教育强国建设规划纲要"]
    assert (hits[0].record_type, hits[0].detail) == ("study", "曾国藩、刘婷")


def test_who_is_meant_by_a_spelling_is_marked_in_the_line(store, index, add_member):
    add_study(store, [add_member("陈志远"), add_member("曾国藩")])
    (hit,) = search(store, "zgf 强国", index)[-1].hits

    assert [hit.detail[start:end] for start, end in hit.detail_marks] == ["曾国藩"]
    assert [hit.title[start:end] for start, end in hit.marks] == ["强国"]


def test_a_removed_record_of_a_register_is_not_found(store, index, add_member):
    study = add_study(store, [add_member("刘婷")])
    remove_record(store, BY_TABLE["study"], study.id)

    assert found(store, index, "强国") == []


def test_long_texts_of_a_register_are_looked_through(store, add_member):
    add_study(store, [add_member("刘婷")], content="大家谈到了校舍修缮。")
    looking, hits = TextSearch("校舍修缮"), []
    while not looking.is_over:
        hits += looking.step(store)

    assert [(each.group, each.detail) for each in hits] == [("学习培训", "大家谈到了校舍修缮。")]


def test_a_part_is_found_before_everything_was_read_and_all_of_it_after(store, add_member):
    for number in range(700):
        add_member(f"王{chr(0x4E00 + number)}", spelling="wang w")
    index = SearchIndex()
    assert not index.step(store)
    assert not index.is_whole
    assert len(found(store, index, "王")) == 5
    add_meeting(store, "王姓的人")
    while not index.step(store):
        pass

    assert index.is_whole
    assert found(store, index, "王姓") == ["2026年11月5日支部委员会会议"]
    assert found(store, index, f"王{chr(0x4E00)}") == [f"王{chr(0x4E00)}"]


def test_after_a_large_import_everything_is_read_anew(store, index):
    with store.writing("导入") as session:
        for number in range(3100):
            session.add(Meeting(kind="党课", number=number, held_on=date(2026, 1, 5), topic="新课"))
    found(store, index, "新课")
    assert not index.is_whole
    index.read_all(store)

    assert len(found(store, index, "新课")) == 5


def test_many_changes_are_put_in_order_by_the_next_steps(store, index):
    for batch in range(2):
        with store.writing("许多") as session:
            for number in range(1000):
                day = date(2020 + batch, 1 + number % 12, 5)
                session.add(Meeting(kind="党课", number=number, held_on=day, topic="课"))
        found(store, index, "课")
    assert index.is_whole
    assert not index.step(store)
    while not index.step(store):
        pass

    assert found(store, index, "课")[0] == "2021年12月5日党课"


def test_nothing_confidential_is_declared_and_could_not_be():
    for kind in KINDS:
        for record in (kind.record, *kind.searched.rows):
            assert not set(sealed_names(record)) & {*kind.searched.fields, "name"}
    with pytest.raises(AssertionError, match="content is confidential"):
        Searched(Talk, ("content",))


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(0, 40).map("{:03}".format),
        st.sampled_from([20260105, 20260305, 20251231, 0]),
        st.text("甲乙丙丁ab", max_size=6),
        st.sampled_from(["", " jia j", " yiyi yy"]),
    ),
    unique_by=lambda each: each.id,
    max_size=30,
)
WORDS = st.sampled_from(["甲", "甲乙", "ab", "j", "yiyi", "3月5日", "2025年", "丁"])


def naive(entries, wanted, *, rising):
    """The same answer by looking at each."""

    def told(entry, word):
        day = DayWanted.typed(word)
        spelled = (word if len(word) > 2 else f" {word}") in entry.spelled
        return word in entry.text or spelled or (day is not None and day.is_on(entry.day))

    kept = [each for each in entries if all(told(each, word) for word in wanted.words)]
    kept.sort(key=lambda each: each.id, reverse=not rising)
    kept.sort(key=lambda each: -each.day)
    return [each.id for each in kept]


@settings(max_examples=150, deadline=None)
@given(ENTRIES, ENTRIES, st.sets(st.integers(0, 40)), st.tuples(WORDS, WORDS), st.booleans())
@pytest.mark.parametrize("tidied", [False, True])
def test_a_section_answers_as_if_it_looked_at_each(tidied, first, then, dropped, words, rising):
    section = Section(oldest_first=rising)
    for start in range(0, len(first), 7):
        section.add(first[start : start + 7])
    for each in then:
        section.put(each)
    for each in dropped:
        section.drop(f"{each:03}")
    if tidied:
        for _ in section.tidy():
            section.put(Entry("900", 20260305, "丁"))
    now = {each.id: each for each in [*first, *then]}
    if tidied and now.keys() - {f"{each:03}" for each in dropped}:
        now["900"] = Entry("900", 20260305, "丁")
    left = [each for key, each in now.items() if key == "900" or int(key) not in dropped]
    wanted = Wanted.typed(" ".join(words))
    ways = [[Told.anyhow(word) for word in wanted.words]]

    assert section.find(ways, 100) == naive(left, wanted, rising=rising)
    assert section.find(ways, 3) == naive(left, wanted, rising=rising)[:3]
