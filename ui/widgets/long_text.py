"""The editor of a long text in a form; for more than a few lines it lends its text to writing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCursor, QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from partydesk.domain.marked_text import MarkedText
from partydesk.domain.pasted import clean
from ui.widgets.text_marks import TextMarks, TextPainter

#: A long text grows with what is typed up to so many lines, then it scrolls.
MOST_LINES = 18
#: Pixels that frame, padding and margins of a text take above and below.
FRAME = 24


class LongTextEditor(QPlainTextEdit):
    """Many lines; what is pasted loses its formatting, Tab goes on to the next field.

    Attributes:
        marks: What is 待修改 in it.
        painter: Draws marks and speakers.
    """

    changed = Signal()

    def __init__(self, lines: int = 2) -> None:
        super().__init__()
        self._lines = lines
        self._borrowed: Callable[[], str | None] | None = None
        self.marks = TextMarks(self.document())
        self.painter = TextPainter(self.document(), self.marks)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._tell)
        self.textChanged.connect(self.updateGeometry)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_height()

    def sizeHint(self) -> QSize:
        """As high as its text, within bounds: a page of minutes is read without a second bar."""
        line = QFontMetrics(self.font()).lineSpacing()
        wanted = round(self.document().size().height()) * line
        height = min(max(wanted, line * self._lines), line * MOST_LINES)
        return QSize(super().sizeHint().width(), height + FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def value(self) -> Any:
        """Its text, or what is being written elsewhere in its place."""
        return self._borrowed() if self._borrowed else self.marks.value()

    def set_value(self, value: Any) -> None:
        if self._borrowed:
            # Saved while it is written: that is what stands there already.
            return
        self.marks.show(None)
        self.setPlainText("" if value is None else str(value))
        self.marks.show(value)

    def lend(self, read: Callable[[], str | None]) -> None:
        """Somebody else edits the text: until ``take_back`` this is asked for it."""
        self._borrowed = read

    def take_back(self, text: MarkedText, place: int) -> None:
        """The text as it was edited elsewhere, as one step that can be undone here.

        Args:
            text: All of it, with its marks.
            place: Where the cursor stood, as Qt counts.
        """
        self._borrowed = None
        cursor = self.textCursor()
        if text != self.toPlainText():
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(str(text))
        self.marks.show(text)
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def stale_words(self) -> list[str]:
        """What is 待修改."""
        return self.marks.words

    def select_mark(self) -> None:
        """Put the cursor on the first place that is 待修改, so that typing replaces it."""
        if found := self.marks.after(0):
            cursor = self.textCursor()
            cursor.setPosition(found[0])
            cursor.setPosition(sum(found), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(plain(source))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.StyleChange):
            self._set_height()
            if self.marks.spans:
                self.painter.paint()

    def _tell(self) -> None:
        if not self.painter.is_painting:
            self.changed.emit()

    def _set_height(self) -> None:
        self.setMinimumHeight(QFontMetrics(self.font()).lineSpacing() * self._lines + FRAME)


def plain(source: QMimeData) -> str:
    """What is pasted, without its formatting."""
    if source.hasText():
        return clean(source.text())
    return clean(QTextDocumentFragment.fromHtml(source.html()).toPlainText())
