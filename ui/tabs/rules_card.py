"""How many checks there are, which this branch takes otherwise; steps that a bureau adds."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QFrame

from partydesk.domain.rule_switch import Weight
from partydesk.services import holidays, rule_switches
from ui.desk import Desk
from ui.dialogs.check_rules import CheckRulesDialog
from ui.tabs.local_steps import LocalSteps
from ui.widgets.basics import button, column, label, row, set_role


class RulesCard(QFrame):
    """Opens the list of checks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self.line = label("", wrap=True)
        self.open_button = button("查看和调整校核规则…", self._open, icon_name="adjustments")
        self.holidays = QCheckBox("七月、八月缺会和缺周报只作提示")
        self.holidays.toggled.connect(self._soften)
        self.steps = LocalSteps(desk)
        opening = row(self.open_button, None)
        parts = (label("校核规则", "title"), self.line, opening, self.holidays, self.steps)
        self.setLayout(column(*parts, gap=10, margins=(18, 16, 18, 16)))

    def refresh(self) -> None:
        """Count the checks."""
        lines = self._desk.call(rule_switches.rule_lines)
        off = sum(each.weight == Weight.OFF for each in lines)
        soft = sum(each.weight == Weight.HINT for each in lines)
        told = [f"共 {len(lines)} 项校核"]
        told += [f"{soft} 项只作提示"] if soft else []
        told += [f"{off} 项不校核"] if off else []
        self.line.setText("，".join(told) + "。")
        with QSignalBlocker(self.holidays):
            self.holidays.setChecked(self._desk.call(holidays.are_softened))
        self.steps.refresh()

    def _soften(self, wanted: bool) -> None:
        with self._desk.reporting(self):
            self._desk.call(holidays.soften, wanted=wanted)
        self.refresh()

    def _open(self) -> None:
        CheckRulesDialog(self._desk, self).exec()
        self.refresh()
