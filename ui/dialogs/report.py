"""A report of a period: a list with its sums in a sentence, saved as a sheet, printed, opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from partydesk.domain.fields import Field
from partydesk.domain.periods import Period, period_with
from ui.desk import Desk
from ui.dialogs.pdf_preview import show_paper
from ui.state import State
from ui.tabs.periods import assessed_choices
from ui.tabs.register_tab import today
from ui.tabs.saving import SHEETS, ask_target, save_file
from ui.widgets.basics import button, calm_list, column, label, row
from ui.widgets.fitting import fit
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column
from ui.widgets.tab_page import Target


@dataclass(frozen=True)
class ReportPlan:
    """What a report shows.

    Attributes:
        title: What it is called.
        name: What its columns are remembered under.
        told: What it is for, in a sentence.
        columns: Its columns.
        read: Rows and a sentence, from the store, the period and the level.
        sheet: The sheet, from the same.
        paper: The PDF, from the same.
        wide: The column that takes the room that is left.
        by_year: Whether the year is shown first, not the quarter.
        levels: What can be chosen beside the period: texts and values; empty for nothing.
        target: Where a row leads to; none for nowhere.
    """

    title: str
    name: str
    told: str
    columns: Sequence[Field]
    read: Callable[[Any, Period, Any], tuple[Sequence[Any], str]]
    sheet: Callable[[Any, Period, Any], bytes]
    paper: Callable[[Any, Period, Any], bytes]
    wide: str
    by_year: bool = False
    levels: Sequence[tuple[str, object]] = ()
    target: Callable[[Any], Target | None] = lambda _row: None


class ReportDialog(QDialog):
    """Shows a report.

    Attributes:
        chosen: Where the user wants to go; none if the dialog was only closed.
    """

    def __init__(self, desk: Desk, state: State, plan: ReportPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(plan.title)
        self._desk, self._plan = desk, plan
        self.chosen: Target | None = None
        self.period_box = _choice("时间", assessed_choices(today()))
        if plan.by_year:
            self.period_box.setCurrentIndex(self.period_box.findData(str(today().year)))
        self.level_box = _choice("层级", plan.levels or [("", None)])
        self.level_box.setVisible(bool(plan.levels))
        self.sum_label = label("", "strong", wrap=True)
        columns = [Column(each, stretch=each.name == plan.wide) for each in plan.columns]
        self.table = RecordTable(columns, plan.name, state)
        self.table.setAccessibleName(plan.title)
        self.table.set_empty("这段时间没有要列的。")
        self.table.opened.connect(self._open)
        save = button("导出", self.save, icon_name="file-spreadsheet")
        show = button("打印", self.show_paper, "primary", icon_name="printer")
        layout = column(
            label(plan.told, "caption", wrap=True),
            row(self.period_box, self.level_box, None),
            self.sum_label,
            self.table,
            row(None, button("关闭", self.reject), save, show),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        for box in (self.period_box, self.level_box):
            box.currentIndexChanged.connect(self.read)
        self.read()
        fit(self, 900, 600)

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return period_with(str(self.period_box.currentData()))

    def read(self) -> None:
        """Read the report again for what is chosen."""
        with self._desk.reporting(self):
            rows, told = self._desk.call(self._plan.read, *self._asked())
            self.table.fill(rows)
            self.sum_label.setText(told)

    def save(self) -> None:
        """Save what is shown as a sheet."""
        target = ask_target(self, f"{self._plan.title} {self.period.label}", ".xlsx", SHEETS)
        save_file(self, self._desk, target, self._plan.sheet, *self._asked())

    def show_paper(self) -> None:
        """Show the pages, to print them."""
        show_paper(self._desk, self, self._plan.title, self._plan.paper, *self._asked())

    def _asked(self) -> tuple[Period, Any]:
        return self.period, self.level_box.currentData()

    def _open(self, chosen: Any) -> None:
        self.chosen = self._plan.target(chosen)
        if self.chosen is not None:
            self.accept()


def _choice(name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    calm_list(box)
    box.setAccessibleName(name)
    for text, value in choices:
        box.addItem(text, value)
    return box
