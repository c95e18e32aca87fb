"""Bringing an older file to the form that this version knows, one whole step at a time."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk.errors import NewerFileError, TrialFileError
from partydesk.paths import resources
from partydesk.storage.connection import ask, database_fault

#: Changes the schema inside a transaction that it neither begins nor ends.
Step = Callable[[dbapi2.Connection], None]


def run_script(connection: dbapi2.Connection, script: str) -> None:
    """Execute SQL statements one by one; unlike ``executescript`` this commits nothing."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if statement.strip():
        connection.execute(statement)


def _script_step(name: str) -> Step:
    def step(connection: dbapi2.Connection) -> None:
        run_script(connection, (resources() / "schema" / name).read_text(encoding="utf-8"))

    return step


#: Step n makes version n; released steps are never changed.
STEPS: tuple[Step, ...] = (_script_step("0001.sql"),)


def version_of(connection: dbapi2.Connection) -> int:
    """The version of the file's form; 0 is an empty file."""
    return int(ask(connection, "PRAGMA user_version") or 0)


def require_known(connection: dbapi2.Connection, path: Path, newest: int = len(STEPS)) -> None:
    """Refuse a file whose form this version of the program does not know.

    Raises:
        NewerFileError: It was made by a newer version.
    """
    version = version_of(connection)
    if version > newest:
        raise NewerFileError(
            f"“{path.name}”是用较新版本的支部工作台保存的（数据版本 {version}，"
            f"本机只认识到 {newest}）。",
            "请先升级本机的支部工作台再打开；文件没有改动。",
        )


def require_usual_form(
    connection: dbapi2.Connection, path: Path, steps: Sequence[Step] = STEPS
) -> None:
    """Refuse a file whose tables are not what the steps up to its number make.

    Versions that were tried out before the first release gave other tables the same number; such
    a file would open and then fail at some table. The steps run once in memory (some 5 ms).

    Raises:
        TrialFileError: It was made by such a version; nothing has changed.
        StorageError: The disk refuses.
    """
    version = version_of(connection)
    if version == 0:
        return
    usual = dbapi2.connect(":memory:", isolation_level=None)
    try:
        for step in steps[:version]:
            step(usual)
        same = _form_of(usual) == _form_of(connection)
    except dbapi2.Error as error:
        fault = database_fault(error, path.name)
        if fault is None:
            raise
        raise fault from error
    finally:
        usual.close()
    if not same:
        raise TrialFileError(
            f"“{path.name}”是用试用版的支部工作台保存的，内部的表与正式版不同，没有打开。",
            "文件没有改动，请留着它。里面的内容要用的，请在保存它的那一版里把各张表导出为表格，"
            "再导入新建的文件；只是试用的，新建一个文件就可以。",
        )


def _form_of(connection: dbapi2.Connection) -> str:
    """A digest of all tables and indexes; what SQLite keeps for itself is left out."""
    told = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE 'sqlite!_%'"
        " ESCAPE '!' ORDER BY name"
    )
    digest = hashlib.sha256()
    for name, sql in told:
        digest.update(f"{name}\n{sql}\n".encode())
    return digest.hexdigest()


def bring_up_to_date(
    connection: dbapi2.Connection,
    path: Path,
    steps: Sequence[Step] = STEPS,
    copy_first: Callable[[], object] | None = None,
) -> int:
    """Run the steps that a file lacks; each is done wholly or not at all.

    Args:
        connection: The open file, with no transaction under way.
        path: Its path, for what is said to the user.
        steps: All steps there are, in order.
        copy_first: Makes a verified copy of a file that already holds data; when it fails,
            nothing is changed.

    Returns:
        How many steps were run.

    Raises:
        NewerFileError: The file was made by a newer version.
        StorageError: The disk refuses; the file has its old or a whole newer form.
    """
    require_known(connection, path, len(steps))
    before = version_of(connection)
    if before == len(steps):
        return 0
    if before > 0 and copy_first is not None:
        copy_first()
    for number in range(before + 1, len(steps) + 1):
        try:
            _run(connection, steps[number - 1], number)
        except dbapi2.Error as error:
            fault = database_fault(error, path.name)
            if fault is None:
                raise
            raise fault from error
    return len(steps) - before


def _run(connection: dbapi2.Connection, step: Step, number: int) -> None:
    """One step and its number in one transaction; references are checked as a whole at the end."""
    # Rebuilding a table needs this off, and it can't be switched inside a transaction.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            _require_whole(connection, number)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    if ask(connection, "PRAGMA foreign_keys") != 1:
        raise RuntimeError("references are no longer checked")


def _require_whole(connection: dbapi2.Connection, number: int) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise RuntimeError(f"step {number} leaves references that lead nowhere")
