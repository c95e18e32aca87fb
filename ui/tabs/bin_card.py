"""回收站, and taking back what was done."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from partydesk.services import history
from partydesk.services.history import DeletedRow
from ui.desk import Desk
from ui.widgets.basics import button, clear, column, label, row, set_role

#: As many deleted records are listed; the newest come first.
LISTED = 30


class BinCard(QFrame):
    """Lists what was deleted, each with the button that brings it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.setLayout(
            column(label("回收站", "title"), self._list, gap=10, margins=(18, 16, 18, 16))
        )

    def refresh(self) -> None:
        """Read what lies in 回收站."""
        clear(self._list)
        rows = self._desk.call(history.recycle_bin)
        for each in rows[:LISTED]:
            self._list.addWidget(self._line(each))
        if not rows:
            self._list.addWidget(label("回收站是空的。", "caption"))

    def _line(self, deleted: DeletedRow) -> QWidget:
        back = button("恢复", lambda: self._restore(deleted), "link")
        back.setAccessibleName(f"恢复 {deleted.title}")
        made = QWidget()
        when = label(f"{deleted.deleted_at:%m-%d %H:%M}", "caption")
        made.setLayout(row(label(deleted.title), None, when, back))
        return made

    def _restore(self, deleted: DeletedRow) -> None:
        with self._desk.reporting(self):
            self._desk.call(history.restore, deleted.record_type, deleted.record_id)
        self.refresh()
