"""Sets up a branch: its name and place, a password, the recovery sheet, done."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from partydesk.errors import InvalidValuesError, PartydeskError
from ui.background import Background, Job
from ui.dialogs.message import ask, show_fault
from ui.dialogs.new_branch_pages import BranchPage, DonePage, PasswordPage, SheetPage
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row


@dataclass(frozen=True, slots=True)
class NewBranch:
    """What the user said.

    Attributes:
        values: Fields of the branch.
        path: Where the file shall lie.
        password: The secretary's.
    """

    values: dict[str, Any]
    path: Path
    password: str


@dataclass(frozen=True, slots=True)
class Created:
    """A branch that was set up.

    Attributes:
        opened: The open file.
        groups: The eight groups of the recovery sheet.
        sheet: The recovery sheet as PDF.
    """

    opened: Any
    groups: tuple[str, ...]
    sheet: bytes


@dataclass(frozen=True, slots=True)
class Setting:
    """What the dialog needs done by others.

    Attributes:
        check_branch: Values of the branch; raises ``InvalidValuesError``.
        password_problem: A sentence, or nothing.
        create: Makes the file.
        discard: Removes a file that was given up before its sheet was printed.
        folder: The proposed folder.
    """

    check_branch: Callable[[dict[str, Any]], dict[str, Any]]
    password_problem: Callable[[str], str]
    create: Callable[[NewBranch], Created]
    discard: Callable[[Created], None]
    folder: Path


class NewBranchDialog(QDialog):
    """Four pages.

    Attributes:
        created: What was set up; ``None`` until the last page.
    """

    def __init__(
        self, setting: Setting, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._setting, self._background = setting, background
        self.created: Created | None = None
        self._job: Job | None = None
        self.setWindowTitle("新建支部")
        self.branch_page = BranchPage(setting.folder)
        self.password_page = PasswordPage(setting.password_problem)
        numbers = sorted(secrets.SystemRandom().sample(range(1, 9), 2))
        self.sheet_page = SheetPage((numbers[0], numbers[1]))
        self.done_page = DonePage()
        self.pages = QStackedWidget()
        for page in (self.branch_page, self.password_page, self.sheet_page, self.done_page):
            self.pages.addWidget(page)
        self.step_label = label("", "caption")
        self.back_button = button("上一步", self._back)
        self.cancel_button = button("取消", self.reject)
        self.next_button = button("下一步", self._next, "primary")
        self.next_button.setDefault(True)
        foot = row(self.step_label, None, self.cancel_button, self.back_button, self.next_button)
        layout = column(self.pages, foot, gap=16, margins=(28, 24, 28, 22))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        theme = current_theme()
        self.setMinimumSize(theme.gap(640), theme.gap(520))
        self._show(0)

    def _show(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        self.step_label.setText(f"第 {place + 1} 步，共 {self.pages.count()} 步")
        self.back_button.setVisible(place == 1)
        self.cancel_button.setVisible(place < self.pages.count() - 1)
        self.next_button.setText("开始使用" if place == self.pages.count() - 1 else "下一步")
        page: Any = self.pages.currentWidget()
        page.begin()

    def _back(self) -> None:
        self._show(self.pages.currentIndex() - 1)

    def _next(self) -> None:
        [self._leave_branch, self._leave_password, self._leave_sheet, self.accept][
            self.pages.currentIndex()
        ]()

    def _leave_branch(self) -> None:
        try:
            self._setting.check_branch(self.branch_page.form.values())
        except InvalidValuesError as error:
            self.branch_page.form.show_problems(error.by_field)
            return
        if self.branch_page.path().exists():
            self.branch_page.say_taken()
            return
        self._show(1)

    def _leave_password(self) -> None:
        if not self.password_page.check():
            return
        wanted = NewBranch(
            self._setting.check_branch(self.branch_page.form.values()),
            self.branch_page.path(),
            self.password_page.password(),
        )
        job = self._job = Job(lambda _tell: self._setting.create(wanted))
        job.done.connect(self._made)
        job.failed.connect(self._failed)
        self._wait(waiting=True)
        self._background.start(job)

    def _leave_sheet(self) -> None:
        assert self.created is not None, "the sheet is shown after the file was made"
        if self.sheet_page.check(self.created.groups):
            self.done_page.show_place(self.branch_page.path())
            self._show(3)

    def _made(self, created: Created) -> None:
        self._wait(waiting=False)
        self.created = created
        self.sheet_page.show_sheet(created.sheet)
        self._show(2)

    def _failed(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if isinstance(error, PartydeskError):
            show_fault(self, error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _wait(self, *, waiting: bool) -> None:
        for each in (self.next_button, self.back_button, self.cancel_button, self.pages):
            each.setEnabled(not waiting)
        self.next_button.setText("正在创建…" if waiting else "下一步")

    def reject(self) -> None:
        if not self.next_button.isEnabled():
            return
        if self.created is not None:
            answer = ask(
                self,
                "还没有核对恢复单，要放弃新建吗？",
                "放弃后刚才建立的空文件会删掉，可以随时重新新建。",
                ("放弃新建", "继续核对"),
            )
            if answer == "继续核对":
                return
            self._setting.discard(self.created)
            self.created = None
        super().reject()
