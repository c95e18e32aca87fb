"""Ctrl+K: commands are found by name and initials, and each does what its button does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from partydesk.domain.pinyin import spelling_of
from partydesk.domain.searching import Wanted
from tests.core.branches import new_branch
from tests.ui.search.steps import press
from tests.ui.window_help import open_window
from ui.background import Background
from ui.commands import commands
from ui.desk import Desk


def test_a_command_is_found_by_its_name_and_initials_and_runs(window, find, qtbot):
    assert find("jhy") == ["命令", "记会议"]
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "会议记录")

    assert window.page.record_id is None
    assert window.page.card.title_label.text() == "新的会议记录"


@pytest.mark.parametrize("typed", ["shezhi", "设置", "sz"])
def test_every_tab_can_be_opened_by_name(window, find, qtbot, typed):
    assert find(typed)[:2] == ["命令", "设置"]
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title_label.text() == "设置")


def test_the_list_of_the_open_tab_can_be_narrowed(window, find, qtbot):
    window.show_tab(1)
    found = find("王")
    assert found[-1] == "只看“党员名册”里含“王”的"
    press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.page.page.table.records.rows) == 1)


def test_commands_are_spelled_as_the_dictionary_spells_them(window):
    for each in commands(window):
        assert set(each.spelling.split()) <= set(spelling_of(each.title).split()), each.title


def test_every_button_that_a_command_presses_is_there(tmp_path, state, qtbot, monkeypatch):
    pressed = []
    store = new_branch(tmp_path)
    desk = Desk(store, Background(inline=True))
    window = open_window(qtbot, desk, state)
    monkeypatch.setattr("ui.commands.QPushButton.click", lambda self: pressed.append(self.text()))
    run = [each for each in commands(window) if each.title not in ("锁定", "帮助", "快捷键")]
    for each in run:
        each.run()
        QApplication.processEvents()
    window.close()
    store.close()

    assert pressed == [
        "加一页",
        "导入花名册",
        "谈话覆盖",
        "打印自评表",
        "立即备份",
        "备份到 U 盘…",
        "改密码…",
    ]
    assert {each.title for each in run} >= {
        "记会议",
        "记一次谈话",
        "新党员",
        "生成上报包",
        "上报",
        "设置",
    }


def test_a_part_of_a_spelling_finds_a_command(window):
    wanted = Wanted.typed("beifen")

    assert [each.title for each in commands(window) if each.is_meant(wanted)] == [
        "立即备份",
        "备份到 U 盘",
    ]
