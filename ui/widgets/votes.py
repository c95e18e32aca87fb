"""The votes of a meeting: counts in, and what they need is said before anyone votes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from partydesk.domain.fields import pick
from partydesk.domain.meeting import Vote, VoteKind
from partydesk.rules.voting import Outlook, impossible, outlook
from ui.theme import Tone
from ui.widgets.basics import Button, button, clear, column, label, row, set_role
from ui.widgets.editors import as_choice, as_editor, editor_for
from ui.widgets.folding import Folding
from ui.widgets.pill import Pill
from ui.widgets.tab_order import tab_before

_TOP = pick(Vote, "matter", "kind", "ballot")
_COUNTS = pick(Vote, "due", "present", "yes", "no", "abstain", "written")
_SHORT = {"due": "有表决权", "present": "到会"}


def marks_for(values: Mapping[str, Any]) -> list[tuple[str, Tone]]:
    """What is known of a vote from its counts, as words with a tone."""
    due, present = values.get("due"), values.get("present")
    if not isinstance(due, int) or not isinstance(present, int) or not due:
        return []
    written = values.get("written")
    seen = outlook(str(values["kind"]), due, present, written if isinstance(written, int) else 0)
    marks = [_quorum(seen, due, present)]
    yes = values.get("yes")
    if isinstance(yes, int):
        passed = seen.has_quorum and yes >= seen.needed
        word = "通过" if passed else "未通过"
        marks.append(
            (f"{word}：需赞成 {seen.needed}，得 {yes}", Tone.GREEN if passed else Tone.RED)
        )
    elif not seen.can_pass:
        most = present + (written if isinstance(written, int) else 0)
        marks.append((f"最多只能得 {most} 票，需 {seen.needed} 票，无法通过", Tone.RED))
    else:
        marks.append((f"赞成达到 {seen.needed} 票通过", Tone.BLUE))
    return marks


def _quorum(seen: Outlook, due: int, present: int) -> tuple[str, Tone]:
    if seen.has_quorum:
        return f"到会人数符合 {present}/{due}", Tone.GREEN
    return f"到会不足：至少 {seen.quorum} 人，现 {present}/{due}", Tone.RED


def _width_of(pair: QWidget) -> int:
    pair.ensurePolished()
    return pair.sizeHint().width()


class VoteEditor(QFrame):
    """One vote.

    Signals:
        changed: Something was edited.
        removed: The user takes this vote out.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._id = values.get("id")
        self._editors = {each.name: editor_for(each) for each in (*_TOP, *_COUNTS)}
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._marks = row(gap=8)
        self._source = label("", "small")
        away = Button("移除", "link")
        away.setAccessibleName("移除这项表决")
        away.clicked.connect(self.removed)
        self.parts: tuple[QWidget, ...] = (*self._editors.values(), away)
        top = row(self._editors["matter"], away)
        top.setStretch(0, 1)
        ways = [self._editors[name] for name in ("kind", "ballot")]
        how = Folding(ways, lambda each: as_choice(each).width_of_all(), (1, 1))
        self.setLayout(
            column(top, how, self._counts(), self._problem, self._marks, margins=(12, 10, 12, 10))
        )
        set_role(self, "vote")
        for name, editor in self._editors.items():
            as_editor(editor).set_value(values.get(name))
            as_editor(editor).changed.connect(self._edited)
        self._say()

    def value(self) -> dict[str, Any]:
        """The row as a service takes it."""
        values = {name: as_editor(editor).value() for name, editor in self._editors.items()}
        return values | {"id": self._id, "written": values["written"] or 0}

    def follow(self, before: tuple[int, int], now: tuple[int, int]) -> None:
        """Take other counts of voters, due and present, unless somebody typed counts here."""
        editors = [as_editor(self._editors[name]) for name in ("due", "present")]
        if tuple(each.value() for each in editors) == before:
            for editor, number in zip(editors, now, strict=True):
                editor.set_value(number)

    def show_problem(self, sentence: str) -> None:
        """Put a sentence under the counts."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def go_to(self, name: str) -> None:
        """Put the cursor into a field; into the first for what is no field of its own."""
        self._editors.get(name, self._editors["matter"]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _counts(self) -> QWidget:
        parts: list[QWidget] = []
        for each in _COUNTS:
            editor = self._editors[each.name]
            editor.setFixedWidth(editor.fontMetrics().horizontalAdvance("0000") + 30)
            pair = QWidget()
            pair.setLayout(row(label(_SHORT.get(each.name, each.label), "label"), editor, gap=6))
            parts.append(pair)
        return Folding(parts, _width_of, gap=6)

    def _edited(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        values = self.value()
        clear(self._marks)
        for word, tone in marks_for(values):
            self._marks.addWidget(Pill(word, tone))
        if values["kind"] in (VoteKind.ADMISSION, VoteKind.FULL):
            self._marks.addWidget(Pill("应无记名投票", Tone.BLUE))
        self._marks.addStretch(1)
        self.show_problem(_sentence(values))


def _sentence(values: Mapping[str, Any]) -> str:
    counts = [values.get(name) or 0 for name in ("due", "present", "written")]
    votes = [values.get(name) or 0 for name in ("yes", "no", "abstain")]
    if not all(isinstance(each, int) for each in (*counts, *votes)) or not counts[0]:
        return ""
    return impossible(counts[0], counts[1], counts[2], (votes[0], votes[1], votes[2]))


class VotesEditor(QWidget):
    """All votes of a meeting.

    Signals:
        changed: Something was edited, added or removed.
    """

    changed = Signal()

    def __init__(self, counts: Callable[[], tuple[int, int]]) -> None:
        """An empty list; ``counts`` gives voters due and present for a new vote."""
        super().__init__()
        self._counts = counts
        self._proposed = (0, 0)
        self._wrong: tuple[VoteEditor, str] | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add_button = button("＋ 表决", self.add)
        self.add_button.setToolTip("记一项表决；票数是否够，投票之前就能看到")
        self.setLayout(column(self._list, row(self.add_button, None)))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        if self._wrong is None:
            self.add_button.setFocus(reason)
        else:
            self._wrong[0].go_to(self._wrong[1])

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        return [each.value() for each in self._editors()]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows."""
        clear(self._list)
        self._wrong = None
        for each in value or ():
            self._show(each)

    def follow(self) -> None:
        """Other people came: votes whose counts nobody typed take the new ones."""
        before, self._proposed = self._proposed, self._counts()
        if before != self._proposed:
            for each in self._editors():
                each.follow(before, self._proposed)

    def add(self) -> None:
        """A new vote with the voters of this meeting."""
        due, present = self._proposed = self._counts()
        made = self._show(
            {"kind": VoteKind.ORDINARY, "ballot": "举手表决", "due": due, "present": present}
        )
        made.parts[0].setFocus()
        self.changed.emit()

    def show_problems(self, by_field: Mapping[str, str]) -> None:
        """Put the problems of each vote under it; keys are ``votes.0.yes``."""
        self._wrong = None
        for number, each in enumerate(self._editors()):
            start = f"votes.{number}."
            found = {
                key.removeprefix(start): text
                for key, text in by_field.items()
                if key.startswith(start)
            }
            if found:
                each.show_problem("\n".join(dict.fromkeys(found.values())))
                self._wrong = self._wrong or (each, next(iter(found)))

    def _editors(self) -> list[VoteEditor]:
        items = (self._list.itemAt(number) for number in range(self._list.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [each for each in widgets if isinstance(each, VoteEditor)]

    def _show(self, values: Mapping[str, Any]) -> VoteEditor:
        made = VoteEditor(values)
        made.changed.connect(self.changed)
        made.removed.connect(lambda: self._remove(made))
        self._list.addWidget(made)
        tab_before(self.add_button, made.parts)
        return made

    def _remove(self, editor: VoteEditor) -> None:
        self._wrong = None
        self._list.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self.changed.emit()
