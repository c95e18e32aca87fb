"""Kinds by months as a grid of quiet cells; what is missing or still open carries a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from ui.theme import current_theme

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
#: Height of a line in pixels at the standard size, and the least air above and below its text.
_LINE, _CLOSE = 28, 1
#: Width of a cell that is wished for, and the least that its word needs, at the standard size.
_CELL, _NARROW = 26, 21
#: So much of the grid is seen in any case, in pixels at the standard size.
_LEAST_SHOWN = 90
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CellState(Enum):
    """How one kind of meeting stands in one month; the value is the word on the cell."""

    NONE = " "  #: nothing is due
    DONE = ""  #: held
    MISSING = "缺"
    WAITING = "待"
    AHEAD = "  "  #: due later in the year


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and what it says when pointed at; a ``key`` is given back when it is pressed."""

    state: CellState = CellState.NONE
    told: str = ""
    word: str = ""
    key: object = None


@dataclass(frozen=True, slots=True)
class Line:
    """One kind with its cells, one per column."""

    title: str
    cells: Sequence[Cell]


class Matrix(QWidget):
    """The grid; arrows move in it, Enter or a click presses a cell.

    Signals:
        pressed: The cell's ``key``.
        moved: Where the cell is that the arrows went to.
        filled: There are other lines now.
    """

    pressed = Signal(object)
    moved = Signal(QRect)
    filled = Signal()

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._lines: tuple[Line, ...] = ()
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("组织生活一览")

    def fill(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self._at = (0, 0)
        self.updateGeometry()
        self.update()
        self.filled.emit()

    def cell_at(self, line: int, place: int) -> Cell:
        """A cell by its line and column, from 0."""
        return self._lines[line].cells[place]

    def place_of(self, line: int, place: int) -> QRect:
        """Where a cell is drawn."""
        left, height = self._title_width(), self._line_height()
        width = (self.width() - left) / max(len(self._heads), 1)
        box = QRectF(left + place * width, height * (line + 1), width, height)
        # The word in a cell has its height in any case; the air around it gives way.
        air = min(current_theme().gap(4), max(1, (height - self._small_font().pixelSize()) // 2))
        return box.adjusted(3, air, -3, -air).toRect()

    def sizeHint(self) -> QSize:
        return self._size_with(current_theme().gap(_LINE), _CELL)

    def minimumSizeHint(self) -> QSize:
        """Where there is little room, lines come closer before the grid has to be scrolled."""
        return self._size_with(self._least_line(), _NARROW)

    def _size_with(self, line_height: int, cell: int) -> QSize:
        wide = current_theme().px(cell) * len(self._heads)
        return QSize(self._title_width() + wide, line_height * (len(self._lines) + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for number, line in enumerate(self._lines):
            self._paint_line(painter, number, line)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position().toPoint().x(), event.position().toPoint().y())
        if found:
            self._at = found
            self._press()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed in _STEPS and self._lines:
            down, right = _STEPS[pressed]
            line = min(max(self._at[0] + down, 0), len(self._lines) - 1)
            place = min(max(self._at[1] + right, 0), len(self._heads) - 1)
            self._at = (line, place)
            self.setAccessibleDescription(self.cell_at(line, place).told)
            self.update()
            self.moved.emit(self.place_of(line, place))
        elif pressed in _PRESSES and self._lines:
            self._press()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._under(event.pos().x(), event.pos().y())
            told = self.cell_at(*found).told if found else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def _press(self) -> None:
        key = self.cell_at(*self._at).key
        if key is not None:
            self.pressed.emit(key)

    def _under(self, x: int, y: int) -> tuple[int, int] | None:
        for line, each in enumerate(self._lines):
            for place in range(len(each.cells)):
                if self.place_of(line, place).contains(x, y):
                    return line, place
        return None

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(current_theme().px(12))
        return font

    def _title_width(self) -> int:
        metrics = QFontMetrics(self._small_font())
        return max((metrics.horizontalAdvance(each.title) for each in self._lines), default=0) + 14

    def _line_height(self) -> int:
        """What the height allows, between close and comfortable."""
        room = self.height() // (len(self._lines) + 1)
        return min(max(room, self._least_line()), current_theme().gap(_LINE))

    def _least_line(self) -> int:
        # Not the font's own height: Chinese fonts keep room for accents that no word here has.
        return self._small_font().pixelSize() + 2 * _CLOSE

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(self._small_font())
        painter.setPen(QColor(current_theme().tokens.ink2))
        room = self.place_of(-1, 0).width() + 4
        widest = max(
            (painter.fontMetrics().horizontalAdvance(each) for each in self._heads), default=0
        )
        for place, head in enumerate(self._heads):
            box = self.place_of(-1, place).adjusted(-3, 0, 3, 0)
            short = head if widest <= room else head.rstrip("月")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short)

    def _paint_line(self, painter: QPainter, number: int, line: Line) -> None:
        tokens = current_theme().tokens
        painter.setFont(self._small_font())
        painter.setPen(QColor(tokens.ink))
        height = self._line_height()
        box = QRect(0, height * (number + 1), self._title_width(), height)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line.title
        )
        for place, cell in enumerate(line.cells):
            self._paint_cell(painter, self.place_of(number, place), cell)
            if self.hasFocus() and (number, place) == self._at:
                painter.setPen(QPen(QColor(tokens.blue), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.place_of(number, place).adjusted(-2, -2, 2, 2), 5, 5)

    def _paint_cell(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        tokens = current_theme().tokens
        ground, ink = {
            CellState.NONE: ("", tokens.ink2),
            CellState.DONE: (tokens.done, "#FFFFFF"),
            CellState.MISSING: (tokens.missing, tokens.on_missing),
            CellState.WAITING: (tokens.waiting, tokens.on_waiting),
            CellState.AHEAD: (tokens.grey, tokens.ink2),
        }[cell.state]
        if not ground:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        font = self._small_font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        word = cell.word or cell.state.value.strip()
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)


class MatrixArea(QScrollArea):
    """The grid where it may not have its room: lines come closer first, then it is scrolled."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self._matrix = matrix
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidget(matrix)
        self.viewport().setAutoFillBackground(False)
        matrix.setAutoFillBackground(False)
        matrix.moved.connect(lambda box: self.ensureVisible(box.center().x(), box.bottom(), 0, 40))
        matrix.filled.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return self._matrix.sizeHint()

    def minimumSizeHint(self) -> QSize:
        wanted = self._matrix.minimumSizeHint()
        return QSize(wanted.width(), min(wanted.height(), current_theme().px(_LEAST_SHOWN)))
