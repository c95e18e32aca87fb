"""What has changed since the last submission is told record by record."""

from datetime import date, datetime

import pytest
from PIL import Image

from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.services import history
from partydesk.services.assessments import Own, open_assessment, save_score
from partydesk.services.changes_since import What, changes_since_submission
from partydesk.services.meetings import meeting_values, remove_meeting, save_meeting
from partydesk.services.members import member_values, save_member
from partydesk.services.organization import save_groups
from tests.core.papers import attach
from tests.core.test_history import a_meeting

TODAY = date(2026, 11, 22)


def sent(store, sequence=1):
    with store.writing("上报") as session:
        session.add(
            Submission(
                sequence=sequence,
                period="2026Q4",
                state="已送出",
                content_id="a" * 64,
                recipient="实验区教育局",
                file_name="一.pdp",
                size=10,
                sent_at=datetime.now(),
            )
        )


def told(store):
    return [(each.kind, each.what, each.title) for each in changes_since_submission(store).changed]


@pytest.fixture
def meeting(store, add_member):
    add_member()
    return a_meeting(store, votes=[])


def test_before_the_first_submission_there_is_nothing_to_compare(store, meeting):
    assert changes_since_submission(store) is None
    sent(store, PRACTICE_FROM)
    assert changes_since_submission(store) is None, "practice does not count"
    assert meeting


def test_what_was_sent_and_not_touched_is_not_told(store, meeting):
    sent(store, 3)

    since = changes_since_submission(store)
    assert (since.sequence, since.changed) == (3, ())
    assert meeting


def test_new_changed_and_removed_records_are_told_apart(store, add_member, meeting):
    other = a_meeting(store, votes=[])
    old = add_member("周明").id
    sent(store)
    add_member("苏文清")
    save_member(store, member_values(store, old) | {"mobile": "13812340000"}, old)
    save_member(store, member_values(store, old) | {"mobile": "13812340001"}, old)
    remove_meeting(store, meeting.id)

    kinds = {(each.kind, each.what): each.title for each in changes_since_submission(store).changed}
    assert set(kinds) == {
        ("党员", What.ADDED),
        ("党员", What.CHANGED),
        ("会议", What.REMOVED),
    }
    assert "苏文清" in kinds["党员", What.ADDED]
    assert "周明" in kinds["党员", What.CHANGED]
    assert kinds["会议", What.REMOVED]
    since = changes_since_submission(store)
    assert since.counts() == [
        ("党员", {What.ADDED: 1, What.CHANGED: 1}),
        ("会议", {What.REMOVED: 1}),
    ]
    assert since.changed[0].record_id == meeting.id, "the newest first"
    assert other.id not in {each.record_id for each in since.changed}


def test_what_came_and_went_between_is_not_told(store, meeting):
    sent(store)
    fresh = a_meeting(store, votes=[])
    remove_meeting(store, fresh.id)

    assert told(store) == []
    history.restore(store, "meeting", fresh.id)
    assert [each[:2] for each in told(store)] == [("会议", What.ADDED)]
    assert meeting


def test_what_was_taken_back_is_not_told_and_what_was_done_again_is(store, meeting):
    sent(store)
    values = meeting_values(store, meeting.id)
    save_meeting(store, values | {"place": "新会议室"}, TODAY, meeting.id)
    assert [each[1] for each in told(store)] == [What.CHANGED]
    history.undo(store, history.last_undoable(store).id)
    assert told(store) == []
    history.redo(store, history.last_redoable(store).id)

    assert [each[1] for each in told(store)] == [What.CHANGED]


def test_a_row_a_paper_and_a_proof_count_as_their_record(store, meeting):
    sheet = open_assessment(store, "2026Q4")
    save_score(store, sheet.id, "3", Own(100, "按实际"))
    sent(store)
    values = meeting_values(store, meeting.id)
    rows = [each | {"presence": "缺席", "reason": "病假"} for each in values["attendances"]]
    save_meeting(store, values | {"attendances": rows}, TODAY, meeting.id)
    assert [(each[0], each[1]) for each in told(store)] == [("会议", What.CHANGED)]

    save_score(store, sheet.id, "3", Own(100, "按实际", (("meeting", meeting.id),)))
    assert {each[0] for each in told(store)} == {"会议", "自评"}


def test_a_paper_counts_as_its_record(store, meeting, tmp_path):
    sent(store)
    paper = tmp_path / "签到表.jpg"
    Image.new("RGB", (40, 30), "white").save(paper)
    attach(store, "meeting", meeting.id, paper)

    assert [(each[0], each[1]) for each in told(store)] == [("会议", What.CHANGED)]


def test_a_group_is_told_by_its_name(store, meeting):
    sent(store)
    save_groups(store, [{"name": "语文组", "leader_id": None}])

    assert told(store) == [("党小组", What.ADDED, "语文组")]
    assert meeting


def test_only_what_came_after_the_last_submission_counts(store, add_member, meeting):
    sent(store, 1)
    add_member("苏文清")
    sent(store, 2)

    assert told(store) == []
    add_member("何静")
    assert changes_since_submission(store).sequence == 2
    assert [each[:2] for each in told(store)] == [("党员", What.ADDED)]
    assert meeting
