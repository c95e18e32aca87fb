"""The heads of a list: a click sorts, the small arrow opens the column's menu, dragging moves."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme import current_theme
from ui.widgets.basics import set_role

#: Room of the arrow at the right of a head in pixels at the standard size; the style sheet leaves
#: it free.
ARROW = 16
#: Pixels at the edge of a head by which it is made wider.
GRIP = 4


class TableHead(QHeaderView):
    """The heads of a ``RecordTable``.

    Attributes:
        marked: The column that keys act on while the list has the focus, -1 for none.
        adding: Whether the click that is reported now was made with Shift.

    Signals:
        menu_asked: The arrow of a column was clicked, or the right button.
    """

    menu_asked = Signal(int)

    def __init__(self, is_filtered: Callable[[int], bool], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._is_filtered = is_filtered
        self._pointed = -1
        self.marked = -1
        self.adding = False
        set_role(self, "filters")
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(40)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMouseTracking(True)
        self.setAccessibleName("表头")

    def mark(self, section: int) -> None:
        """Show which column keys act on; -1 for none."""
        if section != self.marked:
            self.marked = section
            self.viewport().update()

    def place_of(self, section: int) -> QRect:
        """Where a head is, on the screen."""
        left = self.sectionViewportPosition(section)
        corner = self.viewport().mapToGlobal(QPoint(left, 0))
        return QRect(corner.x(), corner.y(), self.sectionSize(section), self.height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if not rect.isValid():
            return
        tokens = current_theme().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if section == self.marked:
            painter.fillRect(rect.adjusted(0, rect.height() - 3, 0, 0), QColor(tokens.blue))
        place = _arrow_place(rect)
        if self._is_filtered(section):
            _paint_funnel(painter, place.adjusted(-1, -1, 1, 1), tokens.blue)
        else:
            ink = tokens.ink if section in (self._pointed, self.marked) else tokens.faint
            _paint_arrow(painter, place, ink)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        section = self._arrow_at(event.position().toPoint())
        if section >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.menu_asked.emit(section)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)
        self.adding = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._arrow_at(event.position().toPoint())
        if pointed != self._pointed:
            self._pointed = pointed
            self.setToolTip("筛选和排序（Alt+↓）" if pointed >= 0 else "")
            self.viewport().update()
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_asked.emit(section)

    def _arrow_at(self, where: QPoint) -> int:
        """The column whose arrow is there, -1 if none is."""
        section = self.logicalIndexAt(where)
        if section < 0:
            return -1
        end = self.sectionViewportPosition(section) + self.sectionSize(section)
        room = current_theme().gap(ARROW)
        return section if end - room - GRIP <= where.x() < end - GRIP else -1


def _arrow_place(rect: QRect) -> QRectF:
    """The middle of the room that the style sheet leaves free."""
    edge = current_theme().gap(7)
    left = rect.right() - current_theme().gap(ARROW) + (current_theme().gap(ARROW) - edge) / 2
    return QRectF(left - GRIP / 2, rect.center().y() - edge / 2 + 1, edge, edge)


def _paint_arrow(painter: QPainter, place: QRectF, ink: str) -> None:
    pen = QPen(QColor(ink), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle = QPointF(place.center().x(), place.top() + place.height() * 0.72)
    high = place.top() + place.height() * 0.28
    painter.drawPolyline([QPointF(place.left(), high), middle, QPointF(place.right(), high)])


def _paint_funnel(painter: QPainter, place: QRectF, ink: str) -> None:
    """Another shape, not only another colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    wide, high = place.width(), place.height()
    shares = ((0, 0), (1, 0), (0.62, 0.5), (0.62, 1), (0.38, 0.85), (0.38, 0.5))
    points = [QPointF(place.left() + x * wide, place.top() + y * high) for x, y in shares]
    painter.drawPolygon(QPolygonF(points))
