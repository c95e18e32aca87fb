"""Every backup with what it holds and whether it was checked; comparing, copying, going back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from partydesk.domain.text import file_size
from partydesk.services import restoring, safekeeping
from partydesk.services.comparing import TITLES, beside
from partydesk.services.safekeeping import BackupLine, Checked
from ui.background import Tell, steps
from ui.desk import Desk, Task
from ui.dialogs.backup_comparison import BackupComparison
from ui.dialogs.backup_word import ask_word
from ui.dialogs.message import ask, say, show_done
from ui.tabs.register_tab import today
from ui.theme import current_theme
from ui.widgets.banner import Banner
from ui.widgets.basics import button, column, label, row
from ui.widgets.corners import RoundCorners
from ui.widgets.fitting import fit

_HEADS = ("时间", "原因", "大小", *TITLES.values(), "核对")
_NUMBERS = range(2, 7)
_CHECKED = {
    Checked.NO: "还没有核对",
    Checked.MADE: "做好时已核对",
    Checked.NOW: "已核对",
    Checked.BROKEN: "已损坏，不能用",
    Checked.FOREIGN: "要用以前的密码",
}


def show_backups(desk: Desk, parent: QWidget, name: str = "") -> None:
    """Show the backups of the open file, with one of them chosen by its file's name.

    When the file was brought back to one of them, the window begins anew.
    """
    dialog = BackupsDialog(desk, parent, name)
    dialog.exec()
    if dialog.is_switched:
        desk.reopened.emit()


class BackupsDialog(QDialog):
    """Lists the backups.

    Attributes:
        is_switched: Whether another state of the file is open now, or none could be opened.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines: list[BackupLine] = []
        self.is_switched = False
        self.setWindowTitle("备份")
        self.reminder = Banner()
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.comparison = BackupComparison()
        self.check_button = button("全部核对", self._check_all, icon_name="shield-check")
        self.copy_button = button("复制到 U 盘…", self._copy, icon_name="device-usb")
        self.restore_button = button("恢复成这一份…", self._restore)
        self.close_button = button("关闭", self.reject)
        self.close_button.setDefault(True)
        self._build()
        self._read(name)

    def chosen(self) -> BackupLine | None:
        """The backup that is selected."""
        place = self.table.currentRow()
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def _build(self) -> None:
        foot = row(
            self.check_button, self.copy_button, None, self.restore_button, self.close_button
        )
        layout = column(
            label("备份", "page-title"), self.reminder, self.table, self.comparison, foot,
            gap=12, margins=(24, 18, 24, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 980, 640)

    def _read(self, name: str = "") -> None:
        before = self.chosen()
        self._lines = self._desk.call(safekeeping.backup_lines)
        names = [each.backup.path.name for each in self._lines]
        wanted = name or (before.backup.path.name if before else "")
        self._fill(names.index(wanted) if wanted in names else 0)
        reminder = self._desk.call(safekeeping.reminder, today())
        if reminder:
            self.reminder.say(reminder)
        else:
            self.reminder.hide()

    def _fill(self, place: int) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._lines))
        for at, line in enumerate(self._lines):
            for column_, text in enumerate(_cells(line)):
                self.table.setItem(at, column_, _item(text, line, right=column_ in _NUMBERS))
        self.table.blockSignals(False)
        if self._lines:
            self.table.selectRow(place)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen()
        self.comparison.show_line(line, self._desk.call(beside, line))
        self.check_button.setEnabled(bool(self._lines))
        self.copy_button.setEnabled(line is not None and line.checked is not Checked.BROKEN)
        self.restore_button.setEnabled(line is not None and line.checked is not Checked.BROKEN)

    def _check_all(self) -> None:
        found = [each.backup for each in self._lines]

        def done(lines: Sequence[BackupLine]) -> None:
            broken = sum(each.checked is Checked.BROKEN for each in lines)
            self._read()
            say(
                self,
                f"有 {broken} 份备份已损坏，不能用。" if broken else "备份都打开核对过，完好。",
                "完好的备份还在，不受影响。" if broken else "",
            )

        self._run(
            lambda store, tell: safekeeping.examine_all(store, found, tell), "正在核对备份…", done
        )

    def _copy(self) -> None:
        line = self.chosen()
        folder = QFileDialog.getExistingDirectory(self, "复制到哪个文件夹") if line else ""
        if line is None or not folder:
            return

        def done(copy: Path) -> None:
            self._read()
            show_done(self, "备份已复制，并从盘上读回核对无误，可以安全拔出。", copy)

        self._run(
            lambda store, tell: safekeeping.copy_elsewhere(
                store, line.backup, Path(folder), steps(tell)
            ),
            "正在复制并读回核对…",
            done,
        )

    def _restore(self) -> None:
        line = self.chosen()
        if line is None:
            return
        word = ""
        if line.checked is Checked.FOREIGN:
            word = ask_word(self)
            if not word:
                return
        sentence = f"把文件恢复成“{line.backup.label}”的样子吗？"
        advice = "现在的文件会先备份一次，再原样移到旁边的“旧文件”文件夹，随时可以换回来。"
        if ask(self, sentence, advice, ("恢复", "取消")) != "恢复":
            return

        def work(store: Any, tell: Tell) -> Path:
            try:
                done = restoring.bring_back(store, line.backup, word, tell=steps(tell))
            except BaseException:
                if not store.file.is_open:
                    self.is_switched = True
                    self._desk.adopt(restoring.open_again(store))
                raise
            self.is_switched = True
            self._desk.adopt(done.store)
            return done.aside

        self._run(work, "正在恢复…", lambda aside: self._restored(line, aside))

    def _restored(self, line: BackupLine, aside: Path) -> None:
        place = f"“{aside.parent.name}”里的“{aside.name}”"
        say(self, f"已恢复成“{line.backup.label}”。", f"原来的文件保留在旁边{place}。")
        self.accept()

    def _run(
        self,
        work: Callable[[Any, Tell], object],
        title: str,
        done: Callable[[Any], None],
    ) -> None:
        self._desk.run(Task(work, title, done), self)


def _table() -> QTableWidget:
    made = QTableWidget(0, len(_HEADS))
    RoundCorners(made)
    made.setAccessibleName("备份")
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setShowGrid(False)
    made.setAlternatingRowColors(True)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(current_theme().px(30))
    made.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
    made.setMinimumHeight(current_theme().gap(120))
    head = made.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setStretchLastSection(True)
    head.setHighlightSections(False)
    for place, text in enumerate(_HEADS):
        item = QTableWidgetItem(text)
        item.setTextAlignment(_side(right=place in _NUMBERS))
        made.setHorizontalHeaderItem(place, item)
    return made


def _side(*, right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _cells(line: BackupLine) -> list[str]:
    backup = line.backup
    day = f"{backup.day[:4]}-{backup.day[4:6]}-{backup.day[6:]}"
    clock = f"{backup.clock[:2]}:{backup.clock[2:]}"
    counts = line.contents.registers if line.contents else {}
    held = [str(counts[table].count) if table in counts else "—" for table in TITLES]
    checked = _CHECKED[line.checked]
    if line.checked is Checked.NOW:
        checked += f" {line.checked_at[5:].replace('T', ' ')}"
    return [f"{day} {clock}", backup.reason, file_size(backup.size), *held, checked]


def _item(text: str, line: BackupLine, *, right: bool) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setTextAlignment(_side(right=right))
    if line.problem:
        made.setToolTip(line.problem)
    return made
