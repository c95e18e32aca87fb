"""The values of a column with their ticks, narrowed by what is typed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from partydesk.domain.pinyin import spelling_of
from ui.widgets.table_rows import Entry, FilterKey

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ON, _PARTLY, _OFF = (
    Qt.CheckState.Checked,
    Qt.CheckState.PartiallyChecked,
    Qt.CheckState.Unchecked,
)
#: More values than this are not searched by pinyin: it would take too long to spell them.
SPELLED = 2000


class EntryModel(QAbstractListModel):
    """Ticks are kept by key, so a year and its months always agree."""

    def __init__(self, entries: Sequence[Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._rows = {next(iter(each.keys)): each.rows for each in entries if len(each.keys) == 1}
        self._shown = self._entries
        self._at_first = self._ticked = self._all()
        self._narrowed = False
        self._spellings: dict[str, str] = {}

    def begin_with(self, wanted: frozenset[FilterKey] | None) -> None:
        """Tick what is let through now; ``None`` for all."""
        self.beginResetModel()
        self._at_first = self._all() if wanted is None else self._all() & wanted
        self._ticked = self._at_first
        self.endResetModel()

    def narrow(self, typed: str) -> None:
        """Show the values with a text in them, all ticked; without a text, all as at first."""
        text = typed.strip().casefold()
        self.beginResetModel()
        self._narrowed = bool(text)
        self._shown = self._found(text) if text else self._entries
        self._ticked = self._all() if text else self._at_first
        self.endResetModel()

    def tick_all(self, *, ticked: bool) -> None:
        """Tick everything that is shown, or nothing of it."""
        self._tick(self._all(), ticked=ticked)

    def wanted(self) -> frozenset[FilterKey] | None:
        """The keys to let through: what is ticked and shown; ``None`` if that is everything."""
        everything = frozenset(self._rows)
        return None if not self._narrowed and self._ticked >= everything else self._ticked

    def ticked_rows(self) -> int:
        """How many rows would be shown."""
        return sum(self._rows[key] for key in self._ticked)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        match role:
            case Role.DisplayRole:
                return f"{'　　' * entry.level}{_flat(entry.label)}（{entry.rows}）"
            case Role.CheckStateRole:
                return self._state(entry)
            case Role.ToolTipRole:
                return entry.label
            case Role.AccessibleTextRole:
                ticked = {_ON: "已勾选", _PARTLY: "部分勾选", _OFF: "未勾选"}[self._state(entry)]
                return f"{entry.label}，{entry.rows} 行，{ticked}"
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if not index.isValid() or role != Role.CheckStateRole:
            return False
        self._tick(self._shown[index.row()].keys, ticked=Qt.CheckState(value) != _OFF)
        return True

    def _tick(self, keys: frozenset[FilterKey], *, ticked: bool) -> None:
        self._ticked = self._ticked | keys if ticked else self._ticked - keys
        if self._shown:
            last = self.index(len(self._shown) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Role.CheckStateRole])

    def _state(self, entry: Entry) -> Qt.CheckState:
        ticked = len(entry.keys & self._ticked)
        return _OFF if not ticked else _ON if ticked == len(entry.keys) else _PARTLY

    def _all(self) -> frozenset[FilterKey]:
        """The keys of everything that is shown."""
        return frozenset().union(*(each.keys for each in self._shown))

    def _found(self, text: str) -> tuple[Entry, ...]:
        """Texts, and months with their years: a year that matches in part would tick too much."""
        found, year = [], ""
        for each in self._entries:
            if _is_year(each):
                year = each.label
                continue
            whole = each._replace(label=f"{year}{each.label}", level=0) if each.level else each
            if text in whole.label.casefold() or text in self._spelling(whole):
                found.append(whole)
        return tuple(found)

    def _spelling(self, entry: Entry) -> str:
        if len(self._entries) > SPELLED:
            return ""
        if entry.label not in self._spellings:
            self._spellings[entry.label] = spelling_of(entry.label)
        return self._spellings[entry.label]


def _is_year(entry: Entry) -> bool:
    return not entry.level and isinstance(next(iter(entry.keys)), tuple)


def _flat(text: str) -> str:
    return " ".join(text.split())
