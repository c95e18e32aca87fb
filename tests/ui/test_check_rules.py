"""校核规则 lists every check, and keeps with a reason how the branch takes one."""

import pytest

from partydesk.domain.rule_switch import Weight
from partydesk.rules.catalogue import RULES
from partydesk.services.rule_switches import rule_lines, switch_rule
from tests.ui.chinese import write
from tests.ui.small_branch import fill, settle, shown
from ui.dialogs.check_rules import CheckRulesDialog
from ui.tabs.rules_card import RulesCard


@pytest.fixture
def dialog(store, desk, qtbot):
    fill(store)
    return shown(qtbot, CheckRulesDialog(desk), 960, 720)


def weight_of(store, rule_id):
    (line,) = (each for each in rule_lines(store) if each.id == rule_id)
    return line.weight, line.reason


def test_every_check_stands_under_its_chapter(dialog):
    texts = [dialog.table.item(place, 0).text() for place in range(dialog.table.rowCount())]

    assert {rule.id for rule in RULES} <= set(texts)
    assert texts[:2] == ["组织设置", "ORG-01"]
    assert dialog.chosen().id == "ORG-01"
    assert "支部工作条例第四条" in dialog.about.text()


def test_a_check_is_switched_off_with_a_reason_and_shown_so(dialog, store):
    dialog.choose("MTG-20")
    dialog.form.editor("weight").set_value("不校核")
    write(dialog.form.editor("reason"), "由上级统一查重")
    dialog.save_button.click()
    settle()

    assert weight_of(store, "MTG-20") == (Weight.OFF, "由上级统一查重")
    assert dialog.chosen().id == "MTG-20"
    assert dialog.table.item(dialog.table.currentRow(), 5).text() == "不校核"
    assert dialog.history_button.isEnabled()


def test_without_a_reason_nothing_is_switched_and_the_field_says_so(dialog, store):
    dialog.choose("MTG-20")
    dialog.form.editor("weight").set_value("只作提示")
    dialog.save_button.click()
    settle()

    assert weight_of(store, "MTG-20") == (Weight.USUAL, "")
    assert "理由" in dialog.form.problem("reason")


def test_a_check_that_nobody_changed_has_no_history(dialog):
    dialog.choose("ORG-02")

    assert not dialog.history_button.isEnabled()


def test_the_card_counts_what_is_taken_otherwise(store, desk, qtbot):
    fill(store)
    switch_rule(store, "MTG-20", Weight.OFF, "由上级统一查重")
    made = shown(qtbot, RulesCard(desk), 500, 160)
    made.refresh()

    assert made.line.text() == f"共 {len(RULES)} 项校核，1 项只作提示，1 项不校核。"
