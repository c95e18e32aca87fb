"""合并重复登记: the pairs and why, both side by side, what is chosen, done, and brought back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from partydesk.services import history, members, merging
from partydesk.services.members import MemberFilter
from tests.ui.small_branch import TODAY, add, fill, press, settle, shown, words
from ui.dialogs.duplicates import DuplicatesDialog
from ui.dialogs.merge import MergeDialog
from ui.tabs.members_tab import MembersTab
from ui.tabs.merging import merge_entries
from ui.widgets.tab_page import Target

BORN = date(1981, 5, 4)


@pytest.fixture
def people(store):
    found = fill(store)
    found["甲"] = add(store, "赵敏", born_on=BORN, mobile="13900001111")
    found["乙"] = add(store, "赵敏", born_on=BORN, degree="教育学学士", admin_post="年级组长")
    return found


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MembersTab(desk, state))


def opened(qtbot, dialog):
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    settle()
    return dialog


def ids(store):
    return {row.id for row in members.list_members(store, MemberFilter(), TODAY)}


def test_pairs_are_listed_with_the_reason_and_taken_into_the_two_lines(people, desk, tab, qtbot):
    dialog = opened(qtbot, DuplicatesDialog(desk, (), tab))

    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == [
        "赵敏（1981年5月4日生）　与　赵敏（1981年5月4日生）\n姓名和出生日期相同"
    ]
    assert (dialog.one_edit.value(), dialog.other_edit.value()) == (people["甲"], people["乙"])
    assert dialog.look_button.isEnabled()


def test_two_who_are_selected_are_named_and_one_alone_waits_for_the_other(people, desk, tab, qtbot):
    both = opened(qtbot, DuplicatesDialog(desk, (people["周明"], people["林涛"]), tab))
    assert (both.one_edit.value(), both.other_edit.value()) == (people["周明"], people["林涛"])

    one = opened(qtbot, DuplicatesDialog(desk, (people["周明"],), tab))
    assert (one.one_edit.value(), one.other_edit.value()) == (people["周明"], None)
    assert not one.look_button.isEnabled()
    one.other_edit.set_value(people["周明"])
    one._show_ready()
    assert not one.look_button.isEnabled()


def test_a_pair_that_is_two_people_is_proposed_no_more(people, desk, tab, qtbot):
    dialog = opened(qtbot, DuplicatesDialog(desk, (), tab))
    dialog.one_edit.set_value(people["周明"])
    dialog._show_ready()
    assert not dialog.apart_button.isEnabled()  # nobody proposed these two

    dialog.one_edit.set_value(people["甲"])
    dialog._show_ready()
    dialog.apart_button.click()

    assert "没有发现" in words(dialog)
    assert not dialog.apart_button.isVisible()
    assert "没有发现" in words(opened(qtbot, DuplicatesDialog(desk, (), tab)))


def test_without_a_pair_it_says_so(store, desk, state, qtbot):
    fill(store)
    tab = shown(qtbot, MembersTab(desk, state))
    dialog = opened(qtbot, DuplicatesDialog(desk, (), tab))

    assert "没有发现" in words(dialog)
    assert not dialog.list.isVisible()


def test_what_differs_is_chosen_by_keyboard_and_merged(people, desk, store, tab, qtbot):
    dialog = opened(qtbot, MergeDialog(desk, people["甲"], people["乙"], tab))
    assert set(dialog.sides) == {"mobile", "degree", "admin_post"}
    assert [each.isChecked() for each in dialog.sides["mobile"]] == [True, False]
    assert [each.isChecked() for each in dialog.sides["degree"]] == [False, True]
    assert "姓名、出生日期" in words(dialog)
    post = dialog.sides["admin_post"]
    post[1].setFocus()
    qtbot.keyClick(post[1], Qt.Key.Key_Left)
    assert post[0].isChecked()
    press(qtbot, dialog.merge_button)

    assert dialog.result_sentence == "已合并 赵敏 的两条记录。"
    values = members.member_values(store, people["甲"])
    assert (values["mobile"], values["degree"], values["admin_post"]) == (
        "13900001111",
        "教育学学士",
        None,
    )
    assert people["乙"] not in ids(store)


def test_the_other_one_can_stay(people, desk, store, tab, qtbot):
    dialog = opened(qtbot, MergeDialog(desk, people["甲"], people["乙"], tab))
    dialog.swap_button.click()
    assert [each.isChecked() for each in dialog.sides["mobile"]] == [False, True]
    dialog.merge_button.click()

    assert people["甲"] not in ids(store)
    assert members.member_values(store, people["乙"])["mobile"] == "13900001111"


def test_what_both_have_is_told_before(people, desk, store, tab, qtbot):
    from partydesk.domain.dues import DuesPayment

    with store.writing("党费") as session:
        for who in ("甲", "乙"):
            session.add(DuesPayment(month="2026-03", member_id=people[who], kind="党费", paid=500))
    dialog = opened(qtbot, MergeDialog(desk, people["甲"], people["乙"], tab))

    told = words(dialog)
    assert "党费 1 个月（2026-03）两条都记了实交：钱不合并" in told
    assert "两条都有的内容有 1 种" in told


def test_wrong_values_are_said_and_nothing_is_merged(people, desk, store, tab, qtbot, said):
    dialog = opened(qtbot, MergeDialog(desk, people["甲"], people["乙"], tab))
    add(store, "另一个", id_number="11010519491231002X")
    dialog._plan.same["id_number"] = "11010519491231002X"
    dialog.merge_button.click()

    assert "另一个" in said[0]
    assert dialog.isVisible()
    assert people["乙"] in ids(store)


def test_who_stands_twice_is_told_beside_the_person_and_merged_and_brought_back(
    people, store, tab, qtbot, monkeypatch
):
    def look(dialog):
        assert isinstance(dialog, DuplicatesDialog)
        merging_one = MergeDialog(tab.desk, dialog.one_edit.value(), dialog.other_edit.value(), tab)
        qtbot.addWidget(merging_one)
        merging_one._merge()
        dialog.merged = merging_one
        return 1

    tab.open_target(Target("member", people["乙"]))
    qtbot.waitUntil(lambda: "同名同出生日期" in words(tab.card))
    monkeypatch.setattr(DuplicatesDialog, "exec", look)
    tab.card.banner.action_button.click()
    settle()

    assert people["乙"] not in ids(store)
    assert tab.record_id == people["甲"]
    assert "已合并 赵敏 的两条记录" in words(tab.card)
    tab.card.banner.action_button.click()
    settle()
    assert people["乙"] in ids(store)
    assert "已撤销：合并 赵敏 的两条记录" in words(tab.card)


def test_a_half_changed_form_is_saved_first(people, tab, said):
    tab.open_target(Target("member", people["甲"]))
    tab.edit()
    tab.form.set_values({"title": "高级教师"})
    merge_entries(tab)

    assert "请先保存，再合并" in words(tab.card)
    assert not said
    assert QApplication.activeModalWidget() is None


def test_the_menu_of_a_person_leads_to_it(tab):
    names = [each.text() for each in tab.card.more_menu.actions()]
    assert "合并重复登记…" in names


def test_undo_of_the_window_names_the_step(people, store, tab):  # the roster
    plan = merging.plan_merge(store, people["甲"], people["乙"])
    merging.merge(store, people["甲"], people["乙"], plan.proposed())
    step = history.last_undoable(store)

    assert history.undo(store, step.id) == "合并 赵敏 的两条记录"
    assert people["乙"] in ids(store)
