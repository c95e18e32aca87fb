"""When a file can't be opened any more: its newest whole backup, put beside it under a new name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from partydesk.errors import DamagedFileError, RefusedError, WrongPasswordError
from partydesk.paths import SUFFIX, documents
from partydesk.services.restoring import is_sheet
from partydesk.storage import places, restore, slots
from partydesk.storage.backups import Backup, folder_of, list_backups
from partydesk.storage.branch_file import discard


@dataclass(frozen=True)
class Rescued:
    """What was saved from a backup.

    Attributes:
        path: The new file; nothing else was touched.
        backup: The backup that it came from.
        damaged: How many newer backups were damaged and left out.
    """

    path: Path
    backup: Backup
    damaged: int


def backups_for(path: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a file that may be gone or damaged, the newest first.

    Args:
        path: The file.
        folder: Where to look instead of beside the file, such as on a stick.
    """
    return list_backups(folder or folder_of(path))


def rescue(
    path: Path,
    found: list[Backup],
    word: str,
    today: date,
    tell: Callable[[str], object] = lambda _step: None,
) -> Rescued:
    """Bring the newest backup that is whole back under a new name beside the file.

    Args:
        path: The file that does not open; it is not touched.
        found: Its backups, the newest first.
        word: A password, of now or of then, or the digits of the recovery sheet.
        today: Becomes part of the new name.
        tell: Told the name of each step; what it raises stops the work and leaves nothing.

    Raises:
        RefusedError: There is no backup.
        WrongPasswordError: The word opens none of them.
        DamagedFileError: All of them are damaged.
        StorageError: The disk refuses; nothing is left.
    """
    if not found:
        raise RefusedError(
            "没有找到这份文件的备份。", "请插上存有备份的 U 盘，再选它所在的文件夹。"
        )
    wrong: WrongPasswordError | None = None
    damaged = 0
    refused: set[bytes] = set()
    for backup in found:
        passwords = _passwords_of(backup)
        if passwords in refused:
            continue  # a guess takes half a second: not the same one twice
        tell(f"正在核对备份：{backup.label}")
        target = _free_name(path, today)
        try:
            _bring_whole(path, backup, target, word, tell)
        except WrongPasswordError as error:
            wrong = wrong or error
            refused.add(passwords)
        except DamagedFileError:
            damaged += 1
        else:
            return Rescued(target, backup, damaged)
    if wrong is not None:
        raise wrong
    raise DamagedFileError(
        "找到的备份都已损坏，打不开。", "请换一个存有备份的 U 盘或文件夹再试；原来的文件没有改动。"
    )


def _bring_whole(
    path: Path, backup: Backup, target: Path, word: str, tell: Callable[[str], object]
) -> None:
    """All of it or nothing."""
    try:
        _bring(path, backup, target, word)
        tell("正在收尾…")
    except BaseException:
        discard(target)
        raise


def _bring(path: Path, backup: Backup, target: Path, word: str) -> None:
    if is_sheet(word):
        restore.restore_with_sheet(backup, target, word)
        return
    try:
        restore.restore_backup(backup, target, word)
    except (WrongPasswordError, DamagedFileError) as error:
        # Perhaps the password was changed since, or the backup came without its passwords.
        discard(target)
        try:
            restore.restore_with_slots_of(path, backup, target, word)
        except (WrongPasswordError, DamagedFileError):
            raise error from None


def _passwords_of(backup: Backup) -> bytes:
    try:
        return slots.slots_path(backup.path).read_bytes()
    except OSError:
        return b""


def _free_name(path: Path, today: date) -> Path:
    """A name that nothing has yet, where a data file may be worked on."""
    home = documents() if places.classify(path.parent).problem else path.parent
    for number in range(1, 1000):
        ending = f" {number}" if number > 1 else ""
        name = home / f"{path.stem} 找回{today:%Y%m%d}{ending}{SUFFIX}"
        if not name.exists() and not any(map(Path.exists, _slots_of(name))):
            return name
    raise RefusedError("找回的文件太多，没有再添。", "请先把旧的找回文件移走。")


def _slots_of(name: Path) -> tuple[Path, ...]:
    return slots.both_copies(slots.slots_path(name))
