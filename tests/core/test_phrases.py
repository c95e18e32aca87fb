"""The phrase book and the outlines: the branch's own, in its file, undoable."""

import pytest

from partydesk.domain.meeting import MeetingKind
from partydesk.domain.talk import TalkKind
from partydesk.errors import InvalidValuesError
from partydesk.services import history, outlines, phrases
from partydesk.services.branch_settings import setting


def add(store, text, heading="讨论"):
    return phrases.save_phrase(store, {"heading": heading, "text": text})


def texts(rows):
    return [each.text for each in rows]


def test_phrases_stand_by_group_in_the_order_they_were_added(store):
    add(store, "会议认为，")
    add(store, "散会。", "结束")
    add(store, "会议指出，")

    rows = phrases.list_phrases(store)
    assert [(each.heading, each.text) for each in rows] == [
        ("讨论", "会议认为，"),
        ("讨论", "会议指出，"),
        ("结束", "散会。"),
    ]


def test_a_phrase_is_changed_removed_and_brought_back(store):
    phrase = add(store, "会议认为，")
    phrases.save_phrase(store, {"heading": "讨论", "text": "会议一致认为，"}, phrase.id)
    assert texts(phrases.list_phrases(store)) == ["会议一致认为，"]
    assert texts(phrases.matching(phrases.list_phrases(store), "hyyz")) == ["会议一致认为，"]

    phrases.remove_phrase(store, phrase.id)
    assert phrases.list_phrases(store) == []
    history.undo(store, history.last_undoable(store).id)
    assert texts(phrases.list_phrases(store)) == ["会议一致认为，"]


def test_an_empty_phrase_is_refused(store):
    with pytest.raises(InvalidValuesError) as refused:
        add(store, " ", "")

    assert set(refused.value.by_field) == {"heading", "text"}


@pytest.mark.parametrize("typed", ["认为", "hyrw", "huiyi", "讨论"])
def test_a_phrase_is_found_by_its_text_its_letters_and_its_group(store, typed):
    add(store, "会议认为，")
    add(store, "散会。", "结束")

    assert texts(phrases.matching(phrases.list_phrases(store), typed)) == ["会议认为，"]


@pytest.mark.parametrize(
    ("before", "meant"),
    [
        ("上午会议要", ("会议要求，", 3)),
        ("会议", ("会议认为，", 2)),
        ("会", None),
        ("会议认为，", None),
        ("接着 hyyq", ("会议要求，", 4)),
        ("h", None),
        ("没有的话", None),
    ],
)
def test_the_beginning_of_a_phrase_offers_the_rest(store, before, meant):
    add(store, "会议认为，")
    add(store, "会议要求，")

    found = phrases.begun(phrases.list_phrases(store), before)
    assert (found and (found[0].text, found[1])) == meant


def test_the_first_set_is_put_in_once(store):
    assert phrases.add_examples(store) > 10
    assert phrases.add_examples(store) == 0
    assert len({each.heading for each in phrases.list_phrases(store)}) > 3
    assert history.last_undoable(store).title == "放入一组常用语"


@pytest.mark.parametrize(
    ("table", "kind"),
    [*(("meeting", each) for each in MeetingKind), *(("talk", each) for each in TalkKind)],
)
def test_every_kind_of_meeting_and_talk_has_an_outline(store, table, kind):
    found = outlines.outline(store, table, kind, "content")

    assert len(found.text.splitlines()) >= 3
    assert not found.is_own


def test_a_branch_has_its_own_outline_and_may_go_back(store):
    place = ("meeting", "党课", "content")
    shipped = outlines.outline(store, *place)
    outlines.keep_outline(store, place, "一、先学\n二、再议\n")

    assert outlines.outline(store, *place) == outlines.Outline("一、先学\n二、再议", is_own=True)
    outlines.keep_outline(store, place, None)
    assert outlines.outline(store, *place) == shipped
    assert setting(store, "outline/meeting/党课/content") is None


def test_an_outline_that_is_none_is_refused(store):
    for text in (" ", "字" * 5001):
        with pytest.raises(InvalidValuesError):
            outlines.keep_outline(store, ("meeting", "党课", "content"), text)


def test_other_fields_have_no_outline(store):
    assert outlines.outline(store, "meeting", "党课", "place") is None
    assert outlines.outline(store, "member", "", "note") is None
