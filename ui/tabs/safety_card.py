"""Passwords, deputies and backups of the file, with what was verified and when."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from partydesk.domain.text import file_size
from partydesk.errors import PartydeskError
from partydesk.services import branch_files, handing_over, safekeeping
from partydesk.services.safekeeping import BackupLine, Checked
from ui.background import steps
from ui.desk import Desk, Task
from ui.dialogs.message import ask, say, show_done
from ui.dialogs.passwords import ChangePasswordDialog, DeputyDialog
from ui.tabs.register_tab import today
from ui.widgets.banner import Banner
from ui.widgets.basics import button, clear, column, label, row, set_role

#: As many backups are listed by name; the dialog has all.
LISTED = 3
_CHECKED = {
    Checked.NO: "还没有核对",
    Checked.MADE: "做好时已核对",
    Checked.NOW: "已核对",
    Checked.BROKEN: "已损坏",
    Checked.FOREIGN: "要用以前的密码",
}


class SafetyCard(QFrame):
    """Shows how safe the file is and lets it be made safer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self._line = label("", wrap=True)
        self.reminder = Banner()
        self._deputies = QVBoxLayout()
        self._deputies.setSpacing(2)
        self._backups = QVBoxLayout()
        self._backups.setSpacing(4)
        self.setLayout(
            column(
                label("安全与备份", "title"),
                self._line,
                self.reminder,
                row(
                    button("改密码…", self._change_password, icon_name="key"),
                    button("副手密码…", self._add_deputy, icon_name="user-plus"),
                    None,
                ),
                self._deputies,
                row(
                    button("试一试恢复单…", self._try_sheet),
                    button("换届交接…", self._hand_over),
                    None,
                ),
                label("备份", "section"),
                self._backups,
                row(
                    button("立即备份", self._backup, icon_name="database"),
                    button("备份到 U 盘…", self._backup_elsewhere, icon_name="device-usb"),
                    None,
                ),
                row(button("查看和恢复备份…", self._show_backups), None),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )

    def refresh(self) -> None:
        """Read what is known of the file's safety."""
        self._line.setText(self._desk.call(branch_files.protection_line, today()))
        reminder = self._desk.call(safekeeping.reminder, today())
        if reminder:
            self.reminder.say(reminder)
        else:
            self.reminder.hide()
        self._show_deputies(self._desk.call(branch_files.deputies))
        clear(self._backups)
        lines = self._desk.call(safekeeping.backup_lines)
        for each in lines[:LISTED]:
            self._backups.addWidget(label(_told(each), "caption", wrap=True))
        if not lines:
            self._backups.addWidget(label("还没有备份。", "caption"))

    def _show_deputies(self, names: list[str]) -> None:
        clear(self._deputies)
        words = "副手可以记名册和会议，看不到谈话和廉政内容。"
        text = words if names else f"还没有副手密码。{words}"
        self._deputies.addWidget(label(text, "caption", wrap=True))
        for name in names:
            gone = button("取消密码…", partial(self._remove_deputy, name), "link")
            gone.setAccessibleName(f"取消{name}的密码")
            line = QWidget()
            line.setLayout(row(label(f"副手：{name}"), gone, None))
            self._deputies.addWidget(line)

    def _change_password(self) -> None:
        self._ask_password(ChangePasswordDialog(self))

    def _ask_password(self, dialog: ChangePasswordDialog) -> None:
        """Until the old one is right, or nobody wants to any more."""

        def refused(fault: PartydeskError) -> None:
            dialog.refuse(fault)
            self._ask_password(dialog)

        if dialog.exec():
            self._run(
                lambda store, tell: branch_files.change_password(
                    store, dialog.old, dialog.new, tell=tell
                ),
                "正在更换密码…",
                "密码已更换。原来的恢复单仍然有效。",
                refused,
            )

    def _add_deputy(self) -> None:
        self._ask_deputy(DeputyDialog(self))

    def _ask_deputy(self, dialog: DeputyDialog) -> None:
        def refused(fault: PartydeskError) -> None:
            dialog.refuse(fault)
            self._ask_deputy(dialog)

        if dialog.exec():
            self._run(
                lambda store, tell: branch_files.add_deputy(
                    store, dialog.name, dialog.new, tell=tell
                ),
                "正在添加副手密码…",
                f"{dialog.name}现在可以用自己的密码打开这个文件。",
                refused,
            )

    def _remove_deputy(self, name: str) -> None:
        advice = (
            "以后这个密码打不开这份文件。以前的备份里还留着它；"
            "如果要连备份也防住，请做一次“换届交接”，再删掉以前的备份。"
        )
        if ask(self, f"取消副手“{name}”的密码吗？", advice, ("取消密码", "返回")) == "取消密码":
            with self._desk.reporting(self):
                self._desk.call(branch_files.remove_deputy, name)
            self.refresh()

    def _try_sheet(self) -> None:
        from ui.dialogs.sheet_trial import SheetTrialDialog

        SheetTrialDialog(lambda text: self._desk.call(handing_over.try_sheet, text), self).exec()

    def _hand_over(self) -> None:
        from ui.dialogs.hand_over import hand_over

        with self._desk.reporting(self):
            hand_over(self._desk, self, self._desk.call(handing_over.new_sheet, date.today()))

    def _show_backups(self) -> None:
        from ui.dialogs.backups import show_backups

        show_backups(self._desk, self)
        if self._desk.is_open:
            self.refresh()

    def _backup(self) -> None:
        self._run(
            lambda store, tell: branch_files.backup_now(store, "手动备份", tell=tell),
            "正在备份并核对…",
            "",
        )

    def _backup_elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹")
        if not chosen:
            return
        folder = Path(chosen)

        def done(made: Any) -> None:
            self.refresh()
            show_done(self, "备份已写入，并从盘上读回核对无误，可以安全拔出。", made.path)

        self._desk.run(
            Task(
                lambda store, tell: branch_files.backup_now(
                    store, "备份到外部", folder, tell=steps(tell)
                ),
                "正在备份并核对…",
                done,
            ),
            self,
        )

    def _run(
        self,
        work: Callable[..., object],
        title: str,
        sentence: str,
        refused: Callable[[PartydeskError], None] | None = None,
    ) -> None:
        def done(_result: object) -> None:
            self.refresh()
            if sentence:
                say(self, sentence)

        task = Task(lambda store, tell: work(store, steps(tell)), title, done, refused)
        self._desk.run(task, self)


def _told(line: BackupLine) -> str:
    return f"{line.backup.label}　{file_size(line.backup.size)}　{_CHECKED[line.checked]}"
