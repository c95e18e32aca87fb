"""What the operating system says of a disk, as a sentence for the user."""

import errno
from pathlib import Path

from partydesk.errors import FileInUseError, StorageError

_KEPT = "原有的文件没有改动。"
_SENTENCES: tuple[tuple[frozenset[int], str, str], ...] = (
    (
        frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}),
        "磁盘已满，“{name}”没有保存。",
        f"请清理磁盘后再试；{_KEPT}",
    ),
    (
        frozenset({errno.EROFS}),
        "磁盘是只读的，“{name}”没有保存。",
        f"请换一个位置，或关闭 U 盘的写保护开关后再试；{_KEPT}",
    ),
    (
        frozenset({errno.EACCES, errno.EPERM}),
        "没有权限读写“{name}”所在的位置。",
        f"请换一个有写入权限的文件夹，或向电脑管理员申请权限；{_KEPT}",
    ),
    (
        frozenset({errno.EISDIR}),
        "“{name}”是文件夹，不能当作文件。",
        "请写上文件夹里的文件名。",
    ),
    (
        frozenset({errno.EFBIG}),
        "“{name}”太大，磁盘不接受。",
        f"这类磁盘（例如 FAT32 格式的 U 盘）存不下这么大的文件，请换一个位置；{_KEPT}",
    ),
    (
        frozenset({errno.ENAMETOOLONG, errno.EINVAL}),
        "磁盘不接受文件名“{name}”。",
        "请换一个较短、不含特殊符号的名称。",
    ),
    (
        frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO}),
        "找不到“{name}”或它所在的文件夹。",
        "请检查 U 盘或移动硬盘是否已拔出、文件夹是否被移动，接好后再试。",
    ),
)


def storage_error(error: OSError, path: Path) -> StorageError:
    """Say in a sentence what the disk refused, for a path that the user knows."""
    name, code = path.name, error.errno
    if getattr(error, "winerror", None) in {32, 33} or code in {errno.EBUSY, errno.ETXTBSY}:
        advice = f"请关闭可能打开它的程序（包括杀毒软件、网盘）后再试；{_KEPT}"
        return FileInUseError(f"“{name}”正被别的程序占用。", advice)
    for codes, sentence, advice in _SENTENCES:
        if code in codes:
            return StorageError(sentence.format(name=name), advice)
    advice = f"请检查磁盘或 U 盘是否松动、损坏，换一个位置再试；{_KEPT}"
    return StorageError(f"磁盘读写“{name}”时出错。", advice)
