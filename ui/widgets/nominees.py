"""The candidates of an election: counts in, and what they need is said before anyone votes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from partydesk.domain.fields import pick
from partydesk.domain.meeting import Nominee
from partydesk.rules.elections import Election, faults, needs
from partydesk.rules.elections import Nominee as Candidate
from ui.widgets.basics import Button, button, clear, column, label, row, set_role
from ui.widgets.editors import as_editor, editor_for
from ui.widgets.folding import Folding
from ui.widgets.tab_order import tab_before

_NAME = pick(Nominee, "name")[0]
_VOTES = pick(Nominee, "yes", "no", "abstain")
_COUNTS = tuple(name for name in Election._fields if name not in ("id", "held_on", "nominees"))


def _width_of(part: QWidget) -> int:
    part.ensurePolished()
    return part.sizeHint().width()


class NomineeRow(QFrame):
    """One candidate: the name, the counts, and whether this one was elected.

    Signals:
        changed: Something was edited.
        removed: The user takes this candidate out.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._id = values.get("id")
        self._editors = {each.name: editor_for(each) for each in (_NAME, *_VOTES)}
        self.elected_box = QCheckBox("当选")
        self.elected_box.setChecked(values.get("is_elected") is True)
        away = Button("移除", "link")
        away.setAccessibleName("移除这名候选人")
        away.clicked.connect(self.removed)
        self.parts: tuple[QWidget, ...] = (*self._editors.values(), self.elected_box, away)
        name = self._editors["name"]
        assert isinstance(name, QLineEdit), "a name is one line"
        name.setPlaceholderText("姓名")
        top = row(name, self.elected_box, away)
        top.setStretch(0, 1)
        self.setLayout(column(top, self._counts(), gap=6, margins=(12, 8, 12, 8)))
        set_role(self, "vote")
        for each, editor in self._editors.items():
            as_editor(editor).set_value(values.get(each))
            as_editor(editor).changed.connect(self.changed)
        self.elected_box.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> dict[str, Any]:
        """The row as a service takes it."""
        values = {name: as_editor(editor).value() for name, editor in self._editors.items()}
        return values | {"id": self._id, "is_elected": self.elected_box.isChecked()}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or ticked."""
        typed = (as_editor(each).value() for each in self._editors.values())
        return not self.elected_box.isChecked() and all(each is None for each in typed)

    def _counts(self) -> QWidget:
        parts: list[QWidget] = []
        for each in _VOTES:
            editor = self._editors[each.name]
            editor.setFixedWidth(editor.fontMetrics().horizontalAdvance("0000") + 30)
            pair = QWidget()
            pair.setLayout(row(label(each.label, "label"), editor, gap=6))
            parts.append(pair)
        return Folding(parts, _width_of, gap=12)


class NomineesEditor(QWidget):
    """Candidates in rows; below them what the election needs and what can't be.

    Signals:
        changed: Something was edited, added or removed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add_button = button("＋ 候选人", self.add)
        self.needs_label = label("", "caption", wrap=True)
        self.problem_label = label("", "problem", wrap=True)
        self._counts: Mapping[str, Any] = {}
        foot = row(self.add_button, None)
        self.setLayout(column(self.needs_label, self._list, foot, self.problem_label, gap=8))
        self._say()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        self.add_button.setFocus(reason)

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        return [each.value() for each in self.rows() if not each.is_empty]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows."""
        clear(self._list)
        for each in value or ():
            self._show(each)
        self._say()

    def add(self) -> NomineeRow:
        """A new empty row with the cursor in it."""
        made = self._show({})
        made.parts[0].setFocus()
        self.changed.emit()
        return made

    def rows(self) -> list[NomineeRow]:
        """The candidates as they stand."""
        items = (self._list.itemAt(number) for number in range(self._list.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [each for each in widgets if isinstance(each, NomineeRow)]

    def follow(self, counts: Mapping[str, Any]) -> None:
        """Take what the form says about voters and ballots."""
        self._counts = counts
        self._say()

    def _show(self, values: Mapping[str, Any]) -> NomineeRow:
        made = NomineeRow(values)
        made.changed.connect(self._edited)
        made.removed.connect(lambda: self._remove(made))
        self._list.addWidget(made)
        tab_before(self.add_button, made.parts)
        return made

    def _remove(self, gone: NomineeRow) -> None:
        self._list.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._edited()

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
                _number(each["yes"]),
                _number(each["no"]),
                _number(each["abstain"]),
                each["is_elected"] is True,
            )
            for place, each in enumerate(self.value(), start=1)
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
