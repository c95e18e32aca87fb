"""Asks for another name of a paper."""

from pathlib import PurePath

from PySide6.QtWidgets import QInputDialog, QWidget


def ask_title(parent: QWidget, title: str) -> str:
    """A new name without its ending, which stays; empty if it was left as it is."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("附件改名")
    dialog.setLabelText("新名称（会印在会议记录的附件目录里）")
    stem = PurePath(title).stem
    dialog.setTextValue(stem)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    if not dialog.exec():
        return ""
    wanted = dialog.textValue().strip()
    return "" if wanted == stem else wanted
