"""Facts of a record to read: labels in grey, values beside them, in one or two columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.basics import clear, label


class Facts(QWidget):
    """Pairs of label and value; empty values show as a dash."""

    def __init__(self, columns: int = 2) -> None:
        super().__init__()
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace what is shown."""
        clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for place, (title, value) in enumerate(facts):
            line, side = divmod(place, self._columns)
            self._grid.addWidget(label(title, "label"), line, side * 2, top)
            shown = label(value or "—", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{title} {value}")
            self._grid.addWidget(shown, line, side * 2 + 1, top)
        for side in range(self._columns):
            self._grid.setColumnStretch(side * 2 + 1, 1)
