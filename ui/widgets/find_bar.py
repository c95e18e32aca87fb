"""A line above a text to find words in it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from ui.widgets.basics import button, label, row


class FindBar(QWidget):
    """Finds while one types; Enter goes on, Shift+Enter goes back, Escape leaves.

    Signals:
        left: The user is done; the text should have the cursor.
    """

    left = Signal()

    def __init__(self, text: QTextEdit) -> None:
        super().__init__()
        self._text = text
        self._begun_at = 0
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("在正文里查找")
        self.edit.setAccessibleName("在正文里查找")
        self.edit.textEdited.connect(self._begin)
        self.edit.installEventFilter(self)
        self.said_label = label("", "caption")
        self.back_button = button("上一处", lambda: self.step(-1))
        self.on_button = button("下一处", lambda: self.step(1))
        away = button("关闭查找", self.left.emit, "link")
        layout = row(self.edit, self.said_label, self.back_button, self.on_button, away)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def open(self) -> None:
        """Show it; what is selected is looked for."""
        chosen = self._text.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.edit.setText(chosen)
        self._begun_at = self._text.textCursor().selectionStart()
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()
        self._say()

    def step(self, steps: int) -> None:
        """Go to the next place, or with -1 to the one before; from the end it begins again."""
        wanted = self.edit.text()
        if not wanted:
            return
        back = QTextDocument.FindFlag.FindBackward
        flags = back if steps < 0 else QTextDocument.FindFlag(0)
        document = self._text.document()
        found = document.find(wanted, self._text.textCursor(), flags)
        if found.isNull():
            start = QTextCursor(document)
            if steps < 0:
                start.movePosition(QTextCursor.MoveOperation.End)
            found = document.find(wanted, start, flags)
        if not found.isNull():
            self._text.setTextCursor(found)
            self._text.ensureCursorVisible()
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        """Another word is looked for from where the cursor stood at first."""
        cursor = self._text.textCursor()
        cursor.setPosition(min(self._begun_at, self._text.document().characterCount() - 1))
        self._text.setTextCursor(cursor)
        self.step(1)
        self._say()

    def _say(self) -> None:
        wanted = self.edit.text().lower()
        text = self._text.toPlainText().lower()
        count = text.count(wanted) if wanted else 0
        cursor = self._text.textCursor()
        if not wanted:
            self.said_label.setText("")
        elif not count:
            self.said_label.setText("没有找到")
        elif cursor.selectedText().lower() == wanted:
            before = len(
                text.encode("utf-16-le")[: 2 * cursor.selectionStart()].decode("utf-16-le")
            )
            self.said_label.setText(f"第 {text.count(wanted, 0, before) + 1} 处，共 {count} 处")
        else:
            self.said_label.setText(f"共 {count} 处")
