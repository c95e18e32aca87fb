"""What a secretary does on the tab, step by step."""

from partydesk.domain.periods import quarter_of
from tests.ui.chinese import write
from tests.ui.small_branch import TODAY, settle
from ui.dialogs.submission_dialogs import ReasonDialog
from ui.tabs.finding_row import FindingRow

PERIOD = quarter_of(TODAY)


def choose_folder(tab):
    tab.sending._group.buttons()[-1].setChecked(True)


def errors(tab):
    return tab._plan.errors_open


def explain_all(tab, monkeypatch):
    def answer(dialog):
        write(dialog.edit, "情况特殊，已向上级说明。")
        dialog._take()
        return dialog.result()

    monkeypatch.setattr(ReasonDialog, "exec", answer)
    for _ in range(len(errors(tab))):
        rows = [each for each in tab.findChildren(FindingRow) if each.isVisibleTo(tab)]
        rows[0].reason_button.click()
        settle()
