"""校核规则: every check by chapter, with its source, and how this branch takes it and why."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from partydesk.domain.fields import pick
from partydesk.domain.finding import Severity
from partydesk.domain.rule_switch import RuleSwitch, Weight
from partydesk.domain.text import long_day
from partydesk.errors import InvalidValuesError
from partydesk.services import history, rule_switches
from partydesk.services.rule_switches import RuleLine
from ui.desk import Desk
from ui.dialogs.history import HistoryDialog
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, card, column, label, row
from ui.widgets.corners import RoundCorners
from ui.widgets.fitting import fit
from ui.widgets.record_form import RecordForm, Section

_HEADS = ("编号", "要求", "级别", "依据", "依据核对", "校核方式")
_TONES = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.GOLD, Severity.HINT: Tone.PLAIN}
_WEIGHT, _SEVERITY = _HEADS.index("校核方式"), _HEADS.index("级别")


class CheckRulesDialog(QDialog):
    """Lists the checks; the chosen one can be softened or switched off with a reason."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines: dict[int, RuleLine] = {}
        self.setWindowTitle("校核规则")
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.title = label("", "title", wrap=True)
        self.about = label("", "caption", wrap=True)
        self.form = RecordForm([Section("", pick(RuleSwitch, "weight", "reason"), 2)])
        self.save_button = button("保存", self.save, "primary")
        self.save_button.setDefault(True)
        self.history_button = button("历史…", self._show_history, icon_name="history")
        self.close_button = button("关闭", self.reject)
        for each in (self.history_button, self.close_button):
            each.setAutoDefault(False)
        self._build()
        self._read("")

    def chosen(self) -> RuleLine | None:
        """The check that is selected."""
        return self._lines.get(self.table.currentRow())

    def choose(self, rule_id: str) -> None:
        """Select a check by its number."""
        for place, line in self._lines.items():
            if line.id == rule_id:
                self.table.selectRow(place)

    def save(self) -> None:
        """Keep how the chosen check is taken."""
        line = self.chosen()
        if line is None:
            return
        values = self.form.values()
        with self._desk.reporting(self):
            weight, reason = Weight(values["weight"]), values["reason"] or ""
            try:
                self._desk.call(rule_switches.switch_rule, line.id, weight, reason)
            except InvalidValuesError as error:
                self.form.show_problems(error.by_field)
                return
            self._read(line.id)

    def _build(self) -> None:
        foot = row(self.history_button, None, self.close_button, self.save_button)
        chosen: QFrame = card(self.title, self.about, self.form, foot)
        hint = "不适合本支部的规则，可以改为只作提示或不校核。理由随数据文件保存，修改都有历史。"
        layout = column(
            label("校核规则", "page-title"), label(hint, "caption", wrap=True), self.table, chosen,
            gap=12, margins=(24, 18, 24, 18),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        fit(self, 1040, 720)

    def _read(self, rule_id: str) -> None:
        self.table.blockSignals(True)
        lines = self._desk.call(rule_switches.rule_lines)
        chapters = list(dict.fromkeys(each.chapter for each in lines))
        self.table.clearSpans()
        self.table.setRowCount(len(lines) + len(chapters))
        self._lines, place = {}, 0
        for chapter in chapters:
            self._show_chapter(place, chapter)
            place += 1
            for line in (each for each in lines if each.chapter == chapter):
                self._lines[place] = line
                for at, text in enumerate(_cells(line)):
                    self.table.setItem(place, at, _item(text, at, line))
                place += 1
        self.table.blockSignals(False)
        self.choose(rule_id or lines[0].id)
        self._show_chosen()

    def _show_chapter(self, place: int, chapter: str) -> None:
        item = QTableWidgetItem(chapter)
        font = self.table.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(place, 0, item)
        self.table.setSpan(place, 0, 1, len(_HEADS))

    def _show_chosen(self) -> None:
        line = self.chosen()
        for each in (self.form, self.save_button):
            each.setEnabled(line is not None)
        self.history_button.setEnabled(line is not None and bool(line.switch_id))
        if line is None:
            return
        self.title.setText(f"{line.id}　{line.title}")
        since = f"　自{long_day(line.valid_from)}起适用" if line.valid_from else ""
        self.about.setText(f"依据：{line.source}（{line.confidence}）{since}")
        self.form.fill({"weight": line.weight, "reason": line.reason})

    def _show_history(self) -> None:
        line = self.chosen()
        if line is not None:
            found = self._desk.call(history.history_of, RuleSwitch.__tablename__, line.switch_id)
            HistoryDialog(f"{line.id} {line.title}", found, self).exec()


def _table() -> QTableWidget:
    made = QTableWidget(0, len(_HEADS))
    RoundCorners(made)
    made.setAccessibleName("校核规则")
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(current_theme().px(30))
    made.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
    made.setMinimumHeight(current_theme().px(160))
    made.setHorizontalHeaderLabels(list(_HEADS))
    head = made.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(_HEADS.index("依据"), QHeaderView.ResizeMode.Stretch)
    head.setHighlightSections(False)
    return made


def _cells(line: RuleLine) -> tuple[str, ...]:
    return (line.id, line.title, line.severity, line.source, line.confidence, line.weight)


def _item(text: str, place: int, line: RuleLine) -> QTableWidgetItem:
    made = QTableWidgetItem(str(text))
    made.setToolTip(line.reason or str(text))
    if place == _SEVERITY:
        made.setForeground(QColor(current_theme().tone(_TONES[line.severity])[0]))
    if place == _WEIGHT and line.weight != Weight.USUAL:
        made.setForeground(QColor(current_theme().tone(Tone.RED)[0]))
    return made
