"""Records written by plain SQL are what records written as objects are, history included."""

from datetime import date

import pytest
from sqlalchemy import select

from partydesk.domain.journal import Change, Operation
from partydesk.domain.meeting import Attendance, Meeting
from partydesk.domain.member import Member
from partydesk.domain.talk import Talk
from partydesk.errors import DamagedFileError, NotFoundError, StorageError
from partydesk.services.history import last_undoable
from partydesk.services.meetings import meeting_values, people_due, save_meeting
from partydesk.services.members import member_values, save_member
from partydesk.storage.plain import values_in
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.test_bulk import FIRST, kept

DAY = date(2026, 11, 13)


def changes(store):
    with store.reading() as session:
        query = select(Change).join(Operation, Operation.id == Change.operation_id)
        return list(session.scalars(query.order_by(Operation.sequence, Change.position)))


def meeting_of(store, **changed):
    values = {"kind": "支部党员大会", "held_on": DAY, "attendances": people_due(store, "", DAY)}
    return save_meeting(store, values | changed, TODAY)


def test_a_record_written_plainly_is_the_same_as_an_object_that_was_added(store):
    with store.writing_plainly("新增") as plain:
        plain.add(Member, [FIRST])
    with Store.in_memory() as other:
        with other.writing("新增") as session:
            session.add(Member(**FIRST))
        assert kept(store) == kept(other)


def test_only_what_differs_is_changed_and_told(store, add_member):
    member = add_member("陈志远", joined_on=date(2001, 6, 22))
    values = member_values(store, member.id)
    save_member(store, values | {"is_leader": True, "joined_on": date(2001, 7, 1)}, member.id)

    last = changes(store)[-1]
    assert (last.action, last.record_id) == ("change", member.id)
    assert last.before == '{"joined_on": "2001-06-22", "is_leader": false}'
    assert last.after == '{"joined_on": "2001-07-01", "is_leader": true}'


def test_saving_what_stands_there_already_is_no_step(store, add_member):
    member = add_member("陈志远")
    meeting = meeting_of(store)
    revision, last = store.revision, last_undoable(store).id

    save_member(store, member_values(store, member.id), member.id)
    save_meeting(store, meeting_values(store, meeting.id), TODAY, meeting.id)

    assert (store.revision, last_undoable(store).id) == (revision, last)


def test_rows_that_stay_keep_their_ids_and_their_new_order(store, add_member):
    add_member("陈志远"), add_member("刘婷"), add_member("方晓梅")
    meeting = meeting_of(store)
    first, second, third = meeting_values(store, meeting.id)["attendances"]
    guest = {"member_id": None, "name": "王建国", "presence": "到会", "reason": None}
    changed = {**third, "presence": "缺席", "reason": "病假"}

    values = meeting_values(store, meeting.id) | {"attendances": [changed, guest, first]}
    save_meeting(store, values, TODAY, meeting.id)

    rows = meeting_values(store, meeting.id)["attendances"]
    assert [row["name"] for row in rows] == [third["name"], "王建国", first["name"]]
    assert (rows[0]["id"], rows[2]["id"]) == (third["id"], first["id"])
    assert (rows[0]["presence"], rows[0]["reason"]) == ("缺席", "病假")
    removed = [each.record_id for each in changes(store) if each.action == "remove"]
    assert removed == [second["id"]]


def test_a_row_says_what_the_record_says(store, add_member):
    member = add_member("陈志远", born_on=date(1980, 3, 5), is_leader=True)
    with store.writing_plainly("看") as plain:
        (row,) = plain.rows(Member, "id", member.id)
    with store.reading() as session:
        read = vars(session.get(Member, member.id))
    assert values_in(Member, row) == {name: read[name] for name in row}


def test_what_fails_half_way_leaves_nothing(store):
    def fail():
        with store.writing_plainly("新增") as plain:
            plain.add(Member, [FIRST])
            raise ZeroDivisionError

    revision = store.revision
    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(store) == ([], [])
    assert store.revision == revision
    with store.writing_plainly("新增") as plain:
        plain.add(Member, [FIRST])
    assert last_undoable(store).title == "新增"


def test_what_the_disk_refuses_is_a_sentence(store):
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="没有权限"), store.writing_plainly("新增") as plain:
        plain.add(Member, [FIRST])


def test_a_damaged_file_is_not_written_any_more(store):
    store.stopped = DamagedFileError("文件已损坏。")
    with pytest.raises(DamagedFileError), store.writing_plainly("新增") as plain:
        plain.add(Member, [FIRST])


def test_what_is_gone_is_not_changed(store, add_member):
    member = add_member("陈志远")
    values = member_values(store, member.id)
    with pytest.raises(NotFoundError, match="党员记录已不在"):
        save_member(store, values, "gone")


def test_secrets_are_never_written_plainly(store):
    with pytest.raises(AssertionError), store.writing_plainly("新增") as plain:
        plain.add(Talk, [{"content": "家里的事"}])


def test_rows_whose_owner_is_missing_are_refused_at_the_end(store):
    with pytest.raises(Exception, match="FOREIGN KEY"), store.writing_plainly("新增") as plain:
        plain.add(Attendance, [{"meeting_id": "none", "name": "陈志远", "presence": "到会"}])
    with store.reading() as session:
        assert session.scalars(select(Meeting)).all() == []
        assert session.scalars(select(Attendance)).all() == []
