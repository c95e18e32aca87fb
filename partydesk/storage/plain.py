"""Writing one record by plain SQL: saving a form costs its checks and its rows, not objects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class
from sqlcipher3 import dbapi2

from partydesk.domain.fields import Record, sealed_names
from partydesk.domain.ids import new_ids
from partydesk.storage.history import Recorder, Step
from partydesk.storage.rows import (
    bound,
    delete_statement,
    insertion,
    select_statement,
    understood,
    update_statement,
)

R = TypeVar("R", bound=Record)

#: A row as it lies in the file.
Row = dict[str, Any]


class PlainWriting:
    """What a block of ``Store.writing_plainly`` may do; history is written with each step."""

    def __init__(self, connection: dbapi2.Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a statement answers; values in the form that the file keeps."""
        found: list[tuple[Any, ...]] = self._connection.execute(question, values).fetchall()
        return found

    def rows(self, record_type: type[Record], key: str, value: str) -> list[Row]:
        """Whole rows by a column, in their order, as they lie in the file."""
        table = _table(record_type)
        names = tuple(column.name for column in table.columns)
        found = self.ask(select_statement(table, names, key), value)
        return [dict(zip(names, row, strict=True)) for row in found]

    def add(self, record_type: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add new records; where a row has no ``id``, it is given one."""
        if not rows:
            return
        table = _table(record_type)
        keys = new_ids(len(rows))
        whole = [{"id": key, **row} for key, row in zip(keys, rows, strict=True)]
        added: list[Step] = [(table.name, row["id"], "add", {}, row) for row in whole]
        self._recorder.tell(self._connection.executemany, added)
        self._connection.executemany(*insertion(table, whole))

    def change(
        self, record_type: type[Record], changes: Iterable[tuple[Row, Mapping[str, Any]]]
    ) -> None:
        """Change records: each as it lies in the file, and the values that it shall have."""
        table = _table(record_type)
        steps: list[tuple[Step, tuple[str, ...], Row]] = []
        for kept, values in changes:
            ready = {**values, **bound(table, values)}
            names = tuple(name for name, value in ready.items() if kept[name] != value)
            if names:
                before = understood(table, {name: kept[name] for name in names})
                after = {name: values[name] for name in names}
                steps.append(((table.name, kept["id"], "change", before, after), names, ready))
        self._recorder.tell(self._connection.executemany, [step for step, _, _ in steps])
        now = _moment_of_saving(table)
        for (_, key, *_), names, ready in steps:
            row = (*(ready[name] for name in names), *now.values(), key)
            self._connection.execute(update_statement(table, (*names, *now)), row)

    def remove(self, record_type: type[Record], rows: Sequence[Row]) -> None:
        """Remove rows of a record; each as it lies in the file."""
        table = _table(record_type)
        steps: list[Step] = [
            (table.name, kept["id"], "remove", understood(table, kept), {}) for kept in rows
        ]
        self._recorder.tell(self._connection.executemany, steps)
        self._connection.executemany(delete_statement(table), [(kept["id"],) for kept in rows])


def _table(record_type: type[Record]) -> Table:
    assert not sealed_names(record_type), "confidential texts are sealed object by object"
    return Record.metadata.tables[record_type.__tablename__]


@cache
def owner_column(record_type: type[Record], owner: type[Record]) -> str:
    """The column in which rows of a record name the record that they belong to."""
    keys = _table(record_type).foreign_keys
    return next(key.parent.name for key in keys if key.column.table.name == owner.__tablename__)


def values_in(record_type: type[Record], row: Row) -> dict[str, Any]:
    """What a row as it lies in the file says, as the record has it."""
    return understood(_table(record_type), row)


def as_read(record_type: type[R], values: Mapping[str, Any]) -> R:
    """A record that has these values, as if a session that is closed had read it."""
    manager = manager_of_class(record_type)
    assert manager is not None, "every record type is mapped"
    record: R = manager.new_instance()
    record.__dict__.update(values)
    make_transient_to_detached(record)
    return record


def _moment_of_saving(table: Table) -> dict[str, Any]:
    """What the column of such moments now holds, where the table has one."""
    if "updated_at" not in table.columns:
        return {}
    return bound(table, {"updated_at": datetime.now()})
