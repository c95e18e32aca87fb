"""Papers and photos that belong to a record; the bytes lie once in the file, by content."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Kept, Kind, Record, field


class Blob(Record):
    """The bytes of an attachment, kept once however often they are attached; id is the SHA-256."""

    __tablename__ = "blob"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, sort_order=-1)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Attachment(Record, Kept):
    """One paper or photo of one record."""

    __tablename__ = "attachment"

    record_type: Mapped[str] = mapped_column(String(40), index=True)
    record_id: Mapped[str] = mapped_column(String(36), index=True)
    blob_id: Mapped[str] = mapped_column(
        ForeignKey("blob.id", deferrable=True, initially="DEFERRED")
    )
    title: Mapped[str] = field("名称", Kind.TEXT, required=True, length=120)
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = field("大小（字节）", Kind.NUMBER, required=True)
    position: Mapped[int] = mapped_column(default=0)
