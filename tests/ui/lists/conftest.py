"""A table as lists show it."""

import pytest

from tests.ui.lists.steps import COLUMNS, ROWS
from ui.widgets.record_table import RecordTable


@pytest.fixture
def made(qtbot, state):
    """Make the list again, as the next start of the program does."""

    def make():
        table = RecordTable(COLUMNS, "people", state)
        qtbot.addWidget(table)
        table.set_multiple(multiple=True)
        table.resize(640, 400)
        table.fill(ROWS)
        with qtbot.waitActive(table):
            table.show()
            table.activateWindow()
        table.setFocus()
        return table

    return make


@pytest.fixture
def table(made):
    return made()
