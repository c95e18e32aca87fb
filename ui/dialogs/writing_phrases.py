"""常用语 beside a text that is being written: picked, added, changed and removed in one place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from partydesk.errors import InvalidValuesError
from partydesk.services import phrases
from partydesk.services.phrases import PhraseRow
from ui.desk import Desk
from ui.widgets.basics import Button, button, calm_list, column, label, row, scrolling, set_role
from ui.widgets.long_text import LongTextEditor
from ui.widgets.pick_list import Entry, PickList

#: So much of a phrase is read in the list.
_SHOWN = 60
_NEW = "添加常用语"


class PhrasePanel(QFrame):
    """The phrase book.

    Signals:
        chosen: A phrase to insert; carries its text.
        changed: The book has changed.
        left: The user is done; the text should have the cursor.

    Attributes:
        rows: The phrases.
        list: Where they are picked.
    """

    chosen = Signal(str)
    changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk = desk
        self._edited = ""
        self.rows: list[PhraseRow] = []
        self.list = PickList("常用语", "文字或拼音首字母", self._narrowed)
        self.list.picked.connect(self._choose)
        self.list.current_changed.connect(self._show_able)
        self.insert_button = button("插入", self.list.pick)
        self.add_button = button("添加", self.begin_new)
        self.edit_button = button("修改", self._begin_edit, "link")
        self.remove_button = button("移到回收站", self._remove, "link")
        self.examples_button = button("放入一组现成的", self._add_examples)
        self.empty_label = label(
            "还没有常用语。可以自己添加，也可以先放入一组现成的再改。", "caption", wrap=True
        )
        self._page = QWidget()
        layout = column(
            *(self.list, self.empty_label, self.examples_button),
            row(self.insert_button, self.add_button, None),
            row(self.edit_button, self.remove_button, None),
            gap=8,
        )
        layout.setStretch(0, 1)
        self._page.setLayout(layout)
        self._form = self._build_form()
        head = row(label("常用语", "title"), None, button("收起", self.left.emit, "link"))
        whole = column(head, self._page, self._form, gap=10, margins=(14, 12, 14, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.refresh()

    def refresh(self) -> None:
        """Read the book."""
        self.rows = self._desk.call(phrases.list_phrases)
        self.list.refresh()
        self.list.setVisible(bool(self.rows))
        for each in (self.empty_label, self.examples_button):
            each.setVisible(not self.rows)
        self._show_able()

    def begin(self) -> None:
        """Show the book with the cursor where one searches."""
        self._show_form(shown=False)
        if self.rows:
            self.list.begin()
        else:
            self.examples_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_new(self, text: str = "") -> None:
        """Ask for a new phrase; the text is proposed."""
        self._begin(_NEW, "", text)

    def step_back(self) -> bool:
        """Escape: leave what is being edited; whether there was something."""
        was_open = not self._form.isHidden()
        self._show_form(shown=False)
        return was_open

    def _build_form(self) -> QWidget:
        self.form_label = label(_NEW, "section")
        self.heading_box = calm_list(QComboBox())
        self.heading_box.setEditable(True)
        self.heading_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.heading_box.setAccessibleName("分组")
        self.text_edit = LongTextEditor(4)
        self.text_edit.setAccessibleName("常用语的文字")
        self.problem_label = label("", "problem", wrap=True)
        self.save_button = button("保存", self._save, "primary")
        inside = QWidget()
        inside.setLayout(
            column(
                *(self.form_label, label("分组", "label"), self.heading_box),
                *(label("文字", "label"), self.text_edit, self.problem_label),
                label("常用语不加密封，副手也能看到：不要写具体的人和事。", "caption", wrap=True),
                row(None, button("取消", self.step_back), self.save_button),
                None,
                gap=6,
            )
        )
        # At the largest size it is higher than the smallest screen.
        made = scrolling(inside)
        made.hide()
        return made

    def _begin(self, title: str, phrase_id: str, text: str, heading: str = "") -> None:
        self._edited = phrase_id
        self.form_label.setText(title)
        self.heading_box.clear()
        self.heading_box.addItems(
            list(dict.fromkeys(each.heading for each in self.rows)) or ["常用"]
        )
        if heading:
            self.heading_box.setCurrentText(heading)
        self.text_edit.set_value(text)
        self.text_edit.moveCursor(QTextCursor.MoveOperation.End)
        self.problem_label.setText("")
        self._show_form(shown=True)
        self.text_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, *, shown: bool) -> None:
        self._page.setVisible(not shown)
        self._form.setVisible(shown)

    def _save(self) -> None:
        values = {"heading": self.heading_box.currentText(), "text": self.text_edit.value()}
        with self._desk.reporting(self):
            try:
                self._desk.call(phrases.save_phrase, values, self._edited or None)
            except InvalidValuesError as error:
                self.problem_label.setText("\n".join(error.by_field.values()))
                return
            self._changed()
        self.begin()

    def _begin_edit(self) -> None:
        if row_ := self._current():
            self._begin("修改常用语", row_.id, row_.text, row_.heading)

    def _remove(self) -> None:
        if row_ := self._current():
            with self._desk.reporting(self):
                self._desk.call(phrases.remove_phrase, row_.id)
                self._changed()

    def _add_examples(self) -> None:
        with self._desk.reporting(self):
            self._desk.call(phrases.add_examples)
            self._changed()
        self.begin()

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _choose(self, phrase_id: str) -> None:
        self.chosen.emit(next(each.text for each in self.rows if each.id == phrase_id))

    def _current(self) -> PhraseRow | None:
        return next((each for each in self.rows if each.id == self.list.current), None)

    def _narrowed(self, text: str) -> list[Entry]:
        found = phrases.matching(self.rows, text) if text else self.rows
        return [Entry(each.id, _short(each.text), each.heading) for each in found]

    def _show_able(self) -> None:
        able: tuple[Button, ...] = (self.insert_button, self.edit_button, self.remove_button)
        for each in able:
            each.setEnabled(self._current() is not None)
            each.setVisible(bool(self.rows))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
