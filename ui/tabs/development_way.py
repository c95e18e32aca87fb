"""The steps someone has taken, stage by stage, one line each; a line opens to be corrected."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from partydesk.domain.development_steps import RESULTS, STAGES, TAKEN, StepRules
from partydesk.domain.text import decimal
from ui.theme import Tone, current_theme
from ui.widgets.basics import column, label
from ui.widgets.picker import Option

#: Which step a line stands for.
_PLACE = Qt.ItemDataRole.UserRole
_BEGIN = "还没有步骤：先保存，再点“走下一步”。"
_CORRECT = "双击一行可以更正；更正后点保存。"


class WayEditor(QWidget):
    """Shows the steps of a record; the next one is added by a service, not here.

    Signals:
        changed: A step was corrected or taken out; it is kept when the record is saved.
    """

    changed = Signal()

    def __init__(self, correct: Callable[[int], object], rules: Callable[[], StepRules]) -> None:
        """An empty way.

        Args:
            correct: Called with the place of a step that is opened.
            rules: Called for the steps that hold in the branch whenever some are shown.
        """
        super().__init__()
        self._correct, self._rules = correct, rules
        self._rows: list[dict[str, Any]] = []
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(0)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("经过的步骤")
        self.tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemActivated.connect(self._open)
        self.tree.itemDoubleClicked.connect(self._open)
        self.hint_label = label("", "caption", wrap=True)
        self.setLayout(column(self.tree, self.hint_label, gap=6))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: from what comes after this, Tab would lead back here and never further.
        super().focusInEvent(event)
        self.tree.setFocus(event.reason())

    def set_people(self, options: Sequence[Option]) -> None:
        """No step holds a person by id."""

    def value(self) -> list[dict[str, Any]]:
        """The steps as a service takes them."""
        return [dict(each) for each in self._rows]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show steps."""
        self._rows = [dict(each) for each in value or ()]
        self._show()

    def replace_row(self, place: int, values: Mapping[str, Any] | None) -> None:
        """Put corrected values into a step, or take it out."""
        if values is None:
            del self._rows[place]
        else:
            self._rows[place] = self._rows[place] | dict(values)
        self._show()
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _show(self) -> None:
        self.tree.clear()
        shown = 0
        stages = self._stages()
        # Two steps of one day may belong to two stages: each stage stands once.
        for place in sorted(range(len(stages)), key=stages.__getitem__):
            if stages[place] != shown:
                shown = stages[place]
                self._add_stage(STAGES[shown - 1])
            self._add_line(place, self._rows[place])
        is_empty = not self._rows
        self.tree.setVisible(not is_empty)
        self.hint_label.setText(_BEGIN if is_empty else _CORRECT)
        self._fit()

    def _stages(self) -> list[int]:
        """The stage of each step; nothing is asked of the file while there is none."""
        if not self._rows:
            return []
        rules = self._rules()
        return [rules.named(str(values["step"])).stage for values in self._rows]

    def _add_stage(self, title: str) -> None:
        item = QTreeWidgetItem(self.tree, [title])
        item.setFirstColumnSpanned(True)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(0, QColor(current_theme().tokens.ink2))
        item.setBackground(0, QColor(current_theme().tokens.head))

    def _add_line(self, place: int, values: Mapping[str, Any]) -> None:
        result = str(values.get("result") or "")
        item = QTreeWidgetItem(self.tree, [str(values["done_on"] or ""), _text(values)])
        item.setData(0, _PLACE, place)
        item.setToolTip(1, _text(values))
        item.setForeground(0, QColor(current_theme().tokens.ink2))
        if result not in TAKEN:
            item.setForeground(1, QColor(current_theme().ink(Tone.RED)))

    def _fit(self) -> None:
        """As high as its lines: the form scrolls, not the list in it."""
        count = self.tree.topLevelItemCount()
        if count:
            index = self.tree.model().index(0, 0)
            row = self.tree.rowHeight(index) or self.tree.sizeHintForRow(0)
            self.tree.setFixedHeight(row * count + 2 * self.tree.frameWidth() + 2)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    def _open(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, _PLACE)
        if place is not None:
            self._correct(int(place))


def _text(values: Mapping[str, Any]) -> str:
    """培养教育考察　周明; what it ended with comes first where that is not 完成."""
    first = str(values["step"])
    if values.get("ended_on"):
        first += f"（至{values['ended_on']}）"
    result = values.get("result")
    parts = [first] + ([f"{result}"] if result and result != RESULTS[0] else [])
    if values.get("hours"):
        parts.append(f"{decimal(values['hours'], 0)} 学时")
    parts += [str(values[name]) for name in ("people", "document", "note") if values.get(name)]
    return "　".join(parts)
