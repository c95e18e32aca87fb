"""Going back to a backup: a new file beside, verified, then switched; the old one stays aside."""

import glob
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from partydesk import safeio
from partydesk.errors import RefusedError
from partydesk.paths import SUFFIX
from partydesk.services import branch_files
from partydesk.storage import branch_file, restore
from partydesk.storage.backups import Backup
from partydesk.storage.branch_file import discard, read_salt, with_part
from partydesk.storage.store import Store


@dataclass(frozen=True)
class Restored:
    """A file that was brought back.

    Attributes:
        store: The open file; the store that was given is closed.
        aside: The folder that holds the file as it was.
    """

    store: Store
    aside: Path


def needs_word(store: Store, backup: Backup) -> bool:
    """Whether a backup opens only with a password or sheet of before, or of another file."""
    return read_salt(backup.path) != store.file.salt


def bring_back(
    store: Store,
    backup: Backup,
    word: str = "",
    *,
    tell: Callable[[str], object] = lambda _step: None,
) -> Restored:
    """Put a backup in the place of the open file.

    Args:
        store: The open file; nobody else may use it. Unless it is damaged it is backed up first.
        backup: The backup.
        word: Password or recovery sheet of then; only where `needs_word` says so.
        tell: Told the name of each step.

    Raises:
        RefusedError: The file was opened with a deputy's password.
        WrongPasswordError: The word does not open the backup; nothing has changed.
        DamagedFileError: The backup is damaged; nothing has changed.
        StorageError: The disk refuses; ``store.file.is_open`` tells whether the file must be
            opened again.
    """
    if not store.sealer.is_open:
        raise RefusedError("恢复备份要由书记来做，当前密码不能。", "请用书记的密码打开文件后再试。")
    path = store.file.path
    name = f"{path.stem}.restore{SUFFIX}"
    fresh = with_part(path.with_name(name))
    safeio.remove_orphans(path.parent, f"{glob.escape(name)}*")
    try:
        tell("正在取出备份并核对…")
        _take_out(store, backup, fresh, word)
        if store.stopped is None:
            tell("正在备份现在的内容…")
            branch_files.backup_now(store, "恢复前", tell=tell)
        tell("正在换上备份…")
        store.file.close()
        aside = restore.put_in_place(fresh, path)
    finally:
        discard(fresh)
    store.close()
    return Restored(_opened(store, word), aside)


def open_again(store: Store) -> Store:
    """Open a file again that was closed to be switched, when that went wrong.

    Raises:
        PartydeskError: It can't be opened; password or sheet may help.
    """
    store.close()
    return Store.over(branch_file.reopen(store.file))


def _take_out(store: Store, backup: Backup, fresh: Path, word: str) -> None:
    if not needs_word(store, backup):
        restore.restore_with_keys(backup, fresh, store.file, allow_anywhere=True)
    elif is_sheet(word):
        restore.restore_with_sheet(backup, fresh, word, allow_anywhere=True)
    else:
        restore.restore_backup(backup, fresh, word, allow_anywhere=True)


def _opened(store: Store, word: str) -> Store:
    path = store.file.path
    if read_salt(path) == store.file.salt:
        return branch_files.make_ready(Store.over(branch_file.reopen(store.file)))
    if is_sheet(word):
        return branch_files.open_with_sheet(path, word, allow_anywhere=True)
    return branch_files.open_branch(path, word, allow_anywhere=True)


def is_sheet(word: str) -> bool:
    """Forty-eight digits, however they are separated."""
    digits = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", word))
    return re.fullmatch(r"\d{48}", digits) is not None
