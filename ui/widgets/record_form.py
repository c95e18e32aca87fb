"""A form of sections: it edits a copy, a record itself is only ever changed by a service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLineEdit, QWidget

from partydesk.domain.fields import Field, Kind
from ui.widgets.basics import column
from ui.widgets.editors import TextEditor, editor_for
from ui.widgets.form_cell import FormCell
from ui.widgets.form_section import FormSection
from ui.widgets.in_sight import bring_in_sight
from ui.widgets.long_text import LongTextEditor
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.tab_order import tab_through


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: a title (may be empty) and its fields in one or two columns."""

    title: str
    fields: Sequence[Field] = ()
    columns: int = 1


class RecordForm(QWidget):
    """Edits the fields of one record.

    Signals:
        changed: Something was edited by the user or by ``set_values``.
    """

    changed = Signal()

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: dict[str, FormCell] = {}
        self._fields: dict[str, Field] = {}
        self._sections: dict[str, FormSection] = {}
        self._parts: list[FormSection] = []
        self._filling = False
        self._layout = column(gap=14)
        self.setLayout(self._layout)
        for each in sections:
            part = self._add_section(each.title, each.columns)
            for described in each.fields:
                self._fields[described.name] = described
                editor = editor_for(described)
                title, required = described.label, described.required
                self._add(part, FormCell(described.name, title, editor, required=required))
            part.arrange()
        self.fill(None)

    def add_custom(self, name: str, widget: QWidget, title: str = "", section: str = "") -> None:
        """Add a widget of one's own at the end of a section; without a title it is as wide as it.

        Args:
            name: The key in ``values`` and of problems; also of ``name.0.field``.
            widget: Has ``value()``, ``set_value(value)`` and a signal ``changed``.
            title: The label at its left; empty for none.
            section: The section's title; a new one is made at the foot if there is none.
        """
        if section not in self._sections:
            self._add_section(section, 1)
        cell = FormCell(name, title, widget, wide=not title)
        self._add(self._sections[section], cell)
        self._sections[section].arrange()
        # As it is read, not as it was made.
        tab_through(each.widget for part in self._parts for each in part.cells)

    def fill(self, record: object) -> None:
        """Show a record, a mapping of values, or (``None``) an empty form."""
        self._filling = True
        for name, cell in self._cells.items():
            value = record.get(name) if isinstance(record, Mapping) else getattr(record, name, None)
            cell.set_value(value)
        self._filling = False
        self._filled = self.values()
        self.show_problems({})

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Change some fields as if the user had typed them, for instance from a draft."""
        for name, value in values.items():
            if name in self._cells:
                self._cells[name].set_value(value)
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        """What the editors hold now; a text that was not understood stays a text."""
        return {name: cell.value() for name, cell in self._cells.items()}

    @property
    def is_filling(self) -> bool:
        """Whether values are being put in by ``fill``, not by the user."""
        return self._filling

    def is_changed(self) -> bool:
        """Whether anything differs from what was filled in."""
        return self.values() != self._filled

    def check(self) -> bool:
        """Mark what was typed but not understood; whether there is nothing of the kind."""
        found = {}
        for name, cell in self._cells.items():
            problem = getattr(cell.widget, "problem", None)
            if problem and (sentence := problem()):
                found[name] = sentence
        self.show_problems(found)
        return not found

    def show_problems(self, by_field: Mapping[str, str]) -> None:
        """Put each problem under its field, clear the others and go to the first."""
        sentences: dict[str, list[str]] = {}
        for key, sentence in by_field.items():
            sentences.setdefault(key.partition(".")[0], []).append(sentence)
        for name, cell in self._cells.items():
            cell.show_problem("\n".join(dict.fromkeys(sentences.get(name, []))))
            if hasattr(cell.widget, "show_problems"):
                cell.widget.show_problems(by_field)
        first = next((cell for name, cell in self._cells.items() if name in sentences), None)
        if first is not None:
            _give_cursor(first)

    def editor(self, name: str) -> QWidget:
        """The editor of a field."""
        return self._cells[name].widget

    def cell(self, name: str) -> FormCell:
        """A field with its label and what is said about it."""
        return self._cells[name]

    def problem(self, name: str) -> str:
        """The sentence under a field."""
        return self._cells[name].problem

    def show_field(self, name: str, *, visible: bool) -> None:
        """Show or hide a field that matters only sometimes; its value stays."""
        self._cells[name].setVisible(visible)
        self._cells[name].is_left_out = not visible
        for section in self._parts:
            section.arrange()

    def section(self, title: str) -> FormSection:
        """A section, to hide it or to change its title."""
        return self._sections[title]

    def set_read_only(self, *, read_only: bool) -> None:
        """Let everything be read but not edited."""
        for cell in self._cells.values():
            cell.widget.setEnabled(not read_only)

    def focus_first(self) -> None:
        """Put the cursor into the first field that can be edited."""
        for cell in self._cells.values():
            if cell.widget.isEnabled() and not cell.is_left_out:
                cell.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field, if there is one of the name."""
        if name in self._cells:
            _give_cursor(self._cells[name])

    def set_people(self, options: Sequence[Option]) -> None:
        """Whom the fields that hold a person can pick."""
        self._set_options(Kind.PERSON, options)
        names = {each.name for each in options}
        for cell in self._cells.values():
            if isinstance(cell.widget, LongTextEditor):
                cell.widget.painter.set_names(names)

    def set_groups(self, options: Sequence[Option]) -> None:
        """Which groups can be picked."""
        self._set_options(Kind.GROUP, options)

    def offer_writing(self, asked: Callable[[str], object]) -> None:
        """Let long texts be written in a window of their own: calls with the field's name."""
        for name, cell in self._cells.items():
            if isinstance(cell.widget, LongTextEditor):
                cell.offer_writing(partial(asked, name))

    def long_texts(self) -> dict[str, LongTextEditor]:
        """The long texts that can be edited now, as they are read."""
        return {
            cell.name: cell.widget
            for part in self._parts
            for cell in part.cells
            if isinstance(cell.widget, LongTextEditor)
            and cell.widget.isEnabled()
            and not cell.is_left_out
        }

    def stale_words(self) -> dict[str, list[str]]:
        """What is 待修改, by field; fields without are left out."""
        found = {
            name: cell.widget.stale_words()
            for name, cell in self._cells.items()
            if isinstance(cell.widget, LongTextEditor | TextEditor)
        }
        return {name: words for name, words in found.items() if words}

    def is_free(self, name: str) -> bool:
        """Whether a field is empty or still as it was filled in."""
        value = self._cells[name].value()
        return value in (None, "") or value == self._filled.get(name)

    def field(self, name: str) -> Field | None:
        """What an editor's field is; none for widgets of one's own."""
        return self._fields.get(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align_sections()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_of_look = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if is_of_look and self.isVisible():
            self._align_sections()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align_sections()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        lines = QLineEdit | QComboBox | QCheckBox | QAbstractSpinBox
        if isinstance(event, QKeyEvent) and isinstance(watched, lines) and _is_plain_enter(event):
            watched.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _align_sections(self) -> None:
        """Labels stand above in all sections or in none; editors beside them begin in one line."""
        above = any(each.fitting_shape()[1] for each in self._parts)
        widths = sorted({each.label_width() for each in self._parts}, reverse=True)
        fitting = (width for width in widths if self._take(width))
        widest = next(fitting, 0)
        for each in self._parts:
            each.set_above(above=above)
            each.set_in_line(widest)

    def _take(self, width: int) -> bool:
        """Whether all sections with shorter labels have room for labels as wide as that."""
        return all(each.takes(width) for each in self._parts if each.label_width() <= width)

    def _set_options(self, kind: Kind, options: Sequence[Option]) -> None:
        self._filling = True
        for name, cell in self._cells.items():
            described = self._fields.get(name)
            if described and described.kind == kind and isinstance(cell.widget, PickerEdit):
                cell.widget.set_options(options)
        self._filling = False

    def _add_section(self, title: str, columns: int) -> FormSection:
        part = FormSection(title, columns)
        self._parts.append(part)
        self._sections[title] = part
        self._layout.addWidget(part)
        return part

    def _add(self, part: FormSection, cell: FormCell) -> None:
        self._cells[cell.name] = cell
        part.add(cell)
        cell.editor.changed.connect(lambda: self._edited(cell))
        cell.widget.installEventFilter(self)

    def _edited(self, cell: FormCell) -> None:
        if not self._filling:
            cell.show_problem("")
            self.changed.emit()


def _give_cursor(cell: FormCell) -> None:
    """With its label and what is said about it in sight."""
    cell.widget.setFocus(Qt.FocusReason.OtherFocusReason)
    bring_in_sight(cell)


def _is_plain_enter(event: QKeyEvent) -> bool:
    modifier = Qt.KeyboardModifier
    return (
        event.type() == QEvent.Type.KeyPress
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and event.modifiers() in (modifier.NoModifier, modifier.KeypadModifier)
    )
