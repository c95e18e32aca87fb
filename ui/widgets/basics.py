"""Small parts that every page is made of: labels, buttons, rows, columns, cards and rules."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon, icon_size
from ui.theme import Tone, current_theme

#: Space between cards, and inside a page's edge, in pixels.
GAP, MARGIN = 14, 20

#: What ``row`` and ``column`` take: widgets, layouts, a number of pixels, or ``None`` to stretch.
Item = QWidget | QLayout | int | None
#: Left, top, right and bottom margin in pixels.
Margins = tuple[int, int, int, int]
_NONE = (0, 0, 0, 0)


def set_role(widget: QWidget, role: str, tone: Tone | None = None) -> None:
    """Give a widget a role of the style sheet (``primary``, ``card``, ``caption`` ...)."""
    widget.setProperty("role", role)
    if tone is not None:
        widget.setProperty("tone", str(tone))
    restyle(widget)
    if isinstance(widget, Button):
        widget.draw_icon()  # in the colour that is seen on the new ground


def restyle(widget: QWidget) -> None:
    """Read the style sheet again after a property that it asks for has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(
    text: str = "", role: str = "", tone: Tone | None = None, *, wrap: bool = False
) -> QLabel:
    """A text; role ``title``, ``section``, ``strong``, ``caption``, ``small`` or ``figure``."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    if tone is not None:
        made.setProperty("tone", str(tone))
    # Not ``set_role``: nothing is known yet of a new widget that would have to be forgotten.
    made.style().polish(made)
    return made


class Button(QPushButton):
    """A button whose icon follows theme and text size.

    Roles: ``""`` plain with border, ``primary`` (one per screen), ``link``, ``plain`` (no border).
    """

    def __init__(self, text: str, role: str = "", icon_name: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon_name
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_role(self, role)

    def setText(self, text: str) -> None:
        # Else a screen reader would go on saying what stood here at first.
        if self.accessibleName() == self.text():
            self.setAccessibleName(text)
        super().setText(text)

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu when pressed; the style makes room for its arrow."""
        self.setProperty("menu", "yes")
        self.setMenu(menu)
        restyle(self)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self.draw_icon()
        super().changeEvent(event)

    def draw_icon(self) -> None:
        """Draw the icon in the colours of the theme and of the button's role."""
        if not self._icon_name:
            return
        tokens = current_theme().tokens
        role = self.property("role")
        colour = {"primary": tokens.on_accent, "link": tokens.blue}.get(role, tokens.ink2)
        self.setIcon(icon(self._icon_name, colour, tokens.on_accent if role == "nav" else ""))
        self.setIconSize(icon_size())


def button(
    text: str, pressed: Callable[[], object] | None = None, role: str = "", icon_name: str = ""
) -> Button:
    """A button that calls a function without arguments."""
    made = Button(text, role, icon_name)
    if pressed:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def calm_list(box: QComboBox) -> QComboBox:
    """Let the opened list of a choice follow the style sheet: rows with room, a soft selection."""
    box.setItemDelegate(QStyledItemDelegate(box))
    return box


def row(*items: Item, gap: int = 8, margins: Margins = _NONE) -> QHBoxLayout:
    """Things side by side."""
    made = QHBoxLayout()
    _fill(made, items, gap, margins)
    return made


def column(*items: Item, gap: int = 8, margins: Margins = _NONE) -> QVBoxLayout:
    """Things below each other."""
    made = QVBoxLayout()
    _fill(made, items, gap, margins)
    return made


def _fill(layout: QBoxLayout, items: tuple[Item, ...], gap: int, margins: Margins) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def framed(content: QLayout, role: str = "card") -> QFrame:
    """A frame around a layout; role ``card`` is the white card with round corners."""
    made = QFrame()
    set_role(made, role)
    made.setLayout(content)
    return made


def card(*items: Item, gap: int = 10) -> QFrame:
    """A white card with things below each other."""
    return framed(column(*items, gap=gap, margins=(18, 16, 18, 16)))


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    set_role(made, "rule")
    return made


def scrolling(content: QWidget, name: str = "") -> QScrollArea:
    """A part that scrolls up and down when it does not fit; without a frame of its own.

    With a name, Tab comes to it and the arrows scroll it: for what is only read.
    """
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name else Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    set_role(content, "plain")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    return area


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
