"""A titled part of a form; two columns become one where there is no room."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import current_theme
from ui.widgets.basics import column, label
from ui.widgets.form_cell import FormCell

#: A column of editors is not narrower than this, without its labels, at the standard size.
EDITOR_WIDTH = 150


class FormSection(QWidget):
    """Cells in one or two columns with their labels in line; long texts take the whole width."""

    def __init__(self, title: str, columns: int) -> None:
        super().__init__()
        self._wanted = columns
        self._columns = 0
        self._cells: list[FormCell] = []
        self.title_label = label(title, "section")
        self.title_label.setVisible(bool(title))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self.setLayout(column(self.title_label, self._grid, gap=10))

    def set_title(self, title: str) -> None:
        """Change the title, for instance to show a count."""
        self.title_label.setText(title)
        self.title_label.setVisible(bool(title))

    def add(self, cell: FormCell) -> None:
        """Add a cell at the end."""
        self._cells.append(cell)
        self.arrange()

    def arrange(self) -> None:
        """Place the cells anew."""
        self._columns = self._fitting_columns()
        while self._grid.takeAt(0) is not None:
            pass
        place = 0
        for cell in self._cells:
            if cell.is_left_out:
                continue
            if cell.is_wide or self._columns == 1:
                place += place % self._columns
                self._grid.addWidget(cell, place // self._columns, 0, 1, self._columns)
                place += self._columns
            else:
                self._grid.addWidget(cell, place // self._columns, place % self._columns)
                place += 1
        for number in range(self._wanted):
            self._grid.setColumnStretch(number, int(number < self._columns))
        self._align_labels()

    def minimumSizeHint(self) -> QSize:
        # As narrow as one column: otherwise two columns would keep the form from getting narrower.
        narrow = self._label_width() + current_theme().px(EDITOR_WIDTH)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting_columns() != self._columns:
            self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.arrange()

    def _fitting_columns(self) -> int:
        if self._wanted == 1:
            return 1
        needed = self._wanted * (self._label_width() + current_theme().px(EDITOR_WIDTH) + 14)
        return self._wanted if self.width() >= needed else 1

    def _label_width(self) -> int:
        return max((cell.title_width() for cell in self._cells), default=0)

    def _align_labels(self) -> None:
        width = self._label_width()
        for cell in self._cells:
            cell.set_title_width(width)
