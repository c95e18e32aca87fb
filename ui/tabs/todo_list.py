"""The lines of 现在要做: a line that says the same as before stays the widget that it was."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from partydesk.rules.todo import Todo, Urgency
from ui.theme import Tone
from ui.widgets.basics import column, label
from ui.widgets.pill import Mark
from ui.widgets.todo_row import TodoRow

#: As many things to do are listed; the most pressing come first.
LISTED = 30


class TodoList(QWidget):
    """Things to do, each with its buttons.

    Attributes:
        pressed: Called with the thing whose button was pressed.
        put_off: Called with the thing that is to be put aside.
    """

    def __init__(
        self, pressed: Callable[[Todo], object], put_off: Callable[[Todo], object]
    ) -> None:
        super().__init__()
        self.pressed, self.put_off = pressed, put_off
        self._rows: list[tuple[Todo, TodoRow]] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._none: QLabel = label("正在整理…", "caption")
        self.setLayout(column(self._none, self._lines, gap=0))

    def show_todos(self, todos: Sequence[Todo]) -> None:
        """Show these; only what differs from before is made anew.

        What a line was worth stays until ``show_worth`` tells what it is worth now.
        """
        before = self._rows
        self._rows = []
        for place, each in enumerate(todos[:LISTED]):
            found = next((known for known in before if _same(known[0], each)), None)
            if found is not None:
                before.remove(found)
            made = found[1] if found is not None else self._row(each)
            if found is not None and found[0].detail != each.detail:
                made.remark_label.setText(each.detail)
            if self._lines.indexOf(made) != place:
                self._lines.removeWidget(made)
                self._lines.insertWidget(place, made)
            self._rows.append((each, made))
        for _, gone in before:
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._none.setText("现在没有要做的事。")
        self._none.setVisible(not self._rows)

    def show_worth(self, told: Sequence[Todo]) -> None:
        """The same things in the same order, with what they are worth."""
        for (_, made), each in zip(self._rows, told, strict=False):
            if made.remark_label.text() != each.detail:
                made.remark_label.setText(each.detail)

    def _row(self, todo: Todo) -> TodoRow:
        tone = Tone.RED if todo.urgency == Urgency.OVERDUE else Tone.BLUE
        made = TodoRow(
            todo.title,
            Mark(todo.rule_label, tone),
            todo.detail,
            todo.action_label,
            lambda: self.pressed(todo),
        )
        if todo.key:
            made.offer("搁置…", lambda: self.put_off(todo))
        return made


def _same(one: Todo, other: Todo) -> bool:
    """Whether two say the same but for the remark, which follows."""
    return one.title == other.title and replace(one, detail=other.detail) == other
