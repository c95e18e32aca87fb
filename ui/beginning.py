"""The sample branch: how it is opened, or made first, and how it goes again."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.services import branch_files, history
from partydesk.services.sample_file import SAMPLE_PASSWORD
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.message import ask, show_fault
from ui.dialogs.waiting import WaitingDialog


def open_sample(path: Path, background: Background, parent: QWidget | None) -> Any:
    """Open the sample branch and say so meanwhile; what goes wrong is told, and nothing given."""
    title = "正在打开示例支部…"
    dialog = WaitingDialog(title, lambda _tell: _opened(path), _close, background, parent)
    dialog.exec()
    if dialog.fault is not None:
        show_fault(parent, dialog.fault)
    return dialog.made


def _close(store: Any) -> None:
    store.close()


def _opened(path: Path) -> Any:
    """Made first if it is not there."""
    from partydesk.services.sample import create_sample_file

    if path.exists():
        return branch_files.open_branch(path, SAMPLE_PASSWORD)
    return create_sample_file(path, SAMPLE_PASSWORD, date.today())


def may_remove_sample(desk: Desk, window: QWidget) -> bool:
    """Whether the open sample may go: it is asked only if somebody has worked in it."""
    if desk.is_busy:
        return False
    if desk.call(history.last_undoable) is None:
        return True
    answer = ask(
        window,
        "示例里有您自己改过的内容，要一起删除吗？",
        "删除后找不回来。真实的党员资料不要写在示例里，请先新建自己的支部。",
        ("删除示例", "先不删除"),
    )
    return answer == "删除示例"
