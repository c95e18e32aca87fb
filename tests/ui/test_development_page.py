"""发展党员 in the window: what is open next is said, the next step is asked for and kept."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.members import member_values
from tests.ui.small_branch import TODAY, add, fill, settle, shown
from ui.tabs.development_page import DevelopmentPage
from ui.tabs.development_step import StepDialog
from ui.tabs.ledgers_tab import LedgersTab

APPLIED = TODAY - timedelta(days=20)


@pytest.fixture
def people(store):
    found = fill(store)
    found["申请人"] = add(store, "申请人", category="入党申请人", joined_on=None, full_on=None)
    values = keeping.new_values(store, WAYS, TODAY)
    values |= {"member_id": found["申请人"], "applied_on": APPLIED}
    keeping.save_record(store, WAYS, values, TODAY)
    return found


@pytest.fixture
def page(people, desk, state, qtbot):  # the roster must be there first
    tab = LedgersTab(desk, state)
    tab.show_ledger("development")
    shown(qtbot, tab)
    settle()
    assert isinstance(tab.page, DevelopmentPage)
    return tab.page


def answer(monkeypatch, fill_in):
    """Fill in each dialog that opens, then press its button; at most five times."""
    opened = []

    def exec_(dialog):
        opened.append(dialog)
        assert len(opened) <= 5
        return fill_in(dialog)

    monkeypatch.setattr(StepDialog, "exec", exec_)
    return opened


def steps(store):
    (row,) = keeping.list_records(store, WAYS).rows
    return keeping.record_values(store, WAYS, row.id)["steps"]


def test_the_page_says_what_is_open_next_until_when_and_by_which_article(page):
    told = page.next_banner.sentence_label.text()

    assert "下一步：党组织派人谈话" in told
    assert "第七条" in told
    assert "前办理" in told
    assert page.next_banner.action_button.text() == "走下一步"
    assert page.way.tree.topLevelItemCount() == 2  # the stage and the application


def test_everyone_on_the_way_is_listed_whenever_they_applied(page, store, people):
    other = add(store, "李老师", category="入党申请人", joined_on=None, full_on=None)
    values = keeping.new_values(store, WAYS, TODAY)
    values |= {"member_id": other, "applied_on": TODAY - timedelta(days=1500)}
    keeping.save_record(store, WAYS, values, TODAY)
    page.refresh()

    assert {row.member_id for row in page.page.table.records.rows} == {people["申请人"], other}


def test_the_next_step_is_asked_for_kept_and_told(page, store, monkeypatch, qtbot):
    def fill_in(dialog):
        assert dialog.step_box.currentText() == "党组织派人谈话"
        assert set(dialog.form.values()) == {"done_on", "people", "note"}
        dialog.form.set_values({"done_on": TODAY, "people": "陈志远"})
        return True

    answer(monkeypatch, fill_in)
    qtbot.mouseClick(page.next_banner.action_button, Qt.MouseButton.LeftButton)

    assert [row["step"] for row in steps(store)] == ["递交入党申请书", "党组织派人谈话"]
    assert "下一步：推荐和确定入党积极分子" in page.page.banner.sentence_label.text()
    assert "推荐和确定入党积极分子" in page.next_banner.sentence_label.text()
    assert page.way.tree.topLevelItemCount() == 3


def test_what_is_refused_stays_in_the_dialog_with_its_sentence(page, store, monkeypatch):
    seen = []

    def fill_in(dialog):
        seen.append((dialog.form.problem("done_on"), dialog.fault_label.text()))
        late = TODAY + timedelta(days=1) if len(seen) == 1 else APPLIED - timedelta(days=1)
        dialog.form.set_values({"done_on": late})
        return len(seen) < 3

    opened = answer(monkeypatch, fill_in)
    page.walk()

    assert len(set(map(id, opened))) == 1
    assert "日期还没有到" in seen[1][0]
    assert "应先办“递交入党申请书”" in seen[2][1]
    assert len(steps(store)) == 1


def test_the_activist_step_makes_the_person_an_activist_on_the_roster(
    page, store, people, monkeypatch
):
    days = iter((TODAY - timedelta(days=10), TODAY - timedelta(days=5)))

    def fill_in(dialog):
        dialog.form.set_values({"done_on": next(days)})
        return True

    answer(monkeypatch, fill_in)
    page.walk()
    page.walk()

    assert member_values(store, people["申请人"])["category"] == "入党积极分子"


def test_contacts_are_named_with_their_step(page, store, people, monkeypatch):
    day = TODAY - timedelta(days=5)

    def fill_in(dialog):
        if "contacts" in [each.step.key for each in dialog._steps.values()]:
            dialog.step_box.setCurrentText("指定培养联系人")
            dialog.form.set_values({"first": people["周明"], "second": people["林涛"]})
        dialog.form.set_values({"done_on": day})
        return True

    answer(monkeypatch, fill_in)
    for _ in range(3):
        page.walk()

    values = keeping.record_values(store, WAYS, page.record_id)
    assert [(row["member_id"], row["role"]) for row in values["companions"]] == [
        (people["周明"], "培养联系人"),
        (people["林涛"], "培养联系人"),
    ]


def test_a_step_is_corrected_and_kept_with_the_record(page, store, monkeypatch):
    def fill_in(dialog):
        assert not dialog.step_box.isVisible()
        dialog.form.set_values({"document": "申请书（手写，三页）"})
        return True

    answer(monkeypatch, fill_in)
    line = page.way.tree.topLevelItem(1)
    page.way.tree.itemActivated.emit(line, 0)
    assert page.form.is_changed()
    page.save()

    assert steps(store)[0]["document"] == "申请书（手写，三页）"


def test_what_was_typed_before_is_saved_first(page, store, monkeypatch):
    page.form.set_values({"note": "写了一半"})
    answer(monkeypatch, lambda _dialog: False)
    page.walk()

    assert keeping.record_values(store, WAYS, page.record_id)["note"] == "写了一半"


def test_a_new_record_has_no_next_step_yet(page):
    page.primary()

    assert not page.next_banner.isVisible()
    assert "先保存" in page.way.hint_label.text()
