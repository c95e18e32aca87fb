"""While work covers the window no key gets past the cover, and the cursor comes back after it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui.small_branch import settle
from ui.widgets.basics import column
from ui.widgets.busy import BusyOverlay


@pytest.fixture
def window(qtbot):
    """Two lines to type in and a shortcut."""
    made = QWidget()
    made.first, made.second, made.pressed = QLineEdit(), QLineEdit(), []
    made.setLayout(column(made.first, made.second))
    QShortcut(QKeySequence("Ctrl+S"), made).activated.connect(lambda: made.pressed.append(1))
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.first.setFocus()
    return made


@pytest.fixture
def covered(window):
    overlay = BusyOverlay(window, "正在导入…")
    overlay.begin()
    settle()
    window.overlay = overlay
    return window


def test_what_is_typed_goes_nowhere_and_the_cursor_comes_back(covered, qtbot):
    for key in (Qt.Key.Key_A, Qt.Key.Key_Tab, Qt.Key.Key_B):
        qtbot.keyClick(covered.focusWidget(), key)
    assert covered.focusWidget() is covered.overlay
    covered.overlay.finish()
    settle()

    assert (covered.first.text(), covered.second.text()) == ("", "")
    assert covered.focusWidget() is covered.first


def test_no_shortcut_acts_underneath(window, qtbot):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == [1]
    overlay = BusyOverlay(window, "正在导入…")
    overlay.begin()
    settle()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == [1]
    overlay.finish()
    settle()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert window.pressed == [1, 1]


def test_escape_cancels_once_it_is_offered(covered, qtbot):
    asked = []
    covered.overlay.cancelled.connect(lambda: asked.append(1))
    qtbot.keyClick(covered.focusWidget(), Qt.Key.Key_Escape)
    assert asked == []
    covered.overlay._appear()
    qtbot.keyClick(covered.focusWidget(), Qt.Key.Key_Escape)

    assert asked == [1]
