"""After a restart the user is where the work stopped; and which records were opened last."""

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer

from partydesk.errors import PartydeskError
from partydesk.services import resuming
from ui.desk import Desk, Task
from ui.main_window import MainWindow

#: Milliseconds between two looks whether the place has changed.
PAUSE = 20_000
#: A record counts as opened when it was looked at so long, in milliseconds.
DWELL = 1200


class Resuming(QObject):
    """Remembers places while a window is used, and goes back to them when it is opened anew."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._is_begun = False
        #: Places of tabs that were not opened yet.
        self._waiting: dict[str, dict[str, Any]] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        self._known: set[str] = set()
        self._record = ("", "")
        self._dwell = QTimer(self, singleShot=True, interval=DWELL)
        self._dwell.timeout.connect(self._note)
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._keep_quietly)
        window.shown.connect(self._shown)
        window.left.connect(self.keep)

    def begin(self) -> None:
        """The file is open and its first tab is shown: go back to where the user was."""
        self._waiting = self._desk.call(resuming.places)
        self._kept = dict(self._waiting)
        self._is_begun = True
        for title in self._window.pages:
            self._shown(title)
        self._timer.start()

    def keep(self) -> None:
        """Keep where the user is; a disk that refuses must not keep the window from closing."""
        self._timer.stop()
        if self._is_begun and self._desk.is_open and (now := self._now()) != self._kept:
            with suppress(PartydeskError):
                self._desk.call(resuming.keep_places, now)
                self._kept = now

    def _shown(self, title: str) -> None:
        if not self._is_begun:
            return
        page = self._window.pages[title]
        if title not in self._known:
            self._known.add(title)
            page.opened.connect(self._opened)
        if (place := self._waiting.pop(title, None)) is not None:
            page.come_back(place)
        self._dwell.stop()

    def _opened(self, record_type: str, record_id: str) -> None:
        self._record = (record_type, record_id)
        self._dwell.start()

    def _note(self) -> None:
        record_type, record_id = self._record
        self._write(lambda store: resuming.note_opened(store, record_type, record_id))

    def _keep_quietly(self) -> None:
        """In case the power goes: not only when the window is closed."""
        now = self._now()
        if now != self._kept and not self._desk.is_busy:
            self._kept = now
            self._write(lambda store: resuming.keep_places(store, now))

    def _write(self, work: Any) -> None:
        if self._desk.is_open:
            task = Task(
                lambda _store, _tell: self._desk.read(work), "", failed=_leave, takes_turns=True
            )
            self._desk.quietly(task, self._window)

    def _now(self) -> dict[str, dict[str, Any]]:
        return self._waiting | {title: page.place() for title, page in self._window.pages.items()}


def _leave(_error: PartydeskError) -> None:
    """Not worth a word: the next look tries again."""
