"""Parts in a line that goes on below where there is no room: each part has the width it needs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class Folding(QWidget):
    """Lays its parts out in as few lines as their widths allow."""

    def __init__(
        self,
        parts: Sequence[QWidget],
        needs: Callable[[QWidget], int],
        stretches: Sequence[int] = (),
        gap: int = 8,
    ) -> None:
        """``needs`` tells the pixels that a part takes at least, at the present text size.

        ``stretches`` is how the parts of a line divide it; without it they stay at the left.
        """
        super().__init__()
        self._parts, self._needs, self._gap = tuple(parts), needs, gap
        self._stretches = tuple(stretches)
        self._folds: list[int] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(min(gap, 6))
        self._lines = [QHBoxLayout() for _ in self._parts]
        for line in self._lines:
            line.setSpacing(gap)
            self._box.addLayout(line)
        self._lay_out([len(self._parts)])

    def minimumSizeHint(self) -> QSize:
        # As narrow as one part: otherwise the line would keep what is around it from narrowing.
        widest = max((each.minimumSizeHint().width() for each in self._parts), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fold()

    def _fold(self) -> None:
        widths = []
        for part in self._parts:
            widths.append(min(self._needs(part), self.width()))
            part.setMinimumWidth(widths[-1])  # else the shares of a line could take it away
        folds = self._filled(widths, len(widths))
        if len(folds) > 1:
            # Three and three look calmer than five and one, if that takes no line more.
            even = self._filled(widths, -(-len(widths) // len(folds)))
            folds = even if len(even) == len(folds) else folds
        if folds != self._folds:
            self._lay_out(folds)
            self.updateGeometry()

    def _filled(self, widths: Sequence[int], most: int) -> list[int]:
        """How many parts go into each line, at most so many in one."""
        folds: list[int] = []
        left = -1
        for width in widths:
            if folds and folds[-1] < most and left >= self._gap + width:
                folds[-1] += 1
                left -= self._gap + width
            else:
                folds.append(1)
                left = self.width() - width
        return folds

    def _lay_out(self, folds: list[int]) -> None:
        self._folds = folds
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        place = 0
        for line, count in zip(self._lines, folds, strict=False):
            for number, part in enumerate(self._parts[place : place + count]):
                line.addWidget(part)
                line.setStretch(number, self._stretches[place + number] if self._stretches else 0)
            if not self._stretches:
                line.addStretch(1)
            place += count
