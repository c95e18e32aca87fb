"""The window on a branch's file with all that belongs to it; built before the file is open."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from partydesk.services import branch_files, organization
from partydesk.services.working_copies import remove_copies
from ui.background import Background
from ui.desk import Desk, Task
from ui.finder import Finder
from ui.machine_watch import MachineWatch
from ui.main_window import Heading, MainWindow
from ui.resuming import Resuming
from ui.single_instance import Doorbell
from ui.state import State
from ui.tab_list import branch_tabs
from ui.undoing import Undoing
from ui.wholeness import check_whole


class Workplace(QObject):
    """A window, hidden and empty until ``open`` gives it a file.

    Building it takes longer than filling it, and nobody has to wait for that: it is done while
    the password is being checked.

    Attributes:
        desk: How the window uses the file.
        window: The main window.
    """

    def __init__(self, background: Background, state: State, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = Desk(None, background, self)
        self._state = state
        self.window = MainWindow(Heading(""), branch_tabs(self.desk, state), state)
        self._path: Path | None = None
        self._doorbell: Doorbell | None = None
        Finder(self.window, self.desk)
        Undoing(self.window, self.desk)
        self._machine = MachineWatch(self.desk, self.window)
        self._resuming = Resuming(self.desk, self.window)
        # Drawn once, unseen: styles, layouts and letters are ready when it is shown.
        self.window.grab()

    def open(self, path: Path, store: Any) -> None:
        """Show a file that was opened."""
        self.desk.adopt(store)
        branch = self.desk.call(organization.the_branch)
        self.window.show_branch(branch.short_name if branch else path.stem)
        self._path = path
        self.window.show()
        self._resuming.begin()

    def guard(self) -> None:
        """Look at disk and clock and whether the file is whole, then make the day's backup."""
        if self._path is not None and self.desk.is_open:
            self._doorbell = Doorbell(self._path, self)
            self._doorbell.rung.connect(self.window.come_to_front)
        self._machine.begin()
        check_whole(self.desk, self._state, self.window, self._back_up)

    def close(self) -> None:
        """Close the file; of the papers that other programs show, no copy stays on the disk."""
        self.close_doorbell()
        # Small pictures may just be read on the other thread.
        with self.desk.turn:
            self.desk.store.close()
        if self._path is not None:
            remove_copies(self._path)

    def close_doorbell(self) -> None:
        """A second start for this file does not raise this window any more."""
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None

    def discard(self) -> None:
        """Remove the window."""
        self.window.deleteLater()
        self.window.hide()
        self.deleteLater()

    def _back_up(self) -> None:
        """The day's first backup, made beside the work; then say how safe the file is.

        Quietly: who has begun to type must not lose a key to a cover over the window.
        """
        if not self.desk.is_open:
            return
        task = Task(
            lambda _store, _tell: self.desk.read(branch_files.daily_backup, date.today()),
            "正在做今天的备份…",
            lambda _made: self._tell_safety(),
        )
        self.desk.quietly(task, self.window)

    def _tell_safety(self) -> None:
        if self.desk.is_open:
            self.window.show_safety(self.desk.call(branch_files.protection_line, date.today()))
