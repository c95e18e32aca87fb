"""When a file does not open: fetches its newest whole backup back beside it, under a new name."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QProgressBar, QWidget

from partydesk.errors import CancelledError, InvalidValuesError, PartydeskError
from partydesk.services.rescuing import Rescued, backups_for, rescue
from ui.background import Background, Job, Tell
from ui.dialogs.growing import grow
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row

_WHAT = (
    "程序会从新到旧核对备份，把第一份完好的放到原文件旁边，另起一个名字。原来的文件和备份都不改动。"
)


class RescueDialog(QDialog):
    """Asks for the password and for other places where backups may lie.

    Attributes:
        rescued: What was fetched back; ``None`` until then.
    """

    def __init__(
        self, path: Path, word: str, background: Background, parent: QWidget | None = None
    ) -> None:
        """A dialog on a file that does not open; ``word`` is what was typed for it."""
        super().__init__(parent)
        self._path, self._background = path, background
        self._found = backups_for(path)
        #: Kept after it has ended: what it still tells comes a moment later.
        self._job: Job | None = None
        self._is_working = False
        self.rescued: Rescued | None = None
        self.setWindowTitle("从备份找回")
        self.found_label = label("", wrap=True)
        self.word_edit = QLineEdit(word)
        self.word_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.word_edit.setAccessibleName("密码或恢复单数字")
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        self.step_label = label("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("正在找回")
        self.elsewhere_button = button("别处的备份…", self._choose_folder)
        self.cancel_button = button("取消", self.reject)
        self.take_button = button("找回最近一份", self._take, "primary")
        self._build()
        self._show_found()
        self._wait(waiting=False)

    def reject(self) -> None:
        """Stop the work first; nothing of it stays."""
        if self._job is not None and self._is_working:
            self._job.cancel()
            self.cancel_button.setEnabled(False)
            self.step_label.setText("正在取消，请稍候…")
            return
        super().reject()

    def _build(self) -> None:
        for each in (self.elsewhere_button, self.cancel_button):
            each.setAutoDefault(False)
        self.take_button.setDefault(True)
        foot = row(self.elsewhere_button, None, self.cancel_button, self.take_button)
        self.setLayout(
            column(
                label("从备份找回", "page-title"), self.found_label,
                label(_WHAT, "caption", wrap=True),
                label("密码或恢复单数字", "label"), self.word_edit, self.problem_label,
                self.step_label, self.bar, 4, foot,
                gap=9, margins=(24, 20, 24, 18),
            )
        )  # fmt: skip
        self.setMinimumWidth(current_theme().gap(500))
        self.word_edit.setFocus()

    def _show_found(self) -> None:
        name = self._path.stem
        if self._found:
            told = f"有 {len(self._found)} 份备份，最近一份是 {self._found[0].label}。"
        else:
            told = "旁边没有备份。如果 U 盘或别的文件夹里有，请选它所在的文件夹。"
        self.found_label.setText(f"“{name}”打不开。{told}")
        self.take_button.setEnabled(bool(self._found))
        grow(self)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份在哪个文件夹")
        if chosen:
            self._found = backups_for(self._path, Path(chosen))
            self._show_found()

    def _take(self) -> None:
        word = self.word_edit.text()
        if not word.strip():
            self._say("请输入密码，或恢复单上的 48 位数字。")
            return
        self.problem_label.hide()
        job = self._job = Job(self._work(word))
        job.told.connect(lambda step, _done, _total: self.step_label.setText(step))
        job.done.connect(self._done)
        job.failed.connect(self._failed)
        self._wait(waiting=True)
        self._background.start(job)

    def _work(self, word: str) -> Callable[[Tell], Rescued]:
        path, found = self._path, list(self._found)
        return lambda tell: rescue(path, found, word, date.today(), lambda step: tell(step, 0, 0))

    def _wait(self, *, waiting: bool) -> None:
        self._is_working = waiting
        for each in (self.word_edit, self.elsewhere_button):
            each.setEnabled(not waiting)
        self.take_button.setEnabled(not waiting and bool(self._found))
        self.cancel_button.setEnabled(True)
        self.step_label.setText("")
        self.step_label.setVisible(waiting)
        self.bar.setVisible(waiting)
        grow(self)

    def _done(self, rescued: Rescued) -> None:
        self._is_working = False
        self.rescued = rescued
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if isinstance(error, CancelledError):
            self._say("已取消，没有留下任何文件。")
        elif isinstance(error, InvalidValuesError):
            self._say("\n".join(error.by_field.values()))
        elif isinstance(error, PartydeskError):
            self._say(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)
        self.word_edit.setFocus()
        self.word_edit.selectAll()

    def _say(self, sentence: str) -> None:
        self.problem_label.setText(sentence)
        self.problem_label.show()
        grow(self)


def fetch_back(
    path: Path, word: str, background: Background, parent: QWidget | None = None
) -> Path | None:
    """Let the user fetch a backup back; the new file, or nothing when it was given up."""
    from ui.dialogs.message import say

    dialog = RescueDialog(path, word, background, parent)
    if not dialog.exec() or dialog.rescued is None:
        return None
    found = dialog.rescued
    older = f"有 {found.damaged} 份更新的备份已损坏，没有用。" if found.damaged else ""
    say(
        parent,
        f"已从 {found.backup.label} 的备份找回。",
        f"{older}找回的文件是“{found.path.name}”，以后就用它；这份备份之后记的内容要补记。"
        f"原来的文件没有动。",
    )
    return found.path
