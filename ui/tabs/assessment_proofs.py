"""The proofs of the item that is shown: picked from records and files, opened with a click."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from partydesk.services import evidence
from partydesk.services.score_view import Key, ScoreLine, SheetView
from ui.dialogs.choose_evidence import EvidenceDialog
from ui.opening import open_outside
from ui.widgets.tab_page import Target

if TYPE_CHECKING:
    from ui.tabs.assessment_tab import AssessmentTab


class ItemProofs(QObject):
    """Keeps what was picked for the item that is shown."""

    def __init__(self, tab: "AssessmentTab") -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk
        self.keys: list[Key] = []

    def take(self, keys: Sequence[Key]) -> None:
        """Begin with these, as another item is shown."""
        self.keys = list(keys)

    def show(self, view: SheetView, line: ScoreLine) -> None:
        """Show what was picked; without any, what the records suggest."""
        if view.is_closed:
            words = view.words
            picked, suggested = (
                [words[key] for key in keys if key in words]
                for keys in (line.own.evidence, line.proofs)
            )
        else:
            picked = self._desk.call(evidence.named, self.keys)
            suggested = [] if picked else self._desk.call(evidence.named, line.proofs)
        self._tab.card.show_proofs(picked, suggested)

    def choose(self, view: SheetView, line: ScoreLine) -> None:
        """Let the user tick records and files; what was ticked is kept."""
        offered = self._desk.call(evidence.proofs, view.period, view.id)
        dialog = EvidenceDialog(line.item.title, offered, self.keys or line.proofs, self._tab)
        if dialog.exec():
            self._tab.take_proofs(dialog.chosen())

    def go(self, target: Target) -> None:
        """Open a proof: a file outside, a record in its tab."""
        if target.record_type == "attachment":
            open_outside(self._desk, target.record_id, self._tab)
        else:
            self._tab.go.emit(target)
