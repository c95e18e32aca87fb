"""The roster is seen at once; what is wrong with a person is marked as soon as it was found."""

import pytest

from partydesk.services import findings, members
from tests.ui.small_branch import TODAY, fill, settle, shown
from ui.tabs.marks import worst_marks
from ui.tabs.members_tab import MembersTab


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
def test_the_first_person_is_seen_before_the_branch_is_checked(desk, state, monkeypatch):
    checked = []
    real = findings.check_branch

    def note(*given):
        checked.append(given)
        return real(*given)

    monkeypatch.setattr(findings, "check_branch", note)
    tab = MembersTab(desk, state)
    tab.refresh()
    assert tab.card.title_label.text() == tab.page.table.records.rows[0].name
    assert checked == []
    settle()
    assert len(checked) == 1
    tab.deleteLater()
