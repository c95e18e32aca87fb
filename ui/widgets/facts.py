"""Facts of a record to read: labels in grey, values beside them, in one or two columns."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme import current_theme
from ui.widgets.basics import clear, label

#: Two columns need so many pixels at the standard size.
TWO_COLUMNS = 440


class Facts(QWidget):
    """Pairs of label and value; empty values show as a dash."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: Sequence[tuple[str, str]] = ()
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._columns = 2
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace what is shown."""
        self._facts = tuple(facts)
        self._show()

    def minimumSizeHint(self) -> QSize:
        # Narrow enough for one column: wrapped values take the width that there is.
        return QSize(current_theme().px(220), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= current_theme().px(TWO_COLUMNS) else 1
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _show(self) -> None:
        clear(self._grid)
        self._pairs = [_pair(title, value) for title, value in self._facts]
        self._place()

    def _place(self) -> None:
        """Move the labels to their cells; they are not made anew, a new look may just be put on."""
        for pair in self._pairs:
            for each in pair:
                self._grid.removeWidget(each)
        top = Qt.AlignmentFlag.AlignTop
        for place, pair in enumerate(self._pairs):
            line, side = divmod(place, self._columns)
            for offset, each in enumerate(pair):
                self._grid.addWidget(each, line, side * 2 + offset, top)
        for side in range(2):
            self._grid.setColumnStretch(side * 2 + 1, int(side < self._columns))


def _pair(title: str, value: str) -> tuple[QLabel, QLabel]:
    shown = label(value or "—", wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setAccessibleName(f"{title} {value}")
    return label(title, "label"), shown
