"""What the fault drill does at every call: save, migrate, back up, restore, hand over, create.

Each scenario is (prepare a folder, work in it, say what is wrong with what is left).
"""

from pathlib import Path

from partydesk.errors import PartydeskError
from partydesk.storage import backups, handover, restore
from partydesk.storage.connection import ask, connect
from partydesk.storage.migrations import bring_up_to_date, run_script, version_of
from tests.core import crash_child
from tests.core.crash_child import KEY, SALT
from tests.core.file_help import (
    CHEAP,
    OTHER_PASSWORD,
    PASSWORD,
    add_members,
    member_names,
    new_file,
    reopened,
)

NAMES = ["王小明", "李华", "赵一"]
FIRST = "CREATE TABLE a (x);\nINSERT INTO a VALUES (7);"
SECOND = "ALTER TABLE a ADD COLUMN y;\nCREATE TABLE b (z);\nUPDATE a SET y = x;"
STEPS = (lambda c: run_script(c, FIRST), lambda c: run_script(c, SECOND))


def _file(folder: Path) -> Path:
    return folder / "支部.partydesk"


def _prepare_file(folder: Path) -> None:
    opened = new_file(_file(folder))
    add_members(opened, *NAMES)
    opened.close()


def _names(path: Path, password: str = PASSWORD) -> list[str] | str:
    try:
        opened = reopened(path, password)
    except PartydeskError as error:
        return str(error)
    try:
        return member_names(opened)
    finally:
        opened.close()


def _prepare_save(folder: Path) -> None:
    crash_child.new_database(_file(folder))


def _save(folder: Path, _memory, confirm) -> None:
    crash_child.save(_file(folder), confirm, 5)


def _check_save(folder: Path, _memory, confirmed: int) -> str:
    return crash_child.problem(_file(folder), confirmed)


def _prepare_migration(folder: Path) -> None:
    connection = connect(_file(folder), KEY, SALT, create=True)
    bring_up_to_date(connection, _file(folder), STEPS[:1])
    connection.close()


def _migrate(folder: Path, _memory, confirm) -> None:
    connection = connect(_file(folder), KEY, SALT)
    bring_up_to_date(connection, _file(folder), STEPS)
    confirm(2)
    connection.close()


def _check_migration(folder: Path, _memory, confirmed: int) -> str:
    connection = connect(_file(folder), KEY, SALT)
    version = version_of(connection)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(a)")]
    tables = ask(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")
    connection.close()
    state = (version, columns, tables)
    if state not in ((1, ["x"], 0), (2, ["x", "y"], 1)) or version < confirmed:
        return f"{state} after {confirmed}"
    return ""


def _prepare_backup(folder: Path) -> None:
    _prepare_file(folder)
    opened = reopened(_file(folder))
    backups.make_backup(opened, backups.folder_of(opened.path), "先前")
    opened.close()


def _back_up(folder: Path, _memory, confirm) -> None:
    opened = reopened(_file(folder))
    confirm(1)
    made = backups.make_backup(opened, backups.folder_of(opened.path), "退出")
    confirm(made.sequence)
    opened.close()


def _check_backup(folder: Path, _memory, confirmed: int) -> str:
    found = _names(_file(folder))
    if found != NAMES:
        return f"the file itself: {found}"
    there = backups.list_backups(backups.folder_of(_file(folder)))
    if len(there) < max(1, confirmed):
        return f"{len(there)} backups after {confirmed}"
    for backup in there:
        place = folder / "恢复" / f"{backup.sequence}.partydesk"
        restore.restore_backup(backup, place, PASSWORD, allow_anywhere=True)
        if _names(place) != NAMES:
            return f"backup {backup.sequence} is not whole"
    return ""


def _restore(folder: Path, _memory, confirm) -> None:
    (backup,) = backups.list_backups(backups.folder_of(_file(folder)))
    fresh = folder / "新" / "支部.partydesk"
    restore.restore_backup(backup, fresh, PASSWORD, allow_anywhere=True)
    confirm(1)
    restore.put_in_place(fresh, _file(folder))
    confirm(2)


def _check_restore(folder: Path, _memory, confirmed: int) -> str:
    fresh = folder / "新" / "支部.partydesk"
    if fresh.exists() and _names(fresh) != NAMES:
        return f"restored, but {_names(fresh)}"
    found = _names(_file(folder))
    if found != NAMES:
        return f"in its place: {found}, confirmed {confirmed}"
    return ""


def _hand_over(folder: Path, _memory, confirm) -> None:
    opened = reopened(_file(folder))
    fresh, _ = handover.export_recovered(opened, OTHER_PASSWORD, lambda *_: None, cost=CHEAP)
    confirm(1)
    fresh.close()


def _check_handover(folder: Path, _memory, confirmed: int) -> str:
    passwords = (OTHER_PASSWORD,) if confirmed else (PASSWORD, OTHER_PASSWORD)
    found = [_names(_file(folder), password) for password in passwords]
    return "" if NAMES in found else f"neither password opens it: {found}"


def _create(folder: Path, _memory, confirm) -> None:
    opened = new_file(_file(folder))
    confirm(1)
    opened.close()


def _check_created(folder: Path, _memory, confirmed: int) -> str:
    if not confirmed and not _file(folder).exists():
        _prepare_file(folder)
        return ""
    found = _names(_file(folder))
    return "" if found == [] else f"{found}"


def _nothing(_folder: Path) -> None:
    return None


SCENARIOS = {
    "save": (_prepare_save, _save, _check_save),
    "migrate": (_prepare_migration, _migrate, _check_migration),
    "back up": (_prepare_backup, _back_up, _check_backup),
    "restore": (_prepare_backup, _restore, _check_restore),
    "hand over": (_prepare_file, _hand_over, _check_handover),
    "create": (_nothing, _create, _check_created),
}
