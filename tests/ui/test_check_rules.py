"""校核规则 lists every check, and keeps with a reason how the branch takes one."""

import pytest

from partydesk.domain.fields import fields_of
from partydesk.domain.records import RECORD_TYPES
from partydesk.domain.rule_switch import Weight
from partydesk.rules.catalogue import RULES
from partydesk.services.rule_switches import rule_lines, switch_rule
from tests.core import (
    facts_help,
    test_rules_attendance,
    test_rules_exits,
    test_rules_meetings,
    test_rules_organization,
    test_rules_papers,
    test_rules_roster,
    test_rules_terms,
)
from tests.ui.chinese import write
from tests.ui.small_branch import fill, settle, shown
from tests.ui.window_help import open_window
from ui.dialogs.check_rules import CheckRulesDialog
from ui.tab_list import branch_tabs
from ui.tabs.rules_card import RulesCard
from ui.widgets.tab_page import Target


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


def planted():
    """Every finding of the tables of tests, one for each case."""
    tables = (
        test_rules_terms,
        test_rules_attendance,
        test_rules_exits,
        test_rules_papers,
        test_rules_organization,
        test_rules_meetings,
        test_rules_roster,
    )
    for module in tables:
        for rule_id, wrong, *_ in module.CASES:
            yield from facts_help.hits(rule_id, wrong)


def test_every_finding_leads_to_a_tab_and_to_a_field_that_is_there(desk, state):
    kinds = {kind for entry in branch_tabs(desk, state) for kind in entry.records}
    inside = {"attachments", "attendances", "partners", "posts", "resolutions", "votes"}
    for finding in planted():
        assert finding.record_type in kinds, finding
        record = RECORD_TYPES[finding.record_type]
        name = finding.field.partition(".")[0]
        assert not name or name in fields_of(record) or name in inside, finding


@pytest.mark.parametrize(
    ("record_type", "key"),
    [("meeting", "2026-10/theme_day"), ("talk", "2026Q4"), ("study", "2026/secretary/t")],
)
def test_what_is_missing_leads_to_its_list_without_a_complaint(
    store, desk, state, qtbot, record_type, key
):
    fill(store)
    window = open_window(qtbot, desk, state)
    window.go(Target(record_type, key))
    settle()

    assert record_type in window._entries[window._place].records
