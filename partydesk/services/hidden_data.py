"""What a document carries that its reader does not see: comments, changes, hidden parts, names."""

import io
import re
from collections.abc import Iterable
from zipfile import BadZipFile, ZipFile

from sqlalchemy import select

from partydesk.domain.attachment import Blob
from partydesk.rules.plain_submission import Hidden
from partydesk.services.submission_content import Picture
from partydesk.storage.store import Store

#: Larger parts of a document are not looked into; they are pictures or no document.
_LARGEST_PART = 20 * 1024 * 1024
_NAME = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>\s*[^<\s]")
_PDF_NAME = re.compile(rb"/Author\s*(?:\(\s*[^)\s]|<\s*[0-9A-Fa-f]{2})")
_CHANGED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) ")
_HIDDEN_SHEET = re.compile(rb'<sheet [^>]*state="(?:hidden|veryHidden)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:col|row) [^>]*hidden="(?:1|true)"')
_COMMENTS = re.compile(r"(word|xl|ppt)/(.*/)?(threaded)?comments?\w*\.xml")
_SHEET = re.compile(r"xl/worksheets/\w+\.xml")
#: By itself no more than a hint: nearly every document has one.
AUTHOR = "作者姓名"


def hidden_papers(store: Store, pictures: Iterable[Picture]) -> tuple[Hidden, ...]:
    """What the documents among some attachments carry unseen; photos were cleaned when added."""
    found = []
    for each in pictures:
        if each.media_type.startswith("image/"):
            continue
        with store.reading() as session:
            data = session.connection().scalar(select(Blob.data).where(Blob.id == each.sha256))
        what = hidden_in(data or b"")
        if what:
            told = "、".join(what)
            found.append(
                Hidden(each.name, each.record_type, each.record_id, told, what == (AUTHOR,))
            )
    return tuple(found)


def hidden_in(data: bytes) -> tuple[str, ...]:
    """What a document carries unseen, in words; empty for what is no document or has nothing."""
    if data.startswith(b"%PDF-"):
        return (AUTHOR,) if _PDF_NAME.search(data) else ()
    if not data.startswith(b"PK\x03\x04"):
        return ()
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            return tuple(dict.fromkeys(_in_parts(parts)))
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return ()


def _in_parts(parts: ZipFile) -> Iterable[str]:
    for info in parts.infolist():
        if _COMMENTS.fullmatch(info.filename):
            yield "批注"
        if info.file_size > _LARGEST_PART or not info.filename.endswith(".xml"):
            continue
        if info.filename == "docProps/core.xml" and _NAME.search(parts.read(info)):
            yield AUTHOR
        elif info.filename == "word/document.xml" and _CHANGED.search(parts.read(info)):
            yield "修订痕迹"
        elif info.filename == "xl/workbook.xml" and _HIDDEN_SHEET.search(parts.read(info)):
            yield "隐藏的工作表"
        elif _SHEET.fullmatch(info.filename) and _HIDDEN_COLUMN.search(parts.read(info)):
            yield "隐藏的行或列"
