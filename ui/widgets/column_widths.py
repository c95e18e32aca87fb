"""How wide the columns of a list are: what they hold, what the user made of them, who fills up."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from partydesk.domain.fields import Kind
from ui.state import State
from ui.theme import current_theme
from ui.widgets.record_table_model import RecordTableModel
from ui.widgets.table_head import ARROW
from ui.widgets.table_painting import PADDING

#: Rows that are measured for the first width of a column.
SAMPLE = 60
#: The main column keeps so much if it needs it, the others begin with no more, in pixels at the
#: standard size.
MAIN_WIDTH, WIDEST = 120, 150
#: Where all do not fit, texts are cut with … down to so much, the widest first; the rest of a text
#: is in its tool tip. Days and states stay whole: half of one tells nothing.
LEAST_MAIN, LEAST = 104, 64
_WHOLE = (Kind.DAY, Kind.MONTH)


class ColumnWidths:
    """Keeps the widths of one list.

    Attributes:
        left_out: Heads of the columns for which there is no room, as they stand.
    """

    def __init__(
        self,
        table: QTableView,
        records: RecordTableModel,
        name: str,
        state: State,
        changed: Callable[[], object],
    ) -> None:
        """For a list; ``name`` is what its widths are remembered under.

        ``changed`` is called when other columns are left out than before.
        """
        self._table, self._records = table, records
        self._name, self._state = name, state
        self._changed = changed
        self._all = False
        self.left_out: list[str] = []
        self._fitting = self._measured = False
        self._narrowest = 0
        #: What each column would be as wide as, and those that the user made as wide as they are.
        self._wanted: list[int] = []
        self._kept: frozenset[str] = frozenset()

    def forget(self) -> None:
        """Measure again when there is something to measure."""
        self._measured = False

    def measure(self) -> None:
        """Once give each column the width of what it holds, unless the user has set one."""
        if self._measured:
            return
        # An empty list is measured by its heads, and again when it is filled.
        self._measured = bool(self._records.rows)
        kept = self._state.widths(self._name)
        self._fitting = True
        for section, column in enumerate(self._records.columns):
            self._table.setColumnHidden(section, False)
            width = current_theme().px(kept[column.name]) if column.name in kept else 0
            self._table.setColumnWidth(section, width or self._width_of(section))
        self._fitting = False
        self._kept = frozenset(kept)
        self._note()
        self._narrowest = min(self._width_of(self._main()), current_theme().px(MAIN_WIDTH))
        self.fit()

    def make_room(self, section: int) -> None:
        """Widen a column to what its head says now."""
        self._fitting = True
        width = max(self._table.columnWidth(section), self._head_width(section))
        self._table.setColumnWidth(section, width)
        self._fitting = False
        self._note()
        self.fit()

    def fit(self) -> None:
        """Give the main column the room that the others leave; too little is shared by texts."""
        main, count = self._main(), len(self._records.columns)
        if len(self._wanted) != count:
            self._note()
        widths = list(self._wanted)
        widths[main] = self._narrowest
        room = self._table.viewport().width()
        least = [self._least(section) for section in range(count)]
        gone = self._without_room(least, room)
        for section in gone:
            widths[section] = least[section] = 0
        _squeeze(widths, least, sum(widths) - room)
        widths[main] = max(widths[main], room - sum(widths) + widths[main])
        self._fitting = True
        for section, width in enumerate(widths):
            self._table.setColumnHidden(section, section in gone)
            if section not in gone:
                self._table.setColumnWidth(section, width)
        self._fitting = False
        heads = [self._records.columns[section].head for section in sorted(gone)]
        if heads != self.left_out:
            self.left_out = heads
            self._changed()

    def show_all(self) -> None:
        """Leave nothing out any more: where there is no room, the list goes sideways."""
        self._all = True
        self.fit()

    def resized(self, section: int) -> None:
        """The user has made a column wider or narrower: remember it."""
        if self._fitting or not self._measured:
            return
        kept = self._state.widths(self._name)
        scale = current_theme().scale
        for number, each in enumerate(self._records.columns):
            if not each.stretch and not self._table.isColumnHidden(number):
                kept[each.name] = round(self._table.columnWidth(number) / scale)
        self._state.keep_widths(self._name, list(kept.items()))
        self._kept = frozenset(kept)
        self._note()
        if section != self._main():
            self.fit()

    def _note(self) -> None:
        before, count = self._wanted, len(self._records.columns)
        self._wanted = [
            before[section]
            if self._table.isColumnHidden(section) and len(before) == count
            else self._table.columnWidth(section)
            for section in range(count)
        ]

    def _without_room(self, least: list[int], room: int) -> set[int]:
        """Columns that are left out rather than all be cut to nothing or the list go sideways.

        Never what the user has chosen, sorted or filtered by, nor what tells a row from others.
        """
        if self._all or room <= 0 or self._state.columns(self._name):
            return set()
        columns, main, gone = self._records.columns, self._main(), set()
        used = {*self._records.filters, *self._kept}
        used |= {key.name for key in self._records.sorting}
        may_go = [n for n, each in enumerate(columns)
                  if n not in (0, main) and not each.mark and each.name not in used]  # fmt: skip
        # From the right, days last: a state or a term tells more than who or what besides.
        may_go.sort(key=lambda n: (not columns[n].spare, columns[n].field.kind in _WHOLE, -n))
        too_much = sum(least) - room
        # Large text is read from further away: there the main column keeps more, but for no day.
        wish = self._narrowest - least[main] if current_theme().scale > 1 else 0
        for section in may_go:
            is_day = columns[section].field.kind in _WHOLE and not columns[section].spare
            if too_much + (0 if is_day else wish) <= 0:
                continue
            gone.add(section)
            too_much -= least[section]
        return gone

    def _least(self, section: int) -> int:
        """How narrow a column may become where there is too little room."""
        column, theme = self._records.columns[section], current_theme()
        if section == self._main():
            return min(self._narrowest, theme.px(LEAST_MAIN))
        is_whole = column.mark or column.field.kind in _WHOLE
        if is_whole or column.name in self._kept:
            return self._wanted[section]
        return min(self._wanted[section], theme.px(LEAST))

    def _main(self) -> int:
        """The column that takes the room that is left; the last one if that is not shown."""
        columns = self._records.columns
        return next((n for n, each in enumerate(columns) if each.stretch), len(columns) - 1)

    def _width_of(self, section: int) -> int:
        rows = min(SAMPLE, len(self._records.rows))
        widest = max((self._table.sizeHintForIndex(self._records.index(row, section)).width()
                      for row in range(rows)), default=0)  # fmt: skip
        return min(max(widest, self._head_width(section)), current_theme().px(WIDEST))

    def _head_width(self, section: int) -> int:
        """Room for a head as it reads now, with its arrows."""
        text = str(self._records.headerData(section, Qt.Orientation.Horizontal))
        bold = QFont(self._table.font())
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(text)
        theme = current_theme()
        return words + theme.gap(PADDING) + theme.gap(ARROW) + 2


def _squeeze(widths: list[int], least: list[int], too_much: int) -> None:
    """Take what is too much from the widest that can give, so that none gives more than it must."""
    while too_much > 0:
        giving = [n for n, width in enumerate(widths) if width > least[n]]
        if not giving:
            return
        widest = max(giving, key=lambda n: widths[n])
        next_widest = max((widths[n] for n in giving if widths[n] < widths[widest]), default=0)
        given = min(widths[widest] - max(least[widest], next_widest), too_much)
        widths[widest] -= given
        too_much -= given
