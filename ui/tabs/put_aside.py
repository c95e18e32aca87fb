"""The foot of 现在要做: how many duties stand aside, why, and the way back for each."""

from collections.abc import Sequence

from partydesk.domain.put_off import DutyNote
from partydesk.services import history
from partydesk.services.put_off import PutOff, bring_back
from ui.desk import Desk
from ui.dialogs.history import HistoryDialog
from ui.theme import Tone
from ui.widgets.folded_away import FoldedAway
from ui.widgets.pill import Mark
from ui.widgets.todo_row import TodoRow


class PutAside(FoldedAway):
    """The duties that stand aside, with their reasons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_aside(self, aside: Sequence[PutOff]) -> None:
        """Show what stands aside; nothing is seen when nothing does."""
        self.show_rows(f"已搁置 {len(aside)} 件", [self._row(each) for each in aside])

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
