"""Rows of a list for Qt: read-only, sorted in plain Python."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import Names, show
from ui.widgets.pill import Mark

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: The value itself.
VALUE_ROLE = Role.UserRole
#: The row's object.
RECORD_ROLE = Role.UserRole + 1
#: The cell's ``Mark``, if it is shown as a pill.
MARK_ROLE = Role.UserRole + 2
#: A cell with more characters than this tells its whole text when pointed at.
LONG = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        field: What it shows; the row's attribute of the field's name, unless ``text`` says else.
        text: Makes the text from the row, for instance a masked number.
        mark: Makes a pill from the row; ``None`` shows the text.
        key: Makes the value to sort by from the row, for instance the spelling of a name.
        title: A shorter head than the field's label.
        stretch: Whether this column takes the room that is left; one column per list.
    """

    field: Field
    text: Callable[[Any], str] | None = None
    mark: Callable[[Any], Mark | None] | None = None
    key: Callable[[Any], Any] | None = None
    title: str = ""
    stretch: bool = False

    @property
    def head(self) -> str:
        """What stands above the column."""
        return self.title or self.field.label


class RecordTableModel(QAbstractTableModel):
    """Shows lightweight row objects; a record is changed in a form, never in a cell."""

    def __init__(self, columns: Sequence[Column | Field], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(Column(each) if isinstance(each, Field) else each for each in columns)
        self._rows: list[Any] = []
        self._names: Names = {}
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def fill(self, rows: Iterable[Any], names: Names | None = None) -> None:
        """Replace all rows, in the order that is sorted by now.

        Args:
            rows: Objects with the attributes that the columns name.
            names: Names of people and groups by id, for columns that hold ids.
        """
        self.beginResetModel()
        self._rows = list(rows)
        if names is not None:
            self._names = names
        if self._sorted_by >= 0:
            self._rows = self._in_order()
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Any]:
        """All rows, as they stand."""
        return self._rows

    def record(self, row: int) -> Any:
        """The object of a row; ``None`` outside of the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def value(self, record: Any, column: Column) -> Any:
        """What a cell is sorted by."""
        if column.key:
            return column.key(record)
        if column.field.kind in (Kind.PERSON, Kind.GROUP) or column.text:
            return self.shown(record, column) or None
        value = getattr(record, column.field.name, None)
        if value is None and column.mark and (mark := column.mark(record)):
            return mark.word
        return value

    def shown(self, record: Any, column: Column) -> str:
        """What a cell says."""
        if column.text:
            return column.text(record)
        if column.mark and (mark := column.mark(record)):
            return mark.word
        return show(column.field, getattr(record, column.field.name, None), self._names)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._rows[index.row()], self.columns[index.column()]
        match role:
            case Role.DisplayRole:
                answer: Any = self.shown(record, column)
            case Role.ToolTipRole:
                text = self.shown(record, column)
                answer = text if len(text) > LONG else None
            case _ if role == VALUE_ROLE:
                answer = self.value(record, column)
            case _ if role == RECORD_ROLE:
                answer = record
            case _ if role == MARK_ROLE and column.mark:
                answer = column.mark(record)
            case _:
                answer = None
        return answer

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.head + (self._arrow() if section == self._sorted_by else "")
        if role == Role.ToolTipRole:
            return column.field.hint or None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column that is sorted by, -1 for none, and the direction."""
        return self._sorted_by, self._order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        records = [self._rows[index.row()] for index in held]
        self._sorted_by, self._order = column, order
        if column >= 0:
            self._rows = self._in_order()
            self._move(held, records)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _move(self, held: list[QModelIndex], records: list[Any]) -> None:
        wanted = {id(record) for record in records}
        places = {id(each): row for row, each in enumerate(self._rows) if id(each) in wanted}
        moved = [
            self.index(places[id(record)], index.column())
            for index, record in zip(held, records, strict=True)
        ]
        self.changePersistentIndexList(held, moved)

    def _in_order(self) -> list[Any]:
        """Rows by value, empty ones last in both directions."""
        column = self.columns[self._sorted_by]
        keyed = [(self.value(record, column), record) for record in self._rows]
        full = [pair for pair in keyed if pair[0] is not None and pair[0] != ""]
        empty = [pair[1] for pair in keyed if pair[0] is None or pair[0] == ""]
        descending = self._order is Qt.SortOrder.DescendingOrder
        full.sort(key=lambda pair: pair[0], reverse=descending)
        return [record for _, record in full] + empty

    def _arrow(self) -> str:
        return " ↑" if self._order is Qt.SortOrder.AscendingOrder else " ↓"
