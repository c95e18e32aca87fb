"""The candidates of an election: counts in, and what they need is said before anyone votes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import pick
from partydesk.domain.meeting import Nominee
from partydesk.rules.elections import Election, faults, needs
from partydesk.rules.elections import Nominee as Candidate
from ui.widgets.basics import column, label
from ui.widgets.row_list import RowListEditor

_FIELDS = pick(Nominee, "name", "yes", "no", "abstain", "is_elected")
_COUNTS = tuple(name for name in Election._fields if name not in ("id", "held_on", "nominees"))


class NomineesEditor(QWidget):
    """Candidates in rows; below them what the election needs and what can't be.

    Signals:
        changed: Something was edited, added or removed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowListEditor(_FIELDS, "候选人")
        self.add_button = self.rows.add_button
        self.needs_label = label("", "caption", wrap=True)
        self.problem_label = label("", "problem", wrap=True)
        self._counts: Mapping[str, Any] = {}
        self.setLayout(column(self.rows, self.needs_label, self.problem_label, gap=6))
        self.rows.changed.connect(self._edited)
        self._say()

    def setFocus(  # noqa: N802 - Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        self.rows.setFocus(reason)

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        return self.rows.value()

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows."""
        self.rows.set_value(value)
        self._say()

    def follow(self, counts: Mapping[str, Any]) -> None:
        """Take what the form says about voters and ballots."""
        self._counts = counts
        self._say()

    def _edited(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.needs_label.setText(_needed(self._counts))
        self.needs_label.setVisible(bool(self.needs_label.text()))
        told = "；".join(each.sentence for each in faults(self._election()))
        self.problem_label.setText(f"{told}。" if told else "")
        self.problem_label.setVisible(bool(told))

    def _election(self) -> Election:
        """What is typed so far; what is no number counts as not typed."""
        counts = {name: _number(self._counts.get(name)) for name in _COUNTS}
        standing = tuple(
            Candidate(
                str(each["name"] or f"第 {place} 名候选人"),
                *(_number(each[name]) for name in ("yes", "no", "abstain")),
                each["is_elected"] is True,
            )
            for place, each in enumerate(self.rows.value(), start=1)
        )
        return Election("", date.min, **counts, nominees=standing)


def _needed(counts: Mapping[str, Any]) -> str:
    """Quorum, votes and candidates, as far as they can be said."""
    names = ("electors_due", "electors_present", "seats_open")
    due, present, seats = (_number(counts.get(name)) or 0 for name in names)
    least, told = needs(due, present, seats), []
    if due:
        told.append(f"至少到会 {least.quorum} 人")
    if present:
        told.append(f"赞成达到 {least.votes} 票当选")
    if seats:
        told.append(f"候选人至少 {least.candidates} 名")
    return f"按选举条例：{'；'.join(told)}。" if told else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
