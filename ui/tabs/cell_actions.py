"""Pasting into a list and filling down: proposes, lets the user look, and does it as one step."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from partydesk.domain.fields import Field, Kind
from partydesk.domain.typed import money_from, month_from, number_from, points_from, time_from
from partydesk.services import history
from partydesk.services.cell_edits import Editable, Wanted
from ui.dialogs.cell_changes import CellChangesDialog, Doing, Offer
from ui.state import State
from ui.tabs.register_tab import RegisterTab
from ui.widgets.day_editor import typed_day
from ui.widgets.record_table_model import Column
from ui.widgets.table_paste import place, rows_in

#: So many rows can be looked through before they are taken; more belong into an import.
MOST_ROWS = 2000
_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.DAY: typed_day,
    Kind.TIME: time_from,
    Kind.NUMBER: number_from,
    Kind.POINTS: points_from,
    Kind.MONEY: money_from,
    Kind.MONTH: month_from,
}


class CellActions(QObject):
    """Ctrl+V and Ctrl+D of a list whose records may be changed for several at once."""

    def __init__(self, tab: RegisterTab, editable: Editable, state: State) -> None:
        """For the list of a tab; what cells may be set is the service's to say."""
        super().__init__(tab)
        self._desk, self._table, self._form = tab.desk, tab.page.table, tab.form
        self._card, self._editable, self._state = tab.card, editable, state
        self._table.tools.offer_changes(self.paste, self.fill_down)

    def paste(self) -> None:
        """Propose what lies in the clipboard for the cells from the chosen row and column on."""
        rows = rows_in(QGuiApplication.clipboard().mimeData())
        if not rows:
            self._card.say("剪贴板里没有文字。先在 WPS 或 Excel 里复制几格，再到这里粘贴。")
            return
        if len(rows) > MOST_ROWS:
            self._card.say(f"一次最多粘贴 {MOST_ROWS} 行。更多的内容请用导入。")
            return
        columns = [(each.name, each.head) for each in self._table.records.columns]
        blanks = any(not cell for row in rows for cell in row)
        self._ask(
            Doing("粘贴", "从哪一列开始", columns, columns[self._table.place][0],
                  lambda name, clears: self._pasted(rows, name, clears=clears), blanks)
        )  # fmt: skip

    def fill_down(self) -> None:
        """Propose the value of the first chosen row for the rows below it."""
        chosen = self._table.selected()
        if len(chosen) < 2:
            self._card.say("先选中几行：第一行的内容会填到下面各行。按住 Shift 可以连着选。")
            return
        columns = [(each.name, each.head) for each in self._table.records.columns
                   if self._editable.field(each.name)]  # fmt: skip
        start = self._table.records.columns[self._table.place].name
        if start not in dict(columns):
            here = self._table.records.columns[self._table.place].head
            names = "、".join(title for _, title in columns)
            can = f"这张表里可以填充的列：{names}。" if names else "可以用“选择列”加上要填的列。"
            self._card.say(f"“{here}”各不相同，不能向下填充。{can}")
            return
        self._ask(Doing("向下填充", "填充哪一列", columns, start,
                        lambda name, _clears: self._filled(chosen, name)))  # fmt: skip

    def _ask(self, doing: Doing) -> None:
        if self._form.is_changed():
            # A form with older values would take the change back when it is saved later.
            self._card.say(f"右边还有没有保存的修改，请先保存，再{doing.name}。")
            return
        dialog = CellChangesDialog(
            self._desk, self._editable, doing, self._state, self._table.window()
        )
        if dialog.exec():
            done = self._desk.call(history.last_undoable)
            assert done is not None, "it was done just now"
            self._card.say(dialog.result_sentence, "撤销", lambda: self._undo(done.id))

    def _undo(self, operation_id: str) -> None:
        with self._desk.reporting(self._table):
            self._card.say(f"已撤销：{self._desk.call(history.undo, operation_id)}。")

    def _pasted(self, rows: Sequence[Sequence[str]], name: str, *, clears: bool) -> Offer:
        model = self._table.records
        start = [each.name for each in model.columns].index(name)
        placed = place(model, rows, start, self._table.selected_rows())
        cells = [each for each in placed.cells if each.text or clears]
        told = (
            "第一行是表头：各列按表头对应，有姓名的按姓名找到各行。"
            if placed.by_heads
            else "从选中的行和下面这一列开始，逐格粘贴。"
        )
        return Offer(
            [self._wanted(each.record, each.column, each.text, each.problem) for each in cells],
            placed.refused,
            told + "确认前什么都不会改，确认后作为一步保存，可以撤销。",
        )

    def _filled(self, chosen: Sequence[Any], name: str) -> Offer:
        first = chosen[0]
        value = getattr(first, name)
        wanted = [Wanted(each.id, name, value) for each in chosen[1:]]
        told = "把选中的第一行里这一列的内容，填到选中的其余各行。确认后作为一步保存，可以撤销。"
        return Offer(wanted, told=told)

    def _wanted(self, record: Any, column: Column, text: str, problem: str) -> Wanted:
        described = self._editable.field(column.name)
        return Wanted(record.id, column.name, _typed(described, text), problem)


def _typed(described: Field | None, text: str) -> Any:
    """The value of a text as if it had been typed into the field's editor."""
    reader = _READERS.get(described.kind) if described else None
    return (reader(text) if reader else text) if text else None
