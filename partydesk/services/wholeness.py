"""Whether the open file is what was written; if not, nothing more is written into it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from partydesk.errors import DamagedFileError, RefusedError
from partydesk.services.safekeeping import BackupLine, newest_sound
from partydesk.storage.backups import require_whole_pages
from partydesk.storage.store import Store

#: Up to so many bytes a file is checked at every start; a larger one each week (study 2.1).
ALWAYS_BELOW = 100 * 1024**2
_DAYS = 7


@dataclass(frozen=True)
class Damage:
    """What was found.

    Attributes:
        backup: The newest backup that was opened just now and is whole; there may be none.
    """

    backup: BackupLine | None


def is_due(store: Store, checked_on: date | None, today: date) -> bool:
    """Whether all pages should be read now.

    Args:
        store: The file.
        checked_on: When that was done last on this machine.
        today: Today.
    """
    if store.path is None:
        return False
    if not store.file.was_closed or store.path.stat().st_size < ALWAYS_BELOW:
        return True
    return checked_on is None or abs((today - checked_on).days) >= _DAYS


def look_for_damage(store: Store, turn: AbstractContextManager[object]) -> Damage | None:
    """Read all pages; on a finding stop all writing and look for a backup that is whole.

    Args:
        store: The file; it may be used meanwhile.
        turn: Held while nobody else may use the file. What seems damaged is read again with it:
            a page that was just being written is none.
    """
    if _is_whole(store):
        return None
    with turn:
        if _is_whole(store):
            return None
        store.stopped = RefusedError(
            "数据文件有损坏，已停止写入，这一步没有保存。", "请先恢复最近一份核对过的备份。"
        )
        return Damage(newest_sound(store))


def _is_whole(store: Store) -> bool:
    opened = store.file
    try:
        require_whole_pages(opened.path, opened.keys, opened.salt)
    except DamagedFileError:
        return False
    return True
