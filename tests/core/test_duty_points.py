"""What a duty is worth stands at the end of its line."""

from datetime import date

import pytest

from partydesk.domain.meeting import MeetingKind
from partydesk.services.branch_settings import keep_setting
from partydesk.services.duty_points import worth
from partydesk.services.workbench import workbench
from tests.core.test_history import a_meeting

TODAY = date(2026, 11, 22)


@pytest.fixture
def details(store, add_member):
    """The duties' details by title; the branch holds 党员大会 in January and nothing since."""
    add_member()
    a_meeting(store, held_on=date(2026, 1, 15), kind=MeetingKind.ASSEMBLY, votes=[])
    todos = worth(store, TODAY).told(workbench(store, TODAY).todos)
    return {each.title: each.detail for each in todos}


def test_what_is_missing_tells_what_it_brings_back(details):
    """主题党日 0.7 分，党课 1 分，党员大会 1.5 分，都还没有扣到上限。"""
    assert details["10 月主题党日没有记录"].endswith("补上可拿回 0.7 分")
    assert details["三季度党课没有记录"].endswith("补上可拿回 1.0 分")
    assert details["三季度党员大会没有记录"].endswith("补上可拿回 1.5 分")


def test_what_is_still_in_time_tells_what_it_saves(details):
    assert details["11 月主题党日还没有记录"].endswith("按时做不失 0.7 分")
    assert details["四季度党课还没有记录"].endswith("按时做不失 1.0 分")


def test_another_scheme_has_other_points(store, add_member, details):
    keep_setting(store, "scheme", "stars")
    todos = worth(store, TODAY).told(workbench(store, TODAY).todos)

    assert any(
        "按时做不失 2.0 分" in each.detail for each in todos if "党员大会还没有" in each.title
    )
