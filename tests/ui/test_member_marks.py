"""The roster is seen at once; what is wrong with a person is marked as soon as it was found."""

import pytest
from PySide6.QtCore import QEvent, QObject

from partydesk.services import findings, members
from tests.ui.small_branch import TODAY, fill, settle, shown
from ui.tabs.marks import worst_marks
from ui.tabs.members_tab import MembersTab


class Painted(QObject):
    """How much was checked each time that something was painted."""

    def __init__(self, checked):
        super().__init__()
        self.checked, self.known = checked, []

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            self.known.append(len(self.checked))
        return False


@pytest.fixture
def wrong(store):
    """Someone whose birth date is not the one in the number; the id."""
    chosen = fill(store)["周明"]
    values = members.member_values(store, chosen) | {"id_number": "11010519491231002X"}
    return members.save_member(store, values, chosen).id


def test_a_person_is_marked_with_the_worst_that_was_found(store, wrong, desk, state, qtbot):
    expected = worst_marks(findings.check_branch(store, None, TODAY), "member")[wrong]
    tab = shown(qtbot, MembersTab(desk, state))
    settle()
    tab.page.table.choose(wrong)
    assert tab.card.mark.mark.word == expected.word
    assert tab.card.title_label.text() == "周明"


@pytest.mark.usefixtures("wrong")
def test_the_first_person_is_seen_before_the_branch_is_checked(desk, state, monkeypatch, qtbot):
    checked = []
    real = findings.check_branch

    def note(*given, **named):
        checked.append(given)
        return real(*given, **named)

    monkeypatch.setattr(findings, "check_branch", note)
    tab = MembersTab(desk, state)
    painted = Painted(checked)
    tab.page.table.viewport().installEventFilter(painted)
    shown(qtbot, tab)
    assert tab.card.title_label.text() == tab.page.table.records.rows[0].name
    settle()
    assert painted.known[0] == 0
    assert len(checked) == 1
