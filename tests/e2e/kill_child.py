"""A secretary who types without a pause, saves now and then, and tells what the window showed.

``python -m tests.e2e.kill_child FILE SEED KEEPS_DRAFTS`` goes on until it is killed. Each line
that it prints is one fact as JSON: a character was typed, or the window said 已保存.
"""

import json
import os
import sys
import time
import traceback
from datetime import date
from pathlib import Path
from random import Random
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from partydesk.services.branch_files import open_branch
from partydesk.services.organization import people_to_pick
from tests.core.branches import PASSWORD
from tests.ui.chinese import write
from ui.background import Background
from ui.desk import Desk
from ui.finder import Finder
from ui.main_window import Heading, MainWindow
from ui.program import make_application
from ui.state import State
from ui.tab_list import branch_tabs
from ui.tabs.form_drafts import FormDrafts
from ui.theme import Theme
from ui.widgets.tab_page import Target

CTRL = Qt.KeyboardModifier.ControlModifier
SIGNS = "abcdefghij会议学习讨论决定"
#: Seconds between two savings; the last is never reached.
HABITS = (0.4, 1.5, 4.0, 60.0)


class Typist:
    """Types into the form of a window with its real timers."""

    def __init__(self, window: MainWindow, chance: Random, desk: Desk, *, saves: bool) -> None:
        self._window, self._chance = window, chance
        self._kind = chance.choice(("meeting", "talk"))
        self._people = desk.call(people_to_pick, date.today())
        self._habit = chance.choice(HABITS) if saves else HABITS[-1]
        self._number, self._typed = 0, ""
        self._saved_at = time.monotonic()
        self._begin()

    def step(self) -> None:
        """One key, then the next after as long as a quick typist needs."""
        if time.monotonic() - self._saved_at > self._habit:
            self._save()
        else:
            self._type(self._chance.choice(SIGNS))
        QTimer.singleShot(self._chance.randrange(8, 45), self.step)

    def _begin(self) -> None:
        """An empty form; its text begins with a number that no other has."""
        # A talk needs two people, whom the list of those not talked to would bring along.
        talker, partner = self._people[:2]
        rows = [{"member_id": partner[0], "name": partner[1]}]
        values = {"talker_id": talker[0], "partners": rows}
        is_talk = self._kind == "talk"
        if self._number and not is_talk:
            QTest.keyClick(self._window, Qt.Key.Key_N, CTRL)
        else:
            self._window.go(Target(self._kind, new=True, values=values if is_talk else {}))
        self._number += 1
        self._typed = ""
        self._editor().setFocus()
        for sign in f"[{self._number}]":
            self._type(sign)

    def _editor(self) -> QWidget:
        return self._window.page.form.editor("content")

    def _type(self, sign: str) -> None:
        at = time.monotonic()
        focus = self._window.focusWidget()
        assert focus is not None, "the cursor stands in the form"
        if sign.isascii():
            QTest.keyClick(focus, sign)
        else:
            write(focus, sign)
        self._typed += sign
        tell("typed", self._number, at=at, sign=sign)

    def _save(self) -> None:
        QTest.keyClick(self._window, Qt.Key.Key_S, CTRL)
        shown = self._window.page.card.badge.mark.word
        assert "已保存" in shown, f"the window says “{shown}”"
        tell("saved", self._number, length=len(self._typed))
        self._saved_at = time.monotonic()
        if self._chance.random() < 0.5:
            self._begin()
        else:
            self._editor().setFocus()
            QTest.keyClick(self._window.focusWidget(), Qt.Key.Key_End, CTRL)


def tell(what: str, number: int, **facts: object) -> None:
    """One fact; it has left this process when this returns."""
    line = json.dumps({"what": what, "number": number, **facts})
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    traceback.print_exception(kind, error, trace)
    os._exit(1)


def main(path: Path, seed: int, keeps: bool) -> int:
    """The window on a file, typed into until somebody kills it."""
    if not keeps:
        # The control: a window that forgets, so that the drill must find it.
        FormDrafts.keep = lambda self: self.rest()
    # A fault inside of Qt must not leave a window that merely stands still.
    sys.excepthook = _give_up
    app = make_application(["drill"], Theme())
    chance = Random(seed)
    with open_branch(path, PASSWORD, allow_anywhere=True) as store:
        desk = Desk(store, Background())
        state = State(path.parent / "state.ini")
        window = MainWindow(Heading("育才小学支部"), branch_tabs(desk, state), state)
        Finder(window, desk)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        typist = Typist(window, chance, desk, saves=keeps)
        QTimer.singleShot(0, typist.step)
        return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1"))
