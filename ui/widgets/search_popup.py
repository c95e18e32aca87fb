"""What a search found, below the line it is typed in: in groups, with the match marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from partydesk.domain.searching import Span
from ui.theme import application, current_theme
from ui.widgets.basics import column, label, rule, set_role
from ui.widgets.search_painting import LINE_ROLE, HitPainter

Index = QModelIndex | QPersistentModelIndex
#: Widest, in pixels at the standard size.
_WIDEST = 640
_KEYS = "↑↓ 选择　Enter 打开　Esc 关闭"


@dataclass(frozen=True, slots=True)
class Line:
    """One result, or the head of a group.

    Attributes:
        title: What it is called.
        detail: What tells it from others; beside a head, whether there are more.
        key: What ``chosen`` carries; ``None`` for a head.
        icon: Name of an icon.
        marks: Start and end of each place of the title that matches.
        detail_marks: The same for the detail.
    """

    title: str
    detail: str = ""
    key: Any = None
    icon: str = ""
    marks: tuple[Span, ...] = ()
    detail_marks: tuple[Span, ...] = ()


class Lines(QAbstractListModel):
    """Results below the heads of their groups; heads can't be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def fill(self, lines: Sequence[Line]) -> None:
        """Show other results."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.title} {line.detail}".strip()
            case _:
                return line if role == LINE_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].key is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class SearchPopup(QFrame):
    """Lies over the window below a line; the cursor stays in the line, so input methods work.

    Signals:
        chosen: A result was taken; carries its key.
        closed: It was closed with Escape.
        enter_pressed: Enter was pressed in the line, before a result is taken.
    """

    chosen = Signal(object)
    closed = Signal()
    enter_pressed = Signal()

    def __init__(self, edit: QLineEdit, inside: QWidget) -> None:
        """A popup for a line; it lies within ``inside``."""
        super().__init__(inside)
        self._edit, self._inside = edit, inside
        set_role(self, "search-popup")
        self.model = Lines(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitPainter(self.view))
        self.empty_label = label("", "caption", wrap=True)
        self.foot_label = label(_KEYS, "small")
        self._build()
        edit.installEventFilter(self)
        inside.installEventFilter(self)
        self.hide()

    def show_lines(self, lines: Sequence[Line], foot: str = "") -> None:
        """Show results; the one that was chosen stays so, at first it is the first."""
        kept = self.current()
        self.model.fill(lines)
        keys = [line.key for line in lines]
        is_there = kept is not None and kept in keys
        self._choose_row(keys.index(kept) if is_there else self._next(-1, 1))
        self.view.setVisible(bool(lines))
        self.empty_label.clear()
        self.empty_label.hide()
        self._appear(foot)

    def show_nothing(self, sentence: str, foot: str = "") -> None:
        """Say that nothing was found."""
        self.model.fill(())
        self.view.hide()
        self.empty_label.setText(sentence)
        self.empty_label.show()
        self._appear(foot)

    def current(self) -> Any:
        """The key of the chosen result, or ``None``."""
        line = self.view.currentIndex().data(LINE_ROLE)
        return line.key if line else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self._edit and self._edit_event(event):
            return True
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and self.isVisible()
            and not self._is_ours(event.globalPosition().toPoint())
        ):
            self.hide()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        application().removeEventFilter(self)
        # Names of people must not lie behind a locked window.
        self.model.fill(())
        self._edit.setAccessibleDescription("")
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._place()

    def _build(self) -> None:
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName("查找结果")
        set_role(self.view, "hits")
        self.view.entered.connect(self._hover)
        self.view.clicked.connect(lambda _index: self.take())
        self.empty_label.setContentsMargins(14, 10, 14, 10)
        self.foot_label.setContentsMargins(14, 2, 14, 4)
        parts = (self.view, self.empty_label, rule(), self.foot_label)
        self.setLayout(column(*parts, gap=4, margins=(1, 6, 1, 4)))

    def take(self) -> None:
        """Take the chosen result."""
        key = self.current()
        if key is not None:
            self.hide()
            self.chosen.emit(key)

    def _edit_event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            reason = Qt.FocusReason
            # Another program in front, or an input method's own window: the search goes on.
            if event.reason() not in (reason.ActiveWindowFocusReason, reason.PopupFocusReason):
                self.hide()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key
        if event.key() in (key.Key_Return, key.Key_Enter):
            self.enter_pressed.emit()
            self.take()
            return True
        if event.key() == key.Key_Escape:
            self.hide()
            self.closed.emit()
            return True
        moves = {key.Key_Down: 1, key.Key_Up: -1, key.Key_PageDown: 6, key.Key_PageUp: -6}
        if self.isVisible() and event.key() in moves:
            self._move(moves[Qt.Key(event.key())])
            return True
        return False

    def _move(self, steps: int) -> None:
        """Choose another result; from the last the first follows, and the other way round."""
        way = 1 if steps > 0 else -1
        row = self.view.currentIndex().row()
        for number in range(abs(steps)):
            following = self._next(row, way)
            if following < 0 and number:
                break
            row = following if following >= 0 else self._next(-1 if way > 0 else self._count(), way)
        self._choose_row(row)

    def _count(self) -> int:
        return len(self.model.lines)

    def _next(self, row: int, way: int) -> int:
        """The next result after a row, heads passed over; -1 if there is none."""
        rows = range(row + 1, self._count()) if way > 0 else range(row - 1, -1, -1)
        return next((each for each in rows if self.model.lines[each].key is not None), -1)

    def _choose_row(self, row: int) -> None:
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        if row > 0 and self.model.lines[row - 1].key is None:
            self.view.scrollTo(self.model.index(row - 1))
        self.view.scrollTo(index)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        self._edit.setAccessibleDescription(spoken or "")

    def _hover(self, index: QModelIndex) -> None:
        if self.model.lines[index.row()].key is not None:
            self.view.setCurrentIndex(index)

    def _appear(self, foot: str) -> None:
        self.foot_label.setText(f"{_KEYS}　　{foot}" if foot else _KEYS)
        if not self.isVisible():
            application().installEventFilter(self)
        self.show()
        self._place()
        self.raise_()

    def _place(self) -> None:
        """Below the line, at its right edge, as high as its results."""
        theme = current_theme()
        width = min(theme.px(_WIDEST), self._inside.width() - 2 * theme.gap(20))
        corner = self._edit.mapTo(self._inside, QPoint(self._edit.width(), self._edit.height() + 4))
        room = self._inside.height() - corner.y() - theme.gap(70)
        rows = sum(self.view.sizeHintForRow(row) for row in range(self._count()))
        self.view.setFixedHeight(min(rows + 2, room))
        layout = self.layout()
        assert layout is not None, "the popup is built with a layout"
        layout.activate()
        high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        height = max(high, layout.totalMinimumSize().height())
        self.setGeometry(corner.x() - width, corner.y(), width, height)

    def _is_ours(self, place: QPoint) -> bool:
        return any(each.rect().contains(each.mapFromGlobal(place)) for each in (self, self._edit))
