"""One editor per kind of field; each holds a value or, if it is not understood, the typed text."""

from typing import Any, Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from partydesk.domain.fields import HUNDREDTHS, Field, Kind
from partydesk.domain.identity import normalise
from partydesk.domain.marked_text import MarkedText, Span, marks_of, stripped
from partydesk.domain.text import decimal
from partydesk.domain.typed import money_from, month_from, number_from, points_from, time_from
from ui.widgets.basics import calm_list, restyle
from ui.widgets.day_editor import DayEditor
from ui.widgets.long_text import LongTextEditor
from ui.widgets.picker import PickerEdit

#: A list with more entries than this can be searched by typing.
SEARCHABLE = 12
_YES, _NO = "是", "否"


class Editor(Protocol):
    """What a form needs of an editor; widgets given to ``RecordForm.add_custom`` have it too."""

    changed: SignalInstance

    def value(self) -> Any:
        """What it holds; ``None`` when it is empty."""

    def set_value(self, value: Any) -> None:
        """Show a value."""


class TextEditor(QLineEdit):
    """One line of text.

    Signals:
        changed: The text is another.
        marks_changed: It is now 待修改, or no longer.
    """

    changed = Signal()
    marks_changed = Signal()

    def __init__(self, described: Field) -> None:
        super().__init__()
        self._marks: tuple[Span, ...] = ()
        self.textEdited.connect(lambda _text: self.mark(None))
        self.textChanged.connect(lambda _text: self.changed.emit())
        # A little longer than allowed, so that a pasted text is refused with a sentence, not cut.
        self.setMaxLength(described.length + 1000)

    def value(self) -> Any:
        return stripped(MarkedText(self.text(), self._marks) if self._marks else self.text())

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)
        self.mark(value)

    def mark(self, value: object) -> None:
        """Mark what a text taken over marks; the first edit takes the marks away."""
        if marks_of(value) != self._marks:
            self._marks = marks_of(value)
            self.setProperty("stale", "yes" if self._marks else "no")
            restyle(self)
            self.marks_changed.emit()

    def stale_words(self) -> list[str]:
        """What is 待修改."""
        return [self.text()[start : start + length] for start, length in self._marks]


class NumberEditor(TextEditor):
    """A whole number that is not negative."""

    def value(self) -> Any:
        return number_from(self.text())


class HundredthsEditor(TextEditor):
    """Points, 学时 or yuan with at most two decimals, kept as hundredths."""

    def __init__(self, described: Field) -> None:
        super().__init__(described)
        self._least = HUNDREDTHS[described.kind]
        self._read = money_from if described.kind is Kind.MONEY else points_from

    def value(self) -> Any:
        return self._read(self.text())

    def set_value(self, value: Any) -> None:
        super().set_value(decimal(value, self._least) if isinstance(value, int) else value)


class MonthEditor(TextEditor):
    """A month: 202603, 2026.3 and 2026年3月 are understood."""

    def value(self) -> Any:
        return month_from(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_value(self.value())
        super().focusOutEvent(event)


class TimeEditor(TextEditor):
    """A time of the day: 1530, 15:30 and 15点30 are understood."""

    def value(self) -> Any:
        return time_from(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_value(self.value())
        super().focusOutEvent(event)


class IdNumberEditor(TextEditor):
    """A citizen number; spaces and a small x are put right."""

    def value(self) -> Any:
        return normalise(self.text()) or None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_value(self.value())
        super().focusOutEvent(event)


class ChoiceEditor(QComboBox):
    """One of a few terms; a long list is searched by typing any part of a term."""

    changed = Signal()

    def __init__(self, choices: tuple[str, ...], *, required: bool) -> None:
        super().__init__()
        calm_list(self)
        self._choices = tuple(str(each) for each in choices)
        if not required:
            self.addItem("", None)
        for each in self._choices:
            self.addItem(each, each)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if len(self._choices) > SEARCHABLE:
            self._make_searchable()
        self.currentTextChanged.connect(lambda _text: self.changed.emit())

    def value(self) -> Any:
        return self.currentText().strip() or None

    def set_value(self, value: Any) -> None:
        place = self.findText("" if value is None else str(value))
        self.setCurrentIndex(place)
        if self.isEditable() and place < 0:
            self.setEditText("" if value is None else str(value))

    def width_of_all(self) -> int:
        """The width in pixels at which every term is shown whole."""
        self.ensurePolished()  # before it was shown, the face of its text is another
        metrics = self.fontMetrics()
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        text = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        widest = max((metrics.horizontalAdvance(each) for each in self._choices), default=0)
        return widest + self.width() - text.width() + 2

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A page is often scrolled with the pointer over a list: that must not change a record.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(list(self._choices), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setProperty("role", "popup")
        self.setCompleter(completer)


class YesNoEditor(QCheckBox):
    """Yes or no."""

    changed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.toggled.connect(lambda _checked: self.changed.emit())

    def value(self) -> Any:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))


class MaybeEditor(ChoiceEditor):
    """Yes, no or not known."""

    def __init__(self) -> None:
        super().__init__((_YES, _NO), required=False)

    def value(self) -> Any:
        return {_YES: True, _NO: False}.get(self.currentText())

    def set_value(self, value: Any) -> None:
        super().set_value(None if value is None else _YES if value else _NO)


def editor_for(described: Field) -> QWidget:
    """The editor of a field, with its accessible name and hint; it has the shape of ``Editor``."""
    made = _made_for(described)
    made.setObjectName(described.name)
    made.setAccessibleName(described.label)
    if described.hint:
        made.setToolTip(described.hint)
        made.setAccessibleDescription(described.hint)
        if isinstance(made, QLineEdit | QPlainTextEdit) and not made.placeholderText():
            made.setPlaceholderText(described.hint)
    return made


def as_editor(widget: QWidget) -> Editor:
    """A widget seen as an editor."""
    return cast(Editor, widget)


def as_choice(widget: QWidget) -> ChoiceEditor:
    """A widget that ``editor_for`` made for a choice seen as one."""
    return cast(ChoiceEditor, widget)


_LINES: dict[Kind, type[TextEditor]] = {
    Kind.NUMBER: NumberEditor,
    Kind.POINTS: HundredthsEditor,
    Kind.MONEY: HundredthsEditor,
    Kind.HOURS: HundredthsEditor,
    Kind.MONTH: MonthEditor,
    Kind.TIME: TimeEditor,
    Kind.ID_NUMBER: IdNumberEditor,
}


def _made_for(described: Field) -> QWidget:
    match described.kind:
        case Kind.LONG_TEXT:
            return LongTextEditor()
        case Kind.DAY:
            return DayEditor()
        case Kind.CHOICE:
            return ChoiceEditor(described.choices, required=described.required)
        case Kind.YES_NO:
            return YesNoEditor(described.label) if described.required else MaybeEditor()
        case Kind.PERSON | Kind.GROUP:
            return PickerEdit()
        case _:
            return _LINES.get(described.kind, TextEditor)(described)
