"""Counts how often each table was written, so that what was read of the others stays true."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from partydesk.domain.fields import Record

#: Statements that change no row, by their first word.
_HARMLESS = frozenset({"SELECT", "WITH", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "EXPLAIN"})
#: Half-typed forms and who looked at what: no fact about the branch lies in them.
_ASIDE = frozenset({"draft", "file_view"})


class Written:
    """How often the tables of one open file were written since it was opened.

    A statement counts when it runs, whether or not it is taken back: nobody reads in between.
    """

    def __init__(self, engine: Engine) -> None:
        self._counts: Counter[str] = Counter()
        #: Statements of which nobody can say which tables they changed.
        self._unknown = 0
        event.listen(engine, "before_cursor_execute", self._see)

    def of(self, tables: Iterable[str]) -> int:
        """A figure that grows whenever one of some tables is written."""
        return self._unknown + sum(self._counts[each] for each in tables)

    @property
    def in_all(self) -> int:
        """A figure that grows whenever anything is written that a check might look at."""
        return self._unknown + self._counts.total() - sum(self._counts[each] for each in _ASIDE)

    def note(self, tables: Iterable[str]) -> None:
        """Something was written into some tables past the engine."""
        self._counts.update(tables)

    def _see(self, _connection: object, _cursor: object, statement: str, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            return
        table = _written_by(statement)
        if table:
            self._counts[table] += 1
        elif table is not None:
            self._unknown += 1


@cache
def _written_by(statement: str) -> str | None:
    """The one table that a statement writes; empty if it may be others too, none if it does not."""
    words = statement.replace("(", " ").split(None, 6)
    verb = words[0].upper()
    if verb in _HARMLESS:
        return None
    if verb == "INSERT" and words[1].upper() == "INTO":
        return _plain(words[2])
    if verb == "UPDATE":
        return _plain(words[1])
    if verb == "DELETE" and words[1].upper() == "FROM":
        table = _plain(words[2])
        return "" if table in _owners() else table
    return ""


def _plain(name: str) -> str:
    return name.strip('"')


@cache
def _owners() -> frozenset[str]:
    """Tables whose rows others lie in or name: the file removes or clears those by itself."""
    return frozenset(
        key.column.table.name
        for table in Record.metadata.tables.values()
        for key in table.foreign_keys
    )
