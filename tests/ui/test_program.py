"""The running program on real files: after the sheet, when it locks, when it suspends."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTableView, QVBoxLayout

from partydesk.errors import WrongPasswordError
from partydesk.services import branch_files
from partydesk.services.working_copies import copies_folder, copy_place
from tests.core.branches import PASSWORD, TALK
from tests.ui.running import give_password, give_sheet
from tests.ui.small_branch import settle, words
from ui.dialogs.new_password import NewPasswordDialog
from ui.dialogs.unlock import UnlockDialog
from ui.program import Program

NEW = "接任书记自己想的口令"


def type_new(first, second):
    def answer(dialog):
        dialog.page.first_edit.setText(first)
        dialog.page.second_edit.setText(second)
        dialog.take_button.click()

    return answer


def test_after_the_sheet_only_a_new_password_leads_into_the_file(
    program, branch_path, sheet, answers
):
    said = []
    answers += [
        (UnlockDialog, give_sheet(sheet)),
        (NewPasswordDialog, type_new("12345678901", "12345678901")),
        (NewPasswordDialog, lambda dialog: said.append(dialog.page.problem_label.text())),
        (NewPasswordDialog, type_new(NEW, NEW)),
    ]
    assert program.start(branch_path)
    assert "不能全是数字" in said[0]
    assert "育才小学支部" in program.window.windowTitle()
    program.close()
    branch_files.open_branch(branch_path, NEW).close()
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(branch_path, PASSWORD)


def test_whoever_sets_no_new_password_is_let_out_and_the_file_is_closed(
    program, branch_path, sheet, answers, monkeypatch
):
    monkeypatch.setattr(Program, "_begin", lambda _self: False)
    answers += [
        (UnlockDialog, give_sheet(sheet)),
        (NewPasswordDialog, lambda dialog: dialog.back_button.click()),
    ]
    assert not program.start(branch_path)
    assert program.window is None
    branch_files.open_branch(branch_path, PASSWORD).close()


def test_whoever_knows_the_password_is_not_asked_for_another(program, branch_path, answers):
    answers.append((UnlockDialog, give_password))
    assert program.start(branch_path)


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
    begun, branch_path, answers, qtbot
):
    show_talks(begun)
    dialog = QDialog(begun.window)
    QVBoxLayout(dialog).addWidget(QLabel(TALK))
    dialog.show()
    before = begun.window
    answers.append((UnlockDialog, give_password))

    begun._place.desk.call(copy_place, "签到.pdf").write_bytes(b"%PDF-1.4")

    begun._suspend.suspending.emit()

    assert not copies_folder(branch_path).exists(), "no paper stays on the disk in clear"
    assert not dialog.isVisible()
    assert words(before.centralWidget()) == "已锁定"
    assert "育才" not in before.windowTitle()
    with branch_files.open_branch(branch_path, PASSWORD) as opened:
        assert opened.file.is_open
    qtbot.waitUntil(lambda: begun.window is not before)
    assert begun.window.isVisible()


def test_locking_closes_what_lies_over_the_window_first(begun, answers, qtbot):
    before = begun.window
    answers.append((UnlockDialog, give_password))
    seen = []
    dialog = QDialog(before)

    def lock():
        begun.lock()
        seen.append(dialog.isVisible())

    QTimer.singleShot(0, lock)
    dialog.exec()
    qtbot.waitUntil(lambda: begun.window is not before)
    assert seen == [False]
