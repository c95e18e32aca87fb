"""What an eye would notice in a window: cut texts, parts outside, nameless controls, English."""

import re
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from ui.widgets.elided import ElidedLabel
from ui.widgets.figure_card import FigureCard
from ui.widgets.line_button import LineButton
from ui.widgets.matrix import Matrix
from ui.widgets.pill import Pill

#: What people call things in Chinese offices too, and what stands on keys.
_KNOWN = re.compile(
    r"Ctrl|Alt|Shift|Tab|F\d+|Esc|PDF|OFD|WPS|Word|Excel|KB|MB|GB|QQ|U 盘|[A-Z]{3,4}-\d+"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, Matrix)


def contrast(first: str, second: str) -> float:
    """Contrast of two colours such as ``#1F2328``, 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def visible(window: QWidget) -> list[QWidget]:
    """Everything that is shown, whether or not it is scrolled into sight."""
    return [each for each in window.findChildren(QWidget) if each.isVisible()]


def cut_texts(window: QWidget) -> list[str]:
    """Labels, buttons, boxes and pills that do not have the room that their text needs."""
    return [f"{type(each).__name__}：{_text(each)}" for each in visible(window) if _is_cut(each)]


def outside(window: QWidget) -> list[str]:
    """Parts that stick out of what holds them, where no bar scrolls to them."""
    return [
        f"{type(each).__name__}：{_text(each)} {_where(each, window)}"
        for each in visible(window)
        if isinstance(
            each, QLabel | QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit | Pill
        )
        and not isinstance(each.parentWidget(), QComboBox | QLineEdit)
        and _sticks_out(each)
    ]


def crowded(window: QWidget) -> list[str]:
    """Parts that lie on each other, and lines of a list that do."""
    found = []
    shown = [each for each in visible(window) if isinstance(each, (QLabel, Pill, *_CONTROLS))]
    for place, one in enumerate(shown):
        for other in shown[place + 1 :]:
            if one.parentWidget() is other.parentWidget() and not _is_a_part(one):
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{_text(one)} / {_text(other)}")
    views = (each for each in visible(window) if isinstance(each, QListView))
    return found + [view.accessibleName() for view in views if _lines_overlap(view)]


def _lines_overlap(view: QListView) -> bool:
    model = view.model()
    lines = (view.visualRect(model.index(row, 0)) for row in range(model.rowCount()))
    return any(above.intersects(below) for above, below in pairwise(filter(QRect.isValid, lines)))


def _is_a_part(one: QWidget) -> bool:
    """Whether both lie in a control of Qt's own, such as the button inside a line."""
    return isinstance(one.parentWidget(), QComboBox | QLineEdit | QAbstractScrollArea)


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    return [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for each in visible(window)
        if isinstance(each, (*_CONTROLS, FigureCard))
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(each.parentWidget(), QComboBox | QLineEdit)
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
    ]


def english(window: QWidget) -> list[str]:
    """Words that nobody here speaks, in texts, hints and names."""
    found = []
    for each in visible(window):
        texts = [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
        if isinstance(each, QLabel | QAbstractButton):
            texts.append(each.text())
        if isinstance(each, QLineEdit | QPlainTextEdit):
            texts.append(each.placeholderText())
        if isinstance(each, QComboBox):
            texts += [each.itemText(number) for number in range(each.count())]
        found += [text for text in texts if _WORD.search(_KNOWN.sub("", text))]
    return found


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else widget.accessibleName()


def _where(widget: QWidget, window: QWidget) -> str:
    corner = widget.mapTo(window, QPoint(0, 0))
    return f"{corner.x()},{corner.y()} {widget.width()}x{widget.height()}"


def _is_cut(widget: QWidget) -> bool:
    match widget:
        case ElidedLabel() | LineButton() | QToolButton():
            return False  # they say with … that there is more, and hold all of it in a tool tip
        case Pill() if widget.toolTip():
            return False
        case QLabel():
            return _label_is_cut(widget)
        case QPushButton() | QCheckBox() | QRadioButton() | Pill():
            wanted = widget.sizeHint()
            return widget.width() < wanted.width() or widget.height() < wanted.height()
        case QComboBox():
            return not widget.isEditable() and _box_is_cut(widget)
    return False


def _label_is_cut(label: QLabel) -> bool:
    if not label.text() or not label.pixmap().isNull():
        return False
    if label.wordWrap():
        return label.height() + 1 < label.heightForWidth(label.width())
    # Not its size hint: that one remembers widths that were asked for before.
    wanted = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
    return label.contentsRect().width() + 1 < wanted


def _box_is_cut(box: QComboBox) -> bool:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    return box.fontMetrics().horizontalAdvance(box.currentText()) > field.width() + 1


def _sticks_out(widget: QWidget) -> bool:
    """Compare with every part that holds it; up and down, a bar may scroll to it."""
    box, part = QRect(QPoint(0, 0), widget.size()), widget
    scrolls = False
    while (holder := part.parentWidget()) is not None and not part.isWindow():
        box.translate(part.pos())
        part = holder
        inside = part.rect()
        if isinstance(part, QScrollArea | QAbstractScrollArea):
            scrolls = True
        if box.left() < inside.left() - 1 or box.right() > inside.right() + 1:
            return True
        is_viewport = isinstance(part.parentWidget(), QScrollArea)
        above_or_below = box.top() < inside.top() - 1 or box.bottom() > inside.bottom() + 1
        if not scrolls and not is_viewport and above_or_below:
            return True
        scrolls = scrolls or is_viewport
    return False
