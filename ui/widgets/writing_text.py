"""The page of the writing mode: large, indented paragraphs, plain text, undone as in Word."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit

from partydesk.domain.marked_text import MarkedText, Span
from partydesk.domain.writing import speaker_line
from ui.theme import current_theme
from ui.widgets.long_text import plain
from ui.widgets.text_marks import TextMarks, TextPainter

#: Text height in pixels at the standard size.
TEXT = 18
#: Characters in a line at most: longer lines are hard to follow.
LINE = 42
_LINE_HEIGHT = 128  #: in per cent
_EDGE = 26  #: Pixels between the page's edge and the text, at least.
_GAP = 8  #: Pixels below a paragraph.


class WritingText(QTextEdit):
    """Edits one long text.

    Signals:
        typed: The text is another.
        taken: Tab was pressed, to take the phrase that is offered.

    Attributes:
        marks: What is 待修改 in it.
        painter: Draws marks and speakers.
    """

    typed = Signal()
    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("正文")
        self.marks = TextMarks(self.document())
        self.painter = TextPainter(self.document(), self.marks)
        self.textChanged.connect(self._tell)
        self._dress()

    def begin(self, text: MarkedText, place: int) -> None:
        """Show a text with the cursor at a place, counted as Qt counts; nothing can be undone."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        # A long text is painted once, when all is known of it.
        self.painter.setDocument(None)
        self.setPlainText(str(text))
        self._shape(indented="　　" not in text)
        self.marks.show(text)
        self.painter.setDocument(document)
        self.painter.paint()
        document.setUndoRedoEnabled(True)
        document.setModified(False)
        self._go(place, place)

    def before(self) -> str:
        """What stands before the cursor in its paragraph."""
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def put(self, text: str, instead_of: int = 0) -> None:
        """Insert a text at the cursor, instead of so many characters before it."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for _ in range(instead_of):
            cursor.deletePreviousChar()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._take(cursor)

    def put_paragraphs(self, text: str) -> None:
        """Insert paragraphs of their own behind the one with the cursor."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if cursor.block().text().strip():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertText("\n")
        cursor.insertText(text)
        cursor.endEditBlock()
        self._take(cursor)

    def put_speaker(self, name: str) -> None:
        """Begin a paragraph with who speaks; the cursor stands where it is said what."""
        self.put_paragraphs(speaker_line(name))

    def go_to_mark(self) -> Span | None:
        """Select the next place that is 待修改, so that typing replaces it."""
        found = self.marks.after(self.textCursor().selectionEnd())
        if found is not None:
            self._go(found[0], sum(found))
        return found

    def keep_mark(self) -> None:
        """What is marked at the cursor is right as it is; go on to the next."""
        self.marks.drop(self.textCursor().selectionStart())
        self.go_to_mark()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.put(plain(source))

    def copy_plain(self) -> None:
        """Copy what is selected as text alone: in WPS it takes the look of where it is pasted."""
        # Not by createMimeDataFromSelection: Qt and Python would both delete what it gives.
        chosen = self.textCursor().selection().toPlainText()
        if chosen:
            QGuiApplication.clipboard().setText(chosen)

    def cut_plain(self) -> None:
        """Copy what is selected and take it out."""
        self.copy_plain()
        self.textCursor().removeSelectedText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            plain_way = {"edit-copy": self.copy_plain, "edit-cut": self.cut_plain}
            if action.objectName() in plain_way:
                action.triggered.disconnect()
                action.triggered.connect(plain_way[action.objectName()])
        menu.exec(event.globalPos())
        menu.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            # Paragraphs are indented anyhow: Tab is free for what is offered.
            self.taken.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_plain()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut_plain()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._center()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.document().textWidth() != self.viewport().width():
            # Margins set before it was shown change the page's width without a word to the text.
            self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
            self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "painter"):
            self._dress()
            self.painter.paint()

    def _tell(self) -> None:
        if not self.painter.is_painting:
            self.typed.emit()

    def _dress(self) -> None:
        font = self.font()
        font.setPixelSize(current_theme().px(TEXT))
        self.document().setDefaultFont(font)
        self._center()

    def _center(self) -> None:
        """The text stands in the middle of a wide window, in lines that are easily followed."""
        width = QFontMetricsF(self.document().defaultFont()).horizontalAdvance("国")
        edge = max(current_theme().gap(_EDGE), round((self.width() - LINE * width) / 2))
        if self.viewportMargins().left() != edge:
            self.setViewportMargins(edge, current_theme().gap(14), edge, 0)

    def _shape(self, *, indented: bool) -> None:
        width = QFontMetricsF(self.document().defaultFont()).horizontalAdvance("国国")
        shape = QTextBlockFormat()
        shape.setTextIndent(width if indented else 0)
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        shape.setLineHeight(_LINE_HEIGHT, proportional)
        shape.setBottomMargin(current_theme().gap(_GAP))
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(shape)

    def _go(self, first: int, last: int) -> None:
        end = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(first, end))
        cursor.setPosition(min(last, end), QTextCursor.MoveMode.KeepAnchor)
        self._take(cursor)

    def _take(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
