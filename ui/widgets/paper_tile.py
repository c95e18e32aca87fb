"""One paper as a small picture with its name under it."""

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication

from partydesk.domain.text import file_size
from partydesk.services.attachments import AttachmentRow
from ui.icons import pixmap
from ui.theme import current_theme

#: Least width of a tile and height of its picture at the standard size, in pixels.
WIDTH, PICTURE = 116, 92
#: A tile grows with the row, but seldom by more than this.
_GROWTH = 1.35

_KINDS = {
    ("文档", "file-text"): (".doc", ".docx", ".wps", ".txt"),
    ("表格", "file-spreadsheet"): (".xls", ".xlsx", ".et"),
    ("演示", "presentation"): (".ppt", ".pptx"),
    ("PDF", "file-type-pdf"): (".pdf",),
    ("OFD", "file"): (".ofd",),
}
_BY_ENDING = {ending: kind for kind, endings in _KINDS.items() for ending in endings}


@dataclass(frozen=True, slots=True)
class Paper:
    """One attachment as the list shows it.

    Attributes:
        content_id: Names its bytes.
    """

    id: str
    title: str
    size: int
    media_type: str = ""
    content_id: str = ""

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture."""
        return self.media_type.startswith("image/")

    @property
    def has_pages(self) -> bool:
        """Whether it is a PDF."""
        return self.media_type == "application/pdf"

    @property
    def can_be_shown(self) -> bool:
        """Whether the program shows it itself."""
        return self.is_photo or self.has_pages

    @property
    def kind(self) -> tuple[str, str]:
        """What it is in a word, and the icon that stands for it."""
        if self.is_photo:
            return "照片", "photo"
        return _BY_ENDING.get(PurePath(self.title).suffix.lower(), ("文件", "file"))


def paper_of(stored: AttachmentRow) -> Paper:
    """An attachment as the list shows it."""
    return Paper(stored.id, stored.title, stored.size, stored.media_type, stored.content_id)


def picture_size() -> QSize:
    """Room for a picture in a wide tile, at the text size of now."""
    theme = current_theme()
    return QSize(round(theme.gap(WIDTH) * _GROWTH), theme.gap(PICTURE))


class PaperTile(QAbstractButton):
    """Shows a paper; pressing it opens it.

    Signals:
        wanted: It is seen and has no picture yet.
        menu_asked: Where on the screen its actions are asked for.
        drag_begun: It is being moved with the mouse.
        key_pressed: A key that the row of tiles knows what to do with.
        entered: It has the focus.
    """

    wanted = Signal()
    menu_asked = Signal(QPoint)
    drag_begun = Signal()
    key_pressed = Signal(object)
    entered = Signal()

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self._picture: QPixmap | None = None
        self._asked = False
        self._pressed_at = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_paper(paper, 0, 1)

    def show_paper(self, paper: Paper, place: int, count: int) -> None:
        """Show another paper, or the same under another name or with another content."""
        if paper.content_id != self.paper.content_id:
            self._asked = False
        self.paper = paper
        word = paper.kind[0]
        self.setText(paper.title)
        self.setToolTip(f"{paper.title}\n{word} · {file_size(paper.size)}")
        self.setAccessibleName(f"{paper.title}，{word}，第 {place + 1} 个，共 {count} 个")
        self.setAccessibleDescription("回车打开，F2 改名，Delete 移到回收站，Alt 加左右键移动")
        self.update()

    def show_picture(self, picture: QPixmap) -> None:
        """Show its picture instead of its icon."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.gap(WIDTH), theme.gap(PICTURE) + self.fontMetrics().height() + 16)

    def event(self, event: QEvent) -> bool:
        # Keys of ours are not left to shortcuts of the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete)
        ):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            # Another text size needs another picture.
            self._asked = False
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()
            self.key_pressed.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        middle = self.mapToGlobal(QPoint(self.width() // 2, self.height() // 2))
        self.menu_asked.emit(middle if by_key else event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        way = event.position().toPoint() - self._pressed_at
        if self.isDown() and way.manhattanLength() >= QApplication.startDragDistance():
            self.setDown(False)
            self.drag_begun.emit()
            return
        super().mouseMoveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.paper.can_be_shown and not self._asked:
            self._asked = True
            self.wanted.emit()
        tokens = current_theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter)
        room = QRect(1, 4, self.width() - 2, current_theme().gap(PICTURE))
        if self._picture is None:
            self._paint_kind(painter, room)
        else:
            self._paint_picture(painter, room, self._picture)
        small = self.font()
        small.setPixelSize(current_theme().px(13))
        painter.setFont(small)
        line = QRect(6, room.bottom() + 5, self.width() - 12, self.fontMetrics().height() + 2)
        painter.setPen(QColor(tokens.ink))
        title = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, title)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = current_theme().tokens
        focused = self.hasFocus()
        hovered = self.underMouse() or self.isDown()
        painter.setPen(QPen(QColor(tokens.blue if focused else tokens.line), 2 if focused else 1))
        painter.setBrush(QColor(tokens.grey if hovered else tokens.surface))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)

    def _paint_kind(self, painter: QPainter, room: QRect) -> None:
        tokens = current_theme().tokens
        word, name = self.paper.kind
        edge = current_theme().gap(34)
        below = painter.fontMetrics().height()
        top = room.top() + (room.height() - edge - below) // 2
        drawing = pixmap(name, tokens.ink2, edge)
        painter.drawPixmap(room.center().x() - edge // 2, top, drawing)
        painter.setPen(QColor(tokens.ink2))
        place = QRect(room.left(), top + edge, room.width(), below)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_picture(self, painter: QPainter, room: QRect, picture: QPixmap) -> None:
        inside = room.adjusted(4, 2, -4, -2)
        size = picture.deviceIndependentSize().toSize()
        size.scale(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if picture.width() < size.width():
            size = picture.deviceIndependentSize().toSize()
        place = QRect(QPoint(), size)
        place.moveCenter(inside.center())
        painter.drawPixmap(place, picture)
        if self.paper.has_pages:
            self._paint_tag(painter, place)

    def _paint_tag(self, painter: QPainter, place: QRect) -> None:
        """A page looks like a photo of a page: a word tells them apart."""
        tokens = current_theme().tokens
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        word = self.paper.kind[0]
        size = painter.fontMetrics().boundingRect(word).size() + QSize(10, 0)
        tag = QRect(place.bottomLeft() - QPoint(0, size.height()), size)
        painter.fillRect(tag, QColor(tokens.grey))
        painter.setPen(QColor(tokens.ink))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, word)
