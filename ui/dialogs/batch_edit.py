"""批量修改: one field of several records, shown before and after for each, done as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QStackedLayout, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import show
from partydesk.services import cell_edits, organization
from partydesk.services.editable import CellChange, Editable, Wanted
from ui.background import Tell
from ui.desk import Desk, Task
from ui.dialogs.cell_changes import work
from ui.state import State
from ui.tabs.register_tab import today
from ui.theme import Tone
from ui.widgets.basics import button, column, label, row
from ui.widgets.editors import as_editor, editor_for
from ui.widgets.fitting import fit
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

#: How long after the last key the lines are shown anew, in milliseconds.
PAUSE = 150
_CHANGED, _SAME = Mark("修改", Tone.BLUE), Mark("不变")
_REFUSED, _FOLLOWS = Mark("不能改", Tone.RED), Mark("随之改变", Tone.GOLD)


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    name: str
    before: str
    after: str
    mark: Mark
    remark: str


class BatchDialog(QDialog):
    """Asks what to change, and shows it for every record.

    Attributes:
        table: The records with the value before and after.
        whole_label: Why the chosen record, at first one that is refused, can't be changed.
        take_button: Does it; off while there is nothing to do.
        result_sentence: What was done.
    """

    def __init__(
        self,
        desk: Desk,
        ids: Sequence[str],
        state: State,
        parent: QWidget,
        editable: Editable = cell_edits.MEMBERS,
    ) -> None:
        super().__init__(parent)
        self._desk, self._ids, self._editable = desk, tuple(ids), editable
        self._unit = editable.unit
        self.setWindowTitle(f"批量修改 {len(ids)} {self._unit}")
        self._names = desk.call(organization.names)
        self.result_sentence = ""
        self.field_box = QComboBox()
        self.empty_box = QCheckBox("清空这一项")
        self.table = RecordTable(_columns(), "batch", state)
        self.take_button = button("修改", self._take, "primary")
        self._say_label = label("", "caption", wrap=True)
        self.whole_label = label("", "caption", wrap=True)
        self._editors: dict[str, QWidget] = {}
        self._stack = QStackedLayout()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.show_lines)
        self._build()
        self.field_box.currentIndexChanged.connect(lambda _place: self._change_field())
        self.empty_box.toggled.connect(lambda _on: self._change_value())
        self._change_field()

    @property
    def editor(self) -> QWidget:
        """The editor of the field that is chosen."""
        return self._editors[self._field().name]

    def choose_field(self, name: str) -> None:
        """Choose the field to change."""
        self.field_box.setCurrentIndex(self.field_box.findData(name))

    def show_lines(self) -> None:
        """Show for every record what would be done."""
        described, missing = self._field(), self._missing()
        value = None if missing else self._value()
        given = [Wanted(each, described.name, value) for each in self._ids]
        self.take_button.setEnabled(False)

        def look(store: Any, tell: Tell) -> list[CellChange]:
            tell("正在逐条核对…", 0, 0)
            return cell_edits.preview_cells(store, self._editable, given, today())

        task = Task(look, "正在核对…", lambda found: self._shown(found, missing))
        work(self._desk, len(given), task, self)

    def _shown(self, found: Sequence[CellChange], missing: str) -> None:
        lines = [self._line(n, each, missing) for n, each in enumerate(found)
                 if not (missing and each.follows)]  # fmt: skip
        self.table.widths.forget()
        self.table.fill(lines)
        self._tell(self.table.current() or next((each for each in lines if each.remark), None))
        asked = [each for each in found if not missing and not each.follows]
        count = sum(each.changes for each in asked)
        refused = sum(bool(each.problem) for each in asked)
        self._say(count, len(asked) - count - refused, refused, missing)

    def _tell(self, line: Any) -> None:
        """The remark in full: a narrow column may cut it off."""
        told = f"{line.name}：{line.remark}" if line is not None and line.remark else ""
        self.whole_label.setText(told)
        self.whole_label.setVisible(bool(told))

    def _build(self) -> None:
        self.field_box.setAccessibleName("改哪一项")
        self.table.setAccessibleName("修改前后对照")
        self.table.set_empty("没有选中的内容。")
        groups = [Option(each.id, each.name) for each in self._desk.call(organization.groups)]
        people = [Option(*each) for each in self._desk.call(organization.people_to_pick, today())]
        for each in self._editable.fields:
            self.field_box.addItem(each.label, each.name)
            # Yes or no is said, not left as it happens to stand; a text is typed in one line.
            kind = Kind.TEXT if each.kind is Kind.LONG_TEXT else each.kind
            made = editor_for(replace(each, required=False, kind=kind))
            made.setAccessibleName(f"{each.label}改为")
            if isinstance(made, PickerEdit):
                made.set_options(groups if each.kind is Kind.GROUP else people)
            as_editor(made).changed.connect(self._change_value)
            self._editors[each.name] = made
            self._stack.addWidget(made)
        self.take_button.setDefault(True)
        self.table.chosen.connect(self._tell)
        above = row(label("改哪一项", "label"), self.field_box, 12, label("改为", "label"), gap=8)
        above.addLayout(self._stack, 1)
        above.addWidget(self.empty_box)
        layout = column(
            label(f"给选中的 {len(self._ids)} {self._unit}改同一项内容。"
                  "下面逐一列出修改前后，确认后作为一步保存，可以撤销。", "caption", wrap=True),
            above,
            self.table,
            self.whole_label,
            row(self._say_label, button("取消", self.reject), self.take_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 860, 560)

    def _field(self) -> Field:
        return self._editable.fields[self.field_box.currentIndex()]

    def _value(self) -> Any:
        return None if self.empty_box.isChecked() else as_editor(self.editor).value()

    def _missing(self) -> str:
        """What is still to be said before anything can be done; empty if nothing is."""
        if self.empty_box.isChecked():
            return ""
        if isinstance(self.editor, PickerEdit) and (problem := self.editor.problem()):
            return problem
        return "" if self._value() is not None else "请先填写要改成什么。"

    def _change_field(self) -> None:
        described = self._field()
        self._stack.setCurrentWidget(self.editor)
        self.empty_box.setChecked(False)
        self.empty_box.setEnabled(described.kind is not Kind.YES_NO and not described.required)
        self.show_lines()

    def _change_value(self) -> None:
        self.editor.setEnabled(not self.empty_box.isChecked())
        self.take_button.setEnabled(False)
        self._timer.start()

    def _line(self, number: int, change: CellChange, missing: str) -> _Line:
        described, title = change.field, change.title
        before = show(described, change.before, self._names)
        if missing:
            return _Line(number, title, before, "", _SAME, "")
        if change.problem:
            return _Line(number, title, before, before, _REFUSED, change.problem)
        after = show(described, change.after, self._names)
        shown = "（空）" if change.changes and not after else after
        if change.follows:
            return _Line(number, title, before, shown, _FOLLOWS, f"{described.label}随之改变。")
        return _Line(number, title, before, shown, _CHANGED if change.changes else _SAME, "")

    def _say(self, count: int, same: int, refused: int, missing: str) -> None:
        self.take_button.setText(f"修改 {count} {self._unit}" if count else "修改")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(count > 0)
        if missing:
            self._say_label.setText(missing)
            return
        parts = [f"将修改 {count} {self._unit}" if count else "没有要修改的"]
        if same:
            parts.append(f"{same} {self._unit}已经是这样")
        if refused:
            parts.append(f"{refused} {self._unit}不能改，原因见“说明”")
        self._say_label.setText("，".join(parts) + "。")

    def _take(self) -> None:
        self._timer.stop()
        described, value = self._field(), self._value()
        given = [Wanted(each, described.name, value) for each in self._ids]

        def change(store: Any, tell: Tell) -> cell_edits.Done:
            tell("正在保存…", 0, 0)
            return cell_edits.change_cells(store, self._editable, given, "批量修改", today())

        task = Task(change, "正在保存…", lambda done: self._done(done, described))
        work(self._desk, len(given), task, self)

    def _done(self, done: cell_edits.Done, described: Field) -> None:
        self.result_sentence = f"已批量修改 {done.records} {self._unit}：{described.label}。"
        self.accept()

    def keyPressEvent(self, event: Any) -> None:
        # Enter in an editor first shows what would be done; only then the button is on.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._timer.isActive():
            self._timer.stop()
            self.show_lines()
            return
        super().keyPressEvent(event)


def _columns() -> list[Column]:
    return [
        Column(Field("名称", Kind.TEXT, "name"), names=True),
        Column(Field("原来", Kind.TEXT, "before")),
        Column(Field("改为", Kind.TEXT, "after")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]
