"""Pages of setting up that are no questions about the file: how it looks, the roster, what next."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ui.theme import Look, Size, Theme, Tone, current_theme
from ui.widgets.basics import button, card, column, label, row, set_role

_SIZES = {
    Size.STANDARD: "标准：一页看到的内容最多",
    Size.LARGE: "大：远一点也看得清",
    Size.HUGE: "特大：字最大，适合老花眼",
}
_LOOKS = {
    Look.LIGHT: "浅色：白底黑字，和纸一样",
    Look.DARK: "深色：晚上不刺眼",
    Look.CONTRAST: "高对比：线条和字最分明",
}
_FIRST_STEPS = (
    ("核对名册", "在“党员名册”里看看人员类别和党小组对不对。"),
    ("填好支委会和党小组", "在“设置”里填写，会议的主持人、应到人数就会自动带出。"),
    ("补记本季度的会议", "工作台上标着“缺”的格子，点一下就能补记。"),
)


class LookPage(QWidget):
    """Text size and colours, worn as soon as they are chosen."""

    def __init__(self, wear: Callable[[Theme], object]) -> None:
        super().__init__()
        self._wear = wear
        self.size_buttons = {size: QRadioButton(told) for size, told in _SIZES.items()}
        self.look_buttons = {look: QRadioButton(told) for look, told in _LOOKS.items()}
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        worn = current_theme()
        for size, each in self.size_buttons.items():
            self._groups[0].addButton(each)
            each.setChecked(size is worn.size)
            each.toggled.connect(partial(self._choose_size, size))
        for look, each in self.look_buttons.items():
            self._groups[1].addButton(each)
            each.setChecked(look is worn.look)
            each.toggled.connect(partial(self._choose_look, look))
        self.setLayout(
            column(
                label("字看得清吗？", "page-title"),
                label("选了马上就变。以后可以在“设置”里改，也可以按住 Ctrl 转动滚轮。",
                      "caption", wrap=True),
                6,
                label("字号", "section"),
                *self.size_buttons.values(),
                6,
                label("颜色", "section"),
                *self.look_buttons.values(),
                None,
            )
        )  # fmt: skip

    def begin(self) -> None:
        """The page is shown."""
        next(each for each in self.size_buttons.values() if each.isChecked()).setFocus()

    def _choose_size(self, size: Size, on: bool) -> None:
        if on:
            self._put_on(replace(current_theme(), size=size))

    def _choose_look(self, look: Look, on: bool) -> None:
        if on:
            self._put_on(replace(current_theme(), look=look))

    def _put_on(self, theme: Theme) -> None:
        if theme != current_theme():
            self._wear(theme)


class RosterPage(QWidget):
    """The roster sheet is imported now, or later in the roster's tab.

    Attributes:
        result: What was imported, as a sentence; empty if nothing was.
    """

    def __init__(self, import_roster: Callable[[QWidget], str]) -> None:
        """A page; the function asks for a sheet and tells what was imported, or nothing."""
        super().__init__()
        self._import_roster = import_roster
        self.result = ""
        self.import_button = button("现在导入…", self._import, icon_name="file-import")
        self.result_label = label("", "caption", Tone.GREEN, wrap=True)
        self.setLayout(
            column(
                label("有现成的花名册吗？", "page-title"),
                label(
                    "WPS 或 Excel 的党员花名册可以直接导入，列名不必和这里一样。"
                    "导入前会先列出每一行怎样处理，有疑问的行可以先不导。",
                    wrap=True,
                ),
                6,
                row(self.import_button, None),
                self.result_label,
                None,
                label("没有也没关系：直接点“下一步”，以后在“党员名册”里导入，或者一个一个添加。",
                      "caption", wrap=True),
            )
        )  # fmt: skip

    def begin(self) -> None:
        """The page is shown."""
        self.import_button.setFocus()

    def _import(self) -> None:
        if sentence := self._import_roster(self):
            self.result = sentence
            self.result_label.setText(sentence)
            self.import_button.setText("再导入一份…")


class DonePage(QWidget):
    """Says what was made and what comes first."""

    def __init__(self) -> None:
        super().__init__()
        self.place_label = label("", "caption", wrap=True)
        steps = [self._step(n, *each) for n, each in enumerate(_FIRST_STEPS, 1)]
        self.setLayout(
            column(
                label("支部已建好，先做这三件事", "page-title"),
                *steps,
                label("每一页按 F1 都有带图的说明；按 Ctrl+K 打几个字，什么都能找到。", wrap=True),
                None,
                self.place_label,
                gap=12,
            )
        )

    def begin(self) -> None:
        """The page is shown."""

    def show_place(self, path: Path) -> None:
        """Say where the file lies."""
        self.place_label.setText(
            f"数据文件：{path}\n备份放在它旁边的文件夹里，每天第一次打开时自动备份。"
        )

    def _step(self, number: int, title: str, told: str) -> QWidget:
        figure = label(str(number), "figure")
        words = column(label(title, "strong"), label(told, "caption", wrap=True), gap=4)
        line = row(figure, words, gap=16)
        line.setStretch(1, 1)
        inside = QWidget()
        set_role(inside, "plain")
        inside.setLayout(line)
        return card(inside)
