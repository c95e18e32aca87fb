"""Help: half a page for every tab, every shortcut listed, what the program is and is not for."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from partydesk import __version__
from partydesk.paths import resources
from tests.ui.window_help import open_window
from ui.dialogs.help import ABOUT, LICENCES, HelpDialog, help_file, picture_file
from ui.main_window import Heading, MainWindow
from ui.shortcuts import DAY, LIST, LONG_TEXT, PICKER, PLAIN, SHEET, WINDOW, WRITING
from ui.tab_list import branch_tabs
from ui.theme import Look, Size
from ui.undoing import Undoing

TABS = [
    "工作台",
    "党员名册",
    "会议记录",
    "谈心谈话",
    "廉政档案",
    "自评考核",
    "工作台账",
    "上报",
    "设置",
]


@pytest.fixture
def help_on(qtbot):
    def opened(tab, log_folder=None):
        dialog = HelpDialog(tab, TABS, None, log_folder)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return opened


def choose(dialog, topic):
    dialog.topics.setCurrentItem(dialog.topics.findItems(topic, Qt.MatchFlag.MatchExactly)[0])
    return dialog.browser.toPlainText()


def test_every_tab_has_its_half_page(desk, state):
    titles = [entry.title for entry in branch_tabs(desk, state)]
    assert set(TABS) <= set(titles)
    for title in titles:
        text = help_file(title).read_text("utf-8")

        assert text.startswith(f"# {title}\n")
        assert 200 < len(text) < 900, title


def test_the_keys_of_the_window_are_those_of_the_sheet_and_no_others(desk, state, qtbot):
    window = MainWindow(Heading("第二党支部"), branch_tabs(desk, state), state)
    qtbot.addWidget(window)
    Undoing(window, desk)
    bound = {each.key().toString() for each in window.findChildren(QShortcut)}
    declared = {keys for each in WINDOW for keys in each.keys if each.name != "tab"}
    tabs = {f"Ctrl+{place}" for place in range(1, min(9, len(window.titles)) + 1)}

    assert bound == {QKeySequence(each).toString() for each in declared | tabs}


def test_the_sheet_tells_every_declared_key_once(help_on):
    dialog = help_on(SHEET)
    assert dialog.topics.currentItem().text() == SHEET
    lines = dialog.browser.toPlainText().split("\n")
    for each in (*WINDOW, *LIST, *DAY, *PICKER, *PLAIN, *LONG_TEXT, *WRITING):
        assert lines.count(each.does) == 1, each.name
        assert lines[lines.index(each.does) - 1] == each.spelled

    assert "Ctrl++，Ctrl+=" in lines
    assert "F4，Alt+↓" in lines


def test_the_sheet_opens_with_its_keys_from_the_window(desk, state, qtbot):
    window = open_window(qtbot, desk, state)
    with qtbot.waitSignal(window.help_asked) as asked:
        qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    assert asked.args == [SHEET]


def test_help_names_only_buttons_and_pages_that_there_are():
    """What stands in “…” and looks like a button is somewhere in the window's sources."""
    sources = "\n".join(
        path.read_text("utf-8")
        for folder in ("ui", "partydesk")
        for path in (resources().parent / folder).rglob("*.py")
    )
    named = set()
    for title in [*TABS, ABOUT]:
        text = help_file(title).read_text("utf-8")
        named |= {part for each in re.findall("点“(.+?)”", text) for part in each.split(" → ")}
    named -= {"缺", "待"}
    missing = [each for each in named if f'"{each}' not in sources and f"＋ {each}" not in sources]

    assert len(named) > 15
    assert missing == []


@pytest.mark.parametrize("tab", TABS)
def test_help_opens_at_the_tab_that_asked(help_on, tab):
    dialog = help_on(tab)

    assert dialog.topics.currentItem().text() == tab
    assert dialog.browser.toPlainText().startswith(tab)
    assert "**" not in dialog.browser.toPlainText()


def test_about_tells_the_version_and_that_secrets_are_forbidden(help_on):
    text = choose(help_on("设置"), ABOUT)

    assert f"版本 {__version__}" in text
    assert "严禁处理涉密信息" in text


def test_the_notes_about_faults_can_be_reached(help_on, tmp_path, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog = help_on("设置", tmp_path)
    assert not dialog.log_button.isVisible()
    choose(dialog, ABOUT)
    qtbot.mouseClick(dialog.log_button, Qt.MouseButton.LeftButton)

    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_every_licence_can_be_read_and_the_list_is_in_chinese(help_on):
    dialog = help_on("设置")
    text = choose(dialog, LICENCES)
    links = re.findall(r'href="([^"]+)"', dialog.browser.toHtml())
    assert "pyside6-essentials" in text
    assert "version" not in text.split("cffi")[0]

    for each in set(links):
        choose(dialog, ABOUT)
        dialog.browser.anchorClicked.emit(QUrl(each))
        assert len(dialog.browser.toPlainText()) > 200, each
    shown = {path.name for path in (resources() / "licenses").glob("*.txt")}
    assert set(links) == shown


def test_a_link_to_elsewhere_opens_nothing(help_on):
    dialog = help_on("设置")
    before = dialog.browser.toPlainText()
    dialog.browser.anchorClicked.emit(QUrl("../../pyproject.toml"))

    assert dialog.browser.toPlainText() == before


def test_help_is_usable_at_every_size_and_in_every_colour(help_on, look, grab_into):
    for shade, size in zip(Look, Size, strict=True):
        look(shade, size)
        dialog = help_on("上报")
        grab_into(dialog)

        room = dialog.screen().availableGeometry()
        assert dialog.height() <= room.height()
        assert dialog.width() <= room.width()
        row = dialog.topics.visualItemRect(dialog.topics.item(1))
        assert row.height() > dialog.topics.fontMetrics().height()
        dialog.close()


def test_the_theme_can_change_while_help_is_open(help_on, look):
    dialog = help_on("上报")
    look(Look.DARK, Size.HUGE)

    assert dialog.browser.toPlainText().startswith("上报")


def test_every_tab_has_a_small_picture_of_the_real_window(desk, state):
    titles = [entry.title for entry in branch_tabs(desk, state)]
    sizes = {title: picture_file(title).stat().st_size for title in titles}
    images = {title: QImage(str(picture_file(title))) for title in titles}

    assert sum(sizes.values()) < 1_500_000
    assert {image.width() for image in images.values()} == {800}
    assert len({image.cacheKey() for image in images.values()}) == len(titles)


def test_the_picture_is_shown_as_wide_as_the_text(help_on):
    dialog = help_on("会议记录")
    for width in (1060, 700):
        dialog.resize(width, 600)
        QApplication.processEvents()
        (shown,) = pictures_in(dialog.browser.document())

        assert shown.width() <= dialog.browser.viewport().width()
        assert not dialog.browser.horizontalScrollBar().isVisible()
    assert QUrl(shown.name()).fileName() == "会议记录.png"


def pictures_in(document):
    found = []
    block = document.begin()
    while block.isValid():
        found += [each.format.toImageFormat() for each in block.textFormats()
                  if each.format.isImageFormat()]  # fmt: skip
        block = block.next()
    return found
