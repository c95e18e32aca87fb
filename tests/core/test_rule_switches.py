"""A branch weighs a check otherwise only with a reason, which stays in its file."""

import pytest

from partydesk.domain.finding import Severity
from partydesk.domain.periods import quarter_of
from partydesk.domain.rule_switch import Weight
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.rules.catalogue import RULES
from partydesk.services import history
from partydesk.services.findings import check_branch
from partydesk.services.rule_switches import rule_lines, switch_rule
from partydesk.services.submission_plan import plan
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.samples import copy_sample


@pytest.fixture
def store():
    with Store.in_memory() as opened:
        copy_sample(opened, TODAY)
        yield opened


def found(store, rule_id):
    every = check_branch(store, quarter_of(TODAY), TODAY)
    return [each.severity for each in every if each.rule == rule_id]


def line(store, rule_id):
    (shown,) = (each for each in rule_lines(store) if each.id == rule_id)
    return shown


def test_a_check_that_is_switched_off_is_silent_until_it_is_switched_on(store):
    assert found(store, "MTG-14") == [Severity.WARNING]

    switch_rule(store, "MTG-14", Weight.OFF, " 签到系统另有\n记录 ")
    assert found(store, "MTG-14") == []
    assert (line(store, "MTG-14").weight, line(store, "MTG-14").reason) == (
        "不校核",
        "签到系统另有 记录",
    )

    switch_rule(store, "MTG-14", Weight.HINT, "试行一个季度")
    assert found(store, "MTG-14") == [Severity.HINT]

    switch_rule(store, "MTG-14", Weight.USUAL, "")
    assert found(store, "MTG-14") == [Severity.WARNING]
    assert line(store, "MTG-14").reason == ""


def test_what_was_switched_is_in_the_history_and_can_be_taken_back(store):
    switch_rule(store, "MTG-14", Weight.OFF, "另有记录")
    switch_rule(store, "MTG-14", Weight.HINT, "试行一个季度")
    newest, oldest = history.history_of(store, "rule_switch", line(store, "MTG-14").switch_id)

    assert newest.details == ("校核方式：不校核 → 只作提示", "理由：另有记录 → 试行一个季度")
    assert oldest.title == "校核规则 MTG-14：不校核"

    history.undo(store, history.last_undoable(store).id)
    assert line(store, "MTG-14").reason == "另有记录"


@pytest.mark.parametrize("reason", ["", " \n", "长" * 501])
def test_a_check_is_not_switched_off_without_a_reason_of_fair_length(store, reason):
    with pytest.raises(InvalidValuesError, match="理由"):
        switch_rule(store, "MTG-14", Weight.OFF, reason)
    assert line(store, "MTG-14").weight == Weight.USUAL


def test_the_bureau_reads_which_checks_were_switched_and_why(store):
    before = plan(store, quarter_of(TODAY), TODAY).explained
    switch_rule(store, "MTG-14", Weight.OFF, "签到系统另有记录")
    (told,) = plan(store, quarter_of(TODAY), TODAY).explained[len(before) :]

    assert told.finding.sentence == "校核规则 MTG-14“缺席写明原因”设为不校核。"
    assert told.reason == "签到系统另有记录"


def test_only_what_is_a_check_can_be_switched(store):
    with pytest.raises(NotFoundError, match="XYZ-99"):
        switch_rule(store, "XYZ-99", Weight.OFF, "没有这一条")


def test_the_list_shows_every_check_with_its_chapter_source_and_confidence(store):
    lines = rule_lines(store)

    assert [each.id for each in lines] == [rule.id for rule in RULES]
    assert line(store, "MTG-01").chapter == "组织生活"
    assert line(store, "MTG-01").valid_from.isoformat() == "2018-10-28"
    assert line(store, "ORG-11").confidence == "各地做法"
    assert all(each.title and each.source for each in lines)
