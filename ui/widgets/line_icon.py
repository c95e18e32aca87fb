"""An icon inside of a line of text that grows with the text; Qt's own keep 16 pixels."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.icons import icon, icon_size
from ui.widgets.basics import set_role

#: Pixels around the icon, and between it and the edge of the line.
_AIR, _EDGE = 4, 5


class LineIcon(QToolButton):
    """An icon at the left or the right of a line; with something to do it can be clicked.

    What it does needs keys of its own: Tab does not stop at it.
    """

    def __init__(
        self, line: QLineEdit, name: str, tip: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """At the right if it can be clicked, else at the left."""
        super().__init__(line)
        self._line, self._name, self._is_right = line, name, pressed is not None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        set_role(self, "in-line")
        if pressed is None:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.clicked.connect(lambda _checked=False: pressed())
        line.installEventFilter(self)
        self._draw()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self._make_room(taken=visible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name))
        self.setIconSize(icon_size())
        edge = icon_size().width() + 2 * _AIR
        self.setFixedSize(edge, edge)
        self._make_room(taken=not self.isHidden())
        self._place()

    def _make_room(self, *, taken: bool) -> None:
        # The style gives a line 10 pixels of its own on either side.
        room = self.width() - _EDGE if taken else 0
        kept = self._line.textMargins()
        if self._is_right:
            kept.setRight(room)
        else:
            kept.setLeft(room)
        self._line.setTextMargins(kept)

    def _place(self) -> None:
        left = self._line.width() - self.width() - _EDGE if self._is_right else _EDGE
        self.move(left, (self._line.height() - self.height()) // 2)
