"""A branch file on a share, a stick or in a sync folder: a copy on this machine is worked on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from partydesk import safeio
from partydesk.errors import FileInUseError, RefusedError, StorageError
from partydesk.paths import SUFFIX, documents
from partydesk.storage import lock_file, places, slots
from partydesk.storage.branch_file import discard, make_folder

#: What a kill left beside the file holds its last changes.
_WAL = "-wal"


@dataclass(frozen=True)
class Brought:
    """A copy on this machine.

    Attributes:
        path: The copy.
        original: Where the original lies; it was only read.
    """

    path: Path
    original: Path


def bring_home(
    original: Path, tell: Callable[[str], object] = lambda _step: None, folder: Path | None = None
) -> Brought:
    """Copy a branch file with its passwords to this machine; each copy is read from the disk again.

    Args:
        original: The file on a stick, a share or in a sync folder.
        tell: Told the name of each step; what it raises ends the work and leaves nothing.
        folder: Where to, instead of the usual place for branch files.

    Raises:
        FileInUseError: Somebody has it open.
        RefusedError: The usual place is no better, or the file was changed meanwhile.
        StorageError: It can't be read, or the disk refuses; nothing is left.
    """
    home = folder or documents()
    if problem := places.classify(home).problem:
        raise RefusedError(problem, "请先把“文档”文件夹移回本机，再复制。")
    make_folder(home)
    target = _free_name(home, original)
    with _held(original):
        before = _state(original)
        safeio.require_space(home, sum(size for _, size, _ in before))
        try:
            _copy(original, target, before, tell)
        except BaseException:
            discard(target)
            raise
    return Brought(target, original)


def _copy(
    original: Path,
    target: Path,
    before: list[tuple[str, int, int]],
    tell: Callable[[str], object],
) -> None:
    def between() -> None:
        tell("正在复制到本机并核对…")

    for name, _, _ in before:
        between()
        copy = target.with_name(target.name + name.removeprefix(original.name))
        safeio.copy_file(original.with_name(name), copy, between=between)
    if _state(original) != before:
        raise RefusedError(
            f"“{original.name}”在复制时被改动了。", "请等那边用完或同步完，再复制一次。"
        )


@contextmanager
def _held(original: Path) -> Iterator[None]:
    """Keep others from opening it meanwhile; where nothing can be written nobody can."""
    try:
        lock = lock_file.take(original)
    except FileInUseError:
        raise
    except StorageError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _state(original: Path) -> list[tuple[str, int, int]]:
    """What belongs to the file: names, sizes and times of the last change."""
    beside = original.with_name(original.name + _WAL)
    found = []
    for path in (original, *slots.both_copies(slots.slots_path(original)), beside):
        try:
            about = path.stat()
        except OSError as error:
            if path == original:
                raise StorageError(
                    f"找不到“{original.name}”。", "请检查 U 盘或网络是否断开，接好后再试。"
                ) from error
            continue
        found.append((path.name, about.st_size, about.st_mtime_ns))
    return found


def _free_name(home: Path, original: Path) -> Path:
    """A name that nothing has yet, neither as a file nor as its passwords."""
    for number in range(1, 1000):
        ending = f" {number}" if number > 1 else ""
        name = home / f"{original.stem}{ending}{SUFFIX}"
        others = slots.both_copies(slots.slots_path(name))
        if not name.exists() and not any(each.exists() for each in others):
            return name
    raise RefusedError("本机同名的文件太多，没有再复制。", "请先整理“文档”里的支部文件。")
