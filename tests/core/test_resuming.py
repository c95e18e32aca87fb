"""Where the user was and what was opened last: kept sealed, per password, without history."""

import pytest

from partydesk.services import drafts, meetings
from partydesk.services.branch_files import add_deputy, open_branch
from partydesk.services.history import last_undoable
from partydesk.services.resuming import keep_places, note_opened, opened_last, places
from partydesk.storage.store import Store
from tests.core.branches import CHEAP, PASSWORD, filled_branch, member, places_of
from tests.core.test_history import a_meeting

WHERE = {"会议记录": {"search": "陈志远的秘密词", "record": "01", "heads": {"kind": [[2026, 3]]}}}


def test_places_come_back_as_they_were(store):
    assert places(store) == {}
    keep_places(store, WHERE)
    note_opened(store, "member", "x")

    assert places(store) == WHERE


def test_the_last_ten_records_are_listed_the_newest_first_and_once(store, add_member):
    ids = [add_member(f"第{number}人").id for number in range(12)]
    for each in (*ids, ids[5]):
        note_opened(store, "member", each)

    found = opened_last(store)
    assert [each.record_id for each in found] == [ids[5], *ids[11:5:-1], *ids[4:1:-1]]
    assert "第5人" in found[0].text
    keep_places(store, {})
    assert len(opened_last(store)) == 10


def test_what_lies_in_the_bin_is_passed_over_until_it_is_back(store, add_member):
    person, meeting = add_member().id, a_meeting(store, votes=[]).id
    note_opened(store, "member", person)
    note_opened(store, "meeting", meeting)
    note_opened(store, "no_such_table", "1")
    assert [each.record_id for each in opened_last(store)] == [meeting, person]
    meetings.remove_meeting(store, meeting)

    assert [each.record_id for each in opened_last(store)] == [person]


def test_it_is_no_step_that_undo_or_history_know(store, add_member):
    add_member()
    before, revision = last_undoable(store).id, store.revision
    keep_places(store, WHERE)
    note_opened(store, "member", "x")

    assert last_undoable(store).id == before
    assert store.revision == revision, "no tab reads the file again for it"


def test_nothing_of_it_lies_outside_of_the_encrypted_file(tmp_path):
    with filled_branch(tmp_path) as store:
        keep_places(store, WHERE)

    assert places_of("陈志远的秘密词", tmp_path) == []


def test_a_deputy_has_places_of_his_own(tmp_path):
    with filled_branch(tmp_path) as store:
        keep_places(store, WHERE)
        add_deputy(store, "周明", "副手自己的一句口令", cost=CHEAP)
    path = tmp_path / "育才支部.partydesk"
    with open_branch(path, "副手自己的一句口令") as store:
        assert places(store) == {}
        keep_places(store, {"设置": {"scrolled": [3]}})
    with open_branch(path, PASSWORD) as store:
        assert places(store) == WHERE


@pytest.mark.parametrize(
    "kept",
    [
        {"places": 7, "opened": 8},
        {"places": {"会议记录": 3}, "opened": [[1], "ab", ["member", "x", 2]]},
        {"places": None, "opened": [["member", None]]},
    ],
)
def test_what_another_version_may_have_kept_is_passed_over(store, kept):
    drafts.keep_draft(store, "resume", None, kept)

    assert places(store) == {}
    assert opened_last(store) == []
    note_opened(store, "member", "x")
    keep_places(store, WHERE)
    assert places(store) == WHERE


def test_while_writing_is_stopped_nothing_happens():
    from partydesk.errors import RefusedError

    with Store.in_memory() as store:
        person = member(store, "苏文清").id
        store.stopped = RefusedError("已停止写入。")
        keep_places(store, WHERE)
        note_opened(store, "member", person)
        assert places(store) == {}
