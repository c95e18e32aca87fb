"""One start in a process of its own: how long until the window has been painted for the first time.

Arguments: ``program``, ``table`` or ``model``; a branch file and a folder for settings. Answers
with the seconds since the parent started it (a wall-clock time in ``STARTED``), phase by phase.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

PHASES: dict[str, float] = {}
COLUMNS = 8
ROWS = 5_000


def reached(phase: str) -> None:
    """Note when a phase was over."""
    PHASES[phase] = time.time() - float(os.environ["STARTED"])


def painted(app, widget) -> None:
    """Let the window paint, then say so and end, without tidying up."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        seen = False

        def eventFilter(self, _watched, event):
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    watch = Watch()
    widget.installEventFilter(watch)
    while not watch.seen:
        app.processEvents()
    reached("first paint")
    sys.stdout.write(json.dumps(PHASES))
    sys.stdout.flush()
    os._exit(0)


def program(file: Path, settings: Path) -> None:
    """The program as ``ui.app`` starts it, unlocked on a branch file, with the roster open."""
    gc.disable()
    from ui.input_method import choose_input_method, connect_input_method

    way = choose_input_method()
    from ui.program import Program, make_application
    from ui.state import State

    reached("imports")
    state = State(settings / "window.ini")
    state.last_tab = "党员名册"
    app = make_application(["partydesk"], state.theme)
    connect_input_method(app, way)
    reached("application")
    from tests.bench.measuring import PASSWORD

    running = Program(app, state, settings / "log")
    running._take(file, running_store(file, PASSWORD))
    reached("open file")
    running._show()
    assert running.window is not None
    page = running.window.page
    assert len(page.page.table.records.rows) == ROWS
    reached("main window")
    painted(app, page.page.table.viewport())


def running_store(file: Path, password: str):
    from partydesk.services import branch_files

    return branch_files.open_branch(file, password, allow_anywhere=True)


def bare(fill: Callable) -> None:
    """A window with one table and nothing else."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 728)
    table = fill()
    window.setCentralWidget(table)
    window.show()
    painted(app, table.viewport())


def table_widget():
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    table = QTableWidget(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            table.setItem(row, column, QTableWidgetItem(f"第{row}行第{column}列"))
    return table


def model_view():
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    class Model(QAbstractTableModel):
        def rowCount(self, _parent=None):
            return ROWS

        def columnCount(self, _parent=None):
            return COLUMNS

        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            if role == Qt.ItemDataRole.DisplayRole:
                return f"第{index.row()}行第{index.column()}列"
            return None

    table = QTableView()
    table.model_kept = Model()
    table.setModel(table.model_kept)
    return table


if __name__ == "__main__":
    if sys.argv[1] == "program":
        program(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        bare(table_widget if sys.argv[1] == "table" else model_view)
