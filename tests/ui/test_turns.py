"""Reading beside the window: what nobody wants to know any more is given up."""

import time
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.small_branch import add
from ui.background import Background
from ui.desk import Desk


@pytest.fixture
def desk(look, store):
    made = Desk(store, Background())
    yield made
    made.close()


def test_work_on_a_state_that_is_gone_is_given_up(desk, store, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    begun, told = Event(), []

    def think(_store, turn):
        begun.set()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            turn.pause()
        return "太晚了"

    desk.soon(think, (), told.append, page)
    assert begun.wait(20)
    began = time.monotonic()
    add(store, "吴江")
    desk._background.wait_for(QApplication.processEvents)

    assert time.monotonic() - began < 15
    assert told == []
