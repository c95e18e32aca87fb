"""Questions and faults as small windows with a sentence, advice and buttons in plain words."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QMessageBox, QSpacerItem, QWidget

from partydesk.errors import PartydeskError
from ui.theme import current_theme

#: Pixels that a box is wide at least.
_LEAST = 340
#: Name of the program in titles.
PROGRAM = "支部工作台"


def show_fault(parent: QWidget | None, error: PartydeskError) -> None:
    """Say what the world did and what to do about it."""
    say(parent, error.sentence, error.advice)


def say(parent: QWidget | None, sentence: str, advice: str = "") -> None:
    """Say something that needs no answer."""
    box = box_with(parent, sentence, advice)
    box.addButton("确定", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def show_done(parent: QWidget | None, sentence: str, path: Path) -> None:
    """Say that a file was written, and offer to show the folder that it lies in."""
    box = box_with(parent, sentence, "")
    role = QMessageBox.ButtonRole
    folder = box.addButton("打开所在文件夹", role.ActionRole)
    fine = box.addButton("确定", role.AcceptRole)
    box.setDefaultButton(fine)
    box.setEscapeButton(fine)
    box.exec()
    if box.clickedButton() is folder:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def ask(parent: QWidget | None, sentence: str, advice: str, choices: Sequence[str]) -> str:
    """Ask and return the chosen button's text; the last choice is also what Escape means.

    Args:
        parent: The widget that asks.
        sentence: The question.
        advice: What each choice leads to; may be empty.
        choices: Texts of the buttons, such as ``("保存", "不保存", "取消")``.
    """
    box = box_with(parent, sentence, advice)
    role = QMessageBox.ButtonRole
    buttons = [box.addButton(each, role.ActionRole) for each in choices[:-1]]
    buttons.append(box.addButton(choices[-1], role.RejectRole))
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(buttons[-1])
    box.exec()
    clicked = box.clickedButton()
    return clicked.text() if clicked else choices[-1]


def box_with(parent: QWidget | None, sentence: str, advice: str) -> QMessageBox:
    """A small window without buttons yet, never so narrow that a short sentence looks lost."""
    box = QMessageBox(parent)
    box.setWindowTitle(PROGRAM)
    box.setText(sentence)
    box.setInformativeText(advice)
    grid = box.layout()
    assert isinstance(grid, QGridLayout), "Qt lays its boxes out in a grid"
    # Not as the least width of the sentence: Qt would take that for all the room that it needs.
    room = QSpacerItem(current_theme().gap(_LEAST), 0)
    grid.addItem(room, grid.rowCount(), 0, 1, grid.columnCount())
    return box
