"""Records as rows of plain SQL: statements prepared once, and values in the form the file keeps."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Table, insert
from sqlalchemy.dialects import sqlite

#: So many days and times are known by their text; nothing personal is kept so.
_DAYS = 4096

_QUOTED = sqlite.dialect().identifier_preparer.quote


@cache
def insert_statement(table: Table) -> str:
    """Names every column, in the order of the table."""
    return str(insert(table).compile(dialect=sqlite.dialect()))


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


def bound_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Whole rows for ``insert_statement``; where one says nothing, the default holds."""
    usual, made = _defaults(table)
    # One moment for all that are added at once.
    usual = {**usual, **bound(table, {name: make(None) for name, make in made.items()})}
    return [tuple({**usual, **row, **bound(table, row)}.values()) for row in rows]


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
    # The same days come again and again.
    return {
        name: lru_cache(_DAYS)(bind)
        for name, kind in found
        if (bind := kind.bind_processor(dialect))
    }


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
