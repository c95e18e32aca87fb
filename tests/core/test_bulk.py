import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from partydesk.domain.journal import Change
from partydesk.domain.member import Member
from partydesk.services.history import history_of, last_undoable, redo, undo
from partydesk.services.members import MemberFilter, list_members, member_values
from partydesk.storage.bulk import add_many
from partydesk.storage.store import Store
from tests.conftest import TODAY

FIRST = {
    "id": "m1",
    "name": "陈志远",
    "spelling": "chenzhiyuan czy",
    "joined_on": date(2001, 6, 22),
}
SECOND = {"id": "m2", "name": "刘婷", "spelling": "liuting lt", "is_backbone": True}


def kept(store):
    """Every value of every person, and what history tells, but for the moments of saving."""
    with store.reading() as session:
        people = session.scalars(select(Member).order_by(Member.id)).all()
        values = [
            {key: value for key, value in vars(each).items() if not key.endswith(("_at", "state"))}
            for each in people
        ]
        changes = session.scalars(select(Change).order_by(Change.position)).all()
        told = [
            (each.record_id, each.action, each.before, json.loads(each.after), each.sealed_after)
            for each in changes
        ]
    return values, told


def test_records_added_at_once_are_the_same_as_records_added_one_by_one(store):
    with store.writing("新增") as session:
        add_many(session, Member, [FIRST, SECOND])
    with Store.in_memory() as other:
        with other.writing("新增") as session:
            session.add(Member(**FIRST))
            session.flush()
            session.add(Member(**SECOND))
        assert kept(store) == kept(other)
    with store.reading() as session:
        first = session.get(Member, "m1")
    assert (first.category, first.standing, first.is_lost) == ("正式党员", "正常", False)
    assert first.created_at.date() == first.updated_at.date()


def test_records_added_at_once_are_undone_at_once_and_done_again(store):
    with store.writing("导入 2 人") as session:
        add_many(session, Member, [FIRST, SECOND])
    before = kept(store)[0]
    done = last_undoable(store)

    undo(store, done.id)
    assert list_members(store, MemberFilter(), TODAY) == []

    with store.reading() as session:
        undoing = session.scalar(select(Change.operation_id).where(Change.action == "remove"))
    redo(store, undoing)
    assert kept(store)[0] == before
    assert member_values(store, "m1")["joined_on"] == date(2001, 6, 22)
    assert [line.title for line in history_of(store, "member", "m1")][-1] == "导入 2 人"


def test_a_batch_with_a_bad_row_leaves_nothing_and_counts_as_no_change(store):
    revision = store.revision
    with pytest.raises(IntegrityError), store.writing("新增") as session:
        add_many(session, Member, [FIRST, SECOND | {"name": None}])
    assert kept(store) == ([], [])
    assert store.revision == revision


def test_nothing_added_is_no_operation(store):
    with store.writing("导入 0 人") as session:
        add_many(session, Member, [])
    assert last_undoable(store) is None
