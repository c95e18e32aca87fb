"""Sets up a branch: its name, how the window looks, password and sheet, the roster, what next."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from partydesk.errors import InvalidValuesError, PartydeskError
from ui.background import Background, Job
from ui.dialogs.first_hour_pages import DonePage, LookPage, RosterPage
from ui.dialogs.growing import grow
from ui.dialogs.message import ask, show_fault
from ui.dialogs.new_branch_pages import BranchPage, PasswordPage, SheetPage
from ui.theme import Theme, current_theme
from ui.widgets.basics import button, column, label, row

#: Which of the five steps each page belongs to: password and recovery sheet are one.
_STEPS = (1, 2, 3, 3, 4, 5)
_BRANCH, _LOOK, _PASSWORD, _SHEET, _ROSTER, _DONE = range(6)


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
        wear: Puts on another look or text size, and remembers it.
        import_roster: Asks for a roster sheet and imports it; what was done, or nothing.
    """

    check_branch: Callable[[dict[str, Any]], dict[str, Any]]
    password_problem: Callable[[str], str]
    create: Callable[[NewBranch], Created]
    discard: Callable[[Created], None]
    folder: Path
    wear: Callable[[Theme], object]
    import_roster: Callable[[Created, QWidget], str]


class NewBranchDialog(QDialog):
    """Five steps.

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
        self.look_page = LookPage(setting.wear)
        self.password_page = PasswordPage(setting.password_problem)
        numbers = sorted(secrets.SystemRandom().sample(range(1, 9), 2))
        self.sheet_page = SheetPage((numbers[0], numbers[1]))
        self.roster_page = RosterPage(self._import)
        self.done_page = DonePage()
        self.pages = QStackedWidget()
        for page in (
            *(self.branch_page, self.look_page, self.password_page),
            *(self.sheet_page, self.roster_page, self.done_page),
        ):
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
        self._set_size()
        self._show(_BRANCH)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "pages"):
            self._set_size()

    def _set_size(self) -> None:
        theme = current_theme()
        self.setMinimumSize(theme.gap(640), theme.gap(512))
        grow(self)

    def _show(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        self.step_label.setText(f"第 {_STEPS[place]} 步，共 {_STEPS[-1]} 步")
        self.back_button.setVisible(place in (_LOOK, _PASSWORD))
        # Once the sheet was read, the branch stands: nothing is given up any more.
        self.cancel_button.setVisible(place < _ROSTER)
        self.next_button.setText("开始使用" if place == _DONE else "下一步")
        page: Any = self.pages.currentWidget()
        page.begin()
        grow(self)

    def _back(self) -> None:
        self._show(self.pages.currentIndex() - 1)

    def _next(self) -> None:
        {
            _BRANCH: self._leave_branch,
            _LOOK: lambda: self._show(_PASSWORD),
            _PASSWORD: self._leave_password,
            _SHEET: self._leave_sheet,
            _ROSTER: lambda: self._show(_DONE),
            _DONE: self.accept,
        }[self.pages.currentIndex()]()

    def _leave_branch(self) -> None:
        try:
            self._setting.check_branch(self.branch_page.form.values())
        except InvalidValuesError as error:
            self.branch_page.form.show_problems(error.by_field)
            return
        if self.branch_page.path().exists():
            self.branch_page.say_taken()
            return
        self._show(_LOOK)

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
            self._show(_ROSTER)

    def _import(self, page: QWidget) -> str:
        assert self.created is not None, "the roster comes after the file"
        return self._setting.import_roster(self.created, page)

    def _made(self, created: Created) -> None:
        self._wait(waiting=False)
        if self._job is not None and self._job.stop.is_set():
            self._setting.discard(created)
            super().reject()
            return
        self.created = created
        self.sheet_page.show_sheet(created.sheet)
        self._show(_SHEET)

    def _failed(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if isinstance(error, PartydeskError):
            show_fault(self, error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _wait(self, *, waiting: bool) -> None:
        for each in (self.next_button, self.back_button, self.pages):
            each.setEnabled(not waiting)
        self.cancel_button.setEnabled(True)
        self.next_button.setText("正在创建…" if waiting else "下一步")

    def reject(self) -> None:
        if self._job is not None and not self.next_button.isEnabled():
            # The file is being made: it is removed again as soon as that is over.
            self._job.cancel()
            self.cancel_button.setEnabled(False)
            self.next_button.setText("正在取消…")
            return
        if self.pages.currentIndex() >= _ROSTER:
            self.accept()
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
