"""Private copies of papers while another program shows them, and their removal afterwards."""

import shutil
from pathlib import Path
from secrets import token_hex

from partydesk.errors import RefusedError
from partydesk.package.names import clean_name
from partydesk.storage.store import Store


def copies_folder(store: Store) -> Path:
    """The folder beside the branch file; only this user may look into it."""
    if store.path is None:
        raise RefusedError("示例数据不在磁盘上，不能打开附件。")
    return store.path.with_name(f".{store.path.stem}.open")


def copy_place(store: Store, title: str) -> Path:
    """A new place for a copy under its own, harmless name."""
    folder = copies_folder(store) / token_hex(4)
    folder.mkdir(parents=True, mode=0o700)
    return folder / clean_name(title)


def remove_copies(store: Store) -> None:
    """Remove all copies; one that is still open elsewhere is tried again next time."""
    if store.path is not None:
        shutil.rmtree(copies_folder(store), ignore_errors=True)
