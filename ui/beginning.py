"""The sample branch: how it is opened, or made first, and how it goes again."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.services import branch_files, history
from partydesk.services.sample_file import SAMPLE_PASSWORD
from ui.desk import Desk
from ui.dialogs.message import ask


def open_sample(path: Path) -> Any:
    """Open the sample branch; make it first if it is not there."""
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
