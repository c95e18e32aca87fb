"""What the program asks when there is no file to open yet."""

from enum import Enum, auto

from PySide6.QtWidgets import QDialog, QWidget

from ui.theme import current_theme
from ui.widgets.basics import Button, button, card, column, label, row


class FirstChoice(Enum):
    """What the user wants to begin with."""

    NEW = auto()
    OPEN = auto()
    SAMPLE = auto()


_CHOICES = (
    (FirstChoice.NEW, "新建支部", "primary",
     "填写支部名称、设置密码、打印恢复单，大约三分钟。"),
    (FirstChoice.OPEN, "打开已有文件…", "",
     "从旧电脑、U 盘拷来的支部文件（.partydesk）。"),
    (FirstChoice.SAMPLE, "看示例支部", "",
     "一个编造的支部，随便点、随便改，看完删掉即可。"),
)  # fmt: skip


class FirstStartDialog(QDialog):
    """Three ways to begin.

    Attributes:
        choice: What was chosen; ``None`` if the dialog was closed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("支部工作台")
        self.choice: FirstChoice | None = None
        self.buttons: dict[FirstChoice, Button] = {}
        title = label("支部工作台", "brand")
        words = label(
            "党员名册、会议记录、谈心谈话、廉政档案和自评考核，"
            "都在本机一个加密的文件里，不需要网络。",
            "caption",
            wrap=True,
        )
        cards = [self._card(*each) for each in _CHOICES]
        self.setLayout(column(title, words, 8, *cards, None, gap=10, margins=(28, 26, 28, 26)))
        width = current_theme().gap(620)
        self.setMinimumWidth(width)
        # The texts wrap: as high as they are at this width, not at the width they would like.
        self.setMinimumHeight(self.heightForWidth(width))

    def _card(self, choice: FirstChoice, title: str, role: str, told: str) -> QWidget:
        made = button(title, lambda: self._choose(choice), role)
        made.setMinimumWidth(current_theme().px(150))
        self.buttons[choice] = made
        line = row(label(told, "caption", wrap=True), made, gap=14)
        line.setStretch(0, 1)
        frame = card()
        layout = frame.layout()
        assert layout is not None, "a card has a layout"
        inside = QWidget()
        inside.setLayout(line)
        layout.addWidget(inside)
        return frame

    def _choose(self, choice: FirstChoice) -> None:
        self.choice = choice
        self.accept()
