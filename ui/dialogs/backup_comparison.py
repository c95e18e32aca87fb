"""What one backup holds beside what the open file holds now."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from partydesk.services.comparing import TITLES, Beside
from partydesk.services.safekeeping import BackupLine, Checked
from ui.widgets.basics import column, label, set_role

_HEADS = ("这份备份", "现在的文件", "恢复后")
_UNKNOWN = {
    Checked.NO: "这份备份还没有打开核对过。点“全部核对”，就能看到里面有什么。",
    Checked.FOREIGN: "这份备份是换恢复单（换届）以前做的，要用当时的密码或恢复单才能打开。",
}


class BackupComparison(QFrame):
    """Four registers side by side: in the backup, now, and what going back would change.

    Attributes:
        cells: What is told, by register and then by row.
        sentence_label: How far the backup lies back, or why it can't be told.
    """

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "card")
        self.sentence_label = label("", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(4)
        for at, head in enumerate(_HEADS, start=1):
            self._grid.addWidget(label(head, "caption"), at, 0)
        self.cells: list[list[QLabel]] = []
        for place, title in enumerate(TITLES.values(), start=1):
            self._grid.addWidget(label(title, "strong"), 0, place)
            cells = [label(""), label(""), label("", "strong")]
            for at, cell in enumerate(cells, start=1):
                self._grid.addWidget(cell, at, place)
            self._grid.setColumnStretch(place, 1)
            self.cells.append(cells)
        self.setLayout(column(self._grid, self.sentence_label, gap=8, margins=(18, 14, 18, 14)))

    def show_line(self, line: BackupLine | None, compared: Beside | None) -> None:
        """Show a backup, beside the open file where that is known; none when there is none."""
        self._show_grid(shown=compared is not None)
        if line is None:
            self.sentence_label.setText(
                "还没有备份。每天第一次打开文件时会自动备份；也可以在设置里立即备份。"
            )
        elif compared is None:
            self.sentence_label.setText(_UNKNOWN.get(line.checked, line.problem))
        else:
            self.sentence_label.setText(compared.sentence)
            for cells, each in zip(self.cells, compared.rows, strict=True):
                told = (each.then, each.now, each.difference)
                for cell, text in zip(cells, told, strict=True):
                    cell.setText(text)

    def _show_grid(self, *, shown: bool) -> None:
        for place in range(self._grid.count()):
            item = self._grid.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                widget.setVisible(shown)
