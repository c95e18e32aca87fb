"""Asks until when a duty is put off, or whether it does not apply at all, and why."""

from datetime import date, timedelta

from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QWidget

from partydesk.errors import InvalidValuesError
from partydesk.rules.todo import Todo
from partydesk.services.put_off import LONGEST_REASON, put_off
from ui.desk import Desk
from ui.theme import current_theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.day_editor import DayEditor

#: What is offered at first.
_DAYS = timedelta(days=7)


class PutOffDialog(QDialog):
    """Puts one duty aside; stays open until the answer can be taken."""

    def __init__(self, desk: Desk, todo: Todo, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._todo, self._today = desk, todo, today
        self.setWindowTitle("搁置")
        self.later = QRadioButton("稍后提醒，到这一天再列出来")
        self.never = QRadioButton("不适用，不再提醒")
        self.day = DayEditor()
        self.day.setAccessibleName("提醒的日子")
        self.day.set_value(today + _DAYS)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("理由")
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText("例如：书记外出培训，下周召开")
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        take = button("搁置", self.take, "primary")
        take.setDefault(True)
        self.later.setChecked(True)
        self.later.toggled.connect(self.day.setEnabled)
        self.setLayout(
            column(
                label(todo.title, "strong", wrap=True),
                row(self.later, self.day, gap=10),
                self.never,
                label("理由", "label"),
                self.reason,
                label("随时可以在列表末尾恢复提醒，修改都有历史。", "caption", wrap=True),
                self.problem,
                row(None, button("取消", self.reject), take),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )
        self.setMinimumWidth(current_theme().gap(460))
        self.reason.setFocus()

    def take(self) -> None:
        """Put the duty aside, or say what is still wrong."""
        until = self.day.value() if self.later.isChecked() else None
        if self.later.isChecked() and not isinstance(until, date):
            self._say("请填写提醒的日子，如 20260305、3.5。")
            return
        with self._desk.reporting(self):
            try:
                self._desk.call(put_off, self._todo, until, self.reason.text(), self._today)
            except InvalidValuesError as error:
                self._say("\n".join(error.by_field.values()))
                return
            self.accept()

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
