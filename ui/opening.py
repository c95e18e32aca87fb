"""Taking a paper out of the file: a private copy for another program, or a copy to keep."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from partydesk.paths import documents
from partydesk.services import attachments
from partydesk.services.exports import save_bytes
from partydesk.services.working_copies import copy_place
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.message import show_done


def open_outside(desk: Desk, paper_id: str, parent: QWidget) -> None:
    """Write a private copy beside the branch file and open it with the usual program.

    The copies are removed when the file is closed and when it is opened again.
    """

    def work(_store: object, tell: Tell) -> Path:
        title, data = desk.read(attachments.content, paper_id)
        place = desk.read(copy_place, title)
        save_bytes(data, place, lambda: tell("正在取出附件…", 0, 0))
        return place

    def done(place: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    desk.run(Task(work, "正在打开附件…", done, takes_turns=True), parent)


def save_copy(desk: Desk, paper_id: str, title: str, parent: QWidget) -> None:
    """Ask where to, and write a copy there."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存一份", str(documents() / title))
    if not chosen:
        return
    path = Path(chosen)
    ending = Path(title).suffix
    if path.suffix.lower() != ending.lower():
        path = path.with_name(path.name + ending)

    def work(_store: object, tell: Tell) -> None:
        data = desk.read(attachments.content, paper_id)[1]
        save_bytes(data, path, lambda: tell("正在写入文件…", 0, 0))

    task = Task(
        work,
        "正在另存…",
        lambda _result: show_done(parent, f"已保存到“{path.name}”。", path),
        takes_turns=True,
    )
    desk.run(task, parent)
