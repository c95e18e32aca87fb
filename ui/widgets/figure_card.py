"""A card with one number that matters: title, figure, caption."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.theme import Tone, current_theme
from ui.widgets.basics import column, label, set_role
from ui.widgets.elided import ElidedLabel


class FigureCard(QFrame):
    """One of the figures at the top of a page.

    Signals:
        pressed: The card was clicked, or Enter pressed on it.
    """

    pressed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        set_role(self, "card")
        self.title_label = label(title, "caption")
        self.figure_label = label("—", "figure")
        self.caption_label = ElidedLabel("", "caption")
        self.setLayout(
            column(
                self.title_label,
                self.figure_label,
                self.caption_label,
                None,
                gap=2,
                margins=(18, 14, 18, 14),
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_figure(self, figure: str, caption: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show a number with its unit, such as ``37 人``, and what stands behind it."""
        self.figure_label.setText(figure)
        set_role(self.figure_label, "figure", tone)
        self.caption_label.setText(caption)
        self.setAccessibleName(f"{self.title_label.text()} {figure} {caption}")

    def sizeHint(self) -> QSize:
        # The same for all, so that cards side by side are equally wide.
        return QSize(current_theme().gap(200), super().sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)
