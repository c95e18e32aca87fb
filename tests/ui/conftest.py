"""What every test of the window can ask for: the look, settings of its own, a desk, answers."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from ui.background import Background
from ui.desk import Desk
from ui.state import State
from ui.theme import Theme, dress


@pytest.fixture(autouse=True)
def look(qapp):
    """Each test begins with the light theme at the standard size; gives a way to change it."""
    dress(qapp, Theme())

    def change(look, size):
        dress(qapp, Theme(look, size))

    return change


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "window.ini")


@pytest.fixture
def desk(look, store):  # noqa: ARG001 - a desk needs the application
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
