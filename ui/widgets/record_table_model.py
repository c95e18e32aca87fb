"""Rows of a list for Qt: read-only, sorted and filtered in plain Python."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from partydesk.domain.fields import Field, Kind
from partydesk.domain.pinyin import sort_key
from partydesk.domain.strokes import stroke_key
from partydesk.domain.text import Names, show
from ui.widgets.pill import Mark
from ui.widgets.table_rows import Entry, FilterKey, Narrowed, SortKey, filter_key, in_order

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: The value itself.
VALUE_ROLE = Role.UserRole
#: The row's object.
RECORD_ROLE = Role.UserRole + 1
#: The cell's ``Mark``, if it is shown as a pill.
MARK_ROLE = Role.UserRole + 2
#: A cell with more characters than this tells its whole text when pointed at.
LONG = 4


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
        names: Whether it shows names of people: sorted by 拼音 or 姓氏笔画.
        optional: Whether it is shown only when the user asks for it.
        spare: Whether it is the first to be left out where there is no room for all.
    """

    field: Field
    text: Callable[[Any], str] | None = None
    mark: Callable[[Any], Mark | None] | None = None
    key: Callable[[Any], Any] | None = None
    title: str = ""
    stretch: bool = False
    names: bool = False
    optional: bool = False
    spare: bool = False

    @property
    def name(self) -> str:
        """What it is remembered by."""
        return self.field.name

    @property
    def head(self) -> str:
        """What stands above the column."""
        return self.title or self.field.label


class RecordTableModel(QAbstractTableModel):
    """Shows lightweight row objects; a record is changed in a form, never in a cell.

    Attributes:
        all_columns: Every column that this list can show.
        columns: The columns that are shown, in their order.
        by_strokes: Whether names are sorted by 姓氏笔画 and not by 拼音.
    """

    def __init__(self, columns: Sequence[Column | Field], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all_columns = tuple(Column(e) if isinstance(e, Field) else e for e in columns)
        self.columns = tuple(each for each in self.all_columns if not each.optional)
        self.by_strokes = False
        self._rows: list[Any] = []
        self._names: Names = {}
        self._sorting: tuple[SortKey, ...] = ()
        self._by_name = {each.name: each for each in self.all_columns}
        self._narrowed = Narrowed(self._key)

    def fill(self, rows: Iterable[Any], names: Names | None = None) -> None:
        """Replace all rows, in the order and through the filters of now.

        Args:
            rows: Objects with the attributes that the columns name.
            names: Names of people and groups by id, for columns that hold ids.
        """
        self.beginResetModel()
        self._narrowed.fill(rows)
        if names is not None:
            self._names = names
        self._rows = self._in_order(self._narrowed.passing())
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Any]:
        """The rows that pass the filters, as they stand."""
        return self._rows

    @property
    def total(self) -> int:
        """How many rows there are without filters."""
        return len(self._narrowed.given)

    def record(self, row: int) -> Any:
        """The object of a row; ``None`` outside of the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def arrange(self, names: Iterable[str]) -> None:
        """Show these columns in this order; filters and order of the others are given up."""
        self.beginResetModel()
        self.columns = tuple(self._by_name[name] for name in names)
        shown = {each.name for each in self.columns}
        self._sorting = tuple(key for key in self._sorting if key.name in shown)
        kept = {name: keys for name, keys in self.filters.items() if name in shown}
        self._narrowed.wanted = kept
        self._rows = self._in_order(self._narrowed.passing())
        self.endResetModel()

    def value(self, record: Any, column: Column) -> Any:
        """What a cell is sorted by."""
        if column.names and (self.by_strokes or not column.key):
            name = self.shown(record, column)
            return (stroke_key(name) if self.by_strokes else sort_key(name)) if name else None
        if column.key:
            return column.key(record)
        if column.field.kind in (Kind.PERSON, Kind.GROUP) or column.text:
            return self.shown(record, column) or None
        value = getattr(record, column.name, None)
        if value is None and column.mark and (mark := column.mark(record)):
            return mark.word
        return _ordered(column.field, value) if isinstance(value, str) else value

    def shown(self, record: Any, column: Column) -> str:
        """What a cell says."""
        if column.text:
            return column.text(record)
        if column.mark and (mark := column.mark(record)):
            return mark.word
        return show(column.field, getattr(record, column.name, None), self._names)

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
            return column.head + self._arrow(column.name)
        if role == Role.AccessibleTextRole:
            return column.head + self._state_of(column.name)
        if role == Role.ToolTipRole:
            return column.field.hint or None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column that is sorted by first, -1 for none, and the direction."""
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if not self._sorting:
            return -1, up
        first = self._sorting[0]
        place = [each.name for each in self.columns].index(first.name)
        return place, down if first.descending else up

    @property
    def sorting(self) -> tuple[SortKey, ...]:
        """The columns that are sorted by, the one that decides first."""
        return self._sorting

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < len(self.columns):
            descending = order is Qt.SortOrder.DescendingOrder
            keys = [SortKey(self.columns[column].name, descending)] if column >= 0 else []
            self.sort_by(keys)

    def sort_by(self, keys: Iterable[SortKey]) -> None:
        """Sort by several shown columns; without any, rows stand as they were given."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        records = [self._rows[index.row()] for index in held]
        self._sorting = tuple(keys)
        self._rows = self._in_order(self._narrowed.passing())
        self._move(held, records)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def filters(self) -> Mapping[str, frozenset[FilterKey]]:
        """What is let through, by the name of the column's field."""
        return self._narrowed.wanted

    def filter_by(self, name: str, keys: frozenset[FilterKey] | None) -> None:
        """Show only rows with these keys in a column; ``None`` takes the filter away."""
        filters = {each: kept for each, kept in self.filters.items() if each != name}
        self._set_filters(filters if keys is None else filters | {name: keys})

    def clear_filters(self) -> None:
        """Show all rows."""
        self._set_filters({})

    def entries(self, column: Column) -> list[Entry]:
        """The lines of a column's filter menu; the other columns' filters narrow them."""
        choices = column.field.choices
        if not choices:
            return self._narrowed.lines(column.name, lambda each: self.value(each, column))
        places = {each: place for place, each in enumerate(choices)}
        return self._narrowed.lines(
            column.name, lambda each: places.get(getattr(each, column.name), -1)
        )

    def _set_filters(self, filters: dict[str, frozenset[FilterKey]]) -> None:
        self.beginResetModel()
        self._narrowed.wanted = filters
        self._rows = self._in_order(self._narrowed.passing())
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _key(self, record: Any, name: str) -> FilterKey:
        column = self._by_name[name]
        return filter_key(column.field, getattr(record, name, None), self.shown(record, column))

    def _move(self, held: list[QModelIndex], records: list[Any]) -> None:
        wanted = {id(record) for record in records}
        places = {id(each): row for row, each in enumerate(self._rows) if id(each) in wanted}
        moved = [
            self.index(places[id(record)], index.column())
            for index, record in zip(held, records, strict=True)
        ]
        self.changePersistentIndexList(held, moved)

    def _in_order(self, rows: list[Any]) -> list[Any]:
        """Rows by all keys: the last one first, as sorting keeps the order of equals."""
        for key in reversed(self._sorting):
            value = partial(self._value_by, self._by_name[key.name])
            rows = in_order(rows, value, descending=key.descending)
        return rows

    def _value_by(self, column: Column, record: Any) -> Any:
        return self.value(record, column)

    def _arrow(self, name: str) -> str:
        """An arrow behind the head of a column that is sorted by; numbered if there are several."""
        for number, key in enumerate(self._sorting, 1):
            if key.name == name:
                several = str(number) if len(self._sorting) > 1 else ""
                return (" ↓" if key.descending else " ↑") + several
        return ""

    def _state_of(self, name: str) -> str:
        """What a screen reader says of a column besides its head."""
        words = ""
        for number, key in enumerate(self._sorting, 1):
            if key.name == name:
                words = f"，第 {number} 排序，{'降序' if key.descending else '升序'}"
        return words + ("，已筛选" if name in self.filters else "")


def _ordered(described: Field, value: str) -> Any:
    """Texts as in a dictionary, terms as the form lists them; what is no term comes after them."""
    if described.kind is Kind.CHOICE:
        places = {str(each): place for place, each in enumerate(described.choices)}
        return (places.get(value, len(places)), value)
    if described.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return sort_key(value) if value else None
    return value
