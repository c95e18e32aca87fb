"""程序更新: a new version from a stick, after a backup, and the way back to the former one."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame

from partydesk import __version__
from partydesk.services import branch_files, updating
from partydesk.services.updating import Here, Offer, WayBack
from ui.background import Tell, steps
from ui.desk import Desk, Task
from ui.dialogs.message import ask
from ui.dialogs.update import UpdateDialog
from ui.widgets.basics import button, column, label, row, set_role

_FILES = "更新文件 (*.pdu)"


class UpdateCard(QFrame):
    """Says which version this is, takes a newer one, and goes back.

    Attributes:
        here: The program that is running; none from source.
        said_label: What has happened, or will at the next start.
    """

    def __init__(self, desk: Desk, here: Here | None = None) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self.here = here or updating.this_program()
        self.said_label = label("", wrap=True)
        self.update_button = button("从U盘更新…", self.update_from_stick)
        self.back_button = button("退回上一版…", self.go_back)
        about = (
            "更新文件（.pdu）由发布单位制作并签名，拷在U盘上带来。更新前先备份，现在的版本留着。"
            if self.here
            else "从源代码运行时不这样更新；装好的程序可以从U盘更新，也可以退回上一版。"
        )
        self.setLayout(
            column(
                label("程序更新", "title"),
                label(f"支部工作台 {self.here.version if self.here else __version__}"),
                label(about, "caption", wrap=True),
                self.said_label,
                row(self.update_button, self.back_button, None),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )
        self._say("")

    def refresh(self) -> None:
        """Look what will start the next time, and whether an update did not start."""
        if self.here is None:
            self.update_button.hide()
            self.back_button.hide()
            return
        with self._desk.reporting(self):
            if failed := updating.did_not_start(self.here):
                self._say(f"{failed} 版没有能启动，已自动用回现在的版本；支部文件没有改动。")
            elif waiting := updating.waiting(self.here):
                self._say(f"关闭程序再打开，就是 {waiting} 版。")
        self.back_button.setVisible(self._way_back() is not None)

    def update_from_stick(self) -> None:
        """Ask for an update file, show what it brings, and install it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择更新文件", "", _FILES)
        if chosen and self.here is not None:
            path, here = Path(chosen), self.here

            def look(_store: Any, tell: Tell) -> Offer:
                tell("核对签名", 0, 0)
                return updating.look_at(path, here)

            task = Task(
                look,
                "正在核对更新文件…",
                lambda offer: self._offer(path, offer, here),
                takes_turns=True,
            )
            self._desk.run(task, self)

    def go_back(self) -> None:
        """Let the former version start the next time, after saying what that means."""
        way = self._way_back()
        if way is None or self.here is None:
            return
        answer = ask(self, f"要退回 {way.version} 版吗？", _told(way), ("退回", "取消"))
        if answer == "退回":
            with self._desk.reporting(self):
                updating.go_back(self.here)
                self.refresh()

    def _offer(self, path: Path, offer: Offer, here: Here) -> None:
        if not UpdateDialog(path, offer, here, self).exec():
            return

        def work(store: Any, tell: Tell) -> Path:
            backup = branch_files.backup_now(store, "更新前", tell=steps(tell)).path
            updating.install(path, offer, here, str(backup), tell)
            return backup

        def done(backup: Path) -> None:
            self.refresh()
            self._say(
                f"{offer.version} 版已装好并核对无误，支部文件备份为“{backup.name}”。"
                "关闭程序再打开，就是新版本。可以安全拔出U盘。"
            )

        self._desk.run(Task(work, "正在备份并更新…", done), self)

    def _way_back(self) -> WayBack | None:
        here = self.here
        return updating.way_back(here, here.data_form) if here else None

    def _say(self, sentence: str) -> None:
        self.said_label.setText(sentence)
        self.said_label.setVisible(bool(sentence))


def _told(way: WayBack) -> str:
    """What going back means for the branch file."""
    if not way.needs_backup:
        return "关闭程序再打开，就是上一版；支部文件不变，两个版本都能打开。"
    where = (
        f"更新前的备份是“{way.backup}”。"
        if way.backup and Path(way.backup).is_file()
        else "更新前的备份已不在原处，请在“设置 › 备份”里选更新之前的一份。"
    )
    return (
        "支部文件已经是较新的形式，上一版打不开它：退回以后，请用更新前的备份恢复，"
        f"更新后录入的内容不在那份备份里。{where}"
    )
