"""Papers as tiles in rows that wrap: looked through with arrow keys, ordered by hand."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import current_theme
from ui.widgets.in_sight import area_around
from ui.widgets.paper_tile import Paper, PaperTile

#: What a tile is while it is moved with the mouse; nothing outside of the program takes it.
MOVED = "application/x-partydesk-paper"
_SPACE = 10


class PaperTiles(QWidget):
    """Tiles of some papers.

    Signals:
        open_asked, remove_asked, rename_asked: The id of a paper.
        order_asked: All ids in the order that is wanted.
        menu_asked: The id of a paper, and where on the screen.
        picture_wanted: A paper that is seen and has no picture yet.
    """

    open_asked = Signal(str)
    remove_asked = Signal(str)
    rename_asked = Signal(str)
    order_asked = Signal(list)
    menu_asked = Signal(str, QPoint)
    picture_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[PaperTile] = []
        self._current = 0
        self._marker: QRect | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAcceptDrops(True)
        self.setAccessibleName("附件")

    @property
    def tiles(self) -> Sequence[PaperTile]:
        """The tiles in their order."""
        return self._tiles

    def fill(self, papers: Sequence[Paper]) -> None:
        """Show these papers; a tile that stays keeps its picture and the focus."""
        before = {each.paper.id: each for each in self._tiles}
        had_focus = any(each.hasFocus() for each in self._tiles)
        focused = self._tiles[self._current].paper.id if self._tiles else ""
        self._tiles = []
        for place, paper in enumerate(papers):
            tile = before.pop(paper.id, None) or self._new_tile(paper)
            tile.show_paper(paper, place, len(papers))
            self._tiles.append(tile)
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        ids = [each.id for each in papers]
        place = ids.index(focused) if focused in ids else min(self._current, len(ids) - 1)
        self._make_current(max(place, 0))
        self.updateGeometry()
        self._arrange()
        if had_focus and self._tiles:
            self._tiles[self._current].setFocus()

    def show_picture(self, content_id: str, picture: QPixmap) -> None:
        """Show a picture on every tile with this content."""
        for tile in self._tiles:
            if tile.paper.content_id == content_id:
                tile.show_picture(picture)

    def reveal(self, paper_id: str) -> None:
        """Scroll until a paper is seen."""
        for tile in self._tiles:
            if tile.paper.id == paper_id:
                _reveal(tile)

    def place_at(self, paper_id: str, place: int) -> None:
        """Ask for a paper to stand at another place among the others."""
        ids = [each.paper.id for each in self._tiles]
        wanted = [each for each in ids if each != paper_id]
        wanted.insert(min(max(place, 0), len(wanted)), paper_id)
        if wanted != ids:
            self.order_asked.emit(wanted)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._tiles:
            return 0
        rows = -(-len(self._tiles) // self._columns(width))
        return rows * (self._size().height() + _SPACE) - _SPACE

    def sizeHint(self) -> QSize:
        return QSize(self._size().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._size().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # What comes from outside is for the list around us.
        if event.mimeData().hasFormat(MOVED) and event.source() is self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._mark(self._gap_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(None)
        if not event.mimeData().hasFormat(MOVED):
            event.ignore()
            return
        event.acceptProposedAction()
        moved = bytes(event.mimeData().data(MOVED).data()).decode()
        ids = [each.paper.id for each in self._tiles]
        if moved in ids:
            gap = self._gap_at(event.position().toPoint())
            self.place_at(moved, gap - (ids.index(moved) < gap))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._marker is not None:
            painter = QPainter(self)
            painter.fillRect(self._marker, QColor(current_theme().tokens.blue))
            painter.end()

    def _new_tile(self, paper: Paper) -> PaperTile:
        tile = PaperTile(paper)
        tile.setParent(self)
        tile.clicked.connect(lambda _on=False: self.open_asked.emit(tile.paper.id))
        tile.wanted.connect(lambda: self.picture_wanted.emit(tile.paper))
        tile.menu_asked.connect(lambda at: self.menu_asked.emit(tile.paper.id, at))
        tile.drag_begun.connect(lambda: self._drag(tile))
        tile.key_pressed.connect(lambda event: self._press(tile, event))
        tile.entered.connect(lambda: self._enter(tile))
        tile.show()
        return tile

    def _press(self, tile: PaperTile, event: QKeyEvent) -> None:
        place = self._tiles.index(tile)
        last, columns = len(self._tiles) - 1, self._columns(self.width())
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -place,
            Qt.Key.Key_End: last - place,
        }
        moving = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if moving and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.place_at(tile.paper.id, place + steps[key])
        elif key in steps and not moving:
            if 0 <= place + steps[key] <= last:
                self._tiles[place + steps[key]].setFocus()
        elif key == Qt.Key.Key_F2:
            self.rename_asked.emit(tile.paper.id)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit(tile.paper.id)
        else:
            return
        event.accept()

    def _enter(self, tile: PaperTile) -> None:
        if tile in self._tiles:
            self._make_current(self._tiles.index(tile))
            _reveal(tile)

    def _make_current(self, place: int) -> None:
        """Only one tile is a stop of the Tab key; the arrow keys reach the others."""
        self._current = place
        for number, each in enumerate(self._tiles):
            policy = Qt.FocusPolicy.StrongFocus if number == place else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)

    def _drag(self, tile: PaperTile) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MOVED, QByteArray(tile.paper.id.encode()))
        drag.setMimeData(data)
        drag.setPixmap(tile.grab())
        drag.setHotSpot(tile.rect().center())
        drag.exec(Qt.DropAction.MoveAction)

    def _gap_at(self, at: QPoint) -> int:
        """Before which tile something is dropped here."""
        columns = self._columns(self.width())
        line = max(at.y(), 0) // (self._size().height() + _SPACE)
        column = min(round(max(at.x(), 0) / self._pitch()), columns)
        return min(line * columns + column, len(self._tiles))

    def _mark(self, gap: int | None) -> None:
        self._marker = None
        if gap is not None and self._tiles:
            beside = self._tiles[min(gap, len(self._tiles) - 1)].geometry()
            left = beside.right() + 4 if gap == len(self._tiles) else beside.left() - 7
            self._marker = QRect(max(left, 0), beside.top(), 3, beside.height())
        self.update()

    def _size(self) -> QSize:
        return self._tiles[0].sizeHint() if self._tiles else QSize(0, 0)

    def _columns(self, width: int) -> int:
        return max((width + _SPACE) // (self._size().width() + _SPACE), 1)

    def _arrange(self) -> None:
        columns, high = self._columns(self.width()), self._size().height()
        wide = self._pitch() - _SPACE
        for place, tile in enumerate(self._tiles):
            line, column = divmod(place, columns)
            corner = QPoint(column * (wide + _SPACE), line * (high + _SPACE))
            tile.setGeometry(QRect(corner, QSize(wide, high)))

    def _pitch(self) -> int:
        """From the left edge of a tile to that of the next: tiles fill the row."""
        return (self.width() + _SPACE) // self._columns(self.width())


def _reveal(tile: QWidget) -> None:
    """Scroll until a tile is seen."""
    if (above := area_around(tile)) is not None:
        above.ensureWidgetVisible(tile, 0, 20)
