"""The way of a sealed package out of the house: kept, copied, read back, opened, entered."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.domain.submission import PRACTICE_FROM, Submission, SubmissionState
from partydesk.errors import CancelledError, DamagedFileError, RefusedError, StorageError
from partydesk.package.opened import Opener
from partydesk.package.verify import open_package
from partydesk.services.branch_settings import keep_setting, put_setting, setting
from partydesk.services.submission_plan import LAST, LAST_PRACTICE
from partydesk.storage.branch_file import make_folder
from partydesk.storage.store import Store

#: The package whose number is taken but that is not in the ledger yet.
PENDING = "submission.pending"

#: Told the name of the step and how much of all is done, from 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Watch:
    """Who is told how far it is, and who may stop it."""

    progress: Progress
    cancelled: Callable[[], bool]

    def tell(self, step: str, part: float) -> None:
        """Say where the work stands.

        Raises:
            CancelledError: The user stopped it.
        """
        if self.cancelled():
            raise CancelledError("已取消，没有送出，也没有留下任何文件。")
        self.progress(step, min(max(part, 0.0), 1.0))


@dataclass(frozen=True)
class Sealed:
    """A package whose number and content are fixed for good.

    Attributes:
        unit: Fingerprint of whom it is for.
        told: What the ledger keeps beside it, as JSON: parts, explained findings, the day.
    """

    sequence: int
    content_id: str
    previous: str
    period: str
    recipient: str
    unit: str
    file_name: str
    size: int
    told: str


def pending(store: Store) -> Sealed | None:
    """A package that may have left the house without being entered, after a crash or a pull."""
    kept = setting(store, PENDING)
    return Sealed(**kept) if kept else None


def outbox_of(base: Path) -> Path:
    """Where sealed packages stay, to be copied again or to fill a gap at the bureau."""
    return base.with_name(f"{base.stem} 的上报包")


def keep_in_outbox(made: Path, place: Path) -> None:
    """Move a finished package from the work folder; both lie on one disk."""
    make_folder(place.parent)
    safeio.sync_file(made)
    safeio.publish(made, place)


def forget(store: Store, place: Path) -> None:
    """Give the number of a package back that surely never left the house."""
    keep_setting(store, PENDING, None)
    place.unlink(missing_ok=True)
    if place.parent.is_dir() and not any(place.parent.iterdir()):
        place.parent.rmdir()


def require_target(folder: Path, size: int) -> None:
    """Refuse before anything is made: no folder, or no room.

    Raises:
        StorageError: The folder is not there or too small.
    """
    if not folder.is_dir():
        raise StorageError(
            f"找不到文件夹“{folder.name or folder}”。", "请检查 U 盘是否已拔出，或另选一个文件夹。"
        )
    safeio.require_space(folder, size)


def require_free(target: Path) -> None:
    """Refuse a name that is taken.

    Raises:
        RefusedError: Something of that name is there.
    """
    if target.exists():
        raise RefusedError(
            f"目标文件夹里已有“{target.name}”，没有覆盖它。", "请另选一个文件夹，或先把它移走。"
        )


def deliver(source: Path, target: Path, expected: Sealed, watch: Watch) -> None:
    """Copy a package out and read it back from the disk itself.

    Raises:
        StorageError: The disk did not take it; nothing stands under the name.
        CancelledError: The user stopped it; nothing stands under the name.
    """
    written = safeio.write_file(target, _portions(source, expected.size, watch))
    watch.tell("回读核对", 0.9)
    if safeio.read_back_sha256(target) != written.sha256:
        raise DamagedFileError(
            f"“{target.name}”写入后核对不一致。", "请换一个 U 盘再送一次；这一次不算送出。"
        )


def require_whole(path: Path, opener: Opener, expected: Sealed, work: Path) -> None:
    """Open a package as its receiver would, and compare it with what was meant.

    Raises:
        PackageError: It does not open or is not whole.
        DamagedFileError: It is another package.
    """
    with open_package(path, opener, work) as opened:
        found = (opened.content_id, opened.info.seq)
    if found != (expected.content_id, expected.sequence):
        raise DamagedFileError(f"“{path.name}”不是刚才生成的上报包。", "请重新生成一次。")


def reserve(store: Store, sealed: Sealed) -> None:
    """Take the number before the first byte leaves, so that no other content ever gets it."""
    keep_setting(store, PENDING, asdict(sealed))


def enter(store: Store, sealed: Sealed) -> str:
    """Write the package into the ledger as sent; its id there."""
    last = LAST if sealed.sequence < PRACTICE_FROM else LAST_PRACTICE
    with store.writing(f"送出第 {sealed.sequence} 号上报包") as session:
        row = Submission(
            sequence=sealed.sequence,
            period=sealed.period,
            state=SubmissionState.COPIED,
            content_id=sealed.content_id,
            previous_id=sealed.previous or None,
            recipient=sealed.recipient,
            file_name=sealed.file_name,
            size=sealed.size,
            counts=sealed.told,
            sent_at=datetime.now(),
        )
        session.add(row)
        newest = {"sequence": sealed.sequence, "content_id": sealed.content_id}
        put_setting(session, last, newest)
        put_setting(session, PENDING, None)
    return row.id


def never_left(target: Path) -> bool:
    """Whether a failed copy surely left nothing under its name: the folder can still be seen."""
    try:
        return target.parent.is_dir() and not target.exists()
    except OSError:
        return False


def _portions(source: Path, size: int, watch: Watch) -> Iterator[bytes]:
    done = 0
    watch.tell("写入", 0.5)
    try:
        with source.open("rb") as stream:
            while block := stream.read(safeio.BLOCK):
                done += len(block)
                yield block
                watch.tell("写入", 0.5 + 0.4 * done / max(size, 1))
    except OSError as error:
        raise storage_error(error, source) from error
