"""A tab with a long text, and the writing window over it."""

import pytest

from tests.ui.small_branch import fill, shown
from tests.ui.writing.steps import opened
from ui.tabs.meetings_tab import MeetingsTab


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, MeetingsTab(desk, state))


@pytest.fixture
def writing(tab, qtbot):
    """New minutes with their text in the writing window."""
    tab.primary()
    return opened(tab, qtbot)
