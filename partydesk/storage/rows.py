"""Records as rows of plain SQL: statements prepared once, and values in the form the file keeps."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Table
from sqlalchemy.dialects import sqlite

_QUOTED = sqlite.dialect().identifier_preparer.quote


@cache
def insert_statement(table: Table, names: tuple[str, ...]) -> str:
    """Adds a row of these columns."""
    columns, marks = ", ".join(map(_QUOTED, names)), ", ".join("?" * len(names))
    return f"INSERT INTO {_QUOTED(table.name)} ({columns}) VALUES ({marks})"


@cache
def select_statement(table: Table, names: tuple[str, ...], key: str = "id") -> str:
    """Asks for columns of the rows whose ``key`` is the one parameter; none out of 回收站."""
    columns = ", ".join(map(_QUOTED, names))
    there = " AND typeof(deleted_at) = 'null'" if "deleted_at" in table.columns else ""
    order = " ORDER BY position" if "position" in table.columns else ""
    # Names of our own columns, quoted; values are parameters.
    return f"SELECT {columns} FROM {_QUOTED(table.name)} WHERE {_QUOTED(key)} = ?{there}{order}"


@cache
def update_statement(table: Table, names: tuple[str, ...]) -> str:
    """Sets these columns of the row whose id is the last parameter."""
    columns = ", ".join(f"{_QUOTED(name)} = ?" for name in names)
    return f"UPDATE {_QUOTED(table.name)} SET {columns} WHERE id = ?"


@cache
def delete_statement(table: Table) -> str:
    """Removes the row whose id is the parameter."""
    return f"DELETE FROM {_QUOTED(table.name)} WHERE id = ?"


def insertion(table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[tuple[Any, ...]]]:
    """The statement that adds rows, and its parameters; where one says nothing, the default holds.

    Columns that no row fills are not named: an empty parameter costs more than a full one.
    """
    usual, made = _defaults(table)
    # One moment for all that are added at once.
    usual = {**usual, **bound(table, {name: make(None) for name, make in made.items()})}
    named = set().union(*rows)
    strange = {name for name in named - usual.keys() for row in rows if row.get(name) is not None}
    assert not strange, f"{table.name} has no {strange}"
    # Column by column: most need no look at the single value.
    columns: dict[str, list[Any]] = {}
    for name, value in usual.items():
        cells = _column(table, name, rows, value) if name in named else [value] * len(rows)
        if value is not None or cells.count(None) < len(cells):
            columns[name] = cells
    return insert_statement(table, tuple(columns)), list(zip(*columns.values(), strict=True))


class _Bound(dict[Any, Any]):
    """Values in the form that the file keeps; the same days come again and again."""

    def __init__(self, bind: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._bind = bind

    def __missing__(self, value: Any) -> Any:
        self[value] = kept = self._bind(value)
        return kept


def _column(table: Table, name: str, rows: Sequence[Mapping[str, Any]], usual: Any) -> list[Any]:
    cells = [row.get(name) for row in rows]
    if bind := _binders(table).get(name):
        cells = list(map(_Bound(bind).__getitem__, cells))
    if usual is None or None not in cells:
        return cells
    return [usual if cell is None else cell for cell in cells]


@cache
def _defaults(table: Table) -> tuple[dict[str, Any], dict[str, Callable[[Any], Any]]]:
    """What every column holds when nothing is said, and what makes it where it is not fixed."""
    fixed: dict[str, Any] = {}
    made: dict[str, Callable[[Any], Any]] = {}
    for column in table.columns:
        default: Any = column.default
        fixed[column.name] = None
        if default is not None and default.is_callable:
            made[column.name] = default.arg
        elif default is not None:
            fixed[column.name] = default.arg
    # The id is always given.
    made.pop("id", None)
    return fixed | bound(table, fixed), made


def bound(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that the file keeps in another form: days, times, yes or no."""
    return {
        name: bind(value)
        for name, bind in _binders(table).items()
        if (value := values.get(name)) is not None
    }


@cache
def _binders(table: Table) -> dict[str, Callable[[Any], Any]]:
    """What turns days, times and yes or no into the form that the file keeps."""
    dialect = sqlite.dialect()
    found = ((each.name, each.type.dialect_impl(dialect)) for each in table.columns)
    binders = {name: bind for name, kind in found if (bind := kind.bind_processor(dialect))}
    days = {name for name in binders if isinstance(table.columns[name].type, Date)}
    return {name: _day_or(bind) if name in days else bind for name, bind in binders.items()}


def _day_or(bind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Days are what most of a sheet is; SQLAlchemy's own way takes four times as long."""
    return lambda value: value.isoformat() if type(value) is date else bind(value)


def understood(table: Table, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they lie in the file, as a record has them."""
    readers = _readers(table)
    return {
        name: readers[name](value) if value is not None and name in readers else value
        for name, value in kept.items()
    }


@cache
def _readers(table: Table) -> dict[str, Callable[[Any], Any]]:
    """What turns the form that the file keeps back into days, times, yes or no."""
    readers: dict[type, Callable[[Any], Any]] = {
        Boolean: bool,
        Date: date.fromisoformat,
        DateTime: datetime.fromisoformat,
    }
    return {
        column.name: reader
        for column in table.columns
        if (reader := readers.get(type(column.type)))
    }
