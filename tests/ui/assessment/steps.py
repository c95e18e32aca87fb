"""Typing scores into the self-assessment."""

from datetime import date

from partydesk.services import assessments
from tests.ui.chinese import write
from tests.ui.small_branch import settle, type_into

TODAY = date.today()


def sheet(store, tab):
    return assessments.assessment(store, tab.code)


def type_score(tab, qtbot, text, reason="逐项核对过"):
    edit = tab.card.form.editor("points")
    edit.selectAll()
    type_into(qtbot, edit, text)
    if reason:
        write(tab.card.form.editor("reason"), reason)


def choose(tab, no):
    assert tab.page.table.choose(no)
    settle()
