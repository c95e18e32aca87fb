"""The tabs of a branch's window, in their order."""

from ui.desk import Desk
from ui.state import State
from ui.tabs.assessment_tab import AssessmentTab
from ui.tabs.integrity_tab import IntegrityTab
from ui.tabs.meetings_tab import MeetingsTab
from ui.tabs.members_tab import MembersTab
from ui.tabs.settings_tab import SettingsTab
from ui.tabs.submission_tab import SubmissionTab
from ui.tabs.talks_tab import TalksTab
from ui.tabs.workbench_tab import WorkbenchTab
from ui.widgets.tab_page import TabEntry


def branch_tabs(desk: Desk, state: State) -> list[TabEntry]:
    """What stands in the side bar of a branch's file."""
    return [
        TabEntry("工作台", "home", lambda: WorkbenchTab(desk)),
        TabEntry("党员名册", "users", lambda: MembersTab(desk, state), ("member",)),
        TabEntry("会议记录", "calendar-event", lambda: MeetingsTab(desk, state), ("meeting",)),
        TabEntry("谈心谈话", "message-circle", lambda: TalksTab(desk, state), ("talk",)),
        TabEntry(
            "廉政档案", "shield-check", lambda: IntegrityTab(desk, state), ("integrity_leaf",)
        ),
        TabEntry(
            "自评考核", "clipboard-check", lambda: AssessmentTab(desk, state), ("assessment",)
        ),
        TabEntry("上报", "file-export", lambda: SubmissionTab(desk, state), ("submission",)),
        TabEntry(
            "设置", "settings", lambda: SettingsTab(desk, state), ("branch", "term", "party_group")
        ),
    ]
