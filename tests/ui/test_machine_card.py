"""本机检查 and 诊断包 in 设置, and what the window says of disk and clock by itself."""

import zipfile
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QFileDialog

from partydesk.paths import resources
from partydesk.services import machine
from partydesk.services.branch_files import backup_now
from partydesk.services.machine import ClockWatch, State
from tests.core.branches import SECRETS, filled_branch, member, places_of
from tests.ui.chinese import write
from tests.ui.small_branch import settle, shown, type_into, words
from tests.ui.window_help import open_window
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.input_method import Way
from ui.machine import (
    check_bundled_fonts,
    check_input,
    check_printers,
    check_system_font,
    check_window,
)
from ui.machine_watch import MachineWatch
from ui.tabs.machine_card import MachineCard
from ui.widgets.tab_page import Target

CHINESE, ENGLISH = QLocale.Language.Chinese, QLocale.Language.English


@pytest.fixture
def store(tmp_path):
    """A real file: places, room and backups belong to one."""
    (tmp_path / "数据").mkdir()
    with filled_branch(tmp_path / "数据") as opened:
        yield opened


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Settings and logs in a folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))


@pytest.fixture
def card(desk, qtbot):
    return shown(qtbot, MachineCard(desk), 560, 900)


@pytest.fixture
def window(desk, state, qtbot):
    return open_window(qtbot, desk, state)


def test_each_check_is_told_in_words_the_worst_first(card, store):
    card.check_button.click()
    settle()

    states = [each.state for each in card.found]
    assert states == sorted(states, key=[State.BAD, State.NOTICE, State.FINE].index)
    titles = {each.title for each in card.found}
    assert titles >= {
        "磁盘空间",
        "文件位置",
        "别处的备份",
        "电脑时间",
        "打印机",
        "公文字体",
        "输入法",
    }
    told = words(card)
    assert "同一块磁盘" in told
    assert "备份到 U 盘…" in told
    before = told
    backup_now(store, "手动备份")
    card.check_button.click()
    settle()
    assert "旁边有 1 份备份" in words(card)
    assert "旁边有" not in before


@pytest.mark.parametrize(
    ("names", "default", "state", "word"),
    [
        ([], "", State.NOTICE, "存成 PDF"),
        (["激光", "彩色"], "", State.NOTICE, "没有设默认"),
        (["激光"], "已拆走的", State.NOTICE, "没有设默认"),
        (["激光", "彩色"], "彩色", State.FINE, "默认是“彩色”"),
    ],
)
def test_a_printer_and_a_default_one_are_looked_for(names, default, state, word):
    told = check_printers(names, default)

    assert told.state is state
    assert word in told.sentence + told.advice


@pytest.mark.usefixtures("qapp")
def test_a_typeface_that_is_damaged_or_missing_is_named(tmp_path):
    whole = resources() / "fonts" / "Kai.ttf"
    broken = tmp_path / "Fang.ttf"
    broken.write_bytes(whole.read_bytes()[:500])

    told = check_bundled_fonts([whole, broken, tmp_path / "Rare.ttf"])

    assert told.state is State.BAD
    assert "Fang.ttf、Rare.ttf" in told.sentence
    assert check_bundled_fonts([whole]).state is State.FINE


@pytest.mark.usefixtures("qapp")
def test_a_system_typeface_without_chinese_is_told():
    kai = QRawFont(str(resources() / "fonts" / "Kai.ttf"), 14.0)

    assert check_system_font(kai).state is State.FINE
    assert check_system_font(QRawFont()).state is State.NOTICE


@pytest.mark.parametrize(
    ("way", "platform", "language", "state", "word"),
    [
        (Way.BRIDGE, "linux", ENGLISH, State.FINE, "fcitx"),
        (Way.PORTAL, "linux", ENGLISH, State.FINE, "ibus"),
        (Way.SYSTEM, "linux", CHINESE, State.NOTICE, "启动输入法"),
        (Way.SYSTEM, "win32", CHINESE, State.FINE, "当前键盘是中文"),
        (Way.SYSTEM, "win32", ENGLISH, State.NOTICE, "Win + 空格"),
    ],
)
def test_the_input_method_is_named_or_how_to_get_it(way, platform, language, state, word):
    told = check_input(way, platform, language)

    assert told.state is state
    assert word in told.sentence + told.advice


@pytest.mark.usefixtures("qapp")
def test_every_check_that_is_not_fine_says_what_to_do():
    found = check_window()

    assert len(found) == 4
    assert all(each.advice for each in found if each.state is not State.FINE)
    assert all(each.code.isascii() for each in found)


def test_the_line_to_try_says_whether_chinese_comes_through(card, qtbot):
    type_into(qtbot, card.try_edit, "dangz")
    assert "还是英文" in card.answer_label.text()
    card.try_edit.clear()
    assert card.answer_label.isHidden()
    write(card.try_edit, "党支部")

    assert card.answer_label.text() == "可以输入中文。"


def test_the_package_is_seen_before_it_is_saved_and_names_nobody(
    card, said, tmp_path, monkeypatch, state
):
    config = tmp_path / "config" / "partydesk"
    (config / "log").mkdir(parents=True)
    (config / "core.log").write_text("\n".join(SECRETS), "utf-8")
    state.last_file = str(tmp_path / "陈志远" / "育才支部.partydesk")
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / "诊断包"), ""))
    seen = {}

    def look(dialog):
        for place in range(dialog.names.count()):
            dialog.names.setCurrentRow(place)
            seen[dialog.names.item(place).text()] = dialog.text.toPlainText()
        dialog.save_button.click()
        return 0

    monkeypatch.setattr(DiagnosisDialog, "exec", look)
    card.save_button.click()
    settle()

    assert "已保存到“诊断包.zip”" in said[0]
    with zipfile.ZipFile(out / "诊断包.zip") as package:
        kept = {each: package.read(each).decode("utf-8-sig") for each in package.namelist()}
    assert {name: text.replace("\r\n", "\n") for name, text in kept.items()} == seen
    assert "字号：标准" in seen["版本.txt"]
    assert "打印机：" in seen["本机检查.txt"]
    for secret in (*SECRETS, "陈志远", "刘婷", "育才", str(tmp_path)):
        assert places_of(secret, out) == [], secret


def test_the_window_says_at_opening_that_the_clock_stands_before_the_file(
    window, desk, store, monkeypatch
):
    watch = MachineWatch(desk, window)
    watch.begin()
    assert window.warning == ""

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(days=1)

    monkeypatch.setattr("ui.machine_watch.datetime", Yesterday)
    member(store, "苏文清")
    watch.look()
    assert "比文件里最后一次操作" in window.warning
    assert "校准" in window.warning
    monkeypatch.undo()
    watch.look()

    assert window.warning == "", "set right, it is said no more"


def test_a_clock_that_is_set_while_the_window_is_open_is_said_until_it_was_read(window, desk):
    wall, steady = [1_790_000_000.0], [100.0]
    watch = MachineWatch(desk, window, ClockWatch(lambda: wall[0], lambda: steady[0]))
    watch.begin()
    wall[0] += 86_400
    watch.look()
    assert "被拨快了约 24 小时" in window.warning
    watch.look()
    assert "被拨快了约 24 小时" in window.warning
    window._warning.action_button.click()
    settle()

    assert window.warning == ""
    assert window.title_label.text() == "设置"
    assert window.page.machine.found


def test_a_disk_that_gets_full_is_said_when_something_is_saved(window, desk, monkeypatch):
    watch = MachineWatch(desk, window)
    watch.begin()
    assert window.warning == ""
    free = machine.safeio.free_space(desk.store.path.parent)
    monkeypatch.setattr("partydesk.safeio.free_space", lambda _folder: 1024**2)
    desk.call(member, "苏文清")
    assert "还有 1.0 MB 可用" in window.warning
    monkeypatch.setattr("partydesk.safeio.free_space", lambda _folder: free)
    watch.look()

    assert window.warning == ""


def test_a_graver_warning_is_not_covered(window, desk, monkeypatch):
    watch = MachineWatch(desk, window)
    window.warn("数据文件有损坏。")
    monkeypatch.setattr("partydesk.safeio.free_space", lambda _folder: 1024**2)
    watch.begin()

    assert window.warning == "数据文件有损坏。"


def test_settings_open_at_the_card(window):
    window.go(Target("设置", field="本机检查"))
    settle()

    card = window.page.machine
    assert card.found
    assert card.check_button.visibleRegion().boundingRect().height() > 0
