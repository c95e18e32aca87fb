"""Every tab at every text size, in every look, on the two usual small screens: nothing is cut."""

from itertools import product

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.sample import make_sample
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.ui import seeing
from tests.ui.small_branch import TODAY, child, settle
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.tab_list import branch_tabs
from ui.theme import Look, Size, current_theme

SCREENS = ((1280, 720), (1366, 768))
PASSWORD = "青松 粉笔 渡口 三点"
HEADING = Heading("实验小学第二党支部", "已加密 · 今日 09:50 已备份")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample branch; made once, it is only looked at."""
    path = tmp_path_factory.mktemp("sample") / "示例支部.partydesk"
    with Store.create(path, PASSWORD, cost=CHEAP) as made:
        make_sample(made, TODAY)
        yield made


@pytest.fixture
def window(store, state):
    """The main window; made after the look was chosen, which is quicker than to dress it."""
    desk = Desk(store, Background(inline=True))
    made = MainWindow(HEADING, branch_tabs(desk, state), state)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)
    desk.close()


@pytest.fixture(params=product(Size, Look), ids="-".join)
def dressed(request, look):
    """One of the sizes and looks."""
    size, wanted = request.param
    look(wanted, size)


def each_tab(window):
    for place, title in enumerate(window.titles):
        window.show_tab(place)
        settle()
        yield title


def found_in(window, look_for):
    return {title: found for title in each_tab(window) if (found := look_for(window))}


@pytest.mark.usefixtures("dressed")
def test_nothing_is_cut_and_nothing_sticks_out(window):
    for screen in SCREENS:
        window.resize(*screen)
        settle()
        assert found_in(window, seeing.cut_texts) == {}
        assert found_in(window, seeing.outside) == {}
        assert (window.width(), window.height()) == screen


@pytest.mark.parametrize("size", [Size.STANDARD, Size.HUGE])
def test_nothing_is_cut_and_nothing_sticks_out_in_any_register(window, look, size):
    look(Look.LIGHT, size)
    window.resize(*SCREENS[1])
    window.show_tab(window.titles.index("工作台账"))
    found = {}
    for each in LEDGERS:
        window.page.show_ledger(each.table)
        settle()
        settle()  # long texts grow once they are filled, and what holds them after them
        shown = window.page.page
        if flaws := seeing.cut_texts(shown) + seeing.outside(shown):
            found[each.title] = flaws

    assert found == {}
    assert (window.width(), window.height()) == SCREENS[1]


@pytest.mark.usefixtures("dressed")
def test_every_tab_is_painted_without_a_complaint(window):
    window.resize(*SCREENS[0])
    for title in each_tab(window):
        assert not window.grab().isNull(), title


def test_every_control_has_a_name(window):
    assert found_in(window, seeing.nameless) == {}


def test_no_english_is_shown(window):
    assert found_in(window, seeing.english) == {}


@pytest.fixture
def flawed(qtbot):
    """A window with one flaw of each kind."""
    host = QWidget()
    cut = QLabel("这一行的字比地方多出很多", host)
    cut.setGeometry(10, 10, 40, 20)
    away = QPushButton("在外面", host)
    away.setGeometry(260, 40, 90, 40)
    QLineEdit(host).setGeometry(10, 40, 100, 30)
    english = QPushButton("Apply", host)
    english.setGeometry(10, 80, 150, 40)
    qtbot.addWidget(host)
    host.resize(300, 200)
    host.show()
    return host


def test_what_an_eye_would_notice_is_noticed(flawed):
    assert seeing.cut_texts(flawed) == ["QLabel：这一行的字比地方多出很多"]
    assert [each.split(" ")[0] for each in seeing.outside(flawed)] == ["QPushButton：在外面"]
    assert seeing.nameless(flawed) == ["QLineEdit in QWidget"]
    assert seeing.english(flawed) == ["Apply"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", Size)
def test_every_line_of_the_year_is_seen_at_once(window, look, size, screen):
    look(Look.LIGHT, size)
    window.resize(*screen)
    window.show_tab(0)
    settle()
    matrix = window.page.matrix
    places = [matrix.place_of(line, 0) for line in range(7)]

    assert matrix.visibleRegion().boundingRect().bottom() >= places[-1].bottom()
    assert all(each.height() >= current_theme().px(12) for each in places)


def test_icons_in_lines_grow_with_the_text(window, look):
    window.show_tab(0)
    sides = []
    for size in Size:
        look(Look.LIGHT, size)
        settle()
        icon = child(window.search_box, QToolButton, "")
        sides.append((icon.iconSize().width(), icon.height() <= window.search_box.height()))

    assert sides == [(18, True), (22, True), (27, True)]


def test_a_look_put_on_while_working_is_the_same_as_one_worn_from_the_start(
    window, store, state, look
):
    shown = (0, 1)
    window.resize(*SCREENS[1])
    for _ in each_tab(window):
        pass
    look(Look.DARK, Size.HUGE)
    changed = pictures_of(window, shown)
    desk = Desk(store, Background(inline=True))
    fresh = MainWindow(HEADING, branch_tabs(desk, state), state)
    fresh.resize(*SCREENS[1])
    fresh.show()
    worn = pictures_of(fresh, shown)
    fresh.close()
    shiboken6.delete(fresh)
    desk.close()

    assert [place for place in shown if changed[place] != worn[place]] == []


def pictures_of(window, places):
    """What is seen of some tabs, nothing focused."""
    found = {}
    for place in places:
        window.show_tab(place)
        settle()
        found[place] = window.grab().toImage()
    return found
