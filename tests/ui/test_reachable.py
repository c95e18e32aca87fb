"""Every control of every tab: Tab reaches it, and it is seen which one has the focus."""

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from partydesk.services.sample import make_sample
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.ui import walking
from tests.ui.small_branch import TODAY, settle
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.tab_list import branch_tabs
from ui.theme import Look, Size

PASSWORD = "青松 粉笔 渡口 三点"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample branch; made once, it is only looked at."""
    path = tmp_path_factory.mktemp("sample") / "示例支部.partydesk"
    with Store.create(path, PASSWORD, cost=CHEAP) as made:
        make_sample(made, TODAY)
        yield made


@pytest.fixture
def desk(store):
    made = Desk(store, Background(inline=True))
    yield made
    made.close()


@pytest.fixture
def window(desk, state, qtbot):
    """The main window on the sample branch; the pointer lies where nothing is."""
    QCursor.setPos(QPoint(5000, 5000))
    made = MainWindow(Heading("实验小学第二党支部"), branch_tabs(desk, state), state)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    shiboken6.delete(made)


def on_each_tab(window, look_for):
    found = {}
    for place, title in enumerate(window.titles):
        window.show_tab(place)
        settle()
        if flaws := look_for(window):
            found[title] = flaws
    return found


def test_tab_reaches_every_control_of_every_tab(window):
    assert on_each_tab(window, walking.out_of_reach) == {}


def test_f6_goes_through_the_parts_of_every_tab_and_the_side_bar(window, qtbot):
    def gone_through(shown):
        shown.activateWindow()
        found = set()
        for _ in range(16):
            qtbot.keyClick(shown, Qt.Key.Key_F6)
            here = shown.focusWidget()
            assert here.isVisible()
            found.add(shown.side_bar if shown.side_bar.isAncestorOf(here) else here)
        return len(found) < 3 or shown.side_bar not in found

    assert on_each_tab(window, gone_through) == {}


@pytest.mark.parametrize("shade", Look)
def test_the_focus_is_seen_on_every_tab_in_every_look(window, look, shade):
    look(shade, Size.STANDARD)

    assert on_each_tab(window, walking.unseen_focus) == {}


@pytest.fixture
def flawed(qtbot):
    """A window with one control that Tab passes by and one whose focus is not seen."""
    host = QWidget()
    line = QLineEdit(host)
    line.setGeometry(10, 10, 200, 40)
    line.setAccessibleName("看得见")
    passed_by = QPushButton("过不去", host)
    passed_by.setGeometry(10, 60, 150, 40)
    passed_by.setFocusPolicy(passed_by.focusPolicy().ClickFocus)
    unseen = QPushButton("看不见", host)
    unseen.setGeometry(10, 110, 150, 40)
    unseen.setStyleSheet("QPushButton:focus { border: 1px solid #E4E1DB; }")
    host.resize(300, 200)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    return host


def test_what_a_user_without_a_mouse_would_notice_is_noticed(flawed):
    assert walking.out_of_reach(flawed) == ["QPushButton：过不去"]
    assert walking.unseen_focus(flawed) == ["QPushButton：看不见"]
