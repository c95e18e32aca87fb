"""A picture in the room that there is: fitted, enlarged with Ctrl and the wheel, moved by hand."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from ui.theme import current_theme

#: How much one step enlarges, and how far.
_STEP, _MOST = 1.25, 8.0


class PictureView(QGraphicsView):
    """Shows one picture; it fits into the view until it is enlarged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._item = self._scene.addPixmap(QPixmap())
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        # Not the window's ground: in some themes that is as white as a page is.
        self.setBackgroundBrush(QColor(current_theme().tokens.grey))
        self._image = QImage()
        self._fitted = True
        self._scale = 1.0

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    @property
    def scale_now(self) -> float:
        """How large a pixel of the picture is on the screen."""
        return self._scale

    def show_image(self, image: QImage) -> None:
        """Show a picture as large as fits."""
        self._image = image
        self.fit()

    def turn(self, quarters: int) -> None:
        """Turn what is shown clockwise by quarters of a circle."""
        self.show_image(self._image.transformed(QTransform().rotate(90 * quarters)))

    def fit(self) -> None:
        """As large as fits, but not larger than it is."""
        self._fitted = True
        self._draw(self._fitting())

    def enlarge(self, steps: int, at: QPointF | None = None) -> None:
        """Enlarge by steps, or make smaller down to what fits; the place ``at`` stays put."""
        middle = QPointF(self.viewport().rect().center())
        at = at or middle
        before = self.mapToScene(at.toPoint())
        wanted = min(self._scale * _STEP**steps, _MOST)
        if wanted <= self._fitting():
            self.fit()
            return
        self._fitted = False
        grown = wanted / self._scale
        self._draw(wanted)
        self.centerOn(before * grown + (middle - at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.enlarge(1 if event.angleDelta().y() > 0 else -1, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._fitted:
            self.enlarge(4, event.position())
        else:
            self.fit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if event.key() in steps:
            self.enlarge(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _draw(self, scale: float) -> None:
        """Draw the picture in another size; made smaller at once, fine print would break up."""
        self._scale = scale
        if self._image.isNull():
            return
        dense = scale * self.devicePixelRatioF()
        image = self._image
        if dense < 1:
            image = image.scaled(
                image.size() * dense,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self._item.setPixmap(QPixmap.fromImage(image))
        self._item.setScale(scale * self._image.width() / image.width())
        self._scene.setSceneRect(self._item.sceneBoundingRect())

    def _fitting(self) -> float:
        if self._image.isNull():
            return 1.0
        # The view itself, not its viewport: that is smaller while there are scroll bars.
        room = self.contentsRect().size()
        one = 1 / self.devicePixelRatioF()
        wide, high = room.width() / self._image.width(), room.height() / self._image.height()
        return max(min(wide, high, one), 0.01)
