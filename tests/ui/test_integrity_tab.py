"""Integrity leaves are added and corrected by a new one; a stored leaf is only read."""

import pytest

from partydesk.domain.fields import LOCKED
from partydesk.services import drafts, integrity
from partydesk.storage.store import Store
from tests.ui.chinese import write
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, settle, shown
from ui.background import Background
from ui.desk import Desk
from ui.tabs.integrity_tab import IntegrityTab


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, IntegrityTab(desk, state))


@pytest.fixture
def leaf(tab, store, people):
    made = integrity.save_leaf(store, leaf_of(people), TODAY)
    tab.refresh()
    tab.page.table.choose(made.id)
    return made


def leaf_of(people, name="王秀兰", **changes):
    return {
        "member_id": people[name],
        "kind": "4 廉洁承诺",
        "dated_on": LAST_WEEK,
        "matter": "签订承诺书",
        "keeper_id": people["周明"],
    } | changes


def trigger(tab, text):
    next(each for each in tab.card.more_menu.actions() if each.text() == text).trigger()
    settle()


def all_leaves(store):
    return integrity.list_leaves(store)


def test_a_leaf_is_added_and_numbered(tab, store, people):
    tab.primary()
    tab.form.editor("member_id").set_value(people["林涛"])
    tab.form.editor("kind").setCurrentText("年度确认")
    write(tab.form.editor("matter"), "全年无需报告事项")
    tab.save()

    (row,) = all_leaves(store)
    assert (row.name, row.number, row.state) == ("林涛", 1, "待签字")
    assert tab.card.title_label.text() == "第 1 页　年度确认"


@pytest.mark.usefixtures("leaf")
def test_a_stored_leaf_is_only_read(tab):
    assert not tab.form.editor("matter").isEnabled()
    assert not tab.card.save_button.isVisible()
    tab.primary()

    assert tab.form.editor("matter").isEnabled()
    assert tab.card.save_button.isVisible()


@pytest.mark.usefixtures("leaf")
def test_saving_a_stored_leaf_says_what_to_do_instead(tab, said):
    tab.save()

    assert len(said) == 1
    assert "更正这一页" in said[0]
    assert "正在保存" not in tab.card.badge.mark.word


def test_a_correction_is_a_new_leaf_and_the_old_one_stays(tab, store, leaf):
    trigger(tab, "更正这一页…")
    assert tab.card.title_label.text() == "更正的一页"
    assert tab.form.values()["matter"] == "签订承诺书"
    write(tab.form.editor("source"), "本人填报")
    tab.save()

    rows = {row.number: row for row in all_leaves(store)}
    assert rows[1].state == "已更正"
    assert rows[2].state == "待签字"
    assert integrity.leaf_values(store, rows[2].id)["replaces_id"] == leaf.id
    assert "更正了以前的一页" in tab.card.banner.sentence_label.text()


def test_a_correction_that_was_left_does_not_make_the_next_leaf_one(tab, store, people, leaf):
    other = integrity.save_leaf(store, leaf_of(people, "林涛"), TODAY)
    tab.refresh()
    trigger(tab, "更正这一页…")
    tab.page.table.choose(other.id)
    tab.page.table.choose(leaf.id)
    tab.primary()
    tab.form.fill(leaf_of(people, kind="6 廉政教育"))
    tab.save()

    states = sorted(row.state for row in all_leaves(store))
    assert states == ["待签字", "待签字", "待签字"]


def test_a_new_leafs_draft_is_not_mixed_into_a_correction(tab, people, leaf):
    tab.primary()
    tab.form.editor("member_id").set_value(people["林涛"])
    write(tab.form.editor("matter"), "另一个人的事项")
    tab.page.table.choose(leaf.id)
    trigger(tab, "更正这一页…")
    assert tab.form.values()["member_id"] == people["王秀兰"]
    assert tab.form.values()["matter"] == "签订承诺书"
    tab.save()
    tab.primary()

    assert tab.form.values()["matter"] == "另一个人的事项"


def test_a_half_typed_correction_waits_at_its_leaf(tab, store, leaf):
    trigger(tab, "更正这一页…")
    write(tab.form.editor("source"), "写到一半")
    tab.page.table.choose(leaf.id)
    assert tab.form.values()["source"] is None
    trigger(tab, "更正这一页…")
    assert tab.form.values()["source"] == "写到一半"
    tab.save()

    assert drafts.drafts(store, "integrity_leaf") == {}
    assert len(all_leaves(store)) == 2


def test_nobody_keeps_ones_own_file(tab, store, people):
    tab.primary()
    tab.form.fill(leaf_of(people) | {"keeper_id": people["王秀兰"]})
    tab.save()

    assert "回避" in tab.form.problem("keeper_id")
    assert all_leaves(store) == []


def test_clues_are_refused_at_the_field(tab, store, people):
    tab.primary()
    tab.form.fill(leaf_of(people))
    write(tab.form.editor("outcome"), "收到信访举报一件")
    tab.save()

    assert "信访举报" in tab.form.problem("outcome")
    assert all_leaves(store) == []


@pytest.mark.usefixtures("leaf")
def test_the_leaves_of_one_person_are_shown_alone(tab, store, people):
    integrity.save_leaf(store, leaf_of(people, "林涛"), TODAY)
    tab.refresh()
    assert tab.page.foot.count_label.text() == "共 2 页"
    tab.page._filters["member"].setCurrentText("林涛")
    assert [row.name for row in tab.page.table.records.rows] == ["林涛"]
    tab.primary()

    assert tab.form.values()["member_id"] == people["林涛"]


def test_who_has_not_confirmed_this_year_is_said_by_name(tab, store, people):
    confirmation = leaf_of(people, kind="年度确认", dated_on=TODAY)
    integrity.save_leaf(store, confirmation, TODAY)
    tab.refresh()
    tab._show_missing()
    sentence = tab.card.banner.sentence_label.text()

    assert "4 人没有年度确认" in sentence
    assert "王秀兰" not in sentence


@pytest.fixture
def deputy(state, qtbot):
    with Store.in_memory(confidential=False) as store:
        people = fill(store)
        desk = Desk(store, Background(inline=True))
        tab = shown(qtbot, IntegrityTab(desk, state))
        tab.store, tab.people = store, people
        yield tab
        tab.leave()
        tab.hide()
        desk.close()


def test_a_deputy_writes_no_contents_and_corrects_nothing(deputy, said):
    deputy.primary()
    assert deputy.form.values()["matter"] is LOCKED
    assert not deputy.form.editor("matter").isEnabled()
    deputy.form.editor("member_id").set_value(deputy.people["林涛"])
    deputy.form.editor("kind").setCurrentText("4 廉洁承诺")
    deputy.save()
    assert said == []
    (row,) = all_leaves(deputy.store)
    assert row.state == "待签字"
    _seal_something(deputy.store)
    deputy.page.table.choose(row.id)
    deputy.show_record(row.id)
    trigger(deputy, "更正这一页…")
    deputy.save()

    assert len(said) == 1
    assert "保密内容" in said[0]
    assert len(all_leaves(deputy.store)) == 1


def _seal_something(store):
    """What the secretary wrote under the other key."""
    from sqlalchemy import text

    with store.reading() as session:
        session.execute(text("UPDATE integrity_leaf SET matter = :sealed"), {"sealed": bytes(60)})
        session.commit()
