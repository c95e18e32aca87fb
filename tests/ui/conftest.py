"""What every test of the window can ask for: the look, settings of its own, a desk, answers."""

import gc
import os
import sys
import threading
from pathlib import Path

# Qt's own screen without a display is 800 pixels wide: no window here would fit on it.
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    screen = Path(__file__).with_name("screen.json")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from partydesk.services.branch_files import create_branch
from partydesk.storage import slots
from tests.core.branches import BRANCH, CHEAP, PASSWORD, fill
from tests.ui.running import Answers, give_password
from ui.auto_lock import close_dialogs
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.unlock import UnlockDialog
from ui.program import Program
from ui.state import State
from ui.theme import Theme, dress

#: Machines that run tests are loaded; what must come is waited for, in milliseconds.
PATIENCE = 30_000


class PatientBot(QtBot):
    """Waits longer than usual for what must come; what must not come waits as long as it says."""

    def waitUntil(self, callback, *, timeout=PATIENCE):  # noqa: N802 - pytest-qt's name
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal, *, timeout=PATIENCE, raising=None, **more):  # noqa: N802 - pytest-qt's name
        longest = timeout if raising is False else max(timeout, PATIENCE)
        return super().waitSignal(signal, timeout=longest, raising=raising, **more)

    def waitActive(self, widget, *, timeout=PATIENCE):  # noqa: N802 - pytest-qt's name
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))

    def waitExposed(self, widget, *, timeout=PATIENCE):  # noqa: N802 - pytest-qt's name
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))


@pytest.fixture
def qtbot(qapp, request):  # it needs the application
    return PatientBot(request)


@pytest.fixture(autouse=True)
def look(qapp):
    """Each test begins with the light theme at the standard size; gives a way to change it."""
    if not is_worn(qapp):
        put_on(qapp, Theme())
        qapp.setProperty("worn", qapp.styleSheet())

    def change(look, size):
        put_on(qapp, Theme(look, size))

    return change


def is_worn(app):
    """Whether the usual look was left by the test before: putting it on anew takes a while."""
    is_usual = app.property("theme") == Theme() and app.property("worn") == app.styleSheet()
    return is_usual and app.styleSheet() != ""


def put_on(app, theme):
    """As in the program, nothing is collected while Qt goes through all widgets (ui/garbage.py).

    Windows of earlier tests that go away meanwhile would end the run.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        dress(app, theme)
    finally:
        if was_enabled:
            gc.enable()


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "window.ini")


@pytest.fixture
def desk(look, store):  # a desk needs the application
    """A desk on the empty file in memory whose long work is done at once."""
    made = Desk(store, Background(inline=True))
    yield made
    made.close()


class Said(list):
    """What message boxes said, in order; ``answer`` is the text of the button to press.

    Without an answer the box is left as with Escape.
    """

    answer = ""


@pytest.fixture(autouse=True)
def said(monkeypatch):
    """Message boxes never open in a test: what they say is collected and a button is pressed."""
    collected = Said()

    def show(box):
        collected.append(f"{box.text()}{box.informativeText()}")
        wanted = [each for each in box.buttons() if each.text() == collected.answer]
        (wanted or [box.escapeButton() or box.buttons()[-1]])[0].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", show)
    return collected


@pytest.fixture
def grab_into():
    """Give the paint events a chance and paint a widget: what fails to paint fails the test."""

    def grab(widget):
        QApplication.processEvents()
        return widget.grab().toImage()

    return grab


@pytest.fixture
def branch_path(tmp_path):
    return tmp_path / "育才支部.partydesk"


@pytest.fixture
def sheet(branch_path, monkeypatch):
    """A branch file that is closed; the digits of its sheet."""
    monkeypatch.setattr(slots, "calibrated", lambda: CHEAP)
    store, groups = create_branch(branch_path, PASSWORD, BRANCH, cost=CHEAP)
    with store:
        fill(store)
    return " ".join(groups)


@pytest.fixture
def program(qapp, state, tmp_path, sheet):  # the file must be there
    """The program, not yet started."""
    hooks = sys.excepthook, threading.excepthook
    made = Program(qapp, state, tmp_path / "log")
    yield made
    # A test that failed half-way must not wait for an answer.
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: close_dialogs(made.window))
    timer.start()
    if made.window is not None:
        made.window.deleteLater()
    made.close()
    sys.excepthook, threading.excepthook = hooks
    for _ in range(5):
        QApplication.processEvents()
    timer.stop()
    # A fault inside of a dialog's slot goes to the log, not to the test.
    log = made.crash.log_path
    assert not log.exists(), log.read_text("utf-8")


@pytest.fixture
def answers(qapp):  # dialogs need the application
    """What is done with the dialogs that open; all of them must have opened in the end."""
    waiting = Answers()
    yield waiting
    waiting.stop()
    assert waiting == [], "a dialog that was expected did not open"


@pytest.fixture
def begun(program, branch_path, answers, qtbot):
    """The program with its window open on the file, and nothing under way."""
    answers.append((UnlockDialog, give_password))
    assert program.start(branch_path)
    qtbot.waitUntil(lambda: "今日" in program.window.side_bar.safety_label.text(), timeout=10_000)
    return program
