"""What Qt says itself is Chinese, in its list of files too."""

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QDialogButtonBox, QFileIconProvider

from ui.qt_texts import speak_chinese


@pytest.fixture
def chinese(qapp):
    installed = speak_chinese(qapp)
    yield
    for each in installed:
        qapp.removeTranslator(each)


def test_folders_and_odd_files_have_a_chinese_kind(chinese, tmp_path):
    kinds = QFileIconProvider()

    assert kinds.type(QFileInfo(str(tmp_path))) == "文件夹"
    assert kinds.type(QFileInfo("/dev/null")) in {"其他文件", "文件"}


def test_buttons_that_qt_makes_are_chinese(chinese, qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)

    assert [each.text() for each in box.buttons()] == ["取消"]
