"""Writing files so that a full disk, a pulled stick or a kill never costs the old content."""

import contextlib
import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from partydesk.disk_errors import storage_error
from partydesk.errors import StorageError
from partydesk.uncached import uncached_sha256

#: Files are written and read back in pieces of this many bytes.
BLOCK = 1024 * 1024

#: A file being written carries this after its final name.
PART = ".part"

_ORPHAN = re.compile(r"\.part(-wal|-shm|-journal|\.keys(\.1)?(\.part)?)?$")

# Seconds to wait before each new try when a scanner holds the file (Windows errors 5, 32, 33).
_RENAME_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_HELD_BY_ANOTHER = frozenset({5, 32, 33})

#: Called between two blocks; what it raises ends the work.
Between = Callable[[], object]


@dataclass
class FaultPlan:
    """Which of the calls that change the disk is to fail; used by tests only.

    Attributes:
        fail_at: The number, from 1, of the call that fails; 0 means that none does.
        error: What the call raises.
        for_good: Whether all later calls fail as well.
        calls: The names of the calls reached, in order.
    """

    fail_at: int = 0
    error: OSError | None = None
    for_good: bool = False
    calls: list[str] = field(default_factory=list)

    def reached(self, call: str) -> None:
        """Count a call that is about to change the disk, and fail it when its turn has come."""
        self.calls.append(call)
        now = len(self.calls)
        due = now == self.fail_at or (self.for_good and now > self.fail_at > 0)
        if due and self.error is not None:
            raise self.error


@dataclass
class _NoFaults(FaultPlan):
    """The plan of everyday use: nothing is counted, nothing fails."""

    def reached(self, call: str) -> None:
        del call


#: The plan that never fails.
NO_FAULTS: FaultPlan = _NoFaults()


@dataclass(frozen=True)
class Written:
    """A file that was written, read back from the disk itself and found equal.

    Attributes:
        path: The file under its final name.
        size: Its length in bytes.
        sha256: The digest of its content in lower-case hex.
    """

    path: Path
    size: int
    sha256: str


def write_file(
    target: Path, data: bytes | Iterable[bytes], *, faults: FaultPlan = NO_FAULTS
) -> Written:
    """Put data under a name: the whole of it, or the old content stays as it was.

    The steps of the safety study 2.3: a temporary name beside the target, mode 0600, flushed,
    read back past the cache and compared, renamed, the folder flushed.

    Raises:
        StorageError: The disk did not take it; nothing is left behind under the temporary name.
    """
    part = target.with_name(target.name + PART)
    try:
        written = _write_part(part, _blocks(data), faults)
        _compare(part, written, target)
        publish(part, target, faults=faults)
    except OSError as error:
        raise storage_error(error, target) from error
    finally:
        _forget(part)
    return Written(target, *written)


def publish(part: Path, target: Path, *, faults: FaultPlan = NO_FAULTS) -> None:
    """Give a finished and flushed file its final name, so that a power cut keeps the name too.

    Raises:
        StorageError: The name could not be given, or the folder could not be flushed.
    """
    try:
        _rename(part, target, faults)
        _sync_folder(target.parent, faults)
    except OSError as error:
        raise storage_error(error, target) from error


def copy_file(
    source: Path, target: Path, *, faults: FaultPlan = NO_FAULTS, between: Between = bool
) -> Written:
    """Copy a file with the promises of `write_file`; what ``between`` two blocks raises ends it.

    Raises:
        StorageError: The source can't be read or the target can't be written.
    """
    return write_file(target, _file_blocks(source, between), faults=faults)


def read_back_sha256(path: Path) -> str:
    """The SHA-256 of what the disk itself holds, not of what the cache remembers.

    Raises:
        StorageError: The file can't be read.
    """
    try:
        return uncached_sha256(path, BLOCK)
    except OSError as error:
        raise storage_error(error, path) from error


def require_on_disk(path: Path) -> None:
    """Refuse a flushed file whose content on the disk differs from what the cache holds.

    Raises:
        StorageError: The disk holds something else, or the file can't be read.
    """
    digest = hashlib.sha256()
    for block in _file_blocks(path):
        digest.update(block)
    if read_back_sha256(path) != digest.hexdigest():
        raise _unequal(path)


def sync_file(path: Path, *, faults: FaultPlan = NO_FAULTS) -> None:
    """Force a file that another library wrote onto the disk.

    Raises:
        StorageError: The disk refused.
    """
    try:
        faults.reached("fsync")
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise storage_error(error, path) from error


def remove_orphans(folder: Path, pattern: str = "*.partydesk*") -> list[Path]:
    """Remove half-written files that a kill left behind, and say which they were.

    Only names that match the pattern and end in ``.part`` go, with what SQLite and the slots put
    beside them: others may belong to a browser. Nothing may be being written in the folder.
    """
    removed = []
    for orphan in sorted(folder.glob(pattern + PART + "*")):
        if not _ORPHAN.search(orphan.name):
            continue
        with contextlib.suppress(OSError):
            orphan.unlink()
            removed.append(orphan)
    return removed


def free_space(folder: Path) -> int:
    """The bytes that this user may still write to the disk of a folder.

    Raises:
        StorageError: The folder is not there.
    """
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise storage_error(error, folder) from error


def require_space(folder: Path, size: int) -> None:
    """Refuse before the first byte when a disk can't hold this many bytes.

    Raises:
        StorageError: Too little room.
    """
    free = free_space(folder)
    if free < size:
        needed, there = -(-size // BLOCK), free // BLOCK
        raise StorageError(
            f"磁盘空间不够：“{folder}”所在的磁盘还剩 {there} MB，需要 {needed} MB。",
            "请先清理磁盘，或换一个位置再试；原有的文件没有改动。",
        )


def _write_part(part: Path, blocks: Iterable[bytes], faults: FaultPlan) -> tuple[int, str]:
    """Write and flush the temporary file; its size and digest as it went out."""
    part.unlink(missing_ok=True)
    faults.reached("create")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(part, flags, 0o600)
    digest, size = hashlib.sha256(), 0
    try:
        for block in blocks:
            digest.update(block)
            size += len(block)
            rest = memoryview(block)
            while rest:
                faults.reached("write")
                rest = rest[os.write(handle, rest) :]
        faults.reached("fsync")
        os.fsync(handle)
    finally:
        os.close(handle)
    return size, digest.hexdigest()


def _compare(part: Path, written: tuple[int, str], target: Path) -> None:
    """Refuse a file that came back from the disk other than it went out."""
    if uncached_sha256(part, BLOCK) != written[1]:
        raise _unequal(target)


def _unequal(path: Path) -> StorageError:
    return StorageError(
        f"“{path.name}”写入后核对，磁盘上的内容与写入的不一致。",
        "这块磁盘或 U 盘可能已损坏或容量虚标，请换一个再试；原有的文件没有改动。",
    )


def _rename(part: Path, target: Path, faults: FaultPlan) -> None:
    """Replace the target, trying again while a scanner holds it (Windows)."""
    for wait in (*_RENAME_WAITS, None):
        try:
            faults.reached("rename")
            part.replace(target)
        except OSError as error:
            if wait is None or getattr(error, "winerror", None) not in _HELD_BY_ANOTHER:
                raise
            time.sleep(wait)
        else:
            return


def _sync_folder(folder: Path, faults: FaultPlan) -> None:
    """Make names durable; Windows has no such call and keeps names in its own journal."""
    if sys.platform == "win32":
        return
    faults.reached("fsync folder")
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(part: Path) -> None:
    """Remove a temporary file; where the disk is gone there is nothing to remove."""
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _blocks(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """Any data in pieces of at most one block."""
    for piece in [data] if isinstance(data, bytes) else data:
        for start in range(0, len(piece), BLOCK):
            yield piece[start : start + BLOCK]


def _file_blocks(path: Path, between: Between = bool) -> Iterator[bytes]:
    """A file's content block by block; a read fault is said of the file that was read."""
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                between()
                yield block
    except OSError as error:
        raise storage_error(error, path) from error
