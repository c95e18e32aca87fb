"""Cells that are pasted or filled down: read as people write, checked, set as one step."""

from datetime import date

import pytest

from partydesk.services import cell_edits, history, members
from partydesk.services.cell_edits import MEMBERS
from partydesk.services.cell_reading import understood
from partydesk.services.editable import Wanted
from partydesk.services.organization import groups, save_groups
from tests.conftest import TODAY
from tests.core.branches import add_group


@pytest.fixture
def people(store, add_member):
    """Four people, two of them in a group; their ids by name."""
    group = add_group(store, "语文组").id
    joined = {"joined_on": date(2000, 7, 1)}
    names = {"周明": {}, "林涛": {"group_id": group}, "王秀兰": {"group_id": group}, "何静": {}}
    return {name: add_member(name, **joined, **changes).id for name, changes in names.items()}


def read(store, person, field):
    return members.member_values(store, person)[field]


def test_names_terms_and_yes_and_no_are_read_as_people_write_them(store, people):
    who = people["周明"]
    given = [
        Wanted(who, "group_id", " 语文组 "),
        Wanted(who, "education", "本科"),
        Wanted(who, "is_backbone", "√"),
        Wanted(who, "is_leader", "否"),
        Wanted(who, "title", "高级教师"),
    ]
    ready = understood(store, MEMBERS, given)

    assert cell_edits.change_cells(store, MEMBERS, ready, "粘贴", TODAY) == (4, 1, 0)
    values = members.member_values(store, who)
    assert values["group_id"] == read(store, people["林涛"], "group_id")
    assert (values["education"], values["is_backbone"], values["title"]) == (
        "大学", True, "高级教师",
    )  # fmt: skip


def test_a_refused_cell_leaves_the_others_of_its_record_alone(store, people):
    who = people["周明"]
    given = [
        Wanted(who, "education", "比博士还高"),
        Wanted(who, "group_id", "没有的组"),
        Wanted(who, "work_started_on", date(2001, 8, 1)),
        Wanted(who, "joined_on", date(1990, 1, 1)),
    ]
    found = cell_edits.preview_cells(store, MEMBERS, understood(store, MEMBERS, given), TODAY)

    assert [each.problem for each in found] == [
        "学历里没有“比博士还高”这一项，请从列表中选择。",
        "党小组里没有“没有的组”。",
        "",
        "加入党组织日期各不相同，请在表单里逐人修改。",
    ]
    assert cell_edits.change_cells(store, MEMBERS, given[:1] + given[2:], "粘贴", TODAY) == (
        1,
        1,
        0,
    )
    assert read(store, who, "work_started_on") == date(2001, 8, 1)
    assert read(store, who, "joined_on") == date(2000, 7, 1)


def test_what_is_wrong_elsewhere_in_a_record_is_said_first(store, people):
    with store.writing("旧资料") as session:
        session.get(members.Member, people["何静"]).left_on = date(2024, 1, 1)
    found = cell_edits.preview_cells(
        store, MEMBERS, [Wanted(people["何静"], "title", "高级教师")], TODAY
    )

    assert found[0].problem == "请先改正：离开方式和离开日期要一起填写。"


def test_all_cells_are_one_step_that_is_named_and_undone(store, people):
    given = [Wanted(people[name], "title", "高级教师") for name in ("周明", "林涛")]
    given.append(Wanted(people["林涛"], "native_place", "山东济南"))
    cell_edits.change_cells(store, MEMBERS, given, "粘贴", TODAY)
    step = history.last_undoable(store)
    assert step.title == "粘贴 2 人：职称、籍贯"
    history.undo(store, step.id)

    assert [read(store, people[name], "title") for name in ("周明", "林涛")] == [None, None]


def test_nothing_is_written_when_nothing_would_change(store, people):
    before = history.last_undoable(store).id
    given = [Wanted(people["周明"], "is_backbone", False), Wanted("gone", "title", "高级教师")]

    assert cell_edits.change_cells(store, MEMBERS, given, "粘贴", TODAY) == (0, 0, 0)
    assert history.last_undoable(store).id == before


def test_two_groups_of_one_name_are_not_guessed(store, people):
    gone = add_group(store, "数学组")
    kept = next(each for each in groups(store) if each.id != gone.id)
    save_groups(store, [{"id": kept.id, "name": "数学组"}])
    history.restore(store, "party_group", gone.id)
    found = understood(store, MEMBERS, [Wanted(people["周明"], "group_id", "数学组")])

    assert found[0].problem == "党小组里有 2 个“数学组”，请在表单里选择。"
