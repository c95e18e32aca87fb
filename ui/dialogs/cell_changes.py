"""What pasting or filling down would do to a list, cell by cell, before it is done as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QWidget

from partydesk.services import cell_edits, organization
from partydesk.services.cell_edits import Done, Looked
from partydesk.services.editable import Editable, Wanted
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.cell_lines import REFUSED, Lines, columns, lines_of
from ui.state import State
from ui.tabs.register_tab import today
from ui.widgets.basics import button, calm_list, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.record_table import RecordTable

#: More cells than this are tried off the window's thread.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class NewRow:
    """A pasted row that is in no row of the list.

    Attributes:
        begins: What it begins with.
        reason: Why it is refused where it is not added.
        cells: What a new record would hold.
    """

    begins: str
    reason: str
    cells: Sequence[Wanted]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed for a column that was chosen.

    Attributes:
        wanted: The cells with their new values.
        refused: Pasted rows that belong nowhere: what they begin with, and why.
        told: Says in a sentence how the cells were found.
        left: Rows that may be added as new records.
        by_heads: Whether heads say which column is which, so that none is to be chosen.
    """

    wanted: Sequence[Wanted]
    refused: Sequence[tuple[str, str]] = ()
    told: str = ""
    left: Sequence[NewRow] = ()
    by_heads: bool = False


@dataclass(frozen=True, slots=True)
class Doing:
    """What is about to be done.

    Attributes:
        name: What it is called: 粘贴 or 向下填充.
        question: What the choice of the column is called.
        columns: Names and titles of the columns that can be chosen.
        start: Name of the one that is chosen at first.
        offer: Makes the proposal for a column; the second value is whether empty cells count.
        has_blanks: Whether some of the cells are empty, so that it must be said what they mean.
    """

    name: str
    question: str
    columns: Sequence[tuple[str, str]]
    start: str
    offer: Callable[[str, bool], Offer]
    has_blanks: bool = False


class CellChangesDialog(QDialog):
    """Shows every cell that would change, every new record, and every one that is refused.

    Attributes:
        column_box: Where it begins, or what is filled down.
        blank_box: Whether empty cells empty the cells of the list.
        add_box: Whether rows that are not in the list are added to the register.
        table: What would change, with the values before and after.
        whole_label: The chosen line in full.
        take_button: Does it; off while there is nothing to do.
        result_sentence: What was done.
        added: How many records are new.
    """

    def __init__(
        self, desk: Desk, editable: Editable, doing: Doing, state: State, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(doing.name)
        self._desk, self._editable, self._doing = desk, editable, doing
        self._names = desk.call(organization.names)
        self._offer, self._is_chosen = Offer(()), False
        self._wanted: list[Wanted] = []
        self.result_sentence, self.added = "", 0
        self.column_box = calm_list(QComboBox())
        self.blank_box = QCheckBox("空白的格也算：清空原来的内容")
        self.add_box = QCheckBox(f"列表里没有的行，加为新的{editable.register.noun}")
        self.table = RecordTable(columns(), "cells", state)
        self.take_button = button("修改", self._take, "primary")
        self._told_label = label("", "caption", wrap=True)
        self._say_label = label("", "caption", wrap=True)
        self._question_label = label(doing.question, "label")
        self.whole_label = label("", "caption", wrap=True)
        self._build()
        self._propose()

    def _build(self) -> None:
        self.column_box.setAccessibleName(self._doing.question)
        self.blank_box.setVisible(self._doing.has_blanks)
        self.table.setAccessibleName("修改前后对照")
        self.table.set_empty("没有要修改的内容。")
        for name, title in self._doing.columns:
            self.column_box.addItem(title, name)
        self.column_box.setCurrentIndex(max(0, self.column_box.findData(self._doing.start)))
        self.column_box.currentIndexChanged.connect(lambda _place: self._propose())
        self.blank_box.toggled.connect(lambda _on: self._propose())
        self.add_box.toggled.connect(lambda _on: self._choose_adding())
        self.take_button.setDefault(True)
        self.table.chosen.connect(self._tell)
        layout = column(
            self._told_label,
            row(self._question_label, self.column_box, 12, self.blank_box, None),
            self.add_box,
            self.table,
            self.whole_label,
            row(self._say_label, button("取消", self.reject), self.take_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        fit(self, 940, 580)

    def _propose(self) -> None:
        """Ask for the cells of the column that is chosen; new rows are added if all are new."""
        self._offer = self._doing.offer(self.column_box.currentData(), self.blank_box.isChecked())
        can_add = bool(self._offer.left) and self._editable.add is not None
        self.add_box.blockSignals(True)
        if not can_add or not self._is_chosen:
            self.add_box.setChecked(can_add and not self._offer.wanted)
        self.add_box.setVisible(can_add)
        self.add_box.blockSignals(False)
        self._show()

    def _choose_adding(self) -> None:
        self._is_chosen = True
        self._show()

    def _show(self) -> None:
        """Show what would be done."""
        offer, adds = self._offer, self.add_box.isChecked()
        given = [*offer.wanted, *(cell for each in offer.left if adds for cell in each.cells)]
        refused = [*offer.refused, *((each.begins, each.reason) for each in offer.left if not adds)]
        self.take_button.setEnabled(False)

        def look(store: Any, tell: Tell) -> Looked:
            tell("正在逐格核对…", 0, 0)
            return cell_edits.look_at(store, self._editable, given, today())

        task = Task(look, "正在核对…", lambda found: self._shown(found, refused))
        work(self._desk, len(given), task, self)

    def _shown(self, looked: Looked, refused: Sequence[tuple[str, str]]) -> None:
        self._wanted = looked.wanted
        found = lines_of(looked.changes, refused, self._names)
        self.table.widths.forget()
        self.table.fill(found.lines)
        self._told_label.setText(self._offer.told)
        for each in (self._question_label, self.column_box):
            each.setHidden(self._offer.by_heads)
        self._tell(
            self.table.current()
            or next((each for each in found.lines if each.remark and each.mark in REFUSED), None)
        )
        self._say(found)

    def _tell(self, line: Any) -> None:
        """The chosen line in full; at first one that is refused."""
        self.whole_label.setText(line.whole if line is not None else "")
        self.whole_label.setVisible(bool(self.whole_label.text()))

    def _say(self, found: Lines) -> None:
        unit = self._editable.unit
        done = [f"修改 {found.cells} 处"] if found.cells else []
        done += [f"新增 {found.added} {unit}"] if found.added else []
        self.take_button.setText("，".join(done) or "修改")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(bool(done))
        if not self.isVisible():
            self.take_button.setFocus()
        parts = [f"将修改 {found.records} {unit}的 {found.cells} 处"] if found.cells else []
        parts += [f"将新增 {found.added} {unit}"] if found.added else []
        parts = parts or ["没有要修改的"]
        if found.same:
            parts.append(f"{found.same} 处已经是这样")
        if found.refused:
            parts.append(f"{found.refused} 处不改，原因见“说明”")
        self._say_label.setText("，".join(parts) + "。")

    def _take(self) -> None:
        def change(store: Any, tell: Tell) -> Done:
            tell("正在保存…", 0, 0)
            return cell_edits.change_cells(
                store, self._editable, self._wanted, self._doing.name, today()
            )

        work(self._desk, len(self._wanted), Task(change, "正在保存…", self._done), self)

    def _done(self, done: Done) -> None:
        unit, self.added = self._editable.unit, done.added
        told = [f"{done.records} {unit}，共 {done.cells} 处"] if done.cells else []
        told += [f"新增{self._editable.register.noun} {done.added} {unit}"] if done.added else []
        self.result_sentence = f"已{self._doing.name} {'；'.join(told)}。"
        self.accept()


def work(desk: Desk, size: int, task: Task, parent: QWidget) -> None:
    """Do a little at once; more cells than a window can wait for, off its thread."""
    if size > _AT_ONCE:
        desk.run(task, parent)
        return
    with desk.reporting(parent):
        result = desk.call(lambda store: task.work(store, _unheard))
        if task.done:
            task.done(result)


def _unheard(_step: str, _done: int, _total: int) -> None:
    """A little work tells no steps."""
