"""A file too damaged to open: its newest whole backup is offered where the password is asked."""

from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.services import branch_files
from partydesk.services.branch_files import create_branch
from tests.core.branches import BRANCH, CHEAP, PASSWORD, fill, fingerprints
from tests.core.test_wholeness import spoil
from tests.ui.running import give_password, pressing
from tests.ui.small_branch import settle
from ui.background import Background
from ui.dialogs.rescue import RescueDialog
from ui.dialogs.unlock import UnlockDialog


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "育才支部.partydesk"
    store, _ = create_branch(made, PASSWORD, BRANCH, cost=CHEAP)
    with store:
        fill(store)
        branch_files.backup_now(store, "手动备份")
    spoil(made, 0)
    return made


def unlocking(path, qtbot):
    made = UnlockDialog(
        path,
        lambda password: branch_files.open_branch(path, password),
        lambda sheet: branch_files.open_with_sheet(path, sheet),
        Background(inline=True),
    )
    qtbot.addWidget(made)
    made.show()
    return made


def rescuing(path, qtbot, word=PASSWORD, background=None):
    made = RescueDialog(path, word, background or Background(inline=True))
    qtbot.addWidget(made)
    made.show()
    return made


def test_damage_shows_a_button_to_a_backup_and_a_wrong_password_does_not(path, qtbot, tmp_path):
    dialog = unlocking(path, qtbot)
    give_password(dialog)
    assert "损坏" in dialog.problem_label.text()
    assert dialog.backup_button.isVisible()
    dialog.backup_button.click()
    assert (dialog.wants_backup, dialog.typed) == (True, PASSWORD)

    whole = tmp_path / "完好.partydesk"
    create_branch(whole, PASSWORD, BRANCH, cost=CHEAP)[0].close()
    dialog = unlocking(whole, qtbot)
    give_password(dialog, "不是这一句口令")
    assert "密码不对" in dialog.problem_label.text()
    assert not dialog.backup_button.isVisible()


def test_the_newest_backup_is_named_and_fetched_back_beside(path, qtbot):
    newest = branch_files.list_backups(path)[0]
    dialog = rescuing(path, qtbot)
    assert newest.label in dialog.found_label.text()
    dialog.take_button.click()

    assert dialog.rescued.path.name == f"育才支部 找回{date.today():%Y%m%d}.partydesk"
    branch_files.open_branch(dialog.rescued.path, PASSWORD).close()


def test_a_wrong_word_is_said_and_can_be_typed_again(path, qtbot):
    dialog = rescuing(path, qtbot, "不是这一句口令")
    dialog.take_button.click()
    assert "密码不对" in dialog.problem_label.text()
    assert dialog.rescued is None
    dialog.word_edit.setText(PASSWORD)
    dialog.take_button.click()

    assert dialog.rescued is not None


def test_without_backups_beside_another_folder_can_be_chosen(path, qtbot, tmp_path, monkeypatch):
    stick = tmp_path / "U 盘"
    (tmp_path / "育才支部 的备份").rename(stick)
    dialog = rescuing(path, qtbot)
    assert "旁边没有备份" in dialog.found_label.text()
    assert not dialog.take_button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    dialog.elsewhere_button.click()
    dialog.take_button.click()

    assert dialog.rescued.path.parent == tmp_path


def test_it_can_be_stopped_and_leaves_nothing(path, qtbot):
    before = fingerprints(path.parent)
    background = Background()
    dialog = rescuing(path, qtbot, background=background)
    dialog.take_button.click()
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: "已取消" in dialog.problem_label.text())
    background.close()

    assert fingerprints(path.parent) == before
    assert dialog.isVisible()


def test_the_program_leads_from_the_damaged_file_into_what_was_fetched_back(
    program, branch_path, answers, said
):
    with branch_files.open_branch(branch_path, PASSWORD) as store:
        branch_files.backup_now(store, "手动备份")
    spoil(branch_path, 0)
    damaged = branch_path.read_bytes()
    answers += [
        (UnlockDialog, give_password),
        (UnlockDialog, pressing("backup_button")),
        (RescueDialog, pressing("take_button")),
        (UnlockDialog, give_password),
    ]
    assert program.start(branch_path)
    settle()

    assert "已从" in said[0]
    assert "找回" in said[0]
    assert "育才小学支部" in program.window.windowTitle()
    assert "找回" in program._state.last_file
    assert branch_path.read_bytes() == damaged


def test_opening_can_be_given_up_and_the_file_is_closed_again(tmp_path, qtbot):
    whole = tmp_path / "完好.partydesk"
    create_branch(whole, PASSWORD, BRANCH, cost=CHEAP)[0].close()
    background = Background()
    dialog = UnlockDialog(
        whole, lambda password: branch_files.open_branch(whole, password), None, background
    )
    qtbot.addWidget(dialog)
    dialog.show()
    give_password(dialog)
    dialog.cancel_button.click()
    assert dialog.isVisible(), "what is under way ends first"
    qtbot.waitUntil(lambda: not dialog.isVisible())
    background.close()

    assert dialog.opened is None
    branch_files.open_branch(whole, PASSWORD).close()


def test_a_file_in_a_sync_folder_is_not_opened_there_and_it_is_said_what_to_do(tmp_path, qtbot):
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    path = folder / "育才支部.partydesk"
    create_branch(path, PASSWORD, BRANCH, cost=CHEAP, allow_anywhere=True)[0].close()
    before = fingerprints(folder)
    dialog = unlocking(path, qtbot)
    give_password(dialog)

    assert "同步文件夹（OneDrive）" in dialog.problem_label.text()
    assert "复制到本机" in dialog.problem_label.text()
    assert fingerprints(folder) == before
