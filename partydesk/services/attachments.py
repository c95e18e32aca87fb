"""Papers and photos of a record: taken in, shrunk, listed, taken out under a safe name."""

import io
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from partydesk.domain.attachment import Attachment, Blob
from partydesk.errors import ForeignFileError, NotFoundError, StorageError
from partydesk.package.names import clean_name
from partydesk.storage.store import Store

#: Photos are shrunk to so many pixels on their longer side unless told otherwise.
LONGEST_SIDE = 2000
#: Larger files make the branch file unwieldy and do not fit a mailed package.
LARGEST = 50 * 1024 * 1024

#: What may be attached and opened, by ending: the type and the first bytes that prove it.
_TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".bmp": ("image/bmp", (b"BM",)),
    ".gif": ("image/gif", (b"GIF8",)),
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument", (b"PK\x03\x04",)),
    ".pptx": ("application/vnd.openxmlformats-officedocument", (b"PK\x03\x04",)),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
    ".doc": ("application/msword", (b"\xd0\xcf\x11\xe0",)),
    ".xls": ("application/vnd.ms-excel", (b"\xd0\xcf\x11\xe0",)),
    ".ppt": ("application/vnd.ms-powerpoint", (b"\xd0\xcf\x11\xe0",)),
    ".wps": ("application/wps-office", (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")),
    ".et": ("application/wps-office", (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")),
    ".txt": ("text/plain", (b"",)),
}

#: Marks of state secrets (S4): such a file is never taken in.
_SECRETS = ("绝密", "机密", "秘密★")


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment as a list shows it."""

    id: str
    title: str
    size: int
    media_type: str


def attachments_of(store: Store, record_type: str, record_id: str) -> list[AttachmentRow]:
    """The attachments of a record, in their order."""
    query = (
        select(Attachment)
        .where(Attachment.record_type == record_type, Attachment.record_id == record_id)
        .order_by(Attachment.position, Attachment.id)
    )
    with store.reading() as session:
        return [
            AttachmentRow(each.id, each.title, each.size, each.media_type)
            for each in session.scalars(query)
        ]


def attach(
    store: Store, record_type: str, record_id: str, path: Path, *, keep_size: bool = False
) -> AttachmentRow:
    """Take a file in: photos shrunk, their place and camera data removed.

    Raises:
        ForeignFileError: The kind of file is not allowed, it is too large or can't be read.
    """
    title = clean_name(path.name)
    media_type, data = _taken_in(path, title, keep_size=keep_size)
    key = sha256(data).hexdigest()
    with store.writing(f"附件 {title}") as session:
        if session.get(Blob, key) is None:
            session.add(Blob(id=key, data=data))
        count = session.scalar(
            select(func.count()).where(
                Attachment.record_type == record_type, Attachment.record_id == record_id
            )
        )
        found = Attachment(
            record_type=record_type,
            record_id=record_id,
            blob_id=key,
            title=title,
            media_type=media_type,
            size=len(data),
            position=count or 0,
        )
        session.add(found)
    return AttachmentRow(found.id, title, len(data), media_type)


def rename(store: Store, attachment_id: str, title: str) -> None:
    """Give an attachment another name; its ending stays."""
    with store.writing("附件改名") as session:
        found = _load(session, attachment_id)
        ending = Path(found.title).suffix
        found.title = clean_name(title.strip().removesuffix(ending) + ending)


def detach(store: Store, attachment_id: str) -> None:
    """Move an attachment to 回收站."""
    with store.writing("删除附件") as session:
        _load(session, attachment_id).deleted_at = datetime.now()


def content(store: Store, attachment_id: str) -> tuple[str, bytes]:
    """Name and bytes of an attachment."""
    with store.reading() as session:
        found = _load(session, attachment_id)
        blob = session.get(Blob, found.blob_id, options=[undefer(Blob.data)])
        assert blob is not None
        return found.title, blob.data


def _load(session: Session, attachment_id: str) -> Attachment:
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise NotFoundError("这个附件已不在文件里。", "请在回收站里查看。")
    return found


def _taken_in(path: Path, title: str, *, keep_size: bool) -> tuple[str, bytes]:
    if any(mark in title for mark in _SECRETS):
        raise ForeignFileError(
            f"“{title}”的名称带有密级标志，没有添加。", "涉密材料不能存入本程序，请按保密规定保管。"
        )
    try:
        media_type, starts = _TYPES[path.suffix.lower()]
    except KeyError:
        raise ForeignFileError(
            f"“{title}”不是能添加的文件类型。", "可以添加照片、PDF、OFD 和 WPS、Word、Excel 文件。"
        ) from None
    try:
        if path.stat().st_size > LARGEST:
            raise ForeignFileError(
                f"“{title}”超过 {LARGEST // 1024 // 1024} MB，没有添加。",
                "请压缩后再添加，或只添加其中需要的几页。",
            )
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(f"读不到“{title}”。", "请检查文件是否还在、U 盘是否已拔出。") from error
    if not data or not data.startswith(starts):
        raise ForeignFileError(
            f"“{title}”的内容和文件类型不符或是空文件，没有添加。",
            "请用原来的软件打开并另存后再添加。",
        )
    if media_type.startswith("image/"):
        return _photo(title, data, keep_size=keep_size)
    return media_type, data


def _photo(title: str, data: bytes, *, keep_size: bool) -> tuple[str, bytes]:
    """A photo upright, no larger than needed, without place and camera data (EXP-06)."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            upright = ImageOps.exif_transpose(opened)
            upright.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ForeignFileError(
            f"“{title}”不是完整的图片，没有添加。", "请重新拷贝这张照片后再添加。"
        ) from error
    if not keep_size:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    if upright.mode in {"RGBA", "LA", "P"}:
        upright.save(target, "PNG", optimize=True)
        return "image/png", target.getvalue()
    upright.convert("RGB").save(target, "JPEG", quality=85)
    return "image/jpeg", target.getvalue()
