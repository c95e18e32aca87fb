"""The foot of 现在要做: how many duties stand aside, why, and the way back for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.put_off import DutyNote
from partydesk.services import history
from partydesk.services.put_off import PutOff, bring_back
from ui.desk import Desk
from ui.dialogs.history import HistoryDialog
from ui.theme import Tone
from ui.widgets.basics import button, clear, column, row
from ui.widgets.pill import Mark
from ui.widgets.todo_row import TodoRow


class PutAside(QWidget):
    """One line; pressed, it shows the duties with their reasons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._aside: Sequence[PutOff] = ()
        self.head = button("", self._turn, "link")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._inside = QWidget()
        self._inside.setLayout(column(self._rows, gap=0))
        self._inside.hide()
        self.setLayout(column(row(self.head, None), self._inside, gap=0, margins=(0, 8, 0, 8)))
        self.hide()

    def show_aside(self, aside: Sequence[PutOff]) -> None:
        """Show what stands aside; nothing is seen when nothing does."""
        self._aside = aside
        clear(self._rows)
        for each in aside:
            self._rows.addWidget(self._row(each))
        self.setVisible(bool(aside))
        self._show_head()

    def _row(self, each: PutOff) -> TodoRow:
        day = each.until_on
        mark = Mark(f"{day.month}月{day.day}日提醒" if day else "不适用", Tone.PLAIN)
        key = each.todo.key
        made = TodoRow(
            each.todo.title, mark, each.reason, "恢复提醒", lambda: self._bring_back(key)
        )
        made.offer("历史", lambda: self._show_history(each))
        return made

    def _show_history(self, each: PutOff) -> None:
        lines = self._desk.call(history.history_of, DutyNote.__tablename__, each.note_id)
        HistoryDialog(each.todo.title, lines, self).exec()

    def _bring_back(self, key: str) -> None:
        with self._desk.reporting(self):
            self._desk.call(bring_back, key)

    def _turn(self) -> None:
        self._inside.setVisible(self._inside.isHidden())
        self._show_head()

    def _show_head(self) -> None:
        what = "收起" if not self._inside.isHidden() else "查看"
        self.head.setText(f"已搁置 {len(self._aside)} 件 · {what}")
