"""Many papers and photos added to one record in one step, each whole or not at all."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.attachment import Attachment
from partydesk.errors import CancelledError, PartydeskError, RefusedError
from partydesk.package.names import distinct_names
from partydesk.services.attachments import AttachmentRow, keep_bytes, ordered, row_of
from partydesk.services.paper_files import PaperFile, read_paper
from partydesk.services.search_kinds import paper_owners
from partydesk.storage.store import Store

#: Called with the name of the file that is next, how many are done, of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Kept:
    """A file whose bytes lie in the branch file already."""

    title: str
    media_type: str
    size: int
    content_id: str


@dataclass(frozen=True)
class Added:
    """What became of files that were to be added.

    Attributes:
        rows: The attachments that were made, in their order.
        refused: One fault for each file that was not added, its name in the sentence.
        elsewhere: Pairs of a title and the other record that has the same content.
        not_read: How many were not looked at because it was cancelled.
    """

    rows: tuple[AttachmentRow, ...]
    refused: tuple[PartydeskError, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    not_read: int = 0


def add_files(
    store: Store,
    owner: tuple[str, str],
    paths: Sequence[Path],
    *,
    keep_size: bool = False,
    progress: Progress | None = None,
    hold: AbstractContextManager[object] | None = None,
) -> Added:
    """Add files in the order of their names; what can't be added is told, not raised.

    The bytes of each file are kept as soon as it is read, so that little memory is needed; the
    attachments follow all together, as one step that can be taken back.

    Args:
        store: The file.
        owner: Table name and id of the record.
        paths: The files.
        keep_size: Do not shrink photos.
        progress: Told before each file; a ``CancelledError`` from it ends the reading, and what
            was read by then is added.
        hold: Held while the branch file is used, when another thread uses it too.

    Raises:
        StorageError: The branch file can't be written; nothing was added.
    """
    hold = hold or nullcontext()
    taken = _Taken()
    done = 0
    for path in sorted(paths, key=_natural):
        try:
            if progress:
                progress(path.name, done, len(paths))
        except CancelledError:
            break
        done += 1
        paper = taken.read(path, keep_size=keep_size)
        if paper:
            with hold:
                taken.ready.append(_keep(store, paper))
    with hold:
        rows, twice = _attach_all(store, owner, taken.ready)
        elsewhere = _elsewhere(store, owner, rows)
    return Added(tuple(rows), (*taken.refused, *twice), elsewhere, len(paths) - done)


@dataclass
class _Taken:
    """What was read so far: what may be attached, and what was refused why."""

    ready: list[Kept] = field(default_factory=list)
    refused: list[PartydeskError] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, *, keep_size: bool) -> PaperFile | None:
        """Read the next file; a fault is noted."""
        try:
            paper = read_paper(path, keep_size=keep_size)
            _require_new(paper, self.known)
        except PartydeskError as error:
            self.refused.append(error)
            return None
        self.known[paper.content_id] = paper.title
        return paper


def _natural(path: Path) -> tuple[list[object], str]:
    """照片2 before 照片10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    # Words and numbers stand in turn, so that like is compared with like.
    return [int(each) if place % 2 else each for place, each in enumerate(parts)], str(path)


def _require_new(paper: PaperFile, known: dict[str, str]) -> None:
    if (twin := known.get(paper.content_id)) is not None:
        raise RefusedError(
            f"“{paper.title}”和“{twin}”的内容完全相同，只添加了一份。", "不需要再做什么。"
        )


def _keep(store: Store, paper: PaperFile) -> Kept:
    with store.writing("附件内容") as session:
        key = keep_bytes(session, paper.data)
    return Kept(paper.title, paper.media_type, len(paper.data), key)


def _attach_all(
    store: Store, owner: tuple[str, str], ready: Sequence[Kept]
) -> tuple[list[AttachmentRow], list[PartydeskError]]:
    with store.reading() as session:
        present = {each.blob_id: each.title for each in ordered(session, *owner)}
    new = [each for each in ready if each.content_id not in present]
    twice: list[PartydeskError] = [
        RefusedError(
            f"“{each.title}”已经附在这条记录里，名称是“{present[each.content_id]}”，没有重复添加。",
            "不需要再做什么。",
        )
        for each in ready
        if each.content_id in present
    ]
    if not new:
        return [], twice
    title = f"附件 {new[0].title}" if len(new) == 1 else f"附件 {len(new)} 个"
    with store.writing(title) as session:
        made = _added(session, owner, new)
    return [row_of(each) for each in made], twice


def _added(session: Session, owner: tuple[str, str], new: Sequence[Kept]) -> list[Attachment]:
    before = ordered(session, *owner)
    first = max((each.position for each in before), default=-1) + 1
    names = [*(each.title for each in before), *(each.title for each in new)]
    titles = distinct_names(names)[len(before) :]
    made = [
        Attachment(
            record_type=owner[0],
            record_id=owner[1],
            blob_id=each.content_id,
            title=title,
            media_type=each.media_type,
            size=each.size,
            position=first + place,
        )
        for place, (each, title) in enumerate(zip(new, titles, strict=True))
    ]
    session.add_all(made)
    return made


def _elsewhere(
    store: Store, owner: tuple[str, str], rows: Sequence[AttachmentRow]
) -> tuple[tuple[str, str], ...]:
    contents = {each.content_id: each.title for each in rows}
    query = select(Attachment).where(
        Attachment.blob_id.in_(contents), Attachment.record_id != owner[1]
    )
    with store.reading() as session:
        others = session.scalars(query.order_by(Attachment.id)).all()
        titles = paper_owners(session, others)
    found = {each.blob_id: titles[each.record_id] for each in others if each.record_id in titles}
    return tuple((contents[key], where) for key, where in found.items())
