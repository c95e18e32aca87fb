"""Which tabs stand in the side bar, in order; a tab's code is loaded when it is first shown."""

from functools import partial

from partydesk.services.ledgers.all import BY_TABLE
from ui.desk import Desk
from ui.state import State
from ui.widgets.tab_page import TabEntry, TabPage


def branch_tabs(desk: Desk, state: State) -> list[TabEntry]:
    """The tabs of a branch's file."""
    return [
        TabEntry("工作台", "home", partial(_workbench, desk, state)),
        TabEntry("党员名册", "users", partial(_members, desk, state), ("member",)),
        TabEntry("会议记录", "calendar-event", partial(_meetings, desk, state), ("meeting",)),
        TabEntry("谈心谈话", "message-circle", partial(_talks, desk, state), ("talk",)),
        TabEntry("廉政档案", "shield-check", partial(_leaves, desk, state), ("integrity_leaf",)),
        TabEntry("自评考核", "clipboard-check", partial(_assessment, desk, state), ("assessment",)),
        TabEntry("工作台账", "folders", partial(_ledgers, desk, state), tuple(BY_TABLE)),
        TabEntry("上报", "file-export", partial(_submission, desk, state), ("submission",)),
        TabEntry("设置", "settings", partial(_settings, desk, state), _SET_UP),
    ]


_SET_UP = ("branch", "party_group", "term")


def _workbench(desk: Desk, state: State) -> TabPage:
    from ui.tabs.workbench_tab import WorkbenchTab

    return WorkbenchTab(desk, state)


def _members(desk: Desk, state: State) -> TabPage:
    from ui.tabs.members_tab import MembersTab

    return MembersTab(desk, state)


def _meetings(desk: Desk, state: State) -> TabPage:
    from ui.tabs.meetings_tab import MeetingsTab

    return MeetingsTab(desk, state)


def _talks(desk: Desk, state: State) -> TabPage:
    from ui.tabs.talks_tab import TalksTab

    return TalksTab(desk, state)


def _leaves(desk: Desk, state: State) -> TabPage:
    from ui.tabs.integrity_tab import IntegrityTab

    return IntegrityTab(desk, state)


def _assessment(desk: Desk, state: State) -> TabPage:
    from ui.tabs.assessment_tab import AssessmentTab

    return AssessmentTab(desk, state)


def _ledgers(desk: Desk, state: State) -> TabPage:
    from ui.tabs.ledgers_tab import LedgersTab

    return LedgersTab(desk, state)


def _submission(desk: Desk, state: State) -> TabPage:
    from ui.tabs.submission_tab import SubmissionTab

    return SubmissionTab(desk, state)


def _settings(desk: Desk, state: State) -> TabPage:
    from ui.tabs.settings_tab import SettingsTab

    return SettingsTab(desk, state)
