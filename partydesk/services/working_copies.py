"""Private copies of papers while another program shows them, and their removal afterwards."""

import shutil
from pathlib import Path
from secrets import token_hex

from partydesk.errors import RefusedError
from partydesk.package.names import clean_name
from partydesk.storage.store import Store


def copies_folder(path: Path) -> Path:
    """The folder beside a branch file; only this user may look into it."""
    return path.with_name(f".{path.stem}.open")


def copy_place(store: Store, title: str) -> Path:
    """A new place for a copy under its own, harmless name."""
    if store.path is None:
        raise RefusedError("示例数据不在磁盘上，不能打开附件。")
    folder = copies_folder(store.path) / token_hex(4)
    folder.mkdir(parents=True, mode=0o700)
    return folder / clean_name(title)


def remove_copies(path: Path) -> None:
    """Remove all copies beside a branch file.

    One that another program still holds open stays until the file is opened or closed again.
    """
    shutil.rmtree(copies_folder(path), ignore_errors=True)
