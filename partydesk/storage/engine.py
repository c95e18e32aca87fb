"""SQLAlchemy over one open connection; all files share what was compiled."""

from functools import cache
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection as SqlConnection
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

#: Compiled statements that are kept; all registers together need about half of them.
_STATEMENTS = 2000


class _Dialect(SQLiteDialect_pysqlite):
    """All files speak the same SQL, so what was compiled for one serves the next as well."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Dialect)

    def __hash__(self) -> int:
        return hash(_Dialect)


registry.register("sqlite.partydesk", __name__, _Dialect.__name__)


@cache
def _compiled() -> LRUCache[Any, Any]:
    """Statements compiled so far: backups, copies and trials open further files all the time."""
    return LRUCache(_STATEMENTS)


def engine_for(connection: dbapi2.Connection) -> Engine:
    """A SQLAlchemy engine over one open connection; it emits BEGIN itself, so DDL rolls back."""
    engine = create_engine(
        "sqlite+partydesk://",
        creator=lambda: connection,
        module=dbapi2,
        poolclass=StaticPool,
        hide_parameters=True,  # they are personal and must not stand in an error's text
        execution_options={"compiled_cache": _compiled()},
    )

    @event.listens_for(engine, "begin")
    def _begin(open_connection: SqlConnection) -> None:
        open_connection.exec_driver_sql("BEGIN")

    return engine
