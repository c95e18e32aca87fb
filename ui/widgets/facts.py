"""Facts of a record to read: labels in grey, values beside them, in one or two columns."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import current_theme
from ui.widgets.basics import clear, label

#: Two columns need so many pixels at the standard size.
TWO_COLUMNS = 440


class Facts(QWidget):
    """Pairs of label and value; empty values show as a dash."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: Sequence[tuple[str, str]] = ()
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
            self._show()

    def _show(self) -> None:
        clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for place, (title, value) in enumerate(self._facts):
            line, side = divmod(place, self._columns)
            self._grid.addWidget(label(title, "label"), line, side * 2, top)
            shown = label(value or "—", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{title} {value}")
            self._grid.addWidget(shown, line, side * 2 + 1, top)
        for side in range(2):
            self._grid.setColumnStretch(side * 2 + 1, int(side < self._columns))
