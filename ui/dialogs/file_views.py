"""Who looked into a 廉政档案: the log to read, and the question why it is printed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from partydesk.domain.integrity import PURPOSES
from partydesk.services.file_views import ViewLine
from ui.theme import current_theme
from ui.widgets.basics import button, calm_list, column, label, row, rule, scrolling
from ui.widgets.fitting import fit, height_of


class FileViewsDialog(QDialog):
    """The log of one person's file, the newest look first."""

    def __init__(self, lines: Sequence[ViewLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("查阅记录")
        inside = QWidget()
        parts: list[QWidget | int | None] = []
        for line in lines:
            what = f"{line.at:%Y-%m-%d %H:%M}　{line.actor}　{line.looking}"
            parts += [label(what, "strong"), label(f"事由：{line.purpose}", "caption"), rule()]
        if not lines:
            parts.append(label("还没有人查阅过。", "caption"))
        inside.setLayout(column(*parts, None, gap=6))
        close = button("关闭", self.accept)
        layout = column(
            label("谁在什么时候、为什么看过这份档案；这份记录不能修改、不能撤销。", wrap=True),
            scrolling(inside, "查阅记录"),
            row(None, close),
            gap=14,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, 480, height_of(len(lines), 60, 420))


class PurposeDialog(QDialog):
    """Asks why a file is printed or saved; the usual purposes are offered, another may be typed."""

    def __init__(self, parent: QWidget, what: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("查阅事由")
        self.box = QComboBox()
        calm_list(self.box)
        self.box.setEditable(True)
        self.box.addItems(PURPOSES)
        self.box.setAccessibleName("查阅事由")
        go_on = button(what, self.accept, "primary")
        go_on.setDefault(True)
        self.setLayout(
            column(
                label(f"{what}廉政档案要写明事由，并记入查阅记录。", wrap=True),
                self.box,
                row(None, button("取消", self.reject), go_on),
                gap=14,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(360))


def ask_purpose(parent: QWidget, what: str = "打印") -> str:
    """Why the file is printed or saved; empty when it is called off."""
    dialog = PurposeDialog(parent, what)
    return dialog.box.currentText().strip() if dialog.exec() else ""
