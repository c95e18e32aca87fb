"""What a list does with its rows in plain Python: put them in order, narrow them, count values."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from partydesk.domain.fields import Field, Kind

#: What a column filter tells rows apart by: year and month of a day, else the shown text.
FilterKey = tuple[int, int] | str
#: The key of an empty cell.
BLANK: FilterKey = ""


class SortKey(NamedTuple):
    """A column that a list is sorted by, by the name of its field."""

    name: str
    descending: bool = False


class Entry(NamedTuple):
    """A line of a filter menu.

    Attributes:
        label: What it says.
        keys: The keys of the rows that it stands for; a year stands for its months.
        rows: How many rows these are.
        level: 1 for a month below its year, else 0.
    """

    label: str
    keys: frozenset[FilterKey]
    rows: int
    level: int = 0


def in_order(
    rows: Iterable[Any], value: Callable[[Any], Any], *, descending: bool = False
) -> list[Any]:
    """Rows by value; equals stay as they stand, empty ones come last in both directions."""
    keyed = [(value(record), record) for record in rows]
    full = [pair for pair in keyed if pair[0] is not None and pair[0] != ""]
    empty = [pair[1] for pair in keyed if pair[0] is None or pair[0] == ""]
    full.sort(key=lambda pair: pair[0], reverse=descending)
    return [record for _, record in full] + empty


def filter_key(described: Field, value: object, shown: str) -> FilterKey:
    """What a cell is filtered by."""
    if described.kind is Kind.DAY:
        return (value.year, value.month) if isinstance(value, date) else BLANK
    return shown


def entries(keys: Sequence[FilterKey], order: Callable[[FilterKey], Any]) -> list[Entry]:
    """The lines of a filter menu: years with their months, or texts; what is empty last.

    Args:
        keys: The key of every row.
        order: What texts are sorted by.
    """
    counts = Counter(keys)
    blank = counts.pop(BLANK, 0)
    days = [key for key in counts if isinstance(key, tuple)]
    texts = [key for key in counts if not isinstance(key, tuple)]
    found = _by_year(days, counts)
    found += [Entry(str(key), frozenset({key}), counts[key]) for key in sorted(texts, key=order)]
    if blank:
        found.append(Entry("（空白）", frozenset({BLANK}), blank))
    return found


def _by_year(days: Iterable[tuple[int, int]], counts: Mapping[FilterKey, int]) -> list[Entry]:
    """The newest year first, its months as in the calendar."""
    years: dict[int, list[tuple[int, int]]] = {}
    for key in sorted(days):
        years.setdefault(key[0], []).append(key)
    found = []
    for year, months in sorted(years.items(), reverse=True):
        total = sum(counts[key] for key in months)
        found.append(Entry(f"{year}年", frozenset(months), total))
        found += [Entry(f"{key[1]}月", frozenset({key}), counts[key], 1) for key in months]
    return found


class Narrowed:
    """Rows that pass the filters of some columns.

    Attributes:
        given: All rows.
        wanted: The keys that are let through, by the name of the column's field.
    """

    def __init__(self, key: Callable[[Any, str], FilterKey]) -> None:
        """Nothing yet; ``key`` gives the key of a row in the column with a name."""
        self.given: list[Any] = []
        self.wanted: dict[str, frozenset[FilterKey]] = {}
        self._key = key
        self._keys: dict[str, list[FilterKey]] = {}

    def fill(self, rows: Iterable[Any]) -> None:
        """Replace all rows."""
        self.given = list(rows)
        self._keys.clear()

    def passing(self) -> list[Any]:
        """The rows that pass every filter."""
        fits = self._fits(self.wanted)
        return [each for each, fit in zip(self.given, fits, strict=True) if fit]

    def lines(self, name: str, order: Callable[[Any], Any]) -> list[Entry]:
        """The lines of a column's filter menu; only rows that pass the others' filters count.

        Args:
            name: The column's field.
            order: Makes from a row what its text is sorted by.
        """
        fits = self._fits({other: kept for other, kept in self.wanted.items() if other != name})
        keys = self._keys_of(name)
        firsts: dict[FilterKey, Any] = {}
        for key, record in zip(keys, self.given, strict=True):
            firsts.setdefault(key, record)
        left = [key for key, fit in zip(keys, fits, strict=True) if fit]
        return entries(left, lambda key: order(firsts[key]))

    def _fits(self, filters: Mapping[str, frozenset[FilterKey]]) -> list[bool]:
        fits = [True] * len(self.given)
        for name, wanted in filters.items():
            keys = self._keys_of(name)
            fits = [fit and key in wanted for fit, key in zip(fits, keys, strict=True)]
        return fits

    def _keys_of(self, name: str) -> list[FilterKey]:
        """The key of every row in a column; found once for the rows of now."""
        if name not in self._keys:
            self._keys[name] = [self._key(each, name) for each in self.given]
        return self._keys[name]
