"""A fresh folder beside the file for what is under way; gone afterwards, also after a crash."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from partydesk.domain.ids import new_id
from partydesk.storage.branch_file import make_folder


def work_base(path: Path) -> Path:
    """Where temporary data of a branch's file lie: beside it, never in the system's temp folder."""
    return path.with_name(f".{path.name}.work")


@contextmanager
def fresh_folder(base: Path) -> Iterator[Path]:
    """An empty folder below the base; it goes with all that is in it.

    Raises:
        StorageError: It can't be made.
    """
    folder = base / new_id()
    make_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        remove_if_empty(base)


def clear_leftovers(path: Path) -> None:
    """Remove what a crash left; only while this program alone has the file open."""
    shutil.rmtree(work_base(path), ignore_errors=True)


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that nobody uses any more."""
    if folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder, ignore_errors=True)
