"""The running program on real files: after the sheet, when it locks, when it suspends."""

import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTableView, QVBoxLayout

from partydesk.errors import WrongPasswordError
from partydesk.services import branch_files
from partydesk.storage import slots
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TALK, fill
from tests.ui.small_branch import settle, words
from ui.auto_lock import close_dialogs
from ui.dialogs.new_password import NewPasswordDialog
from ui.dialogs.unlock import UnlockDialog
from ui.program import Program

NEW = "接任书记自己想的口令"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "育才支部.partydesk"


@pytest.fixture
def sheet(path, monkeypatch):
    """A branch file that is closed; the digits of its sheet."""
    monkeypatch.setattr(slots, "calibrated", lambda: CHEAP)
    store, groups = branch_files.create_branch(path, PASSWORD, BRANCH, cost=CHEAP)
    with store:
        fill(store)
    return " ".join(groups)


@pytest.fixture
def program(qapp, state, tmp_path, sheet):  # noqa: ARG001 - the file must be there
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
    settle()
    timer.stop()


@pytest.fixture
def answers(qapp):  # noqa: ARG001 - dialogs need the application
    """Answers to the dialogs that open one after the other; each is called with its dialog."""
    waiting = []
    timer = QTimer(interval=20)

    def look():
        dialog = QApplication.activeModalWidget()
        if waiting and isinstance(dialog, waiting[0][0]) and dialog.isEnabled():
            answer = waiting.pop(0)[1]
            answer(dialog)

    timer.timeout.connect(look)
    timer.start()
    yield waiting
    timer.stop()
    assert waiting == [], "a dialog that was expected did not open"


def give_password(dialog, password=PASSWORD):
    dialog.password_edit.setText(password)
    dialog.open_button.click()


def give_sheet(sheet):
    def give(dialog):
        dialog.other_way_button.click()
        dialog.sheet_edit.setPlainText(sheet)
        dialog.open_button.click()

    return give


def type_new(first, second):
    def answer(dialog):
        dialog.page.first_edit.setText(first)
        dialog.page.second_edit.setText(second)
        dialog.take_button.click()

    return answer


def test_after_the_sheet_only_a_new_password_leads_into_the_file(program, path, sheet, answers):
    said = []
    answers += [
        (UnlockDialog, give_sheet(sheet)),
        (NewPasswordDialog, type_new("12345678901", "12345678901")),
        (NewPasswordDialog, lambda dialog: said.append(dialog.page.problem_label.text())),
        (NewPasswordDialog, type_new(NEW, NEW)),
    ]
    assert program.start(path)
    assert "不能全是数字" in said[0]
    assert "育才小学支部" in program.window.windowTitle()
    program.close()
    branch_files.open_branch(path, NEW).close()
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(path, PASSWORD)


def test_whoever_sets_no_new_password_is_let_out_and_the_file_is_closed(
    program, path, sheet, answers, monkeypatch
):
    monkeypatch.setattr(Program, "_begin", lambda _self: False)
    answers += [
        (UnlockDialog, give_sheet(sheet)),
        (NewPasswordDialog, lambda dialog: dialog.back_button.click()),
    ]
    assert not program.start(path)
    assert program.window is None
    branch_files.open_branch(path, PASSWORD).close()


def test_whoever_knows_the_password_is_not_asked_for_another(program, path, answers):
    answers.append((UnlockDialog, give_password))
    assert program.start(path)


def texts_of_all_windows():
    return "\n".join(words(each) + each.windowTitle() for each in QApplication.topLevelWidgets())


def show_talks(program):
    """Open the tab with the talk, so that its contents stand on the screen."""
    program.window.show_tab(program.window.titles.index("谈心谈话"))
    settle()
    program.window.page.findChild(QTableView).selectRow(0)
    settle()
    assert TALK in texts_of_all_windows()


def test_before_the_machine_sleeps_the_file_is_closed_and_nothing_of_it_is_shown(
    program, path, answers, qtbot
):
    answers.append((UnlockDialog, give_password))
    assert program.start(path)
    show_talks(program)
    dialog = QDialog(program.window)
    QVBoxLayout(dialog).addWidget(QLabel(TALK))
    dialog.show()
    qtbot.waitUntil(lambda: program._suspend is not None and not program._desk.is_busy)
    before = program.window
    answers.append((UnlockDialog, give_password))

    program._suspend.suspending.emit()

    assert not dialog.isVisible()
    assert words(before.centralWidget()) == "已锁定"
    assert "育才" not in before.windowTitle()
    with branch_files.open_branch(path, PASSWORD) as opened:
        assert opened.file.is_open
    qtbot.waitUntil(lambda: program.window is not before, timeout=5000)
    assert program.window.isVisible()


def test_locking_closes_what_lies_over_the_window_first(program, path, answers, qtbot):
    answers.append((UnlockDialog, give_password))
    assert program.start(path)
    qtbot.waitUntil(lambda: program._suspend is not None and not program._desk.is_busy)
    before = program.window
    answers += [(UnlockDialog, give_password)]
    seen = []
    dialog = QDialog(before)

    def lock():
        program.lock()
        seen.append(dialog.isVisible())

    QTimer.singleShot(0, lock)
    dialog.exec()
    qtbot.waitUntil(lambda: program.window is not before, timeout=5000)
    assert seen == [False]
