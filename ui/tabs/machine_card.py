"""本机检查 and 诊断包: what this machine lacks, in sentences, and a package that names nobody."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from partydesk.paths import settings_dir
from partydesk.services import diagnosis
from partydesk.services.machine import Check, State, check_file
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.machine import check_window, is_chinese, window_facts
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, clear, column, label, row, set_role
from ui.widgets.pill import Pill

_TONES = {State.FINE: Tone.GREEN, State.NOTICE: Tone.GOLD, State.BAD: Tone.RED}
_ORDER = (State.BAD, State.NOTICE, State.FINE)
_LOGS = ("", "log")
#: As many letters without a Chinese character say that the input method is off.
_LETTERS = 3


class MachineCard(QFrame):
    """Checks when asked, and shows what to do.

    Attributes:
        found: What was found last.
        try_edit: A line to try the input method in.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self.found: tuple[Check, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.summary_label = label("", wrap=True)
        self.summary_label.hide()
        self.try_edit = QLineEdit()
        self.try_edit.setPlaceholderText("在这里打“党支部”三个字")
        self.try_edit.setAccessibleName("试打中文")
        self.try_edit.textChanged.connect(self._answer)
        self.answer_label = label("", "caption", wrap=True)
        self.answer_label.hide()
        self.check_button = button("开始检查", self.check, icon_name="refresh")
        self.save_button = button("诊断包…", self.show_package, icon_name="file-export")
        self._build()

    def check(self) -> None:
        """Look at the machine and show what was found, the worst first."""
        self._look(self._show)

    def show_package(self) -> None:
        """Show what the diagnosis package holds, and let it be saved."""
        self._look(self._offer)

    def _look(self, then: Callable[[Sequence[Check]], object]) -> None:
        def done(of_file: Sequence[Check]) -> None:
            # Printers and typefaces are asked on the window's thread, as Qt wants it.
            then((*of_file, *check_window()))

        task = Task(
            lambda _store, tell: self._looked(tell),
            "正在检查本机…",
            done,
            takes_turns=True,
        )
        self._desk.run(task, self)

    def _looked(self, tell: Tell) -> list[Check]:
        tell("正在看磁盘和备份…", 0, 0)
        return self._desk.read(check_file, datetime.now())

    def _build(self) -> None:
        what = "看一看打印机、字体、输入法、磁盘、时间和备份是不是都好，并说明怎么办。"
        package = "程序出了问题需要帮助时，可以存一个诊断包交给维护人员。里面没有任何人的信息。"
        self.setLayout(
            column(
                label("本机检查", "title"),
                label(what, "caption", wrap=True),
                row(self.check_button, None),
                self.summary_label,
                self._list,
                label("试一试输入法", "section"),
                self.try_edit,
                self.answer_label,
                label("诊断包", "section"),
                label(package, "caption", wrap=True),
                row(self.save_button, None),
                gap=10,
                margins=(18, 16, 18, 16),
            )
        )

    def _show(self, found: Sequence[Check]) -> None:
        self.found = tuple(sorted(found, key=lambda each: _ORDER.index(each.state)))
        clear(self._list)
        for each in self.found:
            self._list.addWidget(_line(each))
        wrong = sum(each.state is not State.FINE for each in found)
        fine = f"检查了 {len(found)} 项，都好。"
        told = f"检查了 {len(found)} 项，有 {wrong} 项请看一看。"
        self.summary_label.setText(told if wrong else fine)
        self.summary_label.show()

    def _offer(self, found: Sequence[Check]) -> None:
        theme = current_theme()
        window = window_facts() | {"字号": str(theme.size), "颜色": str(theme.look)}
        logs = [settings_dir() / each for each in _LOGS]
        with self._desk.reporting(self):
            files = self._desk.call(diagnosis.diagnosis, found, window, logs)
            DiagnosisDialog(files, self).exec()

    def _answer(self, text: str) -> None:
        if is_chinese(text):
            self.answer_label.setText("可以输入中文。")
        elif len(text) >= _LETTERS:
            self.answer_label.setText("还是英文：请按 Ctrl + 空格 或 Shift 切换到中文，再试一次。")
        self.answer_label.setVisible(is_chinese(text) or len(text) >= _LETTERS)


def _line(check: Check) -> QWidget:
    made = QWidget()
    head = row(label(check.title, "strong"), Pill(str(check.state), _TONES[check.state]), None)
    parts = [label(check.sentence, wrap=True)]
    if check.advice:
        parts.append(label(check.advice, "caption", wrap=True))
    made.setLayout(column(head, *parts, gap=2))
    made.setAccessibleName(f"{check.title}：{check.state}")
    return made
