"""After the recovery sheet has opened a file: a new password, before anything else."""

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.errors import PartydeskError
from ui.background import Background, Job
from ui.dialogs.growing import grow
from ui.dialogs.message import show_fault
from ui.dialogs.new_branch_pages import PasswordPage
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row, rule

_WHY = (
    "恢复单已经打开了这份文件。请现在设一个新密码：原来的密码（包括副手的）都会失效，"
    "今后用新密码打开。数据不会改动；恢复单用过一次了，之后请在“设置”里用“换届交接”换一张新的。"
)


class NewPasswordDialog(QDialog):
    """Asks for a new password until there is one; the way back is to close the file."""

    def __init__(
        self,
        name: str,
        problem_of: Callable[[str], str],
        set_password: Callable[[str], object],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        """A dialog.

        Args:
            name: What the file is called.
            problem_of: A sentence on what is wrong with a password, or nothing.
            set_password: Makes it the file's only one; raises ``PartydeskError``.
            background: Where that is done.
            parent: The window that is covered.
        """
        super().__init__(parent)
        self._set_password, self._background = set_password, background
        self._job: Job | None = None
        self.setWindowTitle("设置新密码")
        self.page = PasswordPage(problem_of)
        self.back_button = button("关闭文件", self.reject)
        self.back_button.setAutoDefault(False)
        self.take_button = button("设为新密码", self._take, "primary")
        self.take_button.setDefault(True)
        foot = row(None, self.back_button, self.take_button)
        head = (label(name, "section", wrap=True), label(_WHY, wrap=True), rule())
        layout = column(*head, self.page, foot, gap=12, margins=(28, 24, 28, 22))
        layout.setStretch(3, 1)
        self.setLayout(layout)
        width = current_theme().gap(720)
        self.setMinimumSize(width, layout.totalHeightForWidth(width) + current_theme().gap(8))
        self.page.first_edit.textChanged.connect(lambda _text: grow(self))
        self.page.begin()

    def reject(self) -> None:
        # While the password is being written there is nothing to go back to.
        if self.take_button.isEnabled():
            super().reject()

    def _take(self) -> None:
        if not self.page.check():
            grow(self)
            return
        password = self.page.password()
        job = self._job = Job(lambda _tell: self._set_password(password))
        job.done.connect(lambda _result: self.accept())
        job.failed.connect(self._failed)
        self._wait(waiting=True)
        self._background.start(job)

    def _wait(self, *, waiting: bool) -> None:
        for each in (self.take_button, self.back_button, self.page):
            each.setEnabled(not waiting)
        self.take_button.setText("正在设置…" if waiting else "设为新密码")

    def _failed(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if isinstance(error, PartydeskError):
            show_fault(self, error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
