"""A titled part of a form; two columns become one where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.theme import current_theme
from ui.widgets.basics import column, label
from ui.widgets.editors import ChoiceEditor
from ui.widgets.form_cell import FormCell

#: A column of editors is not narrower than this, without its labels, at the standard size.
EDITOR_WIDTH = 150


class FormSection(QWidget):
    """Cells in one or two columns with their labels in line; long texts take the whole width."""

    def __init__(self, title: str, columns: int) -> None:
        super().__init__()
        self._wanted = columns
        self._shape = (columns, False)
        self._above = self._is_stale = False
        self._in_line = self._placed = 0
        self._cells: list[FormCell] = []
        self.title_label = label(title, "section")
        if not title:
            # Never shown by hand here: without a parent yet, it would flash as a window of its own.
            self.title_label.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self.setLayout(column(self.title_label, self._grid, gap=10))

    @property
    def cells(self) -> Sequence[FormCell]:
        """What was added, in its order."""
        return self._cells

    def add(self, cell: FormCell) -> None:
        """Add a cell at the end; it has its place after ``arrange``."""
        self._cells.append(cell)

    def arrange(self) -> None:
        """Place the cells anew."""
        self._is_stale = False
        self._shape = self.fitting_shape()
        columns, above = self._shape[0], self._shape[1] or self._above
        self._placed = self._placed_width()
        for cell in self._cells:
            # Not takeAt: an item taken from Python lives on and the cell's height is never new.
            self._grid.removeWidget(cell)
        place = 0
        for cell in self._cells:
            if cell.is_left_out:
                continue
            cell.place_title(0 if above else self._placed)
            if cell.is_wide or columns == 1:
                place += place % columns
                self._grid.addWidget(cell, place // columns, 0, 1, columns)
                place += columns
            else:
                top = Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(cell, place // columns, place % columns, top)
                place += 1
        for number in range(self._wanted):
            self._grid.setColumnStretch(number, int(number < columns))

    def minimumSizeHint(self) -> QSize:
        # As narrow as one column: otherwise two columns would keep the form from getting narrower.
        return QSize(current_theme().px(EDITOR_WIDTH), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitting_shape() != self._shape:
            self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # While a page is built that comes many times; its cells are placed when it is seen.
            self._is_stale = True
            if self.isVisible():
                self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.arrange()

    def set_above(self, *, above: bool) -> None:
        """Put labels above their editors even where they would fit beside: as in other sections."""
        if above != self._above:
            self._above = above
            self.arrange()

    def set_in_line(self, width: int) -> None:
        """Begin editors where those of other sections do, if there is room for it."""
        self._in_line = width
        if self._placed_width() != self._placed:
            self.arrange()

    def fitting_shape(self) -> tuple[int, bool]:
        """How many columns, and whether labels stand above: beside if there is room for it."""
        editor, gap = self._editor_width(), 14
        beside = self.label_width() + 8 + editor
        width = self.width()
        if width >= self._wanted * (beside + gap) - gap:
            return self._wanted, False
        if self._wanted > 1 and width >= self._wanted * (editor + gap) - gap:
            return self._wanted, True
        return 1, width < beside

    def _editor_width(self) -> int:
        """Room for the longest term of every choice that cannot be typed into."""
        widths = [
            each.widget.width_of_all()
            for each in self._cells
            if isinstance(each.widget, ChoiceEditor)
            and not (each.widget.isEditable() or each.is_left_out)
        ]
        return max([current_theme().px(EDITOR_WIDTH), *widths])

    def _placed_width(self) -> int:
        """How wide labels are: as in the other sections, or as they need where that is too wide."""
        own = self.label_width()
        return max(self._in_line, own) if self.takes(self._in_line) else own

    def takes(self, width: int) -> bool:
        """Whether there is room for labels of a width beside the editors."""
        columns, gap = self.fitting_shape()[0], 14
        boxes = [each.widget.sizeHint().width() for each in self._cells
                 if isinstance(each.widget, QCheckBox) and not each.is_left_out]  # fmt: skip
        editor = max([self._editor_width(), *boxes])
        return columns * (width + 8 + editor + gap) - gap <= self.width()

    def label_width(self) -> int:
        """How wide the longest label beside an editor is; 0 where none is."""
        return max((each.title_width() for each in self._cells if not each.is_left_out), default=0)
