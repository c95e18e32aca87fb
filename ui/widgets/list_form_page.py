"""The page of every register: search and filters above, the list left, the record right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.fields import Field
from ui.state import State
from ui.theme import current_theme
from ui.widgets.banner import Banner
from ui.widgets.basics import GAP, MARGIN, Button, column, set_role
from ui.widgets.list_foot import ListFoot
from ui.widgets.record_table import RecordTable
from ui.widgets.record_table_model import Column
from ui.widgets.search_box import SearchBox
from ui.widgets.tool_bar import ToolBar

#: A form gives nothing of its share away below this.
_LEAST_FORM = 480


class ListFormPage(QWidget):
    """Lays out a register; what the parts do is the tab's matter.

    Attributes:
        search_box: Its ``searched`` signal gives the text.
        table: Its ``chosen`` signal gives the row's object.
        foot: Counts the rows and tells of filters.
        card: The card at the right; fill it with ``set_detail``.
        banner: A sentence above the list, hidden at first.
    """

    filtered = Signal()

    def __init__(
        self,
        columns: Sequence[Column | Field],
        name: str,
        state: State,
        search_hint: str,
        shares: tuple[int, int] = (560, 540),
    ) -> None:
        """A page; ``name`` is what widths and splitter are remembered under.

        ``shares`` is how list and form divide the width until the user moves the splitter.
        """
        super().__init__()
        self._shares = shares
        self._name, self._state = name, state
        self._filters: dict[str, QComboBox] = {}
        self.search_box = SearchBox(search_hint)
        self.tool_bar = ToolBar(self.search_box)
        self.table = RecordTable(columns, name, state)
        self.table.setAccessibleName("列表")
        self.table.set_multiple(multiple=True)
        self.foot = ListFoot(self.table)
        self.banner = Banner()
        self.card = QFrame()
        self.primary_button: Button | None = None
        self._build()

    def add_filter(self, name: str, title: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        """Add a list of choices beside the search; each has a text and a value.

        The choice is remembered for this session only; ``filtered`` tells of a change.
        """
        box = self.tool_bar.add_filter(title, choices)
        box.currentIndexChanged.connect(lambda _place: self.filtered.emit())
        self._filters[name] = box
        return box

    def set_choices(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        """Replace the choices of a filter; the chosen value stays if it is still there."""
        box = self._filters[name]
        kept = box.currentData()
        box.blockSignals(True)
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        values = [value for _, value in choices]
        box.setCurrentIndex(values.index(kept) if kept in values else 0)
        box.blockSignals(False)

    def filter_value(self, name: str) -> object:
        """The chosen value of a filter."""
        return self._filters[name].currentData()

    def narrowing(self) -> dict[str, Any]:
        """Search, filters and column filters as they are now, as plain JSON values."""
        heads = self.table.records.filters
        return {
            "search": self.search_box.text(),
            "filters": {name: box.currentData() for name, box in self._filters.items()},
            "heads": {name: list(keys) for name, keys in heads.items()},
        }

    def narrow(self, kept: Mapping[str, Any], read: Callable[[], object]) -> None:
        """Search and filter as ``narrowing`` told; what there is no longer is passed over.

        Args:
            kept: What was told.
            read: Fills the list anew.
        """
        self.search_box.blockSignals(True)
        self.search_box.setText(str(kept.get("search") or ""))
        self.search_box.blockSignals(False)
        for name, value in dict(kept.get("filters") or {}).items():
            box = self._filters.get(name)
            if box is not None and (place := box.findData(value)) >= 0:
                box.blockSignals(True)
                box.setCurrentIndex(place)
                box.blockSignals(False)
        read()
        shown = {each.name for each in self.table.records.columns}
        for name, keys in dict(kept.get("heads") or {}).items():
            if name in shown:
                found = frozenset(tuple(key) if isinstance(key, list) else key for key in keys)
                self.table.tools.filter_by(name, found)

    def set_count(self, text: str) -> None:
        """Say how many rows there are, such as ``共 37 人``."""
        self.foot.set_total(text)

    def add_button(self, text: str, pressed: Callable[[], object], icon_name: str = "") -> Button:
        """Add a secondary button left of the primary one."""
        return self.tool_bar.add_button(text, pressed, icon_name)

    def set_primary(
        self, text: str, pressed: Callable[[], object], icon_name: str = "plus"
    ) -> Button:
        """Set the one red button at the right end; also Ctrl+N through the tab."""
        self.primary_button = self.tool_bar.set_primary(text, pressed, icon_name)
        return self.primary_button

    def set_detail(self, widget: QWidget) -> None:
        """Put the record's form or view into the card at the right."""
        layout = self.card.layout()
        assert layout is not None, "the card is built with a layout"
        layout.addWidget(widget)

    def focus_search(self) -> None:
        """Go to the search line (Ctrl+F)."""
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _build(self) -> None:
        self._build_sides()
        margins = (MARGIN, MARGIN - 2, MARGIN, MARGIN - 2)
        layout = column(self.tool_bar, self.banner, self.splitter, gap=GAP, margins=margins)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _build_sides(self) -> None:
        set_role(self.card, "card")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(18, 14, 18, 14)
        self.card.setMinimumWidth(330)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        side = QWidget()
        side.setLayout(column(self.table, self.foot, gap=4))
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.card)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(GAP)
        for place, share in enumerate(self._shares):
            self.splitter.setStretchFactor(place, share)
        self._share()
        kept = self._state.splitter(self._name)
        if not kept.isEmpty():
            self.splitter.restoreState(kept)
        self.splitter.splitterMoved.connect(
            lambda *_: self._state.keep_splitter(self._name, self.splitter.saveState())
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_own = event.type() == QEvent.Type.StyleChange and hasattr(self, "splitter")
        if is_own and self._state.splitter(self._name).isEmpty():
            self._share()

    def _share(self) -> None:
        """Large text needs a list more than a form, which scrolls down and not sideways."""
        more = round(self._shares[1] * (current_theme().scale - 1) / 3)
        more = max(0, min(more, self._shares[1] - _LEAST_FORM))
        self.splitter.setSizes([self._shares[0] + more, self._shares[1] - more])
