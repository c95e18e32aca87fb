"""A file from outside as it may be kept: its kind proved, photos shrunk, its name harmless."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from partydesk.documents.photos import kept_photo, picture_kind
from partydesk.errors import ForeignFileError, StorageError
from partydesk.package.names import clean_name

#: Larger files make the branch file unwieldy and do not fit a mailed package.
LARGEST = 50 * 1024 * 1024

#: Endings of pictures; what is inside is told by the bytes, phones and chats often name it wrongly.
PICTURES = (
    *(".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".gif", ".webp"),
    *(".tif", ".tiff", ".heic", ".heif"),
)

#: What else may be attached and opened, by ending: the type and the first bytes that prove it.
_TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
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

#: Every ending that can be added, for the dialog that asks for files.
ENDINGS = (*PICTURES, *_TYPES)

#: Marks of state secrets (S4): such a file is never taken in.
_SECRETS = ("绝密", "机密", "秘密★")


@dataclass(frozen=True)
class PaperFile:
    """A file that was read and may be kept."""

    title: str
    media_type: str
    data: bytes

    @cached_property
    def content_id(self) -> str:
        """Names the bytes: their SHA-256."""
        return sha256(self.data).hexdigest()


def read_paper(path: Path, *, keep_size: bool = False) -> PaperFile:
    """Read a file: photos upright, shrunk, without their place and camera data.

    Raises:
        ForeignFileError: The kind of file is not allowed, it is too large or broken.
        StorageError: It can't be read.
    """
    title = clean_name(path.name)
    if any(mark in title for mark in _SECRETS):
        raise ForeignFileError(
            f"“{title}”的名称带有密级标志，没有添加。", "涉密材料不能存入本程序，请按保密规定保管。"
        )
    ending = path.suffix.lower()
    if path.is_dir():
        raise ForeignFileError(
            f"“{title}”是文件夹，没有添加。", "请打开文件夹，选中里面的文件再拖进来。"
        )
    if ending not in ENDINGS:
        raise ForeignFileError(
            f"“{title}”不是能添加的文件类型。", "可以添加照片、PDF、OFD 和 WPS、Word、Excel 文件。"
        )
    data = _read(path, title)
    if ending in PICTURES:
        if not picture_kind(data):
            raise _not_what_it_says(title)
        return PaperFile(*kept_photo(title, data, keep_size=keep_size))
    media_type, starts = _TYPES[ending]
    if not data or not data.startswith(starts):
        raise _not_what_it_says(title)
    return PaperFile(title, media_type, data)


def _read(path: Path, title: str) -> bytes:
    try:
        # A pipe or a device would keep us waiting for ever.
        if path.exists() and not path.is_file():
            raise ForeignFileError(f"“{title}”不是普通文件，没有添加。", "请选择照片或文档。")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise StorageError(f"读不到“{title}”。", "请检查文件是否还在、U 盘是否已拔出。") from error
    if len(data) > LARGEST:
        raise ForeignFileError(
            f"“{title}”超过 {LARGEST // 1024 // 1024} MB，没有添加。",
            "请压缩后再添加，或只添加其中需要的几页。",
        )
    return data


def _not_what_it_says(title: str) -> ForeignFileError:
    return ForeignFileError(
        f"“{title}”的内容和文件类型不符或是空文件，没有添加。",
        "请用原来的软件打开并另存后再添加。",
    )
