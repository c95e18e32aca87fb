"""Two entries of one person become one: nothing names the other any more, undo brings it back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partydesk.domain.fields import Kind, fields_of
from partydesk.domain.member import Member
from partydesk.domain.records import RECORD_TYPES
from partydesk.errors import CancelledError
from partydesk.services import history
from partydesk.services.findings import check_branch
from partydesk.services.members import MemberFilter, list_members, member_values
from partydesk.services.merging import merge, plan_merge
from partydesk.services.person_fields import FOR_GOOD, person_fields
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.merging.steps import content_of, do, of, places_of
from tests.core.samples import copy_sample


def every_member(store):
    with store.reading() as session:
        return list(session.scalars(select(Member.id).order_by(Member.id)))


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as opened:
        copy_sample(opened, TODAY)
        yield opened


PAIRS = st.lists(st.integers(0, 42), min_size=2, max_size=2, unique=True)


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_nothing_names_a_merged_person_any_more_and_undo_restores_every_value(sample, data):
    people = every_member(sample)
    # A few of many, by their place: their keys are others each time.
    kept, gone = (people[at] for at in data.draw(PAIRS))
    before = content_of(sample)

    merge(sample, kept, gone, plan_merge(sample, kept, gone).proposed())
    places, left = places_of(sample, gone), every_member(sample)
    history.undo(sample, history.last_undoable(sample).id)

    assert places == ["member.id"]
    assert left == [each for each in people if each != gone]
    assert content_of(sample) == before


def test_every_declared_person_field_of_every_record_is_moved():
    declared = {
        (record, name)
        for record in RECORD_TYPES.values()
        for name, field in fields_of(record).items()
        if field.kind is Kind.PERSON
    }
    moved = {(record, name) for record, names in person_fields().items() for name in names}

    assert declared <= moved
    keys = {
        (record, key.parent.name)
        for record in RECORD_TYPES.values()
        for key in record.__table__.foreign_keys
        if key.column.table.name == "member"
    }
    assert keys == moved | {(each, "member_id") for each in FOR_GOOD}
    assert len(moved) > 35


def test_the_filled_value_is_proposed_and_the_step_has_a_name(store, pair):
    kept, gone = pair
    plan = plan_merge(store, kept.id, gone.id)
    assert {each.field.name: each.take_gone for each in plan.choices} == {
        "mobile": False,
        "degree": True,
    }
    merge(store, kept.id, gone.id, plan.proposed())

    values = member_values(store, kept.id)
    assert (values["mobile"], values["degree"]) == ("13900001111", "教育学学士")
    assert [row.id for row in list_members(store, MemberFilter(), TODAY)] == [kept.id]
    step = history.last_undoable(store)
    assert step.title == "合并 王秀兰 的两条记录"
    assert history.undo(store, step.id) == "合并 王秀兰 的两条记录"
    assert [row.id for row in list_members(store, MemberFilter(), TODAY)] == [kept.id, gone.id]


def test_a_cancelled_merge_leaves_both_as_they_were(store, pair):
    kept, gone = (each.id for each in pair)
    before = content_of(store)

    def cancelled(_step):
        raise CancelledError("已取消，没有留下任何改动。")

    with pytest.raises(CancelledError):
        merge(store, kept, gone, plan_merge(store, kept, gone).proposed(), cancelled)

    assert content_of(store) == before


def test_who_is_here_is_not_taken_for_gone(store, add_member):
    left = {"left_on": date(2026, 3, 1), "left_kind": "转出"}
    kept, gone = add_member("王秀兰"), add_member("王秀兰", **left)
    do(store, kept, gone)

    assert member_values(store, kept.id)["left_on"] is None


def test_history_tells_the_merge_on_both_and_keeps_what_was_before(store, pair):
    kept, gone = pair
    do(store, kept, gone)

    titles = [line.title for line in history.history_of(store, "member", kept.id)]
    assert titles[0] == "合并 王秀兰 的两条记录"
    assert titles.count("新增王秀兰") == 2
    assert history.history_of(store, "member", gone.id)[0].title == "合并 王秀兰 的两条记录"


def test_the_merged_entry_lies_in_the_bin_says_so_and_is_no_deleted_member(store, pair):
    kept, gone = pair
    do(store, kept, gone)

    (row,) = history.recycle_bin(store)
    assert row.record_id == gone.id
    assert "已合并到王秀兰" in row.title
    assert not [each for each in check_branch(store, None, TODAY) if "回收站" in each.sentence]
    history.restore(store, "member", gone.id)
    assert of(store, Member, id=gone.id)[0].merged_into_id is None
