"""The pages of setting up a branch."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from partydesk.domain.fields import pick
from partydesk.domain.organization import Branch, BranchKind
from partydesk.paths import SUFFIX
from ui.dialogs.pdf_preview import PdfPreview
from ui.theme import Tone
from ui.widgets.basics import button, column, label, row, scrolling, set_role
from ui.widgets.editors import TextEditor
from ui.widgets.elided import ElidedLabel
from ui.widgets.record_form import RecordForm, Section

#: Asked at first; the rest can be filled in later.
FIELDS = pick(Branch, "name", "short_name", "code", "kind", "school", "parent")
_SHEET_WORDS = (
    "恢复单上有 48 位数字。忘了密码、电脑坏了时，凭它和数据文件就能打开全部内容；"
    "密码和恢复单都没有了，谁也打不开，软件作者和上级单位也不能。"
    "请现在打印，由两人封存在学校保险柜。"
)


class BranchPage(QWidget):
    """Name, code and place."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.form = RecordForm([Section("", FIELDS)])
        self.form.fill({"kind": BranchKind.BRANCH})
        self.place_label = ElidedLabel("", "caption")
        self.place_button = button("更改位置…", self._choose_folder)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        self.form.changed.connect(self._show_place)
        place = row(label("数据文件", "label"), self.place_label, self.place_button, gap=10)
        place.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(column(self.form, None, margins=(0, 0, 10, 0)))
        layout = column(
            label("这是哪个支部？", "page-title"), 4, scrolling(inside), place, self.problem_label
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._show_place()

    def begin(self) -> None:
        """The page is shown."""
        self.form.focus_first()

    def path(self) -> Path:
        """Where the file shall lie."""
        short = self.form.editor("short_name")
        assert isinstance(short, TextEditor), "the short name is a line"
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", short.text()).strip(" .") or "新支部"
        return self._folder / f"{name[:60]}{SUFFIX}"

    def say_taken(self) -> None:
        """There is a file of that name already."""
        self.problem_label.setText(
            f"“{self.path().name}”已经存在。请换一个支部简称或位置；要打开它，请回到上一个窗口。"
        )
        self.problem_label.show()

    def _show_place(self) -> None:
        self.problem_label.hide()
        self.place_label.setText(str(self.path()))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "数据文件放在哪里", str(self._folder))
        if chosen:
            self._folder = Path(chosen)
            self._show_place()


class PasswordPage(QWidget):
    """The password, twice, with a sentence on how strong it is."""

    def __init__(self, password_problem: Callable[[str], str]) -> None:
        super().__init__()
        self._password_problem = password_problem
        self.first_edit, self.second_edit = _hidden_line("密码"), _hidden_line("再输一次密码")
        self.strength_label = label("", "caption", wrap=True)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        self.show_box = QCheckBox("显示密码")
        self.show_box.toggled.connect(self._show_typed)
        self.first_edit.textChanged.connect(self._tell_strength)
        self.second_edit.textChanged.connect(lambda _text: self.problem_label.hide())
        words = "整个文件用密码加密。四个不相干的词最好记也最难猜，例如“青松 粉笔 渡口 三点”。"
        self.setLayout(
            column(
                label("设置密码", "page-title"),
                label(words, "caption", wrap=True),
                8,
                label("密码", "label"),
                self.first_edit,
                self.strength_label,
                label("再输一次", "label"),
                self.second_edit,
                self.show_box,
                self.problem_label,
                None,
            )
        )
        self._tell_strength("")

    def begin(self) -> None:
        """The page is shown."""
        self.first_edit.setFocus()

    def password(self) -> str:
        """What was typed."""
        return self.first_edit.text()

    def check(self) -> bool:
        """Whether the password may be used and was typed twice alike."""
        problem = self._password_problem(self.password())
        edit = self.first_edit
        if not problem and self.second_edit.text() != self.password():
            problem, edit = "两次输入的密码不一样，请重新输入。", self.second_edit
        self.problem_label.setText(problem)
        self.problem_label.setVisible(bool(problem))
        if problem:
            edit.setFocus()
            edit.selectAll()
        return not problem

    def _tell_strength(self, text: str) -> None:
        self.problem_label.hide()
        problem = self._password_problem(text) if text else ""
        told = "这个密码可以使用。" if text and not problem else problem or "至少 10 个字符。"
        set_role(self.strength_label, "caption", Tone.GREEN if text and not problem else Tone.PLAIN)
        self.strength_label.setText(told)

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        for each in (self.first_edit, self.second_edit):
            each.setEchoMode(mode.Normal if shown else mode.Password)


class SheetPage(QWidget):
    """The recovery sheet is printed, and two of its groups are typed back."""

    def __init__(self, numbers: tuple[int, int]) -> None:
        super().__init__()
        self.numbers = numbers
        self._sheet = b""
        self.print_button = button("打印恢复单…", self._preview, icon_name="printer")
        self.edits = tuple(QLineEdit() for _ in numbers)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        asked = row(gap=14)
        for number, edit in zip(numbers, self.edits, strict=True):
            edit.setAccessibleName(f"第 {number} 组")
            edit.setPlaceholderText("6 位数字")
            edit.textChanged.connect(lambda _text: self.problem_label.hide())
            asked.addLayout(column(label(f"第 {number} 组", "label"), edit, gap=4))
        self.setLayout(
            column(
                label("打印恢复单", "page-title"),
                label(_SHEET_WORDS, "caption", wrap=True),
                6,
                row(self.print_button, None),
                10,
                label("请照着打印出来的恢复单，输入其中两组", "section"),
                asked,
                self.problem_label,
                None,
            )
        )

    def begin(self) -> None:
        """The page is shown."""
        self.print_button.setFocus()

    def show_sheet(self, sheet: bytes) -> None:
        """The sheet that is printed."""
        self._sheet = sheet

    def check(self, groups: Sequence[str]) -> bool:
        """Whether both groups were typed as they stand on the sheet."""
        wrong = []
        for number, edit in zip(self.numbers, self.edits, strict=True):
            typed = "".join(unicodedata.normalize("NFKC", edit.text()).split())
            if typed != groups[number - 1]:
                wrong.append((number, edit))
        if wrong:
            names = "、".join(f"第 {number} 组" for number, _ in wrong)
            self.problem_label.setText(f"{names}与恢复单不一致，请对照纸面重新输入。")
            wrong[0][1].setFocus()
        self.problem_label.setVisible(bool(wrong))
        return not wrong

    def _preview(self) -> None:
        PdfPreview("数据恢复单", self._sheet, self).exec()


def _hidden_line(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setAccessibleName(name)
    return edit
