"""Paints the results of a search: quiet heads, icons, and the characters that match."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from partydesk.domain.searching import Span
from ui.icons import pixmap
from ui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
#: Under which a model gives its ``Line``.
LINE_ROLE = Qt.ItemDataRole.UserRole
#: Heights of a head and a result, icon and spaces, in pixels at the standard size.
_HEAD, _HIT, _ICON, _SPACE = 28, 36, 16, 14
#: A title takes at most this part of the width, so that the detail is seen.
_TITLE = 0.6
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class HitPainter(QStyledItemDelegate):
    """The delegate of a list of results."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        given: Any = option  # PySide6 does not describe an option's attributes
        is_head = index.data(LINE_ROLE).key is None
        return QSize(given.rect.width(), current_theme().gap(_HEAD if is_head else _HIT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        given: Any = option
        line = index.data(LINE_ROLE)
        tokens = current_theme().tokens
        space = current_theme().gap(_SPACE)
        painter.save()
        place = given.rect.adjusted(space, 0, -space, 0)
        if line.key is None:
            self._paint_head(painter, place, line, given.font)
        else:
            if given.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(given.rect, QColor(tokens.grey))
            self._paint_hit(painter, place, line, given.font)
        painter.restore()

    def _paint_head(self, painter: QPainter, place: QRect, line: Any, base: QFont) -> None:
        font = _font(base, 12, bold=True)
        painter.setFont(font)
        painter.setPen(QColor(current_theme().tokens.ink2))
        low = place.adjusted(0, 4, 0, 0)
        painter.drawText(low, _LEFT, line.title)
        if line.detail:
            painter.setFont(_font(base, 12))
            painter.drawText(low, _RIGHT, line.detail)

    def _paint_hit(self, painter: QPainter, place: QRect, line: Any, base: QFont) -> None:
        theme = current_theme()
        edge = theme.px(_ICON)
        if line.icon:
            top = place.top() + (place.height() - edge) // 2
            picture = pixmap(line.icon, theme.tokens.ink2, edge)
            painter.drawPixmap(QPoint(place.left(), top), picture)
        left = place.adjusted(edge + theme.gap(10), 0, 0, 0)
        room = left.width() if not line.detail else round(left.width() * _TITLE)
        title = _Marked(line.title, line.marks, _font(base, 14), theme.tokens.ink)
        used = title.paint(painter, left, room)
        if line.detail:
            rest = left.adjusted(used + theme.gap(14), 0, 0, 0)
            detail = _Marked(line.detail, line.detail_marks, _font(base, 13), theme.tokens.ink2)
            detail.paint(painter, rest, rest.width())


class _Marked:
    """A text in one line, some of its places bold on a soft ground."""

    def __init__(self, text: str, marks: Sequence[Span], font: QFont, ink: str) -> None:
        self._text, self._marks, self._font, self._ink = text, marks, font, ink
        self._bold = QFont(font)
        self._bold.setBold(True)

    def paint(self, painter: QPainter, place: QRect, room: int) -> int:
        """Paint at the left of a place; how many pixels were used."""
        used = 0
        for text, is_marked in self._pieces():
            metrics = QFontMetrics(self._bold if is_marked else self._font)
            mode = Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(text, mode, room - used)
            width = metrics.horizontalAdvance(shown)
            box = QRect(place.left() + used, place.top(), width, place.height())
            self._write(painter, box, shown, is_marked)
            used += width
            if shown != text:
                break
        return used

    def _write(self, painter: QPainter, box: QRect, text: str, is_marked: bool) -> None:
        tokens = current_theme().tokens
        if is_marked:
            height = QFontMetrics(self._bold).height()
            top = box.top() + (box.height() - height) // 2
            painter.fillRect(box.left(), top, box.width(), height, QColor(tokens.gold_soft))
        painter.setFont(self._bold if is_marked else self._font)
        painter.setPen(QColor(tokens.gold if is_marked else self._ink))
        painter.drawText(box, _LEFT, text)

    def _pieces(self) -> list[tuple[str, bool]]:
        pieces, last = [], 0
        for start, end in self._marks:
            pieces += [(self._text[last:start], False), (self._text[start:end], True)]
            last = end
        pieces.append((self._text[last:], False))
        return [piece for piece in pieces if piece[0]]


def _font(base: QFont, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(current_theme().px(pixels))
    font.setBold(bold)
    return font
