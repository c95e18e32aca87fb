"""One item of the self-assessment: what is expected, the evidence, the branch's score and why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.assessment import Score
from partydesk.domain.fields import pick
from partydesk.domain.text import points
from partydesk.rules.scheme import Item
from partydesk.services.assessments import ItemScore
from partydesk.services.evidence import Proof
from ui.theme import Tone
from ui.widgets.basics import button, clear, column, label, row, scrolling
from ui.widgets.line_button import LineButton
from ui.widgets.pill import Mark, Pill
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.saved_badge import SavedBadge
from ui.widgets.tab_page import Target

#: As many proofs are listed by name; the others are counted.
LISTED = 8


class ItemCard(QWidget):
    """Shows and edits the score of one item.

    Signals:
        save_asked: The user wants the score kept.
        choose_asked: The user wants to choose evidence.
        go: A proof was chosen; carries a ``Target``.
    """

    save_asked = Signal()
    choose_asked = Signal()
    go = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.title_label = label("", "title", wrap=True)
        self.badge = SavedBadge()
        self.standard_label = label("", "caption", wrap=True)
        self.deduction_label = label("", "caption", wrap=True)
        self.kinds_label = label("", "caption", wrap=True)
        self.proof_label = label("佐证", "section")
        self.choose_button = button("选择记录…", self.choose_asked.emit, icon_name="folders")
        self._proofs = QVBoxLayout()
        self._proofs.setSpacing(0)
        self.form = RecordForm([Section("自评", pick(Score, "points", "reason"))])
        self.form.changed.connect(self.badge.show_unsaved)
        self.save_button = button("保存这一条", self.save_asked.emit)
        inside = QWidget()
        inside.setLayout(
            column(
                _titled("标准", self.standard_label),
                _titled("扣分办法", self.deduction_label),
                row(self.proof_label, None, self.choose_button),
                self.kinds_label,
                self._proofs,
                self.form,
                None,
                gap=12,
                margins=(0, 0, 8, 0),
            )
        )
        layout = column(
            row(self.title_label, None, self.badge),
            scrolling(inside),
            row(None, self.save_button),
            gap=12,
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_item(self, item: Item, score: ItemScore | None, proofs: Sequence[Proof]) -> None:
        """Show an item with what is kept of it."""
        self.title_label.setText(f"{item.no}　{item.title}　{points(item.points)} 分")
        self.standard_label.setText(item.standard)
        self.deduction_label.setText(item.deduction)
        self.kinds_label.setText(f"可用的材料：{'、'.join(item.evidence)}")
        self.form.fill(
            {"points": score.points if score else None, "reason": score.reason if score else None}
        )
        self.badge.clear()
        self.show_proofs(proofs)

    def show_proofs(self, proofs: Sequence[Proof]) -> None:
        """Show the chosen evidence."""
        clear(self._proofs)
        self.proof_label.setText(f"佐证 {len(proofs)} 条" if proofs else "佐证")
        for each in proofs[:LISTED]:
            made = LineButton(f"{each.day:%Y-%m-%d}　{each.text}")
            target = Target(each.record_type, each.record_id)
            made.clicked.connect(lambda _checked=False, target=target: self.go.emit(target))
            self._proofs.addWidget(made)
        if len(proofs) > LISTED:
            self._proofs.addWidget(label(f"还有 {len(proofs) - LISTED} 条", "caption"))
        if not proofs:
            waiting = Pill()
            waiting.show_mark(Mark("待佐证", Tone.GOLD))
            self._proofs.addWidget(waiting)

    def set_closed(self, *, closed: bool) -> None:
        """A finished self-assessment is only read."""
        self.form.set_read_only(read_only=closed)
        self.choose_button.setEnabled(not closed)
        self.save_button.setVisible(not closed)


def _titled(title: str, text: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(label(title, "section"), text, gap=4))
    return made
