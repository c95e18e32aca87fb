"""What pasting or filling down would do to a list, cell by cell, before it is done as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import show
from partydesk.services import cell_edits, organization
from partydesk.services.cell_edits import CellChange, Editable, Wanted
from ui.desk import Desk
from ui.state import State
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, calm_list, column, label, row
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

_CHANGED, _REFUSED = Mark("修改", Tone.BLUE), Mark("不改", Tone.RED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed for a column that was chosen.

    Attributes:
        wanted: The cells with their new values.
        refused: Pasted rows that belong nowhere: what they begin with, and why.
        told: Says in a sentence how the cells were found.
    """

    wanted: Sequence[Wanted]
    refused: Sequence[tuple[str, str]] = ()
    told: str = ""


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


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    title: str
    field: str
    before: str
    after: str
    mark: Mark
    remark: str


class CellChangesDialog(QDialog):
    """Shows every cell that would change, and every one that is refused.

    Attributes:
        column_box: Where it begins, or what is filled down.
        blank_box: Whether empty cells empty the cells of the list.
        table: What would change, with the values before and after.
        take_button: Does it; off while there is nothing to do.
        result_sentence: What was done.
    """

    def __init__(
        self, desk: Desk, editable: Editable, doing: Doing, state: State, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(doing.name)
        self._desk, self._editable, self._doing = desk, editable, doing
        self._names = desk.call(organization.names)
        self._wanted: list[Wanted] = []
        self.result_sentence = ""
        self.column_box = calm_list(QComboBox())
        self.blank_box = QCheckBox("空白的格也算：清空原来的内容")
        self.table = RecordTable(_columns(), "cells", state)
        self.take_button = button("修改", self._take, "primary")
        self._told_label = label("", "caption", wrap=True)
        self._say_label = label("", "caption", wrap=True)
        self._build()
        self._show()

    def _build(self) -> None:
        self.column_box.setAccessibleName(self._doing.question)
        self.blank_box.setVisible(self._doing.has_blanks)
        self.table.setAccessibleName("修改前后对照")
        self.table.set_empty("没有要修改的内容。")
        for name, title in self._doing.columns:
            self.column_box.addItem(title, name)
        self.column_box.setCurrentIndex(max(0, self.column_box.findData(self._doing.start)))
        self.column_box.currentIndexChanged.connect(lambda _place: self._show())
        self.blank_box.toggled.connect(lambda _on: self._show())
        self.take_button.setDefault(True)
        layout = column(
            self._told_label,
            row(label(self._doing.question, "label"), self.column_box, 12, self.blank_box, None),
            self.table,
            row(self._say_label, button("取消", self.reject), self.take_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        theme = current_theme()
        self.resize(theme.gap(800), theme.gap(540))
        self.take_button.setFocus()

    def _show(self) -> None:
        """Show what would be done with the column that is chosen."""
        offer = self._doing.offer(self.column_box.currentData(), self.blank_box.isChecked())
        with self._desk.reporting(self):
            given = offer.wanted
            self._wanted = self._desk.call(cell_edits.understood, self._editable, given)
            found = self._desk.call(cell_edits.preview_cells, self._editable, self._wanted)
            refused = [_Line(-n, who, "", "", "", _REFUSED, why)
                       for n, (who, why) in enumerate(offer.refused, 1)]  # fmt: skip
            lines = [self._line(n, each) for n, each in enumerate(found)
                     if each.changes or self._is_refused(each)]  # fmt: skip
            self.table.widths.forget()
            self.table.fill([*refused, *lines])
            self._told_label.setText(offer.told)
            self._say(found, len(refused))

    def _is_refused(self, change: CellChange) -> bool:
        """A cell that can't be set says nothing where it holds the pasted text already."""
        if not change.problem:
            return False
        return show(change.field, change.before, self._names) != _text(change.after)

    def _line(self, number: int, change: CellChange) -> _Line:
        before = show(change.field, change.before, self._names)
        title, name = change.title, change.field.label
        if change.problem:
            return _Line(number, title, name, before, _text(change.after), _REFUSED, change.problem)
        after = show(change.field, change.after, self._names) or "（空）"
        return _Line(number, title, name, before, after, _CHANGED, "")

    def _say(self, found: Sequence[CellChange], others: int) -> None:
        changed = [each for each in found if each.changes]
        refused = others + sum(self._is_refused(each) for each in found)
        same = len(found) + others - len(changed) - refused
        records = len({each.id for each in changed})
        unit = self._editable.unit
        self.take_button.setText(f"修改 {len(changed)} 处" if changed else "修改")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(bool(changed))
        parts = [f"将修改 {records} {unit}的 {len(changed)} 处" if changed else "没有要修改的"]
        if same:
            parts.append(f"{same} 处已经是这样")
        if refused:
            parts.append(f"{refused} 处不改，原因见“说明”")
        self._say_label.setText("，".join(parts) + "。")

    def _take(self) -> None:
        name = self._doing.name
        with self._desk.reporting(self):
            cells, records = self._desk.call(
                cell_edits.change_cells, self._editable, self._wanted, name
            )
            self.result_sentence = f"已{name} {records} {self._editable.unit}，共 {cells} 处。"
            self.accept()


def _text(value: Any) -> str:
    """A value that was not taken, as it was typed."""
    return show(Field("", Kind.TEXT), value) if not isinstance(value, bool) else ""


def _columns() -> list[Column]:
    return [
        Column(Field("名称", Kind.TEXT, "title"), names=True),
        Column(Field("项目", Kind.TEXT, "field")),
        Column(Field("原来", Kind.TEXT, "before")),
        Column(Field("改为", Kind.TEXT, "after")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]
