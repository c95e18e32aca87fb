"""What last time's record gives to a new one: the right one, with marks, and no locked text."""

from datetime import date, timedelta

import pytest

from partydesk.domain.marked_text import MarkedText, marks_of
from partydesk.services import drafts, last_time, meetings, talks
from partydesk.storage.store import Store
from tests.core.branches import add_group
from tests.ui.small_branch import LAST_WEEK, TODAY, fill

MINUTES = "陈志远通报3月5日以来的工作，应到36人。"


@pytest.fixture
def people(store):
    return fill(store)


def meet(store, day, kind="支部党员大会", **changes):
    values = {"kind": kind, "held_on": day, "attendances": [], "votes": [], "resolutions": []}
    return meetings.save_meeting(store, values | changes, TODAY)


def talk(store, people, day, kind="日常谈心", **changes):
    values = {
        "kind": kind,
        "talked_on": day,
        "way": "一对一",
        "talker_id": people["陈志远"],
        "partners": [{"member_id": people["林涛"], "name": "林涛"}],
    }
    return talks.save_talk(store, values | changes, TODAY)


def test_the_last_meeting_of_the_kind_gives_place_chair_topic_and_content(store, people):
    before = LAST_WEEK - timedelta(days=30)
    meet(store, before, topic="更早的")
    wanted = meet(
        store, LAST_WEEK, topic="三季度小结", place="会议室", content=MINUTES, decisions="同意",
        chair_id=people["陈志远"], starts_at="15:30", ends_at="17:00",
    )  # fmt: skip
    meet(store, TODAY, "党课")

    found = last_time.last_meeting(store, "支部党员大会", TODAY)
    assert (found.id, found.day, found.number) == (wanted.id, LAST_WEEK, wanted.number)
    assert found.values == {
        "topic": "三季度小结",
        "place": "会议室",
        "content": MINUTES,
        "chair_id": people["陈志远"],
        "starts_at": "15:30",
        "ends_at": "17:00",
    }
    text = found.values["content"]
    assert [text[start : start + length] for start, length in marks_of(text)] == [
        *("陈志远", "3月5日", "36")
    ]
    assert marks_of(found.values["topic"]) == ((0, 3),)


def test_a_meeting_is_not_its_own_model_nor_is_a_later_one(store, people):
    first = meet(store, LAST_WEEK)
    later = meet(store, TODAY)

    assert last_time.last_meeting(store, "支部党员大会", TODAY, but=later.id).id == first.id
    assert last_time.last_meeting(store, "支部党员大会", LAST_WEEK).id == first.id
    assert last_time.last_meeting(store, "支部党员大会", date(2020, 1, 1)) is None


def test_a_group_is_given_its_own_last_meeting(store, people):
    from partydesk.services.organization import groups

    other = add_group(store, "数学组").id
    own = next(each.id for each in groups(store) if each.id != other)
    wanted = meet(store, LAST_WEEK, "党小组会", group_id=own)
    meet(store, TODAY, "党小组会", group_id=other)

    assert last_time.last_meeting(store, "党小组会", TODAY, own).id == wanted.id


def test_what_lies_in_the_bin_is_no_model(store, people):
    meetings.remove_meeting(store, meet(store, LAST_WEEK).id)

    assert last_time.last_meeting(store, "支部党员大会", TODAY) is None


def test_the_last_talk_gives_matter_and_content_but_not_whom(store, people):
    talk(store, people, LAST_WEEK, "提醒谈话", content="别的")
    talk(store, people, LAST_WEEK, matter="近况", content="林涛说起2个孩子", problems="保密的问题")

    values = last_time.last_talk(store, "日常谈心", TODAY).values
    assert values == {
        "way": "一对一",
        "matter": "近况",
        "content": "林涛说起2个孩子",
    }
    assert marks_of(values["content"]) == ((0, 2), (4, 1))


def test_the_last_talk_of_the_same_talker_goes_first(store, people):
    before = LAST_WEEK - timedelta(days=20)
    own = talk(store, people, before, matter="自己的")
    other = talk(store, people, LAST_WEEK, talker_id=people["周明"], matter="别人的")

    found = [
        last_time.last_talk(store, "日常谈心", TODAY, people[name]).id
        for name in ("陈志远", "周明", "何静")
    ]
    assert found == [own.id, other.id, other.id]
    assert last_time.last_talk(store, "日常谈心", TODAY, people["周明"], other.id).id == own.id


def test_a_deputy_is_given_nothing_of_what_is_locked():
    from sqlalchemy import text

    with Store.in_memory(confidential=False) as store:
        people = fill(store)
        made = talk(store, people, LAST_WEEK)
        with store.reading() as session:
            sealed = {"sealed": bytes(60), "id": made.id}
            session.execute(text("UPDATE talk SET content = :sealed WHERE id = :id"), sealed)
            session.commit()

        assert "content" not in last_time.last_talk(store, "日常谈心", TODAY).values


def test_marks_live_on_in_a_draft_that_shows_nothing_in_the_file(store):
    text = MarkedText("林涛说起2个孩子", [(0, 2), (4, 1)])
    drafts.keep_draft(store, "talk", None, {"content": text, "place": "办公室"})

    kept = drafts.draft_of(store, "talk", None).values
    assert kept == {"content": "林涛说起2个孩子", "place": "办公室"}
    assert marks_of(kept["content"]) == ((0, 2), (4, 1))


def test_saving_forgets_the_marks(store, people):
    made = meet(store, LAST_WEEK, content=MarkedText("3月5日", [(0, 4)]))

    assert marks_of(meetings.meeting_values(store, made.id)["content"]) == ()
