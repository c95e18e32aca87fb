"""The sample branch, shared by the tests of a module, and the dialogs that open."""

import pytest
from PySide6.QtWidgets import QLabel

from partydesk.storage.store import Store
from tests.core.samples import copy_sample
from tests.ui.chinese import write
from tests.ui.ledger_cells.steps import Opened
from tests.ui.small_branch import TODAY, settle
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.batch_edit import BatchDialog
from ui.dialogs.cell_changes import CellChangesDialog


@pytest.fixture(scope="module")
def sample():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield store
    store.close()


@pytest.fixture
def desk(look, sample):  # a desk needs the application
    made = Desk(sample, Background(inline=True))
    yield made
    made.close()


@pytest.fixture
def opened(monkeypatch, qtbot):
    found = Opened()
    found.qtbot = qtbot

    def run(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        settle()
        if isinstance(dialog, BatchDialog):
            fill_in(dialog)
        words = [each.text() for each in dialog.findChildren(QLabel)]
        found.append((list(dialog.table.records.rows), dialog.take_button.text(), words))
        found.act(dialog)
        return dialog.result()

    def fill_in(dialog):
        dialog.choose_field(found.field)
        write(dialog.editor, "改成一样")
        dialog.show_lines()

    monkeypatch.setattr(CellChangesDialog, "exec", run)
    monkeypatch.setattr(BatchDialog, "exec", run)
    return found
