"""批量修改: one field of several people, shown before and after for each, done as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QStackedLayout, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import show
from partydesk.services import batch, organization
from ui.desk import Desk
from ui.state import State
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.editors import as_editor, editor_for
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column

#: How long after the last key the lines are shown anew, in milliseconds.
PAUSE = 150
_CHANGED, _SAME = Mark("修改", Tone.BLUE), Mark("不变")


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: str
    before: str
    after: str
    mark: Mark
    remark: str


class BatchDialog(QDialog):
    """Asks what to change, and shows it for every person.

    Attributes:
        table: The people with the value before and after.
        take_button: Does it; off while there is nothing to do.
        result_sentence: What was done.
    """

    def __init__(self, desk: Desk, ids: Sequence[str], state: State, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"批量修改 {len(ids)} 人")
        self._desk, self._ids = desk, tuple(ids)
        self._names = desk.call(organization.names)
        self.result_sentence = ""
        self.field_box = QComboBox()
        self.empty_box = QCheckBox("清空这一项")
        self.table = RecordTable(_columns(), "batch", state)
        self.take_button = button("修改", self._take, "primary")
        self._say_label = label("", "caption", wrap=True)
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
        """Show for every person what would be done."""
        described = self._field()
        missing = self._missing()
        value = None if missing else self._value()
        with self._desk.reporting(self):
            changes = self._desk.call(batch.preview, self._ids, described.name, value)
            self.table.widths.forget()
            self.table.fill([self._line(each, described, missing) for each in changes])
            count = 0 if missing else sum(each.changes for each in changes)
            refused = 0 if missing else sum(bool(each.problem) for each in changes)
            self._say(count, refused, missing)

    def _build(self) -> None:
        self.field_box.setAccessibleName("改哪一项")
        self.table.setAccessibleName("修改前后对照")
        self.table.set_empty("没有选中的人。")
        groups = [Option(each.id, each.name) for each in self._desk.call(organization.groups)]
        for each in batch.FIELDS:
            self.field_box.addItem(each.label, each.name)
            # Yes or no is said, not left as it happens to stand.
            made = editor_for(replace(each, required=False))
            made.setAccessibleName(f"{each.label}改为")
            if isinstance(made, PickerEdit):
                made.set_options(groups)
            as_editor(made).changed.connect(self._change_value)
            self._editors[each.name] = made
            self._stack.addWidget(made)
        self.take_button.setDefault(True)
        above = row(label("改哪一项", "label"), self.field_box, 12, label("改为", "label"), gap=8)
        above.addLayout(self._stack, 1)
        above.addWidget(self.empty_box)
        layout = column(
            label("给选中的人改同一项内容。下面逐人列出修改前后，确认后作为一步保存，可以撤销。",
                  "caption", wrap=True),
            above,
            self.table,
            row(self._say_label, button("取消", self.reject), self.take_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        theme = current_theme()
        self.resize(theme.gap(760), theme.gap(520))

    def _field(self) -> Field:
        return batch.FIELDS[self.field_box.currentIndex()]

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
        self.empty_box.setEnabled(described.kind is not Kind.YES_NO)
        self.show_lines()

    def _change_value(self) -> None:
        self.editor.setEnabled(not self.empty_box.isChecked())
        self.take_button.setEnabled(False)
        self._timer.start()

    def _line(self, change: batch.Change, described: Field, missing: str) -> _Line:
        before = show(described, change.before, self._names)
        if missing:
            return _Line(change.id, change.name, before, "", _SAME, "")
        if change.problem:
            remark = Mark("不能改", Tone.RED)
            return _Line(change.id, change.name, before, before, remark, change.problem)
        after = show(described, change.after, self._names)
        mark = _CHANGED if change.changes else _SAME
        emptied = change.changes and not after
        return _Line(change.id, change.name, before, "（空）" if emptied else after, mark, "")

    def _say(self, count: int, refused: int, missing: str) -> None:
        self.take_button.setText(f"修改 {count} 人" if count else "修改")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(count > 0)
        if missing:
            self._say_label.setText(missing)
            return
        parts = [f"将修改 {count} 人" if count else "没有要修改的"]
        if same := len(self.table.records.rows) - count - refused:
            parts.append(f"{same} 人已经是这样")
        if refused:
            parts.append(f"{refused} 人不能改，原因见“说明”")
        self._say_label.setText("，".join(parts) + "。")

    def _take(self) -> None:
        self._timer.stop()
        described, value = self._field(), self._value()
        with self._desk.reporting(self):
            count = self._desk.call(batch.change_members, self._ids, described.name, value)
            self.result_sentence = f"已批量修改 {count} 人：{described.label}。"
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
        Column(Field("姓名", Kind.TEXT, "name"), names=True),
        Column(Field("原来", Kind.TEXT, "before")),
        Column(Field("改为", Kind.TEXT, "after")),
        Column(Field("处理", Kind.TEXT, "mark"), mark=lambda line: line.mark),
        Column(Field("说明", Kind.TEXT, "remark"), stretch=True),
    ]
