"""Icons: outline drawings of resources/icons in a colour of the theme, sharp on dense screens."""

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from partydesk.paths import resources
from ui.theme import current_theme

#: Edge of an icon in pixels at the standard size.
EDGE = 18


def icon(name: str, colour: str = "", checked: str = "") -> QIcon:
    """An icon by the name of its file.

    Args:
        name: Such as ``users``; an empty name gives an empty icon.
        colour: ``#rrggbb``; the theme's caption ink if left out.
        checked: Colour on a checked button; the same if left out.
    """
    made = QIcon()
    if not name:
        return made
    plain = colour or current_theme().tokens.ink2
    made.addPixmap(pixmap(name, plain, _edge()), QIcon.Mode.Normal, QIcon.State.Off)
    if checked:
        made.addPixmap(pixmap(name, checked, _edge()), QIcon.Mode.Normal, QIcon.State.On)
    off = current_theme().tokens.ink3
    made.addPixmap(pixmap(name, off, _edge()), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def icon_size() -> QSize:
    """The edge of icons at the text size of now."""
    return QSize(_edge(), _edge())


def pixmap(name: str, colour: str, edge: int) -> QPixmap:
    """An icon as a picture, drawn at twice its size; Qt keeps those that were drawn lately."""
    key = f"partydesk/{name}/{colour}/{edge}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _drawn(name, colour, edge)
        QPixmapCache.insert(key, picture)
    return picture


def _drawn(name: str, colour: str, edge: int) -> QPixmap:
    image = QImage(edge * 2, edge * 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing = _drawing(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(2)
    return picture


def _edge() -> int:
    return current_theme().px(EDGE)


@cache
def _drawing(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")
