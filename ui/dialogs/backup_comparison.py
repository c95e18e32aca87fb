"""What one backup holds beside what the open file holds now."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from partydesk.services.comparing import TITLES, Beside
from partydesk.services.safekeeping import BackupLine, Checked
from ui.widgets.basics import column, label, set_role

_HEADS = ("", "这份备份", "现在的文件", "恢复后")
_UNKNOWN = {
    Checked.NO: "这份备份还没有打开核对过。点“全部核对”，就能看到里面有什么。",
    Checked.FOREIGN: "这份备份是换恢复单（换届）以前做的，要用当时的密码或恢复单才能打开。",
}


class BackupComparison(QFrame):
    """Four registers: in the backup, now, and what going back would change."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "card")
        self.title_label = label("", "section", wrap=True)
        self.sentence_label = label("", "caption", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        for place, head in enumerate(_HEADS):
            self._grid.addWidget(label(head, "caption"), 0, place)
        self.cells: list[list[QLabel]] = []
        for at, title in enumerate(TITLES.values(), start=1):
            cells = [label(title, "strong"), label(""), label(""), label("")]
            for place, cell in enumerate(cells):
                self._grid.addWidget(cell, at, place)
            self.cells.append(cells)
        self.setLayout(
            column(
                self.title_label, self._grid, self.sentence_label, gap=8, margins=(18, 14, 18, 14)
            )
        )

    def show_line(self, line: BackupLine | None, compared: Beside | None) -> None:
        """Show a backup, beside the open file where that is known; none when there is none."""
        self._show_grid(shown=compared is not None)
        if line is None:
            self.title_label.setText("还没有备份")
            self.sentence_label.setText("每天第一次打开文件时会自动备份；也可以在设置里立即备份。")
            return
        self.title_label.setText(line.backup.label)
        if compared is None:
            self.sentence_label.setText(_UNKNOWN.get(line.checked, line.problem))
            return
        for cells, each in zip(self.cells, compared.rows, strict=True):
            for cell, text in zip(cells[1:], (each.then, each.now, each.difference), strict=True):
                cell.setText(text)
        self.sentence_label.setText(compared.sentence)

    def _show_grid(self, *, shown: bool) -> None:
        for place in range(self._grid.count()):
            item = self._grid.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                widget.setVisible(shown)
