"""One change for many people: checked for each, done and taken back as one step."""

from datetime import date

import pytest
from sqlalchemy import update

from partydesk.domain.member import Member
from partydesk.services import history
from partydesk.services.batch import FIELDS
from partydesk.services.cell_edits import MEMBERS, change_cells, preview_cells
from partydesk.services.editable import Wanted
from partydesk.services.members import MemberFilter, list_members, member_values
from tests.conftest import TODAY
from tests.core.branches import add_group


@pytest.fixture
def people(add_member):
    """Three people, one of them with a degree already; their ids."""
    added = [add_member("陈志远"), add_member("周海燕", education="大学"), add_member("王磊")]
    return [each.id for each in added]


def preview(store, ids, name, value):
    return preview_cells(store, MEMBERS, [Wanted(each, name, value) for each in ids], TODAY)


def change_members(store, ids, name, value):
    given = [Wanted(each, name, value) for each in ids]
    return change_cells(store, MEMBERS, given, "批量修改", TODAY).records


def values(store, ids, name):
    return [member_values(store, each)[name] for each in ids]


def test_before_and_after_are_told_for_every_person_without_changing_anything(store, people):
    lines = preview(store, people, "education", " 大学 ")

    assert [(each.title, each.before, each.after, each.changes) for each in lines] == [
        ("陈志远", None, "大学", True),
        ("周海燕", "大学", "大学", False),
        ("王磊", None, "大学", True),
    ]
    assert values(store, people, "education") == [None, "大学", None]


def test_the_batch_is_one_operation_with_the_number_of_people_who_change(store, people):
    group = add_group(store, "语文组").id

    assert change_members(store, people, "group_id", group) == 3
    assert values(store, people, "group_id") == [group] * 3
    assert history.last_undoable(store).title == "批量修改 3 人：党小组"


def test_undo_and_redo_take_the_whole_batch(store, people):
    change_members(store, people, "education", "大学")
    history.undo(store, history.last_undoable(store).id)
    assert values(store, people, "education") == [None, "大学", None]

    history.redo(store, history.last_redoable(store).id)
    assert values(store, people, "education") == ["大学"] * 3


def test_who_has_the_value_already_gets_no_line_of_history(store, people):
    change_members(store, people, "education", "大学")

    lines = [len(history.history_of(store, "member", each)) for each in people]
    assert lines == [2, 1, 2]
    assert "学历：（空） → 大学" in history.history_of(store, "member", people[0])[0].details


def test_a_wrong_value_is_refused_for_everybody_in_the_words_of_the_form(store, people):
    lines = preview(store, people, "education", "博士后流动站")

    assert all("学历里没有" in each.problem and not each.changes for each in lines)
    assert change_members(store, people, "education", "博士后流动站") == 0
    assert values(store, people, "education") == [None, "大学", None]


def test_who_has_another_mistake_stays_as_he_is_and_the_others_are_changed(store, people):
    with store.writing("旧数据") as session:
        session.execute(update(Member).where(Member.id == people[2]).values(id_number="123"))
    lines = preview(store, people, "is_backbone", True)

    assert lines[2].problem.startswith("请先改正：")
    assert change_members(store, people, "is_backbone", True) == 2
    assert values(store, people, "is_backbone") == [True, True, False]


def test_nothing_to_change_is_no_operation(store, people):
    before = history.last_undoable(store).title

    assert change_members(store, people[1:2], "education", "大学") == 0
    assert history.last_undoable(store).title == before


def test_a_field_is_emptied_on_request(store, people):
    change_members(store, people, "transferred_in_on", date(2020, 9, 1))
    change_members(store, people, "transferred_in_on", None)

    assert values(store, people, "transferred_in_on") == [None, None, None]


def test_a_group_that_is_gone_is_refused(store, people):
    lines = preview(store, people, "group_id", "没有的")

    assert {each.problem for each in lines} == {"选的党小组已不在文件里，请重新选择。"}


def test_someone_who_was_removed_meanwhile_is_left_out(store, people):
    assert [each.id for each in preview(store, ["没有的", people[0]], "title", "一级教师")] == [
        people[0]
    ]


def test_what_a_decision_or_one_person_alone_gives_cannot_be_set_for_many():
    never = {"name", "id_number", "born_on", "mobile", "category", "standing", "left_on"}

    assert not never & {each.name for each in FIELDS}


def test_the_list_shows_what_the_batch_has_set(store, people):
    change_members(store, people, "job", "事业单位管理岗位")

    assert {row.job for row in list_members(store, MemberFilter(), TODAY)} == {"事业单位管理岗位"}
