"""Passwords, deputies and backups of the file, with what was verified and when."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout

from partydesk.domain.text import file_size
from partydesk.services import branch_files
from ui.desk import Desk, Task
from ui.dialogs.message import say, show_done
from ui.dialogs.passwords import ChangePasswordDialog, DeputyDialog
from ui.tabs.register_tab import today
from ui.widgets.basics import button, clear, column, label, row, set_role

#: As many backups are listed by name.
LISTED = 6


class SafetyCard(QFrame):
    """Shows how safe the file is and lets it be made safer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self._line = label("", wrap=True)
        self._deputies = label("", "caption", wrap=True)
        self._backups = QVBoxLayout()
        self._backups.setSpacing(4)
        self.setLayout(
            column(
                label("安全与备份", "title"),
                self._line,
                row(
                    button("改密码…", self._change_password, icon_name="key"),
                    button("副手密码…", self._add_deputy, icon_name="user-plus"),
                    None,
                ),
                self._deputies,
                label("备份", "section"),
                self._backups,
                row(
                    button("立即备份", self._backup, icon_name="database"),
                    button("备份到 U 盘…", self._backup_elsewhere, icon_name="device-usb"),
                    None,
                ),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )

    def refresh(self) -> None:
        """Read what is known of the file's safety."""
        self._line.setText(self._desk.call(branch_files.protection_line, today()))
        deputies = self._desk.call(branch_files.deputies)
        self._deputies.setText(
            f"有副手密码：{'、'.join(deputies)}（看不到谈话和廉政内容）"
            if deputies
            else "还没有副手密码。副手可以记名册和会议，看不到谈话和廉政内容。"
        )
        clear(self._backups)
        backups = self._desk.call(lambda store: branch_files.list_backups(store.file.path))
        for each in backups[:LISTED]:
            text = f"{each.label}　{file_size(each.size)}　已核对"
            self._backups.addWidget(label(text, "caption"))
        if not backups:
            self._backups.addWidget(label("还没有备份。", "caption"))

    def _change_password(self) -> None:
        dialog = ChangePasswordDialog(self)
        if dialog.exec():
            self._run(
                lambda store: branch_files.change_password(store, dialog.old, dialog.new),
                "正在更换密码…",
                "密码已更换。原来的恢复单仍然有效。",
            )

    def _add_deputy(self) -> None:
        dialog = DeputyDialog(self)
        if dialog.exec():
            self._run(
                lambda store: branch_files.add_deputy(store, dialog.name, dialog.new),
                "正在添加副手密码…",
                f"{dialog.name}现在可以用自己的密码打开这个文件。",
            )

    def _backup(self) -> None:
        self._run(lambda store: branch_files.backup_now(store, "手动备份"), "正在备份并核对…", "")

    def _backup_elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹")
        if not chosen:
            return
        folder = Path(chosen)
        self._desk.run(
            Task(
                lambda store, _tell: branch_files.backup_now(store, "备份到外部", folder),
                "正在备份并核对…",
                lambda made: show_done(self, "备份已写入并核对无误，可以安全拔出。", made.path),
            ),
            self,
        )

    def _run(self, work: Callable[..., object], title: str, sentence: str) -> None:
        def done(_result: object) -> None:
            self.refresh()
            if sentence:
                say(self, sentence)

        self._desk.run(Task(lambda store, _tell: work(store), title, done), self)
