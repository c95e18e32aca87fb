"""Out of the house and into the ledger: sent, sent again after a pull, copied once more."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.submission import PRACTICE_FROM
from partydesk.errors import NotFoundError, StorageError
from partydesk.package.build import MadePackage
from partydesk.package.digits import short_content_id
from partydesk.package.opened import Opener
from partydesk.services import outbox
from partydesk.services.branch_keys import branch_keys
from partydesk.services.organization import the_branch
from partydesk.services.outbox import Progress, Sealed, Watch, pending
from partydesk.services.submission_ledger import sealed_of
from partydesk.services.volumes import split_package
from partydesk.services.work_folder import fresh_folder, work_base
from partydesk.storage.store import Store


@dataclass(frozen=True)
class SubmissionResult:
    """A package that stands in its place, read back and opened.

    Attributes:
        submission_id: Its row in the ledger; ``None`` for a package that only the branch opens.
        is_practice: It was sealed to the sample card: say so.
    """

    submission_id: str | None
    path: Path
    sequence: int
    content_id: str
    size: int
    is_practice: bool

    @property
    def short_id(self) -> str:
        """20 digits to compare by telephone."""
        return short_content_id(self.content_id)


def silent(_step: str, _part: float) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody stops it."""
    return False


def send_pending(
    store: Store,
    target_folder: Path,
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> SubmissionResult:
    """Send the package again whose copy was interrupted: the same bytes under the same number.

    Raises:
        NotFoundError: None waits, or it is no longer in the outbox.
        PartydeskError: As `make_submission`.
    """
    waiting = pending(store)
    if waiting is None:
        raise NotFoundError("没有等着送出的上报包。")
    place = _kept(store, waiting, target_folder)
    outbox.require_target(target_folder, waiting.size)
    opener = _opener_of_ours(store, waiting)
    with fresh_folder(work_base(base_of(store, target_folder))) as work:
        outbox.require_whole(place, opener, waiting, work)
        way = (None, target_folder / waiting.file_name)
        return send(store, waiting, way, opener, (work, Watch(progress, cancelled)))


def drop_pending(store: Store) -> None:
    """Give up a package that surely did not arrive; its number is used again."""
    waiting = pending(store)
    if waiting is not None and store.path is not None:
        outbox.forget(store, outbox.outbox_of(store.path) / waiting.file_name)


def copy_again(store: Store, submission_id: str, target_folder: Path) -> Path:
    """Copy a package that was sent before once more, from the outbox.

    Raises:
        NotFoundError: It is not in the outbox any more.
        StorageError: The disk did not take it.
    """
    sealed = sealed_of(store, submission_id)
    place = _kept(store, sealed, target_folder)
    target = target_folder / sealed.file_name
    outbox.require_target(target_folder, sealed.size)
    outbox.require_free(target)
    outbox.deliver(place, target, sealed, Watch(silent, never))
    with fresh_folder(work_base(base_of(store, target_folder))) as work:
        outbox.require_whole(target, _opener_of_ours(store, sealed), sealed, work)
    return target


def cut_again(store: Store, submission_id: str, folder: Path) -> list[Path]:
    """Cut a package that was sent before into volumes that mail servers let through.

    Raises:
        NotFoundError: It is not in the outbox any more.
        RefusedError: It needs no cutting, or the folder holds volumes of it already.
        StorageError: The folder can't be written; nothing is left behind.
    """
    return split_package(_kept(store, sealed_of(store, submission_id), folder), folder)


def send_own(
    made: MadePackage, sealed: Sealed, target: Path, opener: Opener, rest: tuple[Path, Watch]
) -> SubmissionResult:
    """A package for the branch alone: no number is used up, nothing is entered."""
    work, watch = rest
    outbox.deliver(made.path, target, sealed, watch)
    outbox.require_whole(target, opener, sealed, work)
    watch.progress("完成", 1.0)
    return SubmissionResult(None, target, sealed.sequence, sealed.content_id, sealed.size, False)


def send(
    store: Store,
    sealed: Sealed,
    way: tuple[Path | None, Path],
    opener: Opener,
    rest: tuple[Path, Watch],
) -> SubmissionResult:
    """Out of the house and into the ledger; a failure gives the number back if nothing left."""
    made, target = way
    work, watch = rest
    place = outbox.outbox_of(base_of(store, target.parent)) / sealed.file_name
    with ExitStack() as undoing:
        if not target.exists():
            undoing.callback(_undo, store, place, target, is_first=pending(store) is None)
        if made is not None:
            outbox.keep_in_outbox(made, place)
        outbox.reserve(store, sealed)
        outbox.deliver(place, target, sealed, watch)
        outbox.require_whole(target, opener, sealed, work)
        watch.tell("登记", 0.98)
        undoing.pop_all()
    row_id = outbox.enter(store, sealed)
    watch.progress("完成", 1.0)
    practice = sealed.sequence >= PRACTICE_FROM
    return SubmissionResult(
        row_id, target, sealed.sequence, sealed.content_id, sealed.size, practice
    )


def _undo(store: Store, place: Path, target: Path, *, is_first: bool) -> None:
    """Remove what was written; give the number back if this was the first try and nothing left."""
    try:
        target.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone: what stands on it nobody knows, so the number stays taken
    # Where our own disk is full too, the number stays taken: that is safe, and it can be resumed.
    with suppress(StorageError):
        if is_first and outbox.never_left(target):
            outbox.forget(store, place)


def _kept(store: Store, sealed: Sealed, target_folder: Path) -> Path:
    place = outbox.outbox_of(base_of(store, target_folder)) / sealed.file_name
    if not place.is_file():
        raise NotFoundError(
            f"第 {sealed.sequence} 号上报包已不在“{place.parent.name}”文件夹里。",
            "请与上级单位核对是否收到过这一号，再决定是否放弃它。",
        )
    return place


def base_of(store: Store, target_folder: Path) -> Path:
    """Beside which path own folders are made; a store in memory has none of its own."""
    return store.path or target_folder / "内存"


def _opener_of_ours(store: Store, sealed: Sealed) -> Opener:
    branch = the_branch(store)
    if branch is None:
        raise NotFoundError("还没有填写支部信息。")
    return Opener.for_branch(branch.code, branch_keys(store), [sealed.unit])
