"""Cutting a package for the mail, and putting the volumes that came together again."""

from pathlib import Path

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError, StorageError
from partydesk.package.seal import HARD_LIMIT
from partydesk.package.volumes import MOST, is_volume, join, read_head, siblings, volume_chunks
from partydesk.storage.branch_file import make_folder

#: Megabytes that most mail servers of public bodies let through.
USUAL = 20


def split_package(path: Path, folder: Path, megabytes: int = USUAL) -> list[Path]:
    """Cut a sealed package into volumes of at most so many megabytes each.

    Args:
        path: The package; it stays as it is.
        folder: Where the volumes are written, ``NAME.pdp.001`` and so on.
        megabytes: The most that one volume may weigh.

    Raises:
        InvalidValuesError: The size can't be used.
        NotFoundError: There is no such package.
        RefusedError: It fits into one mail as it is, or a volume is there already.
        StorageError: The folder can't be written; nothing is left behind.
    """
    if not path.is_file():
        raise NotFoundError(f"找不到上报包“{path.name}”。", "请检查文件名和文件夹。")
    # Room for the line at the head, so that the volume as a whole keeps within.
    size, total = (megabytes << 20) - 1024, path.stat().st_size
    count = -(-total // size) if megabytes >= 1 else 0
    if not 1 <= count <= MOST:
        raise InvalidValuesError({"size": f"每卷的大小要使卷数在 1 到 {MOST} 之间。"})
    if count == 1:
        raise RefusedError(
            f"“{path.name}”没有超过 {megabytes} MB，不用分卷。", "请直接作为一个附件发送。"
        )
    targets = [folder / f"{path.name}.{number:03d}" for number in range(1, count + 1)]
    if taken := [each.name for each in targets if each.exists()]:
        raise RefusedError(f"文件夹里已有“{taken[0]}”，没有覆盖它。", "请换一个文件夹。")
    make_folder(folder)
    safeio.require_space(folder, total + count * 1024)
    whole = safeio.read_back_sha256(path)
    try:
        for number, target in enumerate(targets, 1):
            safeio.write_file(target, volume_chunks(path, whole, (number, count), size))
    except BaseException:
        for target in targets:
            target.unlink(missing_ok=True)
        raise
    return targets


def whole_package(path: Path, work: Path) -> Path:
    """The package of a volume, put together from all that lie beside it; another file as it is.

    Args:
        path: A package or any one of its volumes.
        work: A folder of the program's own for the whole.

    Raises:
        PackageError: A volume is missing, damaged, or of another package.
        StorageError: A file can't be read or written.
    """
    try:
        if not is_volume(path):
            return path
        said = read_head(path)
        found = siblings(path, said)
        total = sum(each.stat().st_size for each in found.values())
        if total > HARD_LIMIT:
            raise StorageError("分卷加起来太大，不能合并。", "请支部缩小附件，重新导出一份。")
        safeio.require_space(work, total)
        whole = work / "whole.pdp"
        with whole.open("wb") as out:
            join(found, said, out)
    except OSError as error:
        raise storage_error(error, path) from error
    return whole
