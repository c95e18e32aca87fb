"""Backups, handover, sheet trial and damage as the user meets them, on real files."""

from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from partydesk.errors import WrongPasswordError
from partydesk.services import branch_files, handing_over, safekeeping
from partydesk.services.members import MemberFilter, list_members
from tests.core.branches import CHEAP, PASSWORD, TODAY, filled_branch, member
from tests.core.test_wholeness import spoil
from tests.ui.running import give_password
from tests.ui.small_branch import child, settle, words
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.backup_word import BackupWordDialog
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.hand_over import HandOverDialog
from ui.dialogs.sheet_trial import SheetTrialDialog
from ui.dialogs.unlock import UnlockDialog
from ui.tabs.safety_card import SafetyCard

NEW = "接任书记自己想的口令"


def store_of(program):
    """The open file, when nothing is read beside the window any more: tests take no turns."""
    program.background.wait_for(settle)
    return program._place.desk.store


def names(store):
    return sorted(each.name for each in list_members(store, MemberFilter(), TODAY))


@pytest.fixture
def file_desk(look, tmp_path):  # a desk needs the application
    """A desk on a real file; its folder has room for a stick beside it."""
    (tmp_path / "数据").mkdir()
    made = Desk(filled_branch(tmp_path / "数据"), Background(inline=True))
    yield made
    made.store.close()
    made.close()


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """The folder that is chosen in the file dialog."""
    made = tmp_path / "U 盘"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made))
    return made


@pytest.fixture
def dialog(file_desk, qtbot):
    """Shows the backups as they are when it is called."""

    def show():
        made = BackupsDialog(file_desk)
        qtbot.addWidget(made)
        made.show()
        settle()
        return made

    return show


def cells(dialog, row):
    return [dialog.table.item(row, at).text() for at in range(dialog.table.columnCount())]


def test_each_backup_stands_with_date_reason_size_and_what_it_holds(dialog, file_desk):
    branch_files.backup_now(file_desk.store, "导入前")
    member(file_desk.store, "苏文清")
    shown = dialog()
    time, reason, size, *held, checked = cells(shown, 0)
    assert time[:10] == date.today().isoformat()
    assert (reason, size[-2:]) == ("导入前", "KB")
    assert held == ["2", "1", "1", "0"]
    assert checked == "做好时已核对"
    differences = [row[2].text() for row in shown.comparison.cells]
    assert differences == ["少 1 条", "相同", "相同", "相同"]
    assert "保存过 1 次" in shown.comparison.sentence_label.text()


def test_a_backup_is_called_checked_only_after_it_was_opened(dialog, file_desk, said):
    first = branch_files.backup_now(file_desk.store, "手动备份")
    second = branch_files.backup_now(file_desk.store, "手动备份")
    first.path.touch()
    spoil(second.path)
    shown = dialog()
    assert [cells(shown, row)[-1] for row in (0, 1)] == ["还没有核对", "还没有核对"]
    shown.check_button.click()
    assert cells(shown, 0)[-1] == "已损坏，不能用"
    assert cells(shown, 1)[-1].startswith("已核对 ")
    assert "有 1 份备份已损坏" in said[-1]
    shown.table.selectRow(0)
    assert not shown.restore_button.isEnabled()
    assert not shown.copy_button.isEnabled()


def test_a_copy_on_a_stick_is_read_back_and_ends_the_reminder(dialog, file_desk, stick, said):
    branch_files.backup_now(file_desk.store, "手动备份")
    shown = dialog()
    assert "还没有存到别处" in shown.reminder.sentence_label.text()
    shown.copy_button.click()
    assert "可以安全拔出" in said[-1]
    assert len(branch_files.backups.list_backups(stick)) == 1
    assert "还没有存到别处" not in shown.reminder.sentence_label.text()


def test_going_back_asks_first_and_does_nothing_without_an_answer(dialog, file_desk, said):
    branch_files.backup_now(file_desk.store, "手动备份")
    member(file_desk.store, "苏文清")
    shown = dialog()
    shown.restore_button.click()
    assert "恢复成" in said[0]
    assert not shown.is_switched
    assert "苏文清" in names(file_desk.store)


def test_a_backup_of_before_the_handover_opens_with_the_word_of_then(
    dialog, file_desk, said, answers
):
    backup = branch_files.backup_now(file_desk.store, "手动备份")
    store = file_desk.store
    ready = handing_over.new_sheet(store, TODAY)
    file_desk.adopt(handing_over.hand_over(store, NEW, ready, cost=CHEAP).store)
    member(file_desk.store, "苏文清")
    shown = dialog()
    shown.table.selectRow(shown.table.rowCount() - 1)
    assert shown.chosen().backup == backup
    said.answer = "恢复"

    def tell(word):
        def answer(asked):
            asked.word_edit.setText(word)
            asked.take_button.click()

        return answer

    answers.append((BackupWordDialog, tell("记错了的密码")))
    shown.restore_button.click()
    assert "密码不对" in said[-1]
    assert not shown.is_switched
    answers.append((BackupWordDialog, tell(PASSWORD)))
    shown.restore_button.click()
    assert shown.is_switched
    assert "苏文清" not in names(file_desk.store)


def open_settings(program):
    program.window.show_tab(program.window.titles.index("设置"))
    settle()
    return program.window.page.findChild(SafetyCard)


def test_after_going_back_the_window_begins_anew_on_what_the_backup_held(
    begun, answers, said, qtbot
):
    member(store_of(begun), "苏文清")
    card, before = open_settings(begun), begun.window
    said.answer = "恢复"

    def restore(shown):
        shown.table.selectRow(shown.table.rowCount() - 1)
        shown.restore_button.click()

    answers.append((BackupsDialog, restore))
    child(card, QPushButton, "查看和恢复备份…").click()
    qtbot.waitUntil(lambda: begun.window is not before)
    assert "原来的文件保留在旁边" in said[-1]
    begun.window.show_tab(begun.window.titles.index("党员名册"))
    settle()
    assert names(store_of(begun)) == ["刘婷", "陈志远"]
    member(store_of(begun), "王秀兰")
    reasons = [each.backup.reason for each in safekeeping.backup_lines(store_of(begun))]
    assert "恢复前" in reasons


def test_a_handover_needs_the_paper_and_then_only_what_is_new_opens(
    begun, branch_path, answers, qtbot
):
    card, before = open_settings(begun), begun.window
    groups, refused = [], []

    def hand_over(dialog):
        groups.extend(dialog._ready.groups)
        for edit in (dialog.password_page.first_edit, dialog.password_page.second_edit):
            edit.setText(NEW)
        dialog.next_button.click()
        dialog.sheet_page.edits[0].setText("000000")
        dialog.next_button.click()
        refused.append(dialog.sheet_page.problem_label.text())
        for number, edit in zip(dialog.sheet_page.numbers, dialog.sheet_page.edits, strict=True):
            edit.setText(groups[number - 1])
        dialog.next_button.click()

    answers.append((HandOverDialog, hand_over))
    child(card, QPushButton, "换届交接…").click()
    qtbot.waitUntil(lambda: begun.window is not before)
    assert ["与恢复单不一致" in each for each in refused] == [True]
    member(store_of(begun), "苏文清")
    begun.close()
    with pytest.raises(WrongPasswordError):
        branch_files.open_branch(branch_path, PASSWORD)
    with branch_files.open_branch(branch_path, NEW) as store:
        assert names(store) == ["刘婷", "苏文清", "陈志远"]
    branch_files.open_with_sheet(branch_path, "-".join(groups)).close()


def test_a_handover_that_is_given_up_changes_nothing(begun, branch_path, answers, sheet):
    answers.append((HandOverDialog, lambda dialog: dialog.cancel_button.click()))
    child(open_settings(begun), QPushButton, "换届交接…").click()
    begun.close()
    branch_files.open_branch(branch_path, PASSWORD).close()
    branch_files.open_with_sheet(branch_path, sheet).close()


def test_the_trial_names_what_was_mistyped_and_says_when_it_fits(begun, answers, sheet):
    told = []

    def try_both(dialog):
        for text in (f"000001{sheet[6:]}", " ".join(["000011"] * 8), sheet):
            dialog.sheet_edit.setPlainText(text)
            dialog.try_button.click()
            told.append(dialog.answer_label.text())
        dialog.reject()
        told.append(dialog.sheet_edit.toPlainText())

    answers.append((SheetTrialDialog, try_both))
    child(open_settings(begun), QPushButton, "试一试恢复单…").click()
    assert "第 1 组" in told[0]
    assert "不是“育才支部.partydesk”的" in told[1]
    assert told[2].startswith("能打开")
    assert told[3] == ""


def test_a_deputy_is_listed_and_can_be_taken_away(file_desk, qtbot, said):
    branch_files.add_deputy(file_desk.store, "刘婷", NEW, cost=CHEAP)
    card = SafetyCard(file_desk)
    qtbot.addWidget(card)
    card.refresh()
    card.show()
    assert "副手：刘婷" in words(card)
    child(card, QPushButton, "取消刘婷的密码").click()
    assert branch_files.deputies(file_desk.store) == ["刘婷"]
    said.answer = "取消密码"
    child(card, QPushButton, "取消刘婷的密码").click()
    settle()
    assert branch_files.deputies(file_desk.store) == []
    assert "副手：刘婷" not in words(card)


def test_the_card_reminds_until_a_backup_lies_elsewhere(file_desk, qtbot, said, stick):
    card = SafetyCard(file_desk)
    qtbot.addWidget(card)
    card.refresh()
    card.show()
    assert "还没有存到别处" in words(card)
    child(card, QPushButton, "备份到 U 盘…").click()
    assert "可以安全拔出" in said[-1]
    assert "还没有存到别处" not in words(card)
    assert len(branch_files.backups.list_backups(stick)) == 1


def test_damage_is_said_over_all_tabs_and_nothing_is_written_any_more(
    program, branch_path, answers, said, qtbot
):
    with branch_files.open_branch(branch_path, PASSWORD) as store:
        backup = branch_files.backup_now(store, "手动备份")
    spoil(branch_path)
    answers.append((UnlockDialog, give_password))
    assert program.start(branch_path)
    warning = program.window._warning
    qtbot.waitUntil(warning.isVisible)
    assert "已停止写入" in warning.sentence_label.text()
    assert backup.label in warning.sentence_label.text()
    assert "停止写入" in program.window.side_bar.safety_label.text()
    assert branch_files.list_backups(branch_path) == [backup]

    said.answer, before = "恢复", program.window
    answers.append((BackupsDialog, lambda dialog: dialog.restore_button.click()))
    warning.action_button.click()
    qtbot.waitUntil(lambda: program.window is not before)
    qtbot.waitUntil(lambda: "今日" in program.window.side_bar.safety_label.text())
    assert not program.window._warning.isVisible()
    member(store_of(program), "苏文清")


def test_a_whole_file_gets_no_warning(begun):
    assert not begun.window._warning.isVisible()
    assert store_of(begun).stopped is None
