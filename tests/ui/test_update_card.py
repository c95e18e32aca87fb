"""设置 › 程序更新: a newer version is shown, installed after a backup, and gone back from."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.package import minisig
from partydesk.services import updating
from partydesk.services.updating import Here
from tests.core.branches import filled_branch
from tests.core.test_updating import PROGRAM_NAME, SEED, in_version, made, program, started
from tests.ui.small_branch import settle, shown, words
from ui.dialogs.update import UpdateDialog
from ui.tabs.settings_tab import SettingsTab
from ui.tabs.update_card import UpdateCard


@pytest.fixture
def store(tmp_path):
    (tmp_path / "数据").mkdir()
    with filled_branch(tmp_path / "数据") as opened:
        yield opened


@pytest.fixture
def here(tmp_path):
    home = program(tmp_path / "PartyDesk", "0.1.0")
    return Here(home / PROGRAM_NAME, "0.1.0", "linux-amd64", 1, minisig.public_key(SEED))


@pytest.fixture
def card(desk, here, qtbot):
    made_card = shown(qtbot, UpdateCard(desk, here), 560, 400)
    made_card.refresh()
    return made_card


@pytest.fixture
def choose(monkeypatch):
    def answer(path):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    return answer


@pytest.fixture
def agree(monkeypatch):
    """Says yes to the update, and keeps what was shown."""
    seen = []

    def yes(dialog):
        seen.append(words(dialog))
        return 1

    monkeypatch.setattr(UpdateDialog, "exec", yes)
    return seen


def test_from_source_it_says_that_only_the_built_program_is_updated(desk, state, qtbot):
    tab = shown(qtbot, SettingsTab(desk, state))
    tab.refresh()

    assert "从源代码运行时不这样更新" in words(tab.update_card)
    assert not tab.update_card.update_button.isVisible()
    assert not tab.update_card.back_button.isVisible()


def test_an_update_is_shown_and_installed_after_a_backup(card, here, tmp_path, choose, agree):
    stick, _ = made(tmp_path)
    choose(stick)
    card.update_button.click()
    settle()

    assert "0.1.0 版 → 0.2.0 版" in agree[0]
    assert "花名册可以合并重复登记。" in agree[0]
    assert "0.2.0 版已装好并核对无误" in words(card)
    (backup,) = [each.name for each in (tmp_path / "数据").rglob("*更新前*.partydesk")]
    assert backup in words(card)
    assert updating.waiting(here) == "0.2.0"
    assert started(here) == "0.2.0"


def test_without_the_users_yes_nothing_happens(card, here, tmp_path, choose, monkeypatch):
    choose(made(tmp_path)[0])
    monkeypatch.setattr(UpdateDialog, "exec", lambda _dialog: 0)
    card.update_button.click()
    settle()

    assert not (here.home / "versions").exists()
    assert not list((tmp_path / "数据").rglob("*更新前*"))


def test_a_forged_file_is_refused_in_a_sentence(card, here, tmp_path, choose, said):
    choose(made(tmp_path, seed=bytes(range(5, 37)))[0])
    card.update_button.click()
    settle()

    assert "签名不是发布单位的" in said[0]
    assert not (here.home / "versions").exists()


def test_the_way_back_is_offered_once_there_is_one(card, here, desk, tmp_path, qtbot, said):
    assert not card.back_button.isVisible()
    stick, update = made(tmp_path)
    updating.install(stick, update, here, "", lambda *_: None)
    assert started(here) == "0.2.0"
    newer = shown(qtbot, UpdateCard(desk, in_version(here, "0.2.0")), 560, 400)
    newer.refresh()
    assert newer.back_button.isVisible()
    newer.back_button.click()
    assert started(here) == "0.2.0"
    said.answer = "退回"
    newer.back_button.click()

    assert "两个版本都能打开" in said[0]
    assert "就是 0.1.0 版" in words(newer)
    assert not newer.back_button.isVisible()
    assert started(here) == "0.1.0"


def test_a_file_that_the_former_version_cannot_open_is_told_with_its_backup(
    here, desk, tmp_path, qtbot, said
):
    stick, update = made(tmp_path, data_form=2)
    backup = tmp_path / "育才支部-更新前.partydesk"
    backup.write_bytes(b"")
    updating.install(stick, update, here, str(backup), lambda *_: None)
    assert started(here) == "0.2.0"
    newer = shown(qtbot, UpdateCard(desk, replace(in_version(here, "0.2.0"), data_form=2)))
    newer.refresh()
    newer.back_button.click()
    assert "上一版打不开它" in said[0]
    assert backup.name in said[0]

    backup.unlink()
    newer.back_button.click()
    assert "已不在原处" in said[1]


def test_a_version_that_did_not_start_is_told_once(here, desk, tmp_path, qtbot):
    stick, update = made(tmp_path)
    updating.install(stick, update, here, "", lambda *_: None)
    assert [started(here), started(here)] == ["0.2.0", "0.1.0"]
    card = shown(qtbot, UpdateCard(desk, here), 560, 400)
    card.refresh()

    assert "0.2.0 版没有能启动，已自动用回现在的版本" in words(card)
