"""The window on a file: built before the file is open, and what is loaded before that."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from tests.ui.running import give_password
from tests.ui.small_branch import fill, settle
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.unlock import UnlockDialog
from ui.main_window import MainWindow
from ui.program import Program
from ui.tab_list import branch_tabs
from ui.widgets.first_paint import after_paint
from ui.workplace import Workplace

TITLES = [each.title for each in branch_tabs(Desk(None, Background(inline=True)), None)]


@pytest.mark.parametrize("title", TITLES)
def test_every_tab_can_be_built_before_the_file_is_open_and_is_filled_after(
    title, state, store, qapp, qtbot
):
    fill(store)
    state.last_tab = title
    parent = QObject(qapp)
    place = Workplace(Background(inline=True), state, parent)
    qtbot.addWidget(place.window)
    assert place.desk.revision == -1
    place.desk.adopt(store)
    place.window.show()
    settle()
    page = place.window.page
    assert place.window.title_label.text() == title
    assert not page.is_stale
    place.discard()


def test_nothing_of_the_database_is_loaded_before_the_password_is_asked_for():
    found = subprocess.run(
        [sys.executable, "-c", "import sys, ui.app, ui.program; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(found.stdout.split())
    assert "ui.dialogs.unlock" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "sqlcipher3", "ui.main_window", "multiprocessing"})


def test_the_window_is_built_while_the_password_is_checked(program, branch_path, answers):
    seen = []
    build = Program._build_ahead

    def note():
        build(program)
        seen.append((program._ahead.window.isVisible(), program._store))

    program._build_ahead = note
    answers.append((UnlockDialog, give_password))
    assert program.start(branch_path)
    assert seen == [(False, None)]
    assert program._ahead is None
    assert "育才小学支部" in program.window.windowTitle()
    assert program.window.side_bar.branch_label.text() == "育才小学支部"


def test_a_wrong_password_leaves_one_window_for_the_right_one(program, branch_path, answers, qapp):
    built = []
    # Windows of earlier tests may not have been cleared away yet.
    before = [each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow)]

    def windows():
        all_of_them = (each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow))
        return [each for each in all_of_them if not any(each is one for one in before)]

    def wrong(dialog):
        dialog.password_edit.setText("不是这个口令")
        dialog.open_button.click()

    def right(dialog):
        built[:] = windows()
        return give_password(dialog)

    answers += [(UnlockDialog, wrong), (UnlockDialog, right)]
    assert program.start(branch_path)
    assert built == [program.window]


def test_what_waits_for_the_first_paint_comes_after_what_lies_inside(qtbot):
    order = []

    class Inside(QLabel):
        def paintEvent(self, event):
            order.append("painted")
            super().paintEvent(event)

    outside = QLabel()
    Inside("里面", outside)
    qtbot.addWidget(outside)
    after_paint(outside, lambda: order.append("after"))
    outside.show()
    settle()
    assert order[0] == "painted"
    assert order.count("after") == 1


def test_quiet_minutes_count_only_while_a_file_is_open(program, branch_path, answers, qtbot):
    timer = program._auto_lock._timer
    asked = []

    def look(dialog):
        asked.append(timer.isActive())
        give_password(dialog)

    answers.append((UnlockDialog, look))
    assert program.start(branch_path)
    assert asked == [False]
    assert timer.isActive()
    qtbot.waitUntil(lambda: program._suspend is not None)
    answers.append((UnlockDialog, look))
    before = program.window
    qtbot.waitUntil(lambda: not program._place.desk.is_busy)
    program.lock()
    qtbot.waitUntil(lambda: program.window is not before)
    assert asked == [False, False]
    assert timer.isActive()
