"""A window on a branch, and its search."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.chinese import write
from tests.ui.search.steps import CTRL
from tests.ui.small_branch import fill
from tests.ui.window_help import open_window
from ui.finder import Finder


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def window(desk, state, qtbot, people):  # the branch is there first
    made = open_window(qtbot, desk, state)
    made.finder = Finder(made, desk)
    return made


@pytest.fixture
def find(window, qtbot):
    """Press Ctrl+K, type a text and wait until everything was looked through."""

    def typed(text):
        qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
        write(window.search_box, text)
        popup = window.finder.popup
        qtbot.waitUntil(lambda: popup.isVisible() and window.finder.asked == text.strip())
        labels = (popup.foot_label, popup.empty_label)
        qtbot.waitUntil(lambda: not any("正在" in each.text() for each in labels))
        return [line.title for line in popup.model.lines]

    return typed
