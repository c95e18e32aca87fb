"""Papers and photos of a record: listed, ordered, named, turned, taken out of sight."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from partydesk.documents.photos import turned
from partydesk.domain.attachment import Attachment, Blob
from partydesk.errors import NotFoundError, RefusedError
from partydesk.package.names import clean_name
from partydesk.storage.store import Store


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment as a list shows it.

    Attributes:
        content_id: Names its bytes; two attachments with the same bytes share it.
    """

    id: str
    title: str
    size: int
    media_type: str
    content_id: str


def attachments_of(store: Store, record_type: str, record_id: str) -> list[AttachmentRow]:
    """The attachments of a record, in their order."""
    with store.reading() as session:
        return [row_of(each) for each in ordered(session, record_type, record_id)]


def row_of(each: Attachment) -> AttachmentRow:
    """An attachment as a list shows it."""
    return AttachmentRow(each.id, each.title, each.size, each.media_type, each.blob_id)


def ordered(session: Session, record_type: str, record_id: str) -> list[Attachment]:
    """The attachments of a record, in their order."""
    query = (
        select(Attachment)
        .where(Attachment.record_type == record_type, Attachment.record_id == record_id)
        .order_by(Attachment.position, Attachment.id)
    )
    return list(session.scalars(query))


def reorder(store: Store, record_type: str, record_id: str, ids: Sequence[str]) -> None:
    """Put a record's attachments into this order; those not named come behind as they were.

    Raises:
        NotFoundError: One of them is not, or no longer, an attachment of this record.
    """
    wanted = {each: place for place, each in enumerate(ids)}
    with store.writing("附件排序") as session:
        found = ordered(session, record_type, record_id)
        if not wanted.keys() <= {each.id for each in found}:
            raise _gone()
        found.sort(key=lambda each: wanted.get(each.id, len(wanted)))
        for place, each in enumerate(found):
            each.position = place


def rename(store: Store, attachment_id: str, title: str) -> AttachmentRow:
    """Give an attachment another name; its ending stays, and an empty name changes nothing."""
    with store.writing("附件改名") as session:
        found = _load(session, attachment_id)
        ending = Path(found.title).suffix
        stem = title.strip().removesuffix(ending).strip()
        if stem:
            found.title = clean_name(stem + ending)
    return row_of(found)


def turn(
    store: Store,
    attachment_id: str,
    quarters: int,
    *,
    hold: AbstractContextManager[object] | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> AttachmentRow:
    """Turn a photo clockwise by quarters of a circle; the bytes before stay for undo.

    Args:
        store: The file.
        attachment_id: The photo.
        quarters: How far; negative turns the other way.
        hold: Held while the branch file is used, when another thread uses it too.
        tell: Told the name of each step; what it raises ends the work, and nothing has changed.

    Raises:
        RefusedError: It is no photo.
    """
    hold = hold or nullcontext()
    with hold, store.reading() as session:
        found = _load(session, attachment_id)
        if not found.media_type.startswith("image/"):
            raise RefusedError("只有照片可以旋转。", "其他文件请用原来的软件旋转后再添加。")
        data = _bytes_of(session, found)
    tell("正在旋转…")
    data = turned(data, quarters)
    tell("正在保存照片…")
    with hold, store.writing("旋转照片") as session:
        found = _load(session, attachment_id)
        found.blob_id = keep_bytes(session, data)
        found.size = len(data)
    return row_of(found)


def detach(store: Store, attachment_id: str) -> None:
    """Move an attachment to 回收站."""
    with store.writing("删除附件") as session:
        _load(session, attachment_id).deleted_at = datetime.now()


def content(store: Store, attachment_id: str) -> tuple[str, bytes]:
    """Name and bytes of an attachment."""
    with store.reading() as session:
        found = _load(session, attachment_id)
        return found.title, _bytes_of(session, found)


def keep_bytes(session: Session, data: bytes) -> str:
    """Keep bytes once, however often they are attached; returns the id of the content."""
    key = sha256(data).hexdigest()
    if session.get(Blob, key) is None:
        session.add(Blob(id=key, data=data))
    return key


def _bytes_of(session: Session, found: Attachment) -> bytes:
    blob = session.get(Blob, found.blob_id, options=[undefer(Blob.data)])
    assert blob is not None
    return blob.data


def _load(session: Session, attachment_id: str) -> Attachment:
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise _gone()
    return found


def _gone() -> NotFoundError:
    return NotFoundError("这个附件已不在文件里。", "请在回收站里查看。")
