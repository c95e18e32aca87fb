"""Paints the cells of a list: quiet stripes, the whole row under the mouse, pills, elided text."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import current_theme
from ui.widgets.pill import paint_pill, pill_size
from ui.widgets.record_table_model import MARK_ROLE

Index = QModelIndex | QPersistentModelIndex
#: Space left and right of a cell's text in pixels at the standard size.
PADDING = 9


class CellPainter(QStyledItemDelegate):
    """The delegate of every list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        given: Any = option  # PySide6 does not describe an option's attributes
        tokens = current_theme().tokens
        painter.save()
        painter.fillRect(given.rect, QColor(self._ground(given, index)))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(given.rect.bottomLeft(), given.rect.bottomRight())
        space = current_theme().gap(PADDING)
        place = given.rect.adjusted(space, 0, -space, -1)
        mark = index.data(MARK_ROLE)
        if mark is not None:
            paint_pill(painter, place, mark, given.font)
        else:
            self._write(painter, given, index, place)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        given: Any = option
        theme = current_theme()
        mark = index.data(MARK_ROLE)
        if mark is not None:
            width = pill_size(mark, given.font).width()
        else:
            text = str(index.data() or "")
            width = given.fontMetrics.horizontalAdvance(text.partition("\n")[0]) + 4
        return QSize(width + 2 * theme.gap(PADDING), theme.gap(40))

    def _write(self, painter: QPainter, given: Any, index: Index, place: QRect) -> None:
        text = " ".join(str(index.data() or "").split("\n"))
        shown = given.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.setFont(given.font)
        painter.setPen(QColor(current_theme().tokens.ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _ground(self, given: Any, index: Index) -> str:
        tokens = current_theme().tokens
        if given.state & QStyle.StateFlag.State_Selected:
            return tokens.chosen
        if index.row() == self.hovered_row:
            return tokens.grey
        return tokens.stripe if index.row() % 2 else tokens.surface
