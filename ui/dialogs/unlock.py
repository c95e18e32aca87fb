"""Opens a branch file: password, or the digits of the recovery sheet."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from partydesk.errors import (
    DamagedFileError,
    InvalidValuesError,
    MisplacedError,
    PartydeskError,
)
from ui.background import Background, Job, Tell, steps
from ui.dialogs.message import say
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.first_paint import after_paint


class UnlockDialog(QDialog):
    """Asks until the file is open or the user gives up.

    Attributes:
        opened: What opening gave; ``None`` until then.
        sheet: The digits that opened it, if it was not a password: they set a new one.
        wants_other: Whether the user would rather open another file.
        wants_backup: Whether the file is damaged and the user wants a backup of it.
        typed: What was typed last; only kept when a backup is wanted.
        copied: The copy on this machine to open instead; ``None`` unless it was made.

    Signals:
        checking: What was typed is being checked, which takes a while; the dialog says so.
    """

    checking = Signal()

    def __init__(
        self,
        path: Path,
        with_password: Callable[[str], Any],
        with_sheet: Callable[[str], Any],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        """A dialog; the functions open the file and raise ``PartydeskError`` if they can't."""
        super().__init__(parent)
        self._with_password, self._with_sheet = with_password, with_sheet
        self._background = background
        self.opened: Any = None
        self.sheet = ""
        self._job: Job | None = None
        self._by_sheet = False
        self.wants_other = self.wants_backup = False
        self.typed = ""
        self.copied: Path | None = None
        self._path = path
        self.setWindowTitle("打开支部文件")
        self.file_label = label(path.stem, "page-title", wrap=True)
        self.file_label.setToolTip(str(path))
        self.password_edit = _password_edit("密码")
        self.sheet_edit = QPlainTextEdit()
        self.sheet_edit.setAccessibleName("恢复单上的 48 位数字")
        self.sheet_edit.setPlaceholderText("按顺序输入 8 组数字，组间可用空格或换行")
        self.sheet_edit.setTabChangesFocus(True)
        self.sheet_edit.setMaximumHeight(90)
        self.problem_label = label("", "problem", wrap=True)
        self.open_button = button("打开", self._open, "primary")
        self.open_button.setDefault(True)
        self.other_way_button = button("", self._switch, "link")
        self.other_file_button = button("打开别的文件…", self._leave_for_other, "link")
        self.backup_button = button("从备份找回…", self._leave_for_backup)
        self.backup_button.hide()
        self.copy_button = button("复制到本机再打开", self._copy)
        self.copy_button.hide()
        self.cancel_button = button("取消", self.reject)
        links = (self.other_way_button, self.other_file_button, self.backup_button)
        for each in (*links, self.copy_button, self.cancel_button):
            each.setAutoDefault(False)
        self._build()

    def _build(self) -> None:
        self.setMinimumWidth(current_theme().gap(460))
        self.ways = (QWidget(), QWidget())
        names = ("密码", "恢复单")
        edits = (self.password_edit, self.sheet_edit)
        for way, name, edit in zip(self.ways, names, edits, strict=True):
            way.setLayout(column(label(name, "label"), edit, gap=6))
        links = row(self.other_way_button, self.other_file_button, None, gap=4)
        foot = row(self.backup_button, self.copy_button, None, self.cancel_button, self.open_button)
        self.hint_label = label("", "caption", wrap=True)
        self.setLayout(
            column(
                self.file_label, self.hint_label, 4, *self.ways, self.problem_label, links, 6, foot,
                gap=8, margins=(26, 24, 26, 20),
            )
        )  # fmt: skip
        self.problem_label.hide()
        self._show_way(0)

    def _show_way(self, place: int) -> None:
        self._by_sheet = place == 1
        asked = "请输入恢复单上的 48 位数字。" if self._by_sheet else "请输入密码。"
        self.hint_label.setText(f"这份文件已加密，{asked}")
        for number, way in enumerate(self.ways):
            way.setVisible(number == place)
        self.other_way_button.setText("改用密码打开" if place else "忘了密码？用恢复单打开")
        (self.sheet_edit if place else self.password_edit).setFocus()
        self._grow()

    def _switch(self) -> None:
        self.problem_label.hide()
        self._show_way(0 if self._by_sheet else 1)

    def _leave_for_other(self) -> None:
        self.wants_other = True
        self.reject()

    def _leave_for_backup(self) -> None:
        self.wants_backup, self.typed = True, self._typed()
        self.reject()

    def _copy(self) -> None:
        """Copy the file to this machine; the copy's password is asked for next."""
        job = self._job = Job(self._bring_home)
        job.done.connect(self._copied)
        job.failed.connect(self._failed)
        self._wait(waiting=True)
        self.open_button.setText("正在复制…")
        self._background.start(job)

    def _bring_home(self, tell: Tell) -> Any:
        # Loaded when it is needed: the question for the password must not wait for it.
        from partydesk.services.bringing_home import bring_home

        return bring_home(self._path, steps(tell))

    def _copied(self, brought: Any) -> None:
        self.copied = brought.path
        say(
            self,
            f"已复制到本机“{brought.path}”，并从盘上读回核对无误。",
            f"接着打开的是本机这一份。原文件仍在“{brought.original}”，没有改动；"
            "以后请只在本机这一份里录入，要带走时用“备份到外部”。",
        )
        self._wait(waiting=False)
        super().reject()

    def _typed(self) -> str:
        return self.sheet_edit.toPlainText() if self._by_sheet else self.password_edit.text()

    def _open(self) -> None:
        by_sheet, typed = self._by_sheet, self._typed()
        if not typed.strip():
            self._say("请输入恢复单上的数字。" if by_sheet else "请输入密码。")
            return
        opens = self._with_sheet if by_sheet else self._with_password
        job = self._job = Job(lambda _tell: opens(typed))
        job.done.connect(self._done)
        job.failed.connect(self._failed)
        self._wait(waiting=True)
        self._background.start(job)
        after_paint(self, self.checking.emit)

    def _wait(self, *, waiting: bool) -> None:
        links = (self.other_way_button, self.other_file_button, self.backup_button)
        for each in (self.open_button, self.copy_button, *links, *self.ways):
            each.setEnabled(not waiting)
        self.open_button.setText("正在打开…" if waiting else "打开")

    def _done(self, opened: Any) -> None:
        if self._is_given_up():
            opened.close()
            super().reject()
            return
        self.opened = opened
        self.sheet = self.sheet_edit.toPlainText() if self._by_sheet else ""
        self.password_edit.clear()
        self.sheet_edit.clear()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if self._is_given_up() and isinstance(error, PartydeskError):
            super().reject()
        elif isinstance(error, InvalidValuesError):
            self._say("\n".join(error.by_field.values()))
        elif isinstance(error, PartydeskError):
            # A damaged head looks like a wrong sheet: then too a backup may help.
            if self._by_sheet or isinstance(error, DamagedFileError):
                self.backup_button.show()
            if isinstance(error, MisplacedError):
                self.copy_button.show()
            self._say(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)
        edit = self.sheet_edit if self._by_sheet else self.password_edit
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.selectAll()

    def _say(self, sentence: str) -> None:
        self.problem_label.setText(sentence)
        self.problem_label.show()
        self._grow()

    def _grow(self) -> None:
        """Make room for what was added; otherwise the line to type in would be squeezed."""
        layout = self.layout()
        assert layout is not None, "the dialog is built"
        layout.activate()
        needed = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        self.setMinimumHeight(needed)

    def reject(self) -> None:
        """While the file is being opened: leave as soon as that is over, with the file closed."""
        if self._job is None or self.open_button.isEnabled():
            super().reject()
            return
        self._job.cancel()
        self.cancel_button.setEnabled(False)
        self.open_button.setText("正在取消…")

    def _is_given_up(self) -> bool:
        return self._job is not None and self._job.stop.is_set()


def _password_edit(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setAccessibleName(name)
    return edit
