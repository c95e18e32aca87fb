"""What the tests of the whole window share: a window on a branch, shown and active."""

from PySide6.QtCore import QTimer

from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.state import State
from ui.tab_list import branch_tabs


def open_window(qtbot, desk: Desk, state: State) -> MainWindow:
    """A window with all tabs of a branch."""
    made = MainWindow(Heading("第二党支部"), branch_tabs(desk, state), state)
    qtbot.addWidget(made, before_close_func=_quiet)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def _quiet(window):
    """Before the file closes: what was put off would come too late."""
    window.close()
    for timer in window.findChildren(QTimer):
        timer.stop()
