"""One line that says how many rows there are; pressed, it shows them."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.basics import button, clear, column, row


class FoldedAway(QWidget):
    """Nothing is seen of it while there are no rows.

    Attributes:
        head: The line; a button.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self.head = button("", self._turn, "link")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._inside = QWidget()
        self._inside.setLayout(column(self._rows, gap=0))
        self._inside.hide()
        self.setLayout(column(row(self.head, None), self._inside, gap=0, margins=(0, 8, 0, 8)))
        self.hide()

    def show_rows(self, told: str, rows: Iterable[QWidget]) -> None:
        """Show other rows; ``told`` counts them, such as ``已搁置 3 件``."""
        clear(self._rows)
        for each in rows:
            self._rows.addWidget(each)
        self._told = told
        self.setVisible(self._rows.count() > 0)
        self._show_head()

    def _turn(self) -> None:
        self._inside.setVisible(self._inside.isHidden())
        self._show_head()

    def _show_head(self) -> None:
        what = "收起" if not self._inside.isHidden() else "查看"
        self.head.setText(f"{self._told} · {what}")
