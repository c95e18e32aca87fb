"""The periods of a year side by side, and the items over three years."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from partydesk.domain.text import EMPTY, points
from partydesk.services import score_years
from partydesk.services.score_years import PeriodFigure, YearTable
from ui.desk import Desk
from ui.dialogs.assessment_frame import frame
from ui.tabs.register_tab import today
from ui.theme import current_theme
from ui.widgets.corners import RoundCorners

_HEADS = ("期间", "系统测算", "支部自评", "计入得分", "状态")


class YearsDialog(QDialog):
    """Two tables to read."""

    def __init__(self, desk: Desk, scheme_id: str, year: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"年度对照 · {year}年")
        figures = desk.recall(score_years.ladder, scheme_id, year, today())
        table = desk.recall(score_years.year_table, scheme_id, year, today())
        tabs = QTabWidget()
        tabs.tabBar().setAccessibleName("各月、各季度或各年度")
        tabs.setDocumentMode(True)
        self.periods = _table(_HEADS, _periods(figures))
        self.items = _table(_heads(table), _items(table))
        self.periods.setAccessibleName("各月、各季度")
        self.items.setAccessibleName("各年度")
        tabs.addTab(self.periods, "各月、各季度")
        tabs.addTab(self.items, "各年度")
        told = "已完成的期间显示完成时的数，不再变动；未完成的显示系统现在的测算。"
        frame(self, told, tabs, size=(820, 600))


def _periods(figures: Sequence[PeriodFigure]) -> list[list[str]]:
    return [
        [
            each.period.label,
            _counted(each),
            _shown(each.own),
            _shown(each.final),
            f"已完成，第 {each.version} 版" if each.version else "未完成",
        ]
        for each in figures
    ]


def _counted(each: PeriodFigure) -> str:
    part = "" if each.countable == 10_000 else f" / {points(each.countable)}"
    return f"{points(each.computed)}{part}"


def _heads(table: YearTable) -> tuple[str, ...]:
    years = (
        f"{year}年{'' if closed else '（测算）'}"
        for year, closed in zip(table.years, table.is_closed, strict=True)
    )
    return ("序号", "条目", *years, "比上年")


def _items(table: YearTable) -> list[list[str]]:
    return [
        [each.no, each.title, *map(_shown, each.figures), _change(each.change)]
        for each in table.rows
    ]


def _change(change: int | None) -> str:
    if change is None:
        return EMPTY
    return "持平" if change == 0 else f"{'升' if change > 0 else '降'} {points(abs(change))}"


def _shown(value: int | None) -> str:
    return EMPTY if value is None else points(value)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
    made = QTableWidget(len(rows), len(heads))
    made.setHorizontalHeaderLabels(list(heads))
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(current_theme().px(30))
    RoundCorners(made)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    made.setAlternatingRowColors(True)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            made.setItem(line, place, QTableWidgetItem(text))
    head = made.horizontalHeader()
    wide = heads.index("条目") if "条目" in heads else len(heads) - 1
    for place, each in enumerate(heads):
        made.setColumnWidth(place, current_theme().gap(60 if each == "序号" else 130))
    head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made
