"""Who came to a meeting: everyone due is there, and only the exceptions are typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from partydesk.domain.meeting import ABSENCE_REASONS, Presence
from ui.widgets.basics import Button, button, clear, column, label, row
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.tab_order import tab_before


class ReasonBox(QComboBox):
    """Why somebody did not come: a usual reason, or words of one's own.

    Signals:
        settled: Enter was pressed.
    """

    settled = Signal()

    def __init__(self, name: str, reason: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(["", *ABSENCE_REASONS])
        self.setCurrentText(reason)
        self.setAccessibleName(f"{name}的缺席原因")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = self.lineEdit()
        assert line is not None, "an editable box has a line"
        line.setPlaceholderText("缺席原因")
        line.setCursorPosition(0)
        line.returnPressed.connect(self.settled)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A page is often scrolled with the pointer over a list: that must not change a record.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class AttendanceEditor(QWidget):
    """Edits the attendance rows of a meeting.

    Signals:
        changed: Somebody was added, removed, or is now present or absent.
        reset_asked: The user wants the list of those due as the roster of the day says.
    """

    changed = Signal()
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[dict[str, Any]] = []
        self._options: tuple[Option, ...] = ()
        self._reasons: dict[str, ReasonBox] = {}
        self._lines: list[tuple[QWidget, QWidget]] = []
        self.summary_label = label("", "strong", wrap=True)
        self.all_button = button("全部到会", self.everyone_present)
        self.all_button.setShortcut("Alt+A")
        self.all_button.setToolTip("把所有人记为到会（Alt+A），再逐个登记缺席")
        self.reset_button = button("按花名册重列", self.reset_asked.emit, "link")
        self.absent_edit = PickerEdit()
        self.absent_edit.setPlaceholderText("谁没有来：输入姓名或拼音首字母，回车")
        self.absent_edit.setAccessibleName("登记缺席")
        self.absent_edit.picked.connect(self._mark_absent)
        self.add_edit = PickerEdit()
        self.add_edit.setPlaceholderText("名单里少了谁：加入")
        self.add_edit.setAccessibleName("加入应到名单")
        self.add_edit.picked.connect(self._add)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.rest_label = label("", "caption", wrap=True)
        head = row(self.summary_label, self.reset_button, self.all_button)
        head.setStretch(0, 1)
        self.setLayout(
            column(
                head,
                self._list,
                self.rest_label,
                row(self.absent_edit, self.add_edit),
            )
        )
        self._show()

    def set_people(self, options: Sequence[Option]) -> None:
        """Whom the roster knows, to add someone who is not in the list."""
        self._options = tuple(options)
        self._offer()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        self.absent_edit.setFocus(reason)

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        return [dict(each) for each in self._rows]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows."""
        self._rows = [dict(each) for each in value or ()]
        self._show()

    def propose(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take another list of those due, keeping what is already known of each."""
        known = {each["member_id"]: each for each in self._rows}
        self._rows = [dict(known.get(each["member_id"], each)) for each in rows]
        self._show()
        self.changed.emit()

    def everyone_present(self) -> None:
        """All came."""
        for each in self._rows:
            each.update(presence=Presence.PRESENT, reason=None)
        self._show()
        self.changed.emit()
        self.absent_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> str:
        """A sentence if a name was typed that names nobody."""
        return self.absent_edit.problem() or self.add_edit.problem()

    def present_ids(self) -> set[str]:
        """Ids of members who came."""
        return {str(each["member_id"]) for each in self._rows if _is_here(each)}

    def present_names(self) -> list[str]:
        """Names of those who came, as they are listed."""
        return [str(each["name"]) for each in self._rows if _is_here(each)]

    def _mark_absent(self, member_id: str) -> None:
        for each in self._rows:
            if each["member_id"] == member_id:
                each["presence"] = Presence.ABSENT
        self.absent_edit.set_value(None)
        self._show()
        self.changed.emit()
        # The reason is asked for at once; Enter leads back to the next name.
        self._reasons[member_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_present(self, index: int) -> None:
        self._rows[index].update(presence=Presence.PRESENT, reason=None)
        self._show()
        self.changed.emit()
        self.absent_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, member_id: str) -> None:
        name = next(each.name for each in self._options if each.id == member_id)
        if all(each["member_id"] != member_id for each in self._rows):
            self._rows.append(
                {
                    "member_id": member_id,
                    "name": name,
                    "presence": Presence.PRESENT,
                    "reason": None,
                }
            )
        self.add_edit.set_value(None)
        self._show()
        self.changed.emit()

    def _set_reason(self, index: int, reason: str) -> None:
        self._rows[index]["reason"] = reason.strip() or None
        self.changed.emit()

    def _show(self) -> None:
        clear(self._list)
        self._reasons.clear()
        self._lines.clear()
        absent = [(n, each) for n, each in enumerate(self._rows) if not _is_here(each)]
        for number, each in absent:
            self._list.addWidget(self._absent_row(number, each))
        for line in self._lines:
            tab_before(self.absent_edit, line)
        due, came = len(self._rows), len(self._rows) - len(absent)
        self.summary_label.setText(f"应到 {due}　实到 {came}　缺席 {len(absent)}")
        names = "、".join(str(each["name"]) for each in self._rows if _is_here(each))
        self.rest_label.setText(f"到会 {came} 人：{names}" if came else "还没有应到名单。")
        self._offer()

    def _absent_row(self, index: int, values: Mapping[str, Any]) -> QWidget:
        name = label(str(values["name"]), "strong")
        name.setMinimumWidth(name.fontMetrics().horizontalAdvance("欧阳建国") + 8)
        reason = ReasonBox(str(values["name"]), str(values.get("reason") or ""))
        reason.currentTextChanged.connect(lambda text: self._set_reason(index, text))
        reason.settled.connect(self.absent_edit.setFocus)
        self._reasons[str(values["member_id"])] = reason
        back = Button("改为到会", "link")
        back.setAccessibleName(f"{values['name']}改为到会")
        back.clicked.connect(lambda: self._mark_present(index))
        self._lines.append((reason, back))
        made = QWidget()
        layout = row(name, reason, back)
        layout.setStretch(1, 1)
        made.setLayout(layout)
        return made

    def _offer(self) -> None:
        here = {str(each["member_id"]) for each in self._rows if _is_here(each)}
        listed = {str(each["member_id"]) for each in self._rows}
        self.absent_edit.set_options([each for each in self._options if each.id in here])
        self.add_edit.set_options([each for each in self._options if each.id not in listed])


def _is_here(row_values: Mapping[str, Any]) -> bool:
    return bool(row_values["presence"] == Presence.PRESENT)
