"""One start in a process of its own: how long until the window has been painted for the first time.

Arguments: ``dialog``, ``program``, ``table``, ``model``, ``imports`` or ``mapped``; a branch file,
a folder for settings, and for ``dialog`` the seconds that typing the password takes. Answers with
the seconds since the parent started it (a wall-clock time in ``STARTED``), phase by phase.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

PHASES: dict[str, float] = {}
COLUMNS = 8
ROWS = 5_000


def reached(phase: str) -> None:
    """Note when a phase was over."""
    PHASES[phase] = time.time() - float(os.environ["STARTED"])


def end() -> None:
    """Answer and end, without tidying up."""
    sys.stdout.write(json.dumps(PHASES))
    sys.stdout.flush()
    os._exit(0)


def when_painted(app, is_meant: Callable[..., bool], then: Callable[[], object]):
    """Call a function as soon as the window with the first widget that is meant is painted whole.

    Painting is done inside of one event of the window, which is delivered here, so that nothing
    else comes between: timers that wait for the same are not counted.
    """
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    kinds = (QEvent.Type.Expose, QEvent.Type.Paint, QEvent.Type.UpdateRequest)

    class Watch(QObject):
        inside = is_painted = False

        def eventFilter(self, seen, event):
            if event.type() not in kinds:
                return False
            if self.inside:
                self.is_painted = self.is_painted or is_meant(seen)
                return False
            self.inside = True
            QCoreApplication.sendEvent(seen, event)
            self.inside = False
            if self.is_painted:
                app.removeEventFilter(self)
                then()
            return True

    watch = Watch()
    app.installEventFilter(watch)
    return watch


def painted(app, widget) -> None:
    """Let the window paint, then end."""
    kept = when_painted(app, lambda seen: seen is widget, lambda: (reached("first paint"), end()))
    while kept:
        app.processEvents()


def started(settings: Path):
    """The program as ``ui.app`` starts it, with the roster as the tab shown last."""
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
    return app, Program(app, state, settings / "log")


def program(file: Path, settings: Path) -> None:
    """In one piece, with nobody asked for a password and nothing loaded ahead."""
    app, running = started(settings)
    from partydesk.services import branch_files
    from tests.bench.measuring import PASSWORD

    running._take(file, branch_files.open_branch(file, PASSWORD, allow_anywhere=True))
    reached("open file")
    running._show()
    reached("main window")
    painted(app, viewport(running))


def viewport(running):
    """Where the roster paints its rows; all of them have been read."""
    assert running.window is not None
    table = running.window.page.page.table
    assert len(table.records.rows) == ROWS
    return table.viewport()


def dialog(file: Path, settings: Path, typing: float) -> None:
    """As users start it: the dialog, a password typed, and the window."""
    app, running = started(settings)
    from PySide6.QtCore import QTimer

    def asked() -> None:
        reached("dialog")
        QTimer.singleShot(round(typing * 1000), partial(give_password, app.activeModalWidget()))

    kept = when_painted(app, lambda seen: seen.parent() is asking(app), asked)
    assert running.start(file)
    assert kept
    painted(app, viewport(running))


def asking(app):
    """The dialog that is open; one of its parts is painted last."""
    return app.activeModalWidget()


def give_password(dialog) -> None:
    """Press Enter; note when the program has found the password to be right."""
    from partydesk.storage import branch_file
    from tests.bench.measuring import PASSWORD

    unlock = branch_file.unlock

    def noting(*arguments):
        unlocked = unlock(*arguments)
        reached("accepted")
        return unlocked

    branch_file.unlock = noting
    dialog.password_edit.setText(PASSWORD)
    reached("typed")
    dialog.open_button.click()


def imports() -> None:
    """Nothing but the two libraries that any window on such a file needs."""
    gc.disable()
    import sqlalchemy.orm
    from PySide6 import QtWidgets

    assert sqlalchemy.orm
    assert QtWidgets
    reached("first paint")
    end()


def mapped() -> None:
    """The same libraries, and every table of the file as SQLAlchemy needs it for a question."""
    gc.disable()
    from PySide6 import QtWidgets
    from sqlalchemy.orm import configure_mappers

    from partydesk.domain.records import RECORD_TYPES

    configure_mappers()
    assert RECORD_TYPES
    assert QtWidgets
    reached("first paint")
    end()


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
    match sys.argv[1:]:
        case ["dialog", file, settings, typing]:
            dialog(Path(file), Path(settings), float(typing))
        case ["program", file, settings]:
            program(Path(file), Path(settings))
        case ["imports"]:
            imports()
        case ["mapped"]:
            mapped()
        case [kind]:
            bare(table_widget if kind == "table" else model_view)
