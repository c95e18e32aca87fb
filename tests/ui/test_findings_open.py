"""One click on a finding of any of the 139 checks opens the place where it is put right."""

import pytest

from partydesk.rules.catalogue import RULES
from tests.core.facts_help import TODAY
from tests.core.rule_cases import cases
from tests.ui.small_branch import fill, settle, shown
from ui.main_window import Heading, MainWindow
from ui.tab_list import branch_tabs
from ui.tabs.assessment_loss import target_of

CASES = cases()


def findings_of(rule):
    for case in CASES[rule.id]:
        yield from rule.findings(case.wrong, case.span(case.wrong))


@pytest.fixture
def entries(desk, state):
    return branch_tabs(desk, state)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_tab_opens_the_record_or_begins_it(entries, rule):
    opened = {name for entry in entries for name in (entry.title, *entry.records)}

    for each in findings_of(rule):
        target = target_of(each, TODAY)
        assert target.record_type in opened
        assert target.new or target.record_id == each.record_id or "/" in each.record_id or (
            len(each.record_id) <= 7  # a span such as 2026Q4, or the branch as a whole
        )  # fmt: skip


def test_a_missing_meeting_and_a_missing_talk_are_begun_by_their_button(
    store, desk, state, entries, qtbot
):
    fill(store)
    window = shown(qtbot, MainWindow(Heading("育才小学支部"), entries, state), 1366, 728)
    (lecture, *_) = findings_of(next(rule for rule in RULES if rule.id == "MTG-05"))
    window.go(target_of(lecture, TODAY))
    settle()
    assert window.title_label.text() == "会议记录"
    assert window.page.form.values()["kind"] == "党课"
    assert window.page.form.values()["held_on"] <= TODAY

    (talk, *_) = findings_of(next(rule for rule in RULES if rule.id == "TALK-01"))
    window.go(target_of(talk, TODAY))
    settle()
    assert window.title_label.text() == "谈心谈话"
    assert window.page.record_id is None
    assert desk is window.page.desk
