"""提纲 beside a text that is being written: inserted, and changed for the whole branch."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from partydesk.errors import InvalidValuesError
from partydesk.services import outlines
from ui.desk import Desk
from ui.widgets.basics import button, column, label, row, set_role
from ui.widgets.long_text import LongTextEditor

#: Record type, kind and field.
Place = tuple[str, str, str]


class OutlinePanel(QFrame):
    """The outline of one kind of record.

    Signals:
        chosen: The outline is to be inserted; carries its text.
        left: The user is done; the text should have the cursor.

    Attributes:
        text_edit: The outline; what is changed here counts only when it is kept.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__()
        set_role(self, "card")
        self._desk, self._place = desk, place
        self.text_edit = LongTextEditor(6)
        self.text_edit.setAccessibleName("提纲")
        self.text_edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.text_edit.changed.connect(self._show_able)
        self.origin_label = label("", "caption", wrap=True)
        self.insert_button = button("插入提纲", self._insert)
        self.keep_button = button("存为本支部的提纲", self._keep)
        self.back_button = button("恢复现成的", self._go_back, "link")
        head = row(label(f"{place[1]}提纲", "title"), None, button("收起", self.left.emit, "link"))
        layout = column(
            *(head, self.origin_label, self.text_edit),
            row(self.insert_button, None),
            row(self.keep_button, None),
            row(self.back_button, None),
            gap=8,
            margins=(14, 12, 14, 12),
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Read the outline."""
        found = self._desk.call(outlines.outline, *self._place)
        self._stored = found.text if found else ""
        self._own = bool(found and found.is_own)
        self.text_edit.set_value(self._stored)
        self._say("")

    def begin(self) -> None:
        """Be ready to insert it."""
        self.insert_button.setFocus()

    def _insert(self) -> None:
        if text := self.text_edit.value():
            self.chosen.emit(text)

    def _keep(self) -> None:
        with self._desk.reporting(self):
            try:
                self._desk.call(outlines.keep_outline, self._place, self.text_edit.value() or "")
            except InvalidValuesError as error:
                self._say(error.by_field["text"])
                return
            self.refresh()

    def _go_back(self) -> None:
        with self._desk.reporting(self):
            self._desk.call(outlines.keep_outline, self._place, None)
            self.refresh()

    def _say(self, problem: str) -> None:
        told = "这是本支部自己的提纲。" if self._own else "这是程序自带的提纲，可以改成本支部的。"
        set_role(self.origin_label, "problem" if problem else "caption")
        self.origin_label.setText(problem or f"{told}只写写法，不写具体的人和事。")
        self._show_able()

    def _show_able(self) -> None:
        self.keep_button.setEnabled((self.text_edit.value() or "") != self._stored)
        self.insert_button.setEnabled(bool(self.text_edit.value()))
        self.back_button.setVisible(self._own)
