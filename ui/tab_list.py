"""Which tabs stand in the side bar, in order; a tab's code is loaded when it is first shown."""

from ui.desk import Desk
from ui.state import State
from ui.widgets.tab_page import TabEntry, TabPage


def branch_tabs(desk: Desk, state: State) -> list[TabEntry]:
    """The tabs of a branch's file."""

    def workbench() -> TabPage:
        from ui.tabs.workbench_tab import WorkbenchTab

        return WorkbenchTab(desk, state)

    def members() -> TabPage:
        from ui.tabs.members_tab import MembersTab

        return MembersTab(desk, state)

    def meetings() -> TabPage:
        from ui.tabs.meetings_tab import MeetingsTab

        return MeetingsTab(desk, state)

    def talks() -> TabPage:
        from ui.tabs.talks_tab import TalksTab

        return TalksTab(desk, state)

    def integrity() -> TabPage:
        from ui.tabs.integrity_tab import IntegrityTab

        return IntegrityTab(desk, state)

    def assessment() -> TabPage:
        from ui.tabs.assessment_tab import AssessmentTab

        return AssessmentTab(desk, state)

    def submission() -> TabPage:
        from ui.tabs.submission_tab import SubmissionTab

        return SubmissionTab(desk, state)

    def settings() -> TabPage:
        from ui.tabs.settings_tab import SettingsTab

        return SettingsTab(desk, state)

    return [
        TabEntry("工作台", "home", workbench),
        TabEntry("党员名册", "users", members, ("member",)),
        TabEntry("会议记录", "calendar-event", meetings, ("meeting",)),
        TabEntry("谈心谈话", "message-circle", talks, ("talk",)),
        TabEntry("廉政档案", "shield-check", integrity, ("integrity_leaf",)),
        TabEntry("自评考核", "clipboard-check", assessment, ("assessment",)),
        TabEntry("上报", "file-export", submission, ("submission",)),
        TabEntry("设置", "settings", settings, ("branch", "party_group", "term")),
    ]
