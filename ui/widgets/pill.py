"""A state as a word on a soft coloured ground."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone, current_theme


class Mark(NamedTuple):
    """A word and what its colour means."""

    word: str
    tone: Tone = Tone.PLAIN


def pill_font(base: QFont) -> QFont:
    """The small bold face of pills."""
    font = QFont(base)
    font.setPixelSize(current_theme().px(12))
    font.setBold(True)
    return font


def pill_size(mark: Mark, base: QFont) -> QSize:
    """How much room a pill takes."""
    metrics = QFontMetrics(pill_font(base))
    theme = current_theme()
    return QSize(metrics.horizontalAdvance(mark.word) + theme.gap(22), metrics.height() + 6)


def paint_pill(painter: QPainter, place: QRect, mark: Mark, base: QFont) -> None:
    """Paint a pill at the left of a place, in the middle of its height."""
    ink, ground = current_theme().tone(mark.tone)
    font = pill_font(base)
    size = pill_size(mark, base)
    size.setWidth(min(size.width(), place.width()))
    top = place.top() + (place.height() - size.height()) // 2
    box = QRect(place.left(), top, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(box), 8, 8)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    word = QFontMetrics(font).elidedText(mark.word, Qt.TextElideMode.ElideRight, box.width() - 10)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


class Pill(QWidget):
    """A pill as a widget."""

    def __init__(self, word: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
        self._mark = Mark(word, tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(self._mark)

    @property
    def mark(self) -> Mark:
        """What it says."""
        return self._mark

    def show_mark(self, mark: Mark) -> None:
        """Say something else."""
        self._mark = mark
        self.setAccessibleName(mark.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self._mark, self.font())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._mark, self.font())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)
