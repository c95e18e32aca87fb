"""Going through a window with Tab, and looking where the focus is seen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from tests.ui.seeing import contrast
from ui import shortcuts
from ui.widgets.figure_card import FigureCard
from ui.widgets.line_icon import LineIcon
from ui.widgets.matrix import Matrix

_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, QTabBar)
#: Pixels around a control that its focus may be drawn in, and those of its edge that are looked at.
AROUND, EDGE = 3, 10
#: What marks the focus stands out from what was there before (WCAG 2.2, 1.4.11 and 2.4.13).
STANDS_OUT = 3.0
#: So many pixels at least are around a cell of the grid.
_CELL = 40
#: Leaves the writing window.
_BACK = shortcuts.Shortcut("back", ("Esc",), "")
#: More steps than any window has controls.
MOST_STEPS = 400


def controls(window: QWidget) -> list[QWidget]:
    """What people act on in a window, whether or not it is scrolled into sight."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and isinstance(each, (*_CONTROLS, Matrix, FigureCard))
        and not isinstance(each, LineIcon | QHeaderView)
        and not isinstance(each.parentWidget(), QComboBox | QLineEdit)
        and each.window() is window
    ]


def reached(window: QWidget) -> list[QWidget]:
    """What has the focus when Tab is pressed again and again, until it comes round."""
    QApplication.processEvents()
    window.activateWindow()
    found: list[QWidget] = []
    for _ in range(MOST_STEPS):
        here = window.focusWidget()
        if here is not None:
            here = _whole(here)
            if found and here is found[0]:
                break
            if here not in found:
                found.append(here)
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    return found


def out_of_reach(window: QWidget) -> list[str]:
    """Controls that Tab does not come to.

    Of a group of which one is chosen, one is enough; what a key does needs no stop of its own.
    """
    got = reached(window)
    groups = {_group_of(each) for each in got} - {None}
    return [
        _named(each)
        for each in controls(window)
        if each not in got and _group_of(each) not in groups and not _has_a_key(each)
    ]


def unseen_focus(window: QWidget) -> list[str]:
    """Controls that look alike with and without the focus."""
    rest = QWidget(window)
    rest.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    rest.show()
    found = []
    for each in reached(window):
        if each is rest or each is window or not isinstance(each, (*_CONTROLS, Matrix, FigureCard)):
            continue
        _into_sight(each)
        rest.setFocus(Qt.FocusReason.TabFocusReason)
        before = _picture(each, window)
        each.setFocus(Qt.FocusReason.TabFocusReason)
        after = _picture(each, window)
        # More than a cursor that blinks; of the grid it is one of its cells that is marked.
        if _marked(before, after) < (_CELL if isinstance(each, Matrix) else each.width() // 2):
            found.append(_named(each))
    rest.setParent(None)
    rest.deleteLater()
    return found


def _group_of(widget: QWidget) -> object:
    """What the arrows move in: round buttons with one parent, or a group of which one is on."""
    if not isinstance(widget, QAbstractButton):
        return None
    group = widget.group()
    if group is not None and group.exclusive():
        return group
    return widget.parentWidget() if widget.autoExclusive() else None


def _has_a_key(widget: QWidget) -> bool:
    """Whether its tool tip or its text tells a key of the sheet that does the same."""
    declared = (*shortcuts.WINDOW, *shortcuts.LONG_TEXT, *shortcuts.WRITING, _BACK)
    said = widget.text() if isinstance(widget, QPushButton) else ""
    return any(
        f"（{each.spelled}）" in widget.toolTip() or said.endswith(f" {each.spelled}")
        for each in declared
    )


def _whole(widget: QWidget) -> QWidget:
    """The control that a part such as the line of a list that can be typed into belongs to."""
    parent = widget.parentWidget()
    return parent if isinstance(parent, QComboBox) else widget


def _into_sight(widget: QWidget) -> None:
    part = widget
    while (part := part.parentWidget()) is not None and not part.isWindow():
        if isinstance(part, QScrollArea):
            part.ensureWidgetVisible(widget)
    QApplication.processEvents()


def _picture(widget: QWidget, window: QWidget) -> QImage:
    QApplication.processEvents()
    corner = widget.mapTo(window, QPoint(-AROUND, -AROUND))
    # The upper edge is enough, and quicker to look at than a page of text.
    height = widget.height() if isinstance(widget, Matrix) else min(widget.height(), EDGE)
    size = QPoint(widget.width() + 2 * AROUND, height + 2 * AROUND)
    box = QRect(corner, corner + size).intersected(window.rect())
    return window.grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _marked(before: QImage, after: QImage) -> int:
    """How many pixels stand out from what they were."""
    if before.size() != after.size():
        return 0
    first, second = bytes(before.constBits()), bytes(after.constBits())
    if first == second:
        return 0
    pairs: dict[tuple[bytes, bytes], int] = {}
    for place in range(0, len(first), 4):
        old, new = first[place : place + 4], second[place : place + 4]
        if old != new:
            pairs[old, new] = pairs.get((old, new), 0) + 1
    return sum(
        number
        for (old, new), number in pairs.items()
        if contrast(_colour(old), _colour(new)) >= STANDS_OUT
    )


def _colour(pixel: bytes) -> str:
    return f"#{pixel[2]:02x}{pixel[1]:02x}{pixel[0]:02x}"


def _named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QPushButton) else ""
    return f"{type(widget).__name__}：{widget.accessibleName() or text}"
