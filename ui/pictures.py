"""Photos and pages of papers as pictures for the screen; may be made on any thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from partydesk.documents.preview import PageImage, PdfPages
from partydesk.errors import ForeignFileError

#: Pixels on the longer side of a page that is looked at: small print stays sharp when enlarged.
PAGE_PIXELS = 2600


def thumbnail(data: bytes, media_type: str, room: QSize) -> QImage:
    """A small picture of a photo or of the first page of a PDF, as large as fits into the room.

    Raises:
        ForeignFileError: The bytes are damaged.
    """
    if media_type == "application/pdf":
        with PdfPages(data) as pages:
            picture = page_picture(pages.page_within(0, 2 * max(room.width(), room.height())))
        return picture.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return _read(data, room)


def whole(data: bytes) -> QImage:
    """A photo in its full size."""
    return _read(data, None)


def page_of(data: bytes, number: int) -> tuple[QImage, int]:
    """A page of a PDF, from 0, and how many there are."""
    with PdfPages(data) as pages:
        return page_picture(pages.page_within(number, PAGE_PIXELS)), pages.count


def page_picture(page: PageImage) -> QImage:
    """A drawn page as a picture of its own."""
    # The picture keeps no copy of the bytes; .copy() makes it its own.
    shape = QImage.Format.Format_ARGB32
    return QImage(page.bgra, page.width, page.height, page.width * 4, shape).copy()


def _read(data: bytes, room: QSize | None) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if room is not None and (size.width() > room.width() or size.height() > room.height()):
        # The reader need not unpack what is not shown.
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        raise ForeignFileError("这张照片打不开，内容已损坏。", "请重新添加这张照片。")
    return picture
