"""The foot of 校核: what was accepted with a reason, and the way to take the reason back."""

from collections.abc import Sequence

from partydesk.domain.finding import Finding
from partydesk.domain.rule_switch import RuleSwitch
from partydesk.services import findings
from partydesk.services.findings import Explained
from ui.desk import Desk
from ui.widgets.folded_away import FoldedAway
from ui.widgets.todo_row import TodoRow


class ExplainedList(FoldedAway):
    """Findings that are right as they are, each with its reason."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_explained(self, explained: Sequence[Explained]) -> None:
        """Show what was accepted; nothing is seen when nothing was."""
        told = f"已说明理由 {len(explained)} 处"
        self.show_rows(told, [self._row(each) for each in explained])

    def _row(self, each: Explained) -> TodoRow:
        found = each.finding
        # A check that is switched off is switched on again where it was, under 设置.
        action = "" if found.record_type == RuleSwitch.__tablename__ else "撤回"
        return TodoRow(
            *(found.sentence, found.rule, f"理由：{each.reason}"),
            *(action, lambda: self._withdraw(found)),
        )

    def _withdraw(self, found: Finding) -> None:
        with self._desk.reporting(self):
            self._desk.call(findings.withdraw, found)
