"""全部事项: everything due in a span, past and to come, each leading to its record."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from partydesk.domain.periods import Period
from partydesk.errors import InvalidValuesError
from partydesk.rules.duty import DutyKind, DutyState
from partydesk.services import duty_lines
from partydesk.services.duties import DutyList, duties_of
from partydesk.services.duty_lines import COLUMNS, DutyLine
from ui.desk import Desk
from ui.dialogs.pdf_preview import show_paper
from ui.state import State
from ui.tabs.saving import SHEETS, ask_target, save_file
from ui.theme import Tone
from ui.widgets.basics import button, calm_list, column, label, row
from ui.widgets.day_editor import DayEditor
from ui.widgets.fitting import fit
from ui.widgets.pill import Mark
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column
from ui.widgets.tab_page import Target

_OWN = "自选时间"
_TONES = {
    DutyState.OPEN: Tone.BLUE,
    DutyState.DONE: Tone.GREEN,
    DutyState.LATE: Tone.RED,
    DutyState.PASSED: Tone.PLAIN,
    DutyState.EXCUSED: Tone.PLAIN,
}


class AllDutiesDialog(QDialog):
    """Lists the duties of a span.

    Attributes:
        chosen: Where the user wants to go; none if the dialog was only closed.
    """

    def __init__(self, desk: Desk, state: State, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("全部事项")
        self._desk, self._today = desk, today
        self._found: DutyList | None = None
        self.chosen: Target | None = None
        spans: list[tuple[str, object]] = [*duty_lines.span_choices(today), (_OWN, None)]
        self.span_box = _choice("时间", spans)
        self.first, self.last = _day_editor("开始日期"), _day_editor("结束日期")
        self._days = QWidget()
        states: list[tuple[str, object]] = [(str(each), str(each)) for each in DutyState]
        kinds: list[tuple[str, object]] = [(str(each), str(each)) for each in DutyKind]
        self.state_box = _choice("状态", [("全部状态", ""), *states])
        self.kind_box = _choice("类别", [("全部类别", ""), *kinds])
        self.sum_label = label("", "strong", wrap=True)
        self.table = RecordTable(_columns(), "all_duties", state)
        self.table.setAccessibleName("全部事项")
        self.table.set_empty("这段时间没有这样的事项。")
        self._build()
        self._connect()
        self.read()
        fit(self, 1080, 640)

    @property
    def span(self) -> Period | None:
        """The span that is chosen; none while its days are not both understood."""
        chosen = self.span_box.currentData()
        if isinstance(chosen, Period):
            return chosen
        first, last = self.first.value(), self.last.value()
        if isinstance(first, date) and isinstance(last, date):
            return duty_lines.own_span(first, last)
        return None

    def read(self) -> None:
        """List the span that is chosen."""
        is_own = self.span_box.currentData() is None
        self._days.setVisible(is_own)
        self._found = None
        if self.span is None:
            self._say("请填写开始日期和结束日期，如 20260305、3.5。")
            return
        with self._desk.reporting(self):
            try:
                self._found = self._desk.call(duties_of, self.span, self._today)
            except InvalidValuesError as error:
                self._say("\n".join(error.by_field.values()))
        self.show_lines()

    def show_lines(self) -> None:
        """Show those of the wanted state and kind."""
        if self._found is not None:
            self.table.fill(self._wanted(self._found))
            self.sum_label.setText(duty_lines.sentence(self._found))

    def save(self) -> None:
        """Save what is shown as a sheet."""
        if self._found is not None:
            target = ask_target(self, self._title(), ".xlsx", SHEETS)
            save_file(self, self._desk, target, duty_lines.duties_workbook, *self._shown())

    def show_paper(self) -> None:
        """Show the pages, to print them."""
        if self._found is not None:
            show_paper(self._desk, self, self._title(), duty_lines.duties_pdf, *self._shown())

    def _build(self) -> None:
        hint = "按 Enter 或双击：打开办理它的记录；还没有办的，开始填写，内容已预填。"
        self._days.setLayout(row(self.first, label("至"), self.last, None))
        spans = row(self.span_box, self.state_box, self.kind_box, None)
        save = button("导出", self.save, icon_name="file-spreadsheet")
        show = button("打印", self.show_paper, icon_name="printer")
        self.open_button = button("打开", self._open_current, "primary")
        layout = column(
            spans,
            self._days,
            self.sum_label,
            self.table,
            label(hint, "caption", wrap=True),
            row(None, button("关闭", self.reject), save, show, self.open_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.span_box.currentIndexChanged.connect(self.read)
        for editor in (self.first, self.last):
            editor.editingFinished.connect(self.read)
        for box in (self.state_box, self.kind_box):
            box.currentIndexChanged.connect(self.show_lines)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda chosen: self.open_button.setEnabled(chosen is not None))
        self.open_button.setEnabled(False)

    def _wanted(self, found: DutyList) -> list[DutyLine]:
        state, kind = self.state_box.currentData(), self.kind_box.currentData()
        return [
            each
            for each in duty_lines.lines_of(found)
            if state in ("", each.state) and kind in ("", each.kind)
        ]

    def _title(self) -> str:
        return f"{self.span.label if self.span else ''}全部事项"

    def _shown(self) -> tuple[str, list[DutyLine], str]:
        return self._title(), list(self.table.records.rows), self.sum_label.text()

    def _say(self, sentence: str) -> None:
        self.table.fill([])
        self.sum_label.setText(sentence)

    def _open_current(self) -> None:
        if (current := self.table.current()) is not None:
            self._open(current)

    def _open(self, line: DutyLine) -> None:
        action = line.action
        values = dict(action.values)
        where = (action.record_type, action.record_id, action.field, action.new, values)
        self.chosen = Target(*where)
        self.accept()


def _columns() -> list[Column]:
    marks = {str(state): Mark(str(state), tone) for state, tone in _TONES.items()}
    made = [Column(each, stretch=each.name == "title") for each in COLUMNS if each.name != "state"]
    state = next(each for each in COLUMNS if each.name == "state")
    made.insert(3, Column(state, mark=partial(_mark, marks)))
    return made


def _mark(marks: dict[str, Mark], line: Any) -> Mark:
    return marks[line.state]


def _day_editor(name: str) -> DayEditor:
    made = DayEditor()
    made.setAccessibleName(name)
    return made


def _choice(name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    calm_list(box)
    box.setAccessibleName(name)
    for text, value in choices:
        box.addItem(text, value)
    return box
