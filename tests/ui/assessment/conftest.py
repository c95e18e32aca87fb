"""The self-assessment of a small branch."""

import pytest

from partydesk.domain.periods import add_months
from tests.ui.assessment.steps import TODAY
from tests.ui.meetings_help import save_one
from tests.ui.small_branch import fill, shown
from ui.tabs.assessment_tab import AssessmentTab


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, AssessmentTab(desk, state))


@pytest.fixture
def poor(people, store, desk, state, qtbot):
    """A tab on a branch that held one meeting months ago and nothing since."""
    save_one(store, people, held_on=add_months(TODAY, -8))
    return shown(qtbot, AssessmentTab(desk, state))
