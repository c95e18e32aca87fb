from datetime import date

import pytest
from sqlalchemy import select

from partydesk.domain.member import Member
from partydesk.domain.records import Record
from partydesk.domain.submission import Submission, SubmissionState
from partydesk.errors import RefusedError
from partydesk.services.history import (
    UNDO_STEPS,
    history_of,
    last_redoable,
    last_undoable,
    recycle_bin,
    redo,
    restore,
    undo,
)
from partydesk.services.meetings import (
    list_meetings,
    meeting_values,
    people_due,
    remove_meeting,
    save_meeting,
)
from partydesk.services.members import MemberFilter, list_members, member_values, save_member
from partydesk.services.organization import branch_values, save_branch
from partydesk.services.talks import talk_values
from tests.conftest import TODAY
from tests.core.branches import BRANCH
from tests.core.test_store import talk_between


def dump(store):
    """Everything in the file but its history and the times of saving, as rows of text."""
    found = {}
    with store.reading() as session:
        for name, table in Record.metadata.tables.items():
            columns = [column for column in table.columns if column.name != "updated_at"]
            if name not in {"operation", "change"}:
                found[name] = sorted(map(repr, session.execute(select(*columns)).all()))
    return found


def a_meeting(store, **changes):
    values = {
        "kind": "支部党员大会",
        "held_on": date(2026, 11, 13),
        "starts_at": "15:30",
        "ends_at": "17:00",
        "topic": "接收预备党员",
        "attendances": people_due(store, "支部党员大会", date(2026, 11, 13)),
        "votes": [
            {
                "kind": "接收预备党员",
                "matter": "接收李晓雨",
                "ballot": "无记名投票",
                "due": 2,
                "present": 2,
                "yes": 2,
                "no": 0,
                "abstain": 0,
                "written": 0,
            }
        ],
        "resolutions": [],
    }
    return save_meeting(store, values | changes, TODAY)


def undo_last(store):
    return undo(store, last_undoable(store).id)


def test_a_new_meeting_is_undone_with_all_its_rows_and_done_again(store, add_member):
    add_member("陈志远")
    add_member("刘婷")
    before = dump(store)
    a_meeting(store)
    after = dump(store)

    assert undo_last(store) == "记支部党员大会"
    assert dump(store) == before

    redo(store, last_redoable(store).id)
    assert dump(store) == after
    assert last_undoable(store).title == "记支部党员大会"
    undo_last(store)
    assert dump(store) == before


def test_a_correction_of_rows_is_undone(store, add_member):
    add_member("陈志远")
    add_member("刘婷")
    meeting = a_meeting(store)
    values = meeting_values(store, meeting.id)
    before = dump(store)
    values["attendances"] = values["attendances"][1:]
    values["resolutions"] = [{"matter": "发通知", "owner": "刘婷"}]
    values["topic"] = "另一个议题"
    save_meeting(store, values, TODAY, meeting.id)
    assert len(meeting_values(store, meeting.id)["attendances"]) == 1

    undo_last(store)

    assert meeting_values(store, meeting.id)["topic"] == "接收预备党员"
    assert dump(store)["attendance"] == before["attendance"]
    assert dump(store)["resolution"] == []


def test_a_confidential_correction_is_undone(store, add_member):
    talk = talk_between(store, add_member("陈志远"), add_member("刘婷"), "原来的内容")
    with store.writing("改谈话") as session:
        session.merge(talk).content = "改过的内容"

    undo_last(store)

    assert talk_values(store, talk.id)["content"] == "原来的内容"
    lines = history_of(store, "talk", talk.id)
    assert all("内容" not in "".join(line.details).replace("保密内容", "") for line in lines)


def test_an_earlier_step_is_not_undone_past_a_later_one(store, add_member):
    member = add_member("陈志远")
    first = last_undoable(store)
    save_member(store, member_values(store, member.id) | {"education": "大学"}, member.id)

    with pytest.raises(RefusedError, match="请先撤销后来的那一步"):
        undo(store, first.id)

    assert member_values(store, member.id)["education"] == "大学"


def test_a_person_whom_records_name_is_not_undone_away(store, add_member):
    chair, other = add_member("陈志远"), add_member("刘婷")
    added = last_undoable(store)
    talk_between(store, chair, other)
    before = dump(store)

    with pytest.raises(RefusedError, match="已被别的记录用到"):
        undo(store, added.id)

    assert dump(store) == before
    assert len(list_members(store, MemberFilter(), TODAY)) == 2


def test_history_says_what_was_before_and_after(store, add_member):
    member = add_member("陈志远")
    save_member(store, member_values(store, member.id) | {"education": "大学"}, member.id)

    newest, oldest = history_of(store, "member", member.id)

    assert newest.details == ("学历：（空） → 大学",)
    assert (newest.title, oldest.title) == ("修改陈志远", "新增陈志远")


def test_a_removed_meeting_waits_in_the_bin(store, add_member):
    add_member("陈志远")
    meeting = a_meeting(store, votes=[])
    remove_meeting(store, meeting.id)
    assert list_meetings(store) == []
    (row,) = recycle_bin(store)

    restore(store, row.record_type, row.record_id)

    assert [each.id for each in list_meetings(store)] == [meeting.id]
    assert recycle_bin(store) == []


def test_setting_the_branch_up_is_not_taken_back_but_changing_it_is(store):
    save_branch(store, BRANCH)
    assert last_undoable(store) is None

    save_branch(store, BRANCH | {"school": "另一所学校"})
    undo_last(store)

    assert branch_values(store)["school"] == BRANCH["school"]
    assert last_undoable(store) is None


def sent_package():
    """A package that has left the house."""
    return Submission(
        sequence=1,
        period="2026Q3",
        state=SubmissionState.COPIED,
        content_id="a" * 64,
        recipient="教育局",
        file_name="一.pdp",
        size=1,
        counts="{}",
    )


def test_a_package_that_has_left_is_not_taken_back_and_what_was_before_it_is(store, add_member):
    add_member("陈志远")
    with store.writing("送出第 1 号上报包") as session:
        session.add(sent_package())

    assert last_undoable(store).title == "新增陈志远"


def test_what_lies_under_a_step_that_stays_is_not_offered(store, add_member):
    key = add_member("陈志远").id
    add_member("周明")
    with store.writing("送出第 1 号上报包") as session:
        session.get(Member, key).mobile = "13800001111"
        session.add(sent_package())

    offered = last_undoable(store)
    assert offered.title == "新增周明"
    undo(store, offered.id)
    assert last_undoable(store) is None


def test_only_the_last_fifty_steps_are_offered(store, add_member):
    for number in range(UNDO_STEPS + 2):
        add_member(f"党员{number}")
    taken = 0
    while last_undoable(store):
        undo_last(store)
        taken += 1

    assert taken == 50
    assert len(list_members(store, MemberFilter(), TODAY)) == 2


def test_undone_steps_are_done_again_in_their_order(store, add_member):
    for name in ("陈志远", "刘婷", "周明"):
        add_member(name)
    everybody = dump(store)
    for _ in range(3):
        undo_last(store)
    redone = []
    while step := last_redoable(store):
        redone.append(redo(store, step.id))

    assert redone == ["新增陈志远", "新增刘婷", "新增周明"]
    assert dump(store) == everybody
