"""A new recovery secret for a branch file: after using the sheet, or when the secretary changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from partydesk import safeio
from partydesk.errors import DamagedFileError, RefusedError
from partydesk.paths import SUFFIX
from partydesk.storage import slots
from partydesk.storage.backups import check_database, copy_database, row_counts
from partydesk.storage.branch_file import OpenFile, discard, open_file, with_part
from partydesk.storage.connection import close_whole, connect, connect_to_read
from partydesk.storage.keys import Keys, derive_keys, new_salt, new_secret, sheet_groups
from partydesk.storage.resealing import confidential_digests
from partydesk.storage.restore import put_in_place
from partydesk.storage.unlocking import require_password, secretary_slot

#: Opens the sealed fields with the first keys and seals them with the second; no transaction is
#: under way when it is called, and it leaves none.
Reseal = Callable[[dbapi2.Connection, Keys, Keys], None]


@dataclass(frozen=True)
class NewSheet:
    """A recovery sheet of a file that is yet to be made, so that paper comes before the switch.

    Attributes:
        secret: What its digits stand for.
        salt: The first 16 bytes that the file will have.
    """

    secret: bytes = field(default_factory=new_secret, repr=False)
    salt: bytes = field(default_factory=new_salt)

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups to print."""
        return sheet_groups(self.secret)

    @property
    def file_id(self) -> str:
        """The name that all copies of the file will share."""
        return slots.file_id_of(self.salt)


def export_recovered(  # noqa: PLR0913 - what is handed over, to whom, and how
    opened: OpenFile,
    password: str,
    reseal: Reseal,
    *,
    sheet: NewSheet | None = None,
    owner: str = "书记",
    cost: slots.Cost | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> tuple[OpenFile, Path]:
    """Rewrite the file under a new secret, and open the result; all older passwords end.

    The old file is closed, and kept aside as it was: the old sheet still opens it.

    Args:
        opened: The file, opened with the secretary's password or the sheet.
        password: The new secretary's password.
        reseal: Moves the sealed fields to the new confidential key; what it forgets is noticed.
        sheet: One that was printed already; ``None`` makes one.
        owner: Whose password it is, as shown.
        cost: What a guess costs; None measures this machine.
        tell: Told of the switch before it; what it raises ends the work, and nothing has changed.

    Returns:
        The new file, whose ``sheet`` must be printed now, and the folder with the old one.

    Raises:
        RefusedError: A deputy can't do this.
        InvalidValuesError: The password is too weak.
        DamagedFileError: Something confidential does not open, or does not say the same under the
            new key; the old file goes on as before and is still open.
        StorageError: The disk refuses; the old file goes on as before and is still open, or, if
            the switch itself failed, is closed and lies whole in its place or in 旧文件.
    """
    _require_able(opened, password)
    sheet = sheet or NewSheet()
    path, part = opened.path, _rewritten(opened.path)
    try:
        _rewrite(opened, part, derive_keys(sheet.secret, sheet.salt), sheet.salt, reseal)
        slot = secretary_slot(sheet.secret, sheet.salt, password, owner, cost)
        slots.write_slots(slots.slots_path(part), [slot])
        tell("正在换上新文件…")
        opened.close()
        aside = put_in_place(part, path)
    finally:
        discard(part)
    fresh = open_file(path, password, newest=_any_version(), allow_anywhere=True)
    fresh.sheet = sheet.groups
    return fresh, aside


def _require_able(opened: OpenFile, password: str) -> None:
    """Refuse what can be refused before anything is written."""
    if opened.keys.confidential is None:
        raise RefusedError("只有书记的密码或恢复单可以更换恢复单。", "请由书记打开文件后再操作。")
    require_password(password)
    safeio.require_space(opened.path.parent, 3 * opened.path.stat().st_size)


def _rewrite(opened: OpenFile, part: Path, keys: Keys, salt: bytes, reseal: Reseal) -> None:
    copy_database(opened.connection, part, keys, salt)
    _move_sealed(part, opened.keys, keys, salt, reseal)
    _require_same_secrets(opened, part, keys, salt)


def _move_sealed(part: Path, old: Keys, new: Keys, salt: bytes, reseal: Reseal) -> None:
    """Seal the confidential fields anew in the copy, and check the copy once more."""
    connection = connect(part, new.database, salt)
    try:
        reseal(connection, old, new)
        connection.execute("VACUUM")
        counts = row_counts(connection)
    except BaseException:
        connection.close()
        raise
    close_whole(connection, part)
    safeio.sync_file(part)
    safeio.require_on_disk(part)
    if check_database(part, new, salt) != counts:
        raise RuntimeError("the rewritten file differs from its own connection")


def _require_same_secrets(opened: OpenFile, part: Path, keys: Keys, salt: bytes) -> None:
    """Read everything confidential in the new file with its new key and compare it with the old."""
    before = confidential_digests(opened.connection, opened.keys)
    fresh = connect_to_read(part, keys.database, salt)
    try:
        after = confidential_digests(fresh, keys)
    finally:
        fresh.close()
    if before != after:
        raise DamagedFileError(
            "重新加密后的保密内容与原来的不一致，没有启用新文件。",
            "请检查磁盘后再试；原来的文件、密码和恢复单都没有变。",
        )


def _rewritten(path: Path) -> Path:
    """The name of the new file until it is switched; a kill leaves an orphan of ours."""
    return with_part(path.with_name(f"{path.stem}.handover{SUFFIX}"))


def _any_version() -> int:
    """The file was open a moment ago, so its version is known to be fine."""
    return 2**31 - 1
