"""The way of the Tab key through parts that come and go."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_before(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab visit these widgets one after the other, and then the anchor.

    Without it, what is made later comes last in the whole window, wherever it stands.
    """
    before = anchor.previousInFocusChain()
    # Not a container: Qt would take what comes after the last of its parts.
    while before and before is not anchor and not _is_stop(before, anchor):
        before = before.previousInFocusChain()
    first = [before] if before and before is not anchor else []
    _link([*first, *widgets, anchor])


def tab_through(parts: Iterable[QWidget]) -> None:
    """Let Tab visit these parts, and what is inside of them, one after the other."""
    _link([stop for part in parts for stop in _stops(part)])


def _link(stops: Sequence[QWidget]) -> None:
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    """What of a part Tab stops at, in its own order."""
    if _takes_tab(part):
        return [part]
    found: list[QWidget] = []
    inside = part.nextInFocusChain()
    while inside and inside is not part:
        if part.isAncestorOf(inside) and _takes_tab(inside):
            found.append(inside)
        inside = inside.nextInFocusChain()
    return found


def _takes_tab(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.focusProxy() is None


def _is_stop(widget: QWidget, anchor: QWidget) -> bool:
    return _takes_tab(widget) and not widget.isAncestorOf(anchor)
