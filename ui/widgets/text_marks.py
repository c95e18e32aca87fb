"""Places of a document that are 待修改 until they are edited, and how they and speakers look."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtGui import QTextDocument as Document

from partydesk.domain.marked_text import MarkedText, Span, marks_of, shifted, stripped
from partydesk.domain.writing import speaker_length
from ui.theme import current_theme


@dataclass(slots=True)
class _Mark:
    start: int  #: in UTF-16, as Qt counts
    word: str
    length: int


class TextMarks(QObject):
    """Follows the marks of a document while it is edited; must be made before its painter.

    Signals:
        changed: There are now more or fewer marks.
        uncovered: A mark that was not edited is gone, at this place; at -1 all look otherwise.
    """

    changed = Signal()
    uncovered = Signal(int)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._marks: list[_Mark] = []
        document.contentsChange.connect(self._follow)

    @property
    def spans(self) -> list[Span]:
        """Where the marks are now, as Qt counts."""
        return [(each.start, each.length) for each in self._marks]

    @property
    def words(self) -> list[str]:
        """What is marked."""
        return [each.word for each in self._marks]

    def show(self, value: object) -> None:
        """Mark what a text marks that was just put into the document."""
        marks = marks_of(value)
        if not marks and not self._marks:
            return
        text = str(value or "")
        ends = shifted([each for s, n in marks for each in (s, s + n)], text, to_utf16=True)
        self._marks = [
            _Mark(start, text[span[0] : sum(span)], end - start)
            for span, start, end in zip(marks, ends[::2], ends[1::2], strict=True)
        ]
        self.changed.emit()
        self.uncovered.emit(-1)

    def text(self) -> MarkedText:
        """All of the document's text with its marks."""
        text = self._document.toPlainText()
        ends = [each for s, n in self.spans for each in (s, s + n)]
        places = shifted(ends, text, to_utf16=False)
        pairs = zip(places[::2], places[1::2], strict=True)
        return MarkedText(text, [(start, end - start) for start, end in pairs])

    def value(self) -> str | None:
        """The text without the space around it; ``None`` when it is empty."""
        return stripped(self.text())

    def drop(self, place: int) -> None:
        """What stands there is right as it is."""
        kept = [each for each in self._marks if not each.start <= place <= each.start + each.length]
        if len(kept) < len(self._marks):
            self._marks = kept
            self.changed.emit()
            self.uncovered.emit(place)

    def after(self, place: int) -> Span | None:
        """The first mark behind a place; from the end it begins again."""
        if not self._marks:
            return None
        found = next((each for each in self._marks if each.start >= place), self._marks[0])
        return found.start, found.length

    def within(self, first: int, last: int) -> list[Span]:
        """The marks that begin between two places."""
        at = bisect_right(self._marks, first - 1, key=lambda each: each.start)
        found = []
        while at < len(self._marks) and self._marks[at].start < last:
            found.append((self._marks[at].start, self._marks[at].length))
            at += 1
        return found

    def _follow(self, place: int, removed: int, added: int) -> None:
        """What was changed is no longer marked; what lies behind it has moved."""
        if not self._marks:
            return
        before, moved = len(self._marks), added - removed
        kept = []
        for each in self._marks:
            if each.start + each.length <= place:
                kept.append(each)
            elif each.start >= place + removed:
                each.start += moved
                kept.append(each)
            elif self._still_there(each, moved):
                kept.append(each)
        self._marks = kept
        if len(kept) < before:
            self.changed.emit()

    def _still_there(self, mark: _Mark, moved: int) -> bool:
        """Qt tells of more than was changed, for instance of a paragraph that looks otherwise."""
        for start in (mark.start, mark.start + moved):
            if start >= 0 and start + mark.length < self._document.characterCount():
                cursor = QTextCursor(self._document)
                cursor.setPosition(start)
                cursor.setPosition(start + mark.length, QTextCursor.MoveMode.KeepAnchor)
                if cursor.selectedText() == mark.word:
                    mark.start = start
                    return True
        return False


class TextPainter(QSyntaxHighlighter):
    """Draws marks with a line under them on a soft ground, and who speaks in bold.

    Attributes:
        is_painting: Everything is painted anew: the document tells of a change, the text has none.
    """

    def __init__(self, document: Document, marks: TextMarks) -> None:
        super().__init__(document)
        self.is_painting = False
        self._marks = marks
        self._names: frozenset[str] = frozenset()
        marks.uncovered.connect(self.paint)

    def set_names(self, names: Collection[str]) -> None:
        """Who may speak."""
        if self._names != frozenset(names):
            self._names = frozenset(names)
            self.paint()

    def paint(self, place: int = -1) -> None:
        """Paint everything anew, or the paragraph at a place."""
        self.is_painting = True
        if place < 0:
            self.rehighlight()
        else:
            self.rehighlightBlock(self.document().findBlock(place))
        self.is_painting = False

    def highlightBlock(self, text: str) -> None:
        if length := speaker_length(text, self._names):
            speaker = QTextCharFormat()
            speaker.setFontWeight(QFont.Weight.Bold)
            self.setFormat(0, len(text[:length].encode("utf-16-le")) // 2, speaker)
        block = self.currentBlock()
        for start, length in self._marks.within(
            block.position(), block.position() + block.length()
        ):
            self.setFormat(start - block.position(), length, _look())


def _look() -> QTextCharFormat:
    tokens = current_theme().tokens
    made = QTextCharFormat()
    made.setBackground(QColor(tokens.gold_soft))
    made.setForeground(QColor(tokens.gold))
    made.setFontUnderline(True)
    made.setUnderlineColor(QColor(tokens.gold))
    return made
