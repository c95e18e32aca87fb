"""工作台: four figures, what is to be done, the year's organisation life, what changed last."""

from datetime import date, datetime

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.text import long_day, weekday
from partydesk.rules.todo import Action, Todo, Urgency
from partydesk.rules.year_matrix import Cell as YearCell
from partydesk.rules.year_matrix import CellState as YearState
from partydesk.services import resuming
from partydesk.services.duty_points import Worth, worth
from partydesk.services.workbench import Figure, Mood, Workbench, workbench
from ui.desk import Desk
from ui.state import State
from ui.tabs.put_aside import PutAside
from ui.tabs.recent_card import RecentCard, RecentLine
from ui.tabs.register_tab import today
from ui.tabs.todo_list import TodoList
from ui.theme import Size, Tone, current_theme
from ui.widgets.basics import GAP, MARGIN, button, card, clear, column, label, row, scrolling
from ui.widgets.elided import ElidedLabel
from ui.widgets.figure_card import FigureCard
from ui.widgets.first_paint import after_paint
from ui.widgets.matrix import Cell, CellState, Line, Matrix, MatrixArea
from ui.widgets.pill import Mark, Pill
from ui.widgets.tab_page import TabPage, Target

#: So many figures stand on top.
FIGURES = 4
#: Milliseconds after which it is said that the file is still being read.
SLOW = 300

_TONES = {
    Mood.PLAIN: Tone.PLAIN,
    Mood.GOOD: Tone.GREEN,
    Mood.SOON: Tone.GOLD,
    Mood.OVERDUE: Tone.RED,
}
_STATES = {
    YearState.DONE: CellState.DONE,
    YearState.MISSING: CellState.MISSING,
    YearState.WAITING: CellState.WAITING,
    YearState.AHEAD: CellState.AHEAD,
    YearState.NONE: CellState.NONE,
}


class WorkbenchTab(TabPage):
    """The first screen."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self._state = state
        self._shown: Workbench | None = None
        self._shown_at = -1
        self._cards = [FigureCard("") for _ in range(FIGURES)]
        self._date_label = ElidedLabel("", "caption")
        self._late, self._soon = Pill(), Pill()
        self.all_button = button("全部事项", self._show_all, "link")
        self.todos = TodoList(lambda todo: self.go.emit(_target(todo.action)), self._put_off)
        self._rest = QTimer(self, interval=0, singleShot=True)
        self._rest.timeout.connect(self._show_rest)
        self._slow = QTimer(self, interval=SLOW, singleShot=True)
        self._slow.timeout.connect(lambda: self._date_label.setText("正在更新…"))
        self.aside = PutAside(desk)
        self._year_label = label("", "title")
        self.matrix = Matrix([f"{month}月" for month in range(1, 13)])
        self._packages = QVBoxLayout()
        self._packages.setSpacing(3)
        self.recent = RecentCard(state)
        self.recent.go.connect(self.go)
        self._build()
        self.matrix.pressed.connect(self.go.emit)
        for place, each in enumerate(self._cards):
            each.pressed.connect(lambda place=place: self._open_figure(place))

    @property
    def is_current(self) -> bool:
        """Whether what is shown is true of the file as it is now."""
        return self._shown_at == self.desk.revision

    def refresh(self) -> None:
        """What is there stays until the same of now has been read beside the window."""
        self._slow.start()
        self.desk.soon(workbench, (today(),), self._show, self)

    def _show(self, shown: Workbench) -> None:
        """What is found and to be done first; keys that wait come before the rest."""
        self._shown, self._shown_at = shown, self.desk.revision
        for made, figure in zip(self._cards, shown.figures, strict=True):
            _show_figure(made, figure)
        self._show_todos(shown)
        self._rest.start()

    def _show_rest(self) -> None:
        """The other cards; what the duties are worth takes as long as all of this once more."""
        shown = self._shown
        if shown is None or not self.desk.is_open:
            return
        self._year_label.setText(f"{shown.today.year} 年组织生活一览")
        self.matrix.fill(
            [
                Line(line.title, [self._cell(line.kind, cell, shown.today) for cell in line.cells])
                for line in shown.matrix
            ]
        )
        self._show_packages(shown)
        self._show_recent()
        # Painting and thinking at once, both would take twice as long.
        after_paint(self, self._ask_worth)

    def _ask_worth(self) -> None:
        if self.is_current and self.desk.is_open:
            self._slow.start()
            self.desk.soon(worth, (today(),), self._show_worth, self)

    def _show_worth(self, told: Worth) -> None:
        if self._shown is not None and self.is_current:
            self._slow.stop()
            self._show_day(self._shown.today)
            self.todos.show_worth(told.told(self._shown.todos))

    def _show_day(self, day: date) -> None:
        self._date_label.setText(f"{long_day(day)} · {weekday(day)}")

    def showEvent(self, event: QShowEvent) -> None:
        is_stale = self.is_stale
        super().showEvent(event)
        if not is_stale:
            # Opening a record changes nothing in the file.
            self._show_recent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "recent"):
            self._make_room()

    def primary(self) -> None:
        """Do the most pressing thing."""
        if self._shown is not None and self._shown.todos:
            self.go.emit(_target(self._shown.todos[0].action))

    def _build(self) -> None:
        inside = QWidget()
        inside.setLayout(column(self.todos, self.aside, None, gap=0, margins=(0, 0, 8, 0)))
        head = row(
            *(label("现在要做", "title"), self._date_label, None, self._late, self._soon),
            self.all_button,
            gap=10,
        )
        todos = card(head, scrolling(inside))
        legend = ElidedLabel("绿 已开 · 黄 缺 · 浅 待开", "caption")
        year = card(row(self._year_label, None, legend), MatrixArea(self.matrix))
        to_package = button("去上报", lambda: self.go.emit(Target("上报")), "link")
        packages = card(row(label("上报", "title"), None, to_package), self._packages, None)
        foot = row(packages, self.recent, gap=GAP)
        foot.setStretch(0, 4)
        foot.setStretch(1, 6)
        right = column(year, foot, gap=GAP)
        right.setStretch(1, 1)
        below = row(todos, right, gap=GAP)
        below.setStretch(0, 10)
        below.setStretch(1, 12)
        margins = (MARGIN, MARGIN - 2, MARGIN, MARGIN - 2)
        layout = column(row(*self._cards, gap=GAP), below, gap=GAP, margins=margins)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _show_todos(self, shown: Workbench) -> None:
        self._show_day(shown.today)
        self._make_room()
        late, soon = shown.count(Urgency.OVERDUE), shown.count(Urgency.SOON)
        self._late.setVisible(bool(late))
        self._late.show_mark(Mark(f"逾期 {late}", Tone.RED))
        self._soon.setVisible(bool(soon))
        self._soon.show_mark(Mark(f"近期 {soon}", Tone.GOLD))
        self.todos.show_todos(shown.todos)
        self.aside.show_aside(shown.aside)

    def _make_room(self) -> None:
        """Large text leaves no room for the day: what is to be done matters more."""
        self._date_label.setVisible(current_theme().size == Size.STANDARD)

    def _put_off(self, todo: Todo) -> None:
        from ui.dialogs.put_off import PutOffDialog

        PutOffDialog(self.desk, todo, today(), self).exec()

    def _show_all(self) -> None:
        from ui.dialogs.all_duties import AllDutiesDialog

        dialog = AllDutiesDialog(self.desk, self._state, today(), self)
        dialog.exec()
        if dialog.chosen is not None:
            self.go.emit(dialog.chosen)

    def _show_packages(self, shown: Workbench) -> None:
        clear(self._packages)
        for each in shown.submissions[:3]:
            state, _, more = each.text.partition(" · ")
            self._packages.addWidget(label(f"{each.period}　{state}", wrap=True))
            if more:
                self._packages.addWidget(label(more, "caption", wrap=True))

    def _show_recent(self) -> None:
        opened = [
            RecentLine(each.text, Target(each.record_type, each.record_id))
            for each in self.desk.call(resuming.opened_last)
        ]
        changed = [
            RecentLine(f"{_when(each.at)}　{each.title}", Target(each.record_type, each.record_id))
            for each in (self._shown.recent if self._shown else ())
        ]
        self.recent.show_lines(opened, changed)

    def _cell(self, kind: str, cell: YearCell, day_shown: date) -> Cell:
        """A press opens the last meeting of the cell, or begins one in its month."""
        target: Target | None = None
        if cell.meeting_ids:
            target = Target("meeting", cell.meeting_ids[-1])
        elif cell.state in (YearState.MISSING, YearState.WAITING):
            day = min(cell.month.last, day_shown)
            target = Target("meeting", new=True, values={"kind": kind, "held_on": day})
        return Cell(_STATES[cell.state], cell.told, key=target)

    def _open_figure(self, place: int) -> None:
        if self._shown is not None:
            self.go.emit(_target(self._shown.figures[place].action))


def _show_figure(made: FigureCard, figure: Figure) -> None:
    made.title_label.setText(figure.title)
    made.show_figure(figure.value, figure.caption, _TONES[figure.mood])


def _target(action: Action) -> Target:
    return Target(
        action.record_type, action.record_id, action.field, action.new, dict(action.values)
    )


def _when(at: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == today() else f"{at:%m-%d}"
