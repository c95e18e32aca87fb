"""A short list of rows inside a form, such as resolutions: one line each, added at the foot."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from partydesk.domain.fields import Field, Kind
from ui.theme import current_theme
from ui.widgets.basics import Button, button, clear, column, row
from ui.widgets.editors import ChoiceEditor, Editor, as_editor, editor_for
from ui.widgets.folding import Folding
from ui.widgets.picker import Option, PickerEdit
from ui.widgets.tab_order import tab_before

#: Least widths of what is typed, in pixels at the standard size.
_WIDTHS = {Kind.DAY: 150, Kind.PERSON: 96, Kind.TEXT: 110}
_NARROW = 80


class RowListEditor(QWidget):
    """Edits rows of a few fields; rows that are wholly empty are not kept.

    Signals:
        changed: Something was edited, added or removed.
    """

    changed = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        noun: str,
        *,
        in_two_lines: bool = False,
        everybody: Field | None = None,
    ) -> None:
        """A list of things called ``noun``; the first field takes the room that is left.

        ``in_two_lines`` gives it a line of its own, with the others below. ``everybody`` is the
        field that holds a person, where everyone can be put in at one stroke.
        """
        super().__init__()
        self._person = everybody
        self._in_two_lines = in_two_lines
        self._fields = tuple(fields)
        self._noun = noun
        self._rows: list[tuple[QWidget, dict[str, Editor], dict[str, Any]]] = []
        self._people: tuple[Option, ...] = ()
        self._list = column(gap=6)
        self._shown = QWidget()
        self._shown.setLayout(self._list)
        self._shown.hide()
        self.add_button = button(f"＋ {noun}", self.add)
        self.all_button = button("加入全体党员", self.add_everybody)
        self.all_button.setVisible(everybody is not None)
        self.setLayout(column(self._shown, row(self.add_button, self.all_button, None)))

    def set_people(self, options: Sequence[Option]) -> None:
        """Whom fields that hold a person can pick, in rows that stand and in new ones."""
        self._people = tuple(options)
        for _widget, editors, _given in self._rows:
            for editor in editors.values():
                if isinstance(editor, PickerEdit):
                    editor.set_options(self._people)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not a focus proxy: Tab would go to it from anywhere and pass over what is above it."""
        self.add_button.setFocus(reason)

    def value(self) -> list[dict[str, Any]]:
        """The rows as a service takes them."""
        rows = []
        for _widget, editors, given in self._rows:
            values = {name: editor.value() for name, editor in editors.items()}
            if any(value is not None for value in values.values()):
                # What a row holds beside the edited fields stays with it.
                rows.append(given | values)
        return rows

    def problem(self) -> str:
        """A sentence if something was typed in a row that names nobody."""
        for _widget, editors, _given in self._rows:
            for editor in editors.values():
                if isinstance(editor, PickerEdit) and (sentence := editor.problem()):
                    return sentence
        return ""

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show rows; those that stand there already stay, with the cursor in them."""
        wanted = [{"id": each.get("id")} | dict(each) for each in value or ()]
        if len(wanted) == len(self._rows) and wanted == self.value():
            return
        # Shown one after the other, each row would lay the whole form out anew.
        self._shown.hide()
        clear(self._list)
        self._rows.clear()
        for each in wanted:
            self._show(each)
        self._shown.setVisible(bool(self._rows))

    def add(self) -> None:
        """A new empty row with the cursor in it."""
        first = self._show({})
        self._shown.show()
        first.setFocus()
        self.changed.emit()

    def add_everybody(self) -> None:
        """A row for everyone who is not in the list yet; then only the exceptions are left."""
        if self._person is None:
            return
        there = {row.get(self._person.name) for row in self.value()}
        self._shown.hide()
        for each in self._people:
            if each.id not in there and each.is_member:
                self._show({self._person.name: each.id})
        self._shown.setVisible(bool(self._rows))
        self.changed.emit()

    def _show(self, values: Mapping[str, Any]) -> QWidget:
        widgets = {each.name: editor_for(each) for each in self._fields}
        for each in self._fields:
            widget = widgets[each.name]
            editor = as_editor(widget)
            if isinstance(widget, PickerEdit):
                widget.set_options(self._people)
            editor.set_value(values.get(each.name))
            editor.changed.connect(self.changed)
            if isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox):
                widget.setPlaceholderText(each.label)
        away = Button("移除", "link")
        away.setAccessibleName(f"移除这条{self._noun}")
        made = QWidget()
        made.setLayout(self._laid_out(list(widgets.values()), away))
        editors = {name: as_editor(widget) for name, widget in widgets.items()}
        self._rows.append((made, editors, {"id": values.get("id")} | dict(values)))
        away.clicked.connect(lambda: self._remove(made))
        self._list.addWidget(made)
        tab_before(self.add_button, [*widgets.values(), away])
        return widgets[self._fields[0].name]

    def _laid_out(self, widgets: list[QWidget], away: QWidget) -> QBoxLayout:
        stretches = [2 if each.kind == Kind.DAY else 3 for each in self._fields]
        if self._in_two_lines:
            first = row(widgets[0], away)
            first.setStretch(0, 1)
            return column(first, Folding(widgets[1:], self._needs, stretches[1:]), 4, gap=6)
        layout = row(Folding(widgets, self._needs, stretches), column(3, away, None, gap=0))
        layout.setStretch(0, 1)
        return layout

    def _needs(self, editor: QWidget) -> int:
        """The width that an editor takes at least: a choice shows its longest term."""
        if isinstance(editor, ChoiceEditor):
            return editor.width_of_all()
        kinds = {each.name: each.kind for each in self._fields}
        return current_theme().px(_WIDTHS.get(kinds[editor.objectName()], _NARROW))

    def _remove(self, widget: QWidget) -> None:
        self._rows = [each for each in self._rows if each[0] is not widget]
        self._shown.setVisible(bool(self._rows))
        self._list.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        self.changed.emit()
