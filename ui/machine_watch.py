"""While a file is open: says over all tabs when the disk is nearly full or the clock is wrong."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from partydesk.services import machine
from partydesk.services.machine import Check, ClockWatch, State
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.widgets.tab_page import Target

#: Milliseconds between two looks.
PAUSE = 60_000
#: Title of the card in 设置 that tells more.
_CARD = "本机检查"


class MachineWatch(QObject):
    """Looks when a file is opened, after each change and once a minute."""

    def __init__(self, desk: Desk, window: MainWindow, clock: ClockWatch | None = None) -> None:
        """A watch on a window; another ``clock`` than the machine's is for tests."""
        super().__init__(window)
        self._desk, self._window = desk, window
        self._clock = clock or ClockWatch()
        #: What was said, by the title of the check.
        self._said: dict[str, str] = {}
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self.look)
        desk.changed.connect(self.look_at_room)

    def begin(self) -> None:
        """The file is open now: compare the clock with it, and go on looking."""
        self._clock.jumped()
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Look at the clock, then at the room on the disk."""
        if not self._desk.is_open or self._desk.store.path is None:
            return
        now = datetime.now()
        if jump := self._clock.jumped():
            self._say("时间变化", machine.jump_sentence(jump, now))
            return
        if self._desk.is_busy:
            return
        self._tell(self._desk.call(machine.check_clock, now))
        self.look_at_room()

    def look_at_room(self) -> None:
        """Look at the room on the disk, which takes no time."""
        if self._desk.is_open and self._desk.store.path is not None:
            self._tell(machine.check_space(self._desk.store.path))

    def _tell(self, check: Check) -> None:
        """Say what is bad; take it back when it is mended."""
        if check.state is State.BAD:
            self._say(check.title, f"{check.sentence}{check.advice}")
        elif check.title in self._said:
            self._window.calm(self._said.pop(check.title))

    def _say(self, title: str, sentence: str) -> None:
        """Say it unless something graver stands there, such as damage of the file."""
        shown = self._window.warning
        if shown and shown not in self._said.values():
            return
        self._said[title] = sentence
        self._window.warn(sentence, _CARD, self._open)

    def _open(self) -> None:
        self._window.calm(self._window.warning)
        self._said.clear()
        self._window.go(Target("设置", field=_CARD))
