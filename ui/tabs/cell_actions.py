"""Pasting into a list, filling down, setting for several: proposes, shows, does it as one step."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from partydesk.services import history
from partydesk.services.editable import NEW, Editable, Wanted
from ui.dialogs.batch_edit import BatchDialog
from ui.dialogs.cell_changes import CellChangesDialog, Doing, NewRow, Offer
from ui.state import State
from ui.tabs.register_tab import RegisterTab
from ui.widgets.pasted_rows import rows_in
from ui.widgets.record_table_model import Column
from ui.widgets.table_paste import Cell, Placed, all_new, place

#: So many rows can be looked through before they are taken; more belong into an import.
MOST_ROWS = 2000


class CellActions(QObject):
    """Ctrl+V, Ctrl+Shift+V, Ctrl+D and Ctrl+E of a list whose records may be changed together."""

    def __init__(self, tab: RegisterTab, editable: Editable, state: State) -> None:
        """For the list of a tab; what cells may be set is the service's to say."""
        super().__init__(tab)
        self._desk, self._table, self._form = tab.desk, tab.page.table, tab.form
        self._card, self._editable, self._state = tab.card, editable, state
        tools = self._table.tools
        tools.offer_changes(self.paste, self.fill_down, self.edit_many)
        if editable.add is not None:
            tools.offer_adding(self.paste_new, editable.register.noun)

    def paste(self) -> None:
        """Propose what lies in the clipboard for the cells from the chosen row and column on."""
        if rows := self._copied():
            self._paste("粘贴", rows, new=False)

    def paste_new(self) -> None:
        """Propose what lies in the clipboard as new records."""
        if self._editable.add is None:
            self._card.say(self._editable.not_new)
        elif rows := self._copied():
            self._paste("粘贴", rows, new=True)

    def fill_down(self) -> None:
        """Propose the value of the first chosen row for the rows below it."""
        chosen = self._table.selected()
        if len(chosen) < 2:
            self._card.say("先选中几行：第一行的内容会填到下面各行。按住 Shift 可以连着选。")
            return
        columns = [(each.name, each.head) for each in self._table.records.columns
                   if self._editable.field(each.name)]  # fmt: skip
        column = self._table.records.columns[self._table.place]
        if column.name not in dict(columns):
            names = "、".join(title for _, title in columns)
            can = f"这张表里可以填充的列：{names}。" if names else "可以用“选择列”加上要填的列。"
            why = self._editable.refusal(Wanted("", column.name, None, label=column.head))
            self._card.say(f"“{column.head}”不能向下填充：{why}{can}")
            return
        self._ask(Doing("向下填充", "填充哪一列", columns, column.name,
                        lambda name, _clears: self._filled(chosen, name)))  # fmt: skip

    def edit_many(self) -> None:
        """Change one field of the selected records at once."""
        chosen = [row.id for row in self._table.selected()]
        if len(chosen) < 2:
            unit = self._editable.unit
            self._card.say(
                f"先选中要改的几{unit}：按住 Ctrl 逐个点，或按住 Shift 连着选，Ctrl+A 全选。"
            )
        elif not self._is_unsaved("批量修改"):
            window = self._table.window()
            self._run(BatchDialog(self._desk, chosen, self._state, window, self._editable))

    def _copied(self) -> list[list[str]]:
        """The rows in the clipboard; none, with a word, where there is nothing to paste."""
        rows = rows_in(QGuiApplication.clipboard().mimeData())
        if not rows:
            self._card.say("剪贴板里没有文字。先在 WPS 或 Excel 里复制几格，再到这里粘贴。")
            return []
        if len(rows) > MOST_ROWS:
            self._card.say(f"一次最多粘贴 {MOST_ROWS} 行。更多的内容请用导入。")
            return []
        return rows

    def _paste(self, name: str, rows: Sequence[Sequence[str]], *, new: bool) -> None:
        columns = [(each.name, each.head) for each in self._table.records.columns]
        blanks = not new and any(not cell for row in rows for cell in row)
        start = columns[self._table.place][0]
        offer = partial(self._pasted, rows, new=new)
        self._ask(Doing(name, "从哪一列开始", columns, start, offer, blanks))

    def _ask(self, doing: Doing) -> None:
        if not self._is_unsaved(doing.name):
            window = self._table.window()
            self._run(CellChangesDialog(self._desk, self._editable, doing, self._state, window))

    def _is_unsaved(self, name: str) -> bool:
        """A form with older values would take the change back when it is saved later."""
        if self._form.is_changed():
            self._card.say(f"右边还有没有保存的修改，请先保存，再{name}。")
        return self._form.is_changed()

    def _run(self, dialog: BatchDialog | CellChangesDialog) -> None:
        before = self._table.records.total
        if dialog.exec():
            done = self._desk.call(history.last_undoable)
            assert done is not None, "it was done just now"
            told = dialog.result_sentence
            added = dialog.added if isinstance(dialog, CellChangesDialog) else 0
            if self._table.records.total < before + added:
                told += "新增的有些不在现在的时间或查找范围里，换成“全部时间”就能看到。"
            self._card.say(told, "撤销", lambda: self._undo(done.id))

    def _undo(self, operation_id: str) -> None:
        with self._desk.reporting(self._table):
            self._card.say(f"已撤销：{self._desk.call(history.undo, operation_id)}。")

    def _pasted(
        self, rows: Sequence[Sequence[str]], name: str, clears: object, *, new: bool
    ) -> Offer:
        model = self._table.records
        start = [each.name for each in model.columns].index(name)
        chosen, keys = self._table.selected_rows(), self._editable.keys
        fixed = [each for each in keys if self._editable.field(each) is None]
        placed = all_new(model, rows, start) if new else place(
            model, rows, start, chosen, keys, fixed)  # fmt: skip
        cells = [each for each in placed.cells
                 if (each.text or clears) and not self._says_so(each)]  # fmt: skip
        wanted = [self._wanted(each.record.id, each.column, each.text, each.problem)
                  for each in cells]  # fmt: skip
        told = _told(placed, new=new) + "确认前什么都不会改，确认后作为一步保存，可以撤销。"
        left = [
            NewRow(
                each.begins,
                each.reason or self._editable.not_new,
                [self._wanted(f"{NEW}{n}", *cell) for cell in each.cells if cell[1]],
            )
            for n, each in enumerate(placed.left, 1)
        ]
        if self._editable.add is None:
            refused = [(each.begins, each.reason) for each in left]
            return Offer(wanted, refused, told, by_heads=placed.by_heads)
        return Offer(wanted, (), told, left, placed.by_heads)

    def _says_so(self, cell: Cell) -> bool:
        """A column that can't be set, or is shown in other words, holds the pasted text already."""
        if cell.problem or (self._editable.field(cell.column.name) and not cell.column.text):
            return False
        return cell.text == self._table.records.shown(cell.record, cell.column)

    def _filled(self, chosen: Sequence[Any], name: str) -> Offer:
        first = chosen[0]
        value = getattr(first, name)
        wanted = [Wanted(each.id, name, value) for each in chosen[1:]]
        told = "把选中的第一行里这一列的内容，填到选中的其余各行。确认后作为一步保存，可以撤销。"
        return Offer(wanted, told=told)

    def _wanted(self, key: str, column: Column, text: str, problem: str = "") -> Wanted:
        return Wanted(key, column.name, text or None, problem, column.head)


def _told(placed: Placed, *, new: bool) -> str:
    if new:
        return "每一行加为一条新记录，先按表单的规则核对。"
    if placed.by_heads:
        return "第一行是表头：各列按表头对应，认得出的行按姓名、日期等找到。"
    return "从选中的行和下面这一列开始，逐格粘贴。"
