"""The parts of a page that F6 goes through: its list, its cards, the tabs at the left."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QFrame, QWidget

from ui.widgets.record_form import RecordForm
from ui.widgets.side_bar import SideBar

_BY_KEY = Qt.FocusReason.ShortcutFocusReason


def go_to_part(page: QWidget, side_bar: SideBar, step: int) -> None:
    """Put the focus into the next (1) or the previous (-1) part."""
    parts = [*_parts_of(page), side_bar]
    inside = QApplication.focusWidget()
    here = [n for n, each in enumerate(parts) if inside is not None and _holds(each, inside)]
    # From the tool bar, the next part is the first one.
    place = here[0] if here else (-1 if step > 0 else len(parts))
    for distance in range(1, len(parts) + 1):
        if _enter(parts[(place + step * distance) % len(parts)]):
            return


def _parts_of(page: QWidget) -> list[QWidget]:
    """Lists and cards that are seen, as they are read; a card within a card is part of it."""
    found: list[QWidget] = [
        each for each in page.findChildren(QAbstractItemView) if each.isVisible()
    ]
    found += [
        each
        for each in page.findChildren(QFrame)
        if each.property("role") == "card" and each.isVisible()
    ]
    outer = [
        each
        for each in found
        # Qt counts a widget among its own ancestors.
        if not any(other is not each and other.isAncestorOf(each) for other in found)
    ]
    corners = {each: each.mapTo(page, QPoint(0, 0)) for each in outer}
    return sorted(outer, key=lambda each: (corners[each].y() // 60, corners[each].x()))


def _holds(part: QWidget, inside: QWidget) -> bool:
    return part.isAncestorOf(inside)


def _enter(part: QWidget) -> bool:
    """Focus what is first in a part; whether there was something."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        part.setFocus(_BY_KEY)
        return True
    if isinstance(part, SideBar):
        marked = [each for each in part.buttons if each.isChecked()]
        (marked or part.buttons)[0].setFocus(_BY_KEY)
        return True
    form = next((each for each in part.findChildren(RecordForm) if each.isVisible()), None)
    if form is not None and _stops(form):
        form.focus_first()
        return True
    first = next(iter(_stops(part)), None)
    if first is not None:
        first.setFocus(_BY_KEY)
    return first is not None


def _stops(part: QWidget) -> list[QWidget]:
    """What Tab stops at in a part, from top to bottom."""
    found = [
        each
        for each in part.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.isEnabled()
        and (not isinstance(each, QAbstractScrollArea) or isinstance(each, QAbstractItemView))
    ]
    return sorted(found, key=lambda each: (each.mapTo(part, QPoint(0, 0)).y(), each.x()))
