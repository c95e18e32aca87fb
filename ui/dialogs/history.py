"""What happened to one record: who, when, before and after."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.text import long_day
from partydesk.services.history import HistoryLine
from ui.widgets.basics import button, column, label, row, rule, scrolling
from ui.widgets.fitting import fit, height_of


class HistoryDialog(QDialog):
    """A list to read, the newest change first."""

    def __init__(self, title: str, lines: Sequence[HistoryLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"历史 · {title}")
        inside = QWidget()
        parts: list[QWidget | int | None] = []
        for line in lines:
            parts += [*_shown(line), rule()]
        if not lines:
            parts.append(label("还没有修改过。", "caption"))
        inside.setLayout(column(*parts, None, gap=6))
        close = button("关闭", self.accept)
        close.setDefault(True)
        layout = column(
            label(title, "title", wrap=True),
            scrolling(inside, title),
            row(None, close),
            gap=14,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, 520, height_of(len(lines), 90, 460))


def _shown(line: HistoryLine) -> list[QWidget]:
    when = f"{long_day(line.at.date())} {line.at:%H:%M}　{line.actor}"
    return [
        label(line.title, "strong", wrap=True),
        label(when, "caption"),
        *(label(each, wrap=True) for each in line.details),
    ]
