"""The frame: tabs by mouse and key, shortcuts for the open tab, text size, locking."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout

from tests.core.branches import add_group
from ui.auto_lock import AutoLock, Copied
from ui.main_window import Heading, MainWindow
from ui.state import State
from ui.theme import Size, Theme, current_theme
from ui.widgets.tab_page import TabEntry, TabPage, Target

CTRL = Qt.KeyboardModifier.ControlModifier


class Page(TabPage):
    """Notes what it is asked for."""

    def __init__(self, desk, title):
        super().__init__(desk)
        self.asked = []
        self.may_leave = True
        QVBoxLayout(self).addWidget(QLabel(f"{title}：陈志远"))

    def refresh(self):
        self.asked.append("refresh")

    def primary(self):
        self.asked.append("primary")

    def save(self):
        self.asked.append("save")

    def focus_search(self):
        self.asked.append("find")

    def print_page(self):
        self.asked.append("print")

    def search(self, text):
        self.asked.append(f"search {text}")

    def open_target(self, target):
        self.asked.append(target)

    def leave(self):
        self.asked.append("leave")
        return self.may_leave


@pytest.fixture
def pages():
    return {}


@pytest.fixture
def window(desk, state, qtbot, pages):
    def entry(title, icon, *records):
        def make():
            pages[title] = Page(desk, title)
            return pages[title]

        return TabEntry(title, icon, make, records)

    entries = [
        entry("工作台", "home"),
        entry("党员名册", "users", "member"),
        entry("会议记录", "calendar-event", "meeting"),
    ]
    made = MainWindow(Heading("第二党支部", "已加密 · 今日 09:50 已备份"), entries, state)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_tab_is_made_when_it_is_first_shown(window, pages):
    assert list(pages) == ["工作台"]
    window.show_tab(2)

    assert list(pages) == ["工作台", "会议记录"]
    assert window.title_label.text() == "会议记录"


def test_tabs_open_by_key_and_by_mouse(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.title_label.text() == "党员名册"
    assert window.side_bar.buttons[1].isChecked()
    qtbot.mouseClick(window.side_bar.buttons[2], Qt.MouseButton.LeftButton)

    assert window.title_label.text() == "会议记录"
    assert not window.side_bar.buttons[1].isChecked()


@pytest.mark.parametrize(
    ("key", "asked"),
    [(Qt.Key.Key_N, "primary"), (Qt.Key.Key_S, "save"), (Qt.Key.Key_F, "find"),
     (Qt.Key.Key_P, "print")],
)  # fmt: skip
def test_the_open_tab_answers_the_shortcuts(window, pages, qtbot, key, asked):
    window.show_tab(1)
    qtbot.keyClick(window, key, CTRL)

    assert pages["党员名册"].asked[-1] == asked
    assert asked not in pages["工作台"].asked


def test_the_bar_on_top_asks_for_what_was_typed_and_leaves_the_open_tab_alone(window, pages, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.focusWidget() is window.search_box
    with qtbot.waitSignal(window.searched) as asked:
        qtbot.keyClicks(window.search_box, "czy")

    assert asked.args == ["czy"]
    assert "search czy" not in pages["工作台"].asked


def test_help_is_asked_for_the_open_tab(window, qtbot):
    window.show_tab(1)
    with qtbot.waitSignal(window.help_asked) as asked:
        qtbot.keyClick(window, Qt.Key.Key_F1)

    assert asked.args == ["党员名册"]


def test_a_target_opens_its_tab_and_record(window, pages):
    target = Target("meeting", "m1", "votes")
    window.page.go.emit(target)

    assert window.title_label.text() == "会议记录"
    assert pages["会议记录"].asked[-1] == target


def test_a_tab_that_must_not_be_left_stays(window, pages):
    pages["工作台"].may_leave = False
    window.side_bar.buttons[1].click()

    assert window.title_label.text() == "工作台"
    assert window.side_bar.buttons[0].isChecked()
    pages["工作台"].may_leave = True


def test_only_the_visible_tab_reads_again_and_the_other_when_it_is_shown(window, pages, desk):
    window.show_tab(1)
    before = pages["工作台"].asked.count("refresh")

    desk.call(add_group, "语文组")
    assert pages["党员名册"].asked.count("refresh") == 2
    assert pages["工作台"].asked.count("refresh") == before
    window.show_tab(0)

    assert pages["工作台"].asked.count("refresh") == before + 1


def test_ctrl_and_wheel_changes_the_text_size_at_once_and_for_good(window, state):
    def wheel(way):
        QApplication.sendEvent(window, QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, way), QPoint(0, way),
            Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    wheel(120)
    assert current_theme().size == Size.LARGE
    wheel(120)
    wheel(120)

    assert current_theme().size == Size.HUGE
    assert state.theme.size == Size.HUGE
    wheel(-120)
    assert state.theme.size == Size.LARGE


def test_the_window_opens_where_it_was_left(window, state, desk, qtbot):
    window.show_tab(2)
    window.close()
    entries = [TabEntry(title, "home", lambda: Page(desk, "x")) for title in ("工作台", "会议记录")]
    again = MainWindow(Heading("第二党支部"), entries, state)
    qtbot.addWidget(again)

    assert again.title_label.text() == "会议记录"


def test_closing_keeps_what_is_half_typed(window, pages):
    window.show_tab(1)
    window.close()

    assert pages["党员名册"].asked[-1] == "leave"


def test_a_locked_window_shows_nothing_of_the_file(window, pages):
    window.show_tab(1)
    QGuiApplication.clipboard().setText("110105194912310021")
    window.blank()
    texts = " ".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())

    assert "陈志远" not in texts
    assert "第二党支部" not in texts + window.windowTitle()
    assert QGuiApplication.clipboard().text() == ""
    assert pages["党员名册"].asked[-1] == "leave"


def test_a_locked_window_can_change_its_look(window, look, qtbot):
    window.blank()
    qtbot.wait(20)
    look(Theme().look, Size.HUGE)

    assert [each.text() for each in window.findChildren(QLabel)] == ["已锁定"]


def test_the_window_fits_the_smallest_screen_at_every_size(window, look):
    for size in Size:
        look(Theme().look, size)
        QApplication.processEvents()
        smallest = window.centralWidget().minimumSizeHint()

        assert smallest.width() <= 1280
        assert smallest.height() <= 720


def test_a_quiet_time_locks_and_a_key_puts_it_off(qapp, qtbot, window):
    lock = AutoLock(qapp, 300)
    lock.watch()
    due = []
    lock.due.connect(lambda: due.append(1))
    for _ in range(4):
        qtbot.wait(120)
        qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert due == []
    qtbot.wait(400)
    lock.stop()

    assert due == [1]


def test_what_others_copied_stays_in_the_clipboard(window):
    QGuiApplication.clipboard().setText("别处复制的")
    Copied(window).clear()

    assert QGuiApplication.clipboard().text() == "别处复制的"


def test_settings_survive_a_damaged_file(tmp_path):
    path = tmp_path / "window.ini"
    path.write_text("[General]\nsize=九号\nlook=\x00\n[widths]\nlist=name:abc born:12\n", "utf-8")
    state = State(path)

    assert state.theme == Theme()
    assert state.widths("list") == {"born": 12}
