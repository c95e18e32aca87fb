"""Standing on cells of a register's list, and taking back what was done."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from partydesk.services.ledgers import keeping
from tests.ui.small_branch import settle, shown
from ui.tabs.ledgers_tab import LedgersTab

CTRL = Qt.KeyboardModifier.ControlModifier
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier


class Opened(list):
    """What each dialog showed when it opened; ``act`` is what is then done in it."""

    def act(self, dialog):
        self.qtbot.keyClick(dialog.take_button, Qt.Key.Key_Return)


def put(text):
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def page_of(qtbot, desk, state, ledger):
    """The page of a register for all time, with the list under the cursor."""
    tab = shown(qtbot, LedgersTab(desk, state))
    tab.show_ledger(ledger.table)
    settle()
    box = tab.page.page._filters["period"]
    box.setCurrentIndex(box.findData(None) if box.findData(None) >= 0 else box.count() - 1)
    settle()
    return tab.page


def stand(page, rows, column):
    """Select rows, the cursor in a column of the first."""
    table = page.page.table
    shown_now = [each.name for each in table.records.columns]
    table.tools.show_columns([*dict.fromkeys([*shown_now, column])])
    flag = table.selectionModel().SelectionFlag
    table.selectionModel().clear()
    for row in reversed(rows):
        place = table.records.index(row, len(shown_now) if column not in shown_now
                                    else shown_now.index(column))  # fmt: skip
        table.selectionModel().setCurrentIndex(place, flag.Select | flag.Rows)
    table.setFocus()


def all_values(store, ledger):
    rows = keeping.list_records(store, ledger).rows
    return {row.id: keeping.record_values(store, ledger, row.id) for row in rows}


def take_back(page):
    page.card.banner.action_button.click()
    settle()
