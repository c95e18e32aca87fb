"""Which files of a stick or a folder are packages: by what they begin with, not by their names."""

from pathlib import Path

from partydesk.disk_errors import storage_error
from partydesk.errors import NotFoundError, PackageError, RefusedError
from partydesk.package.volumes import is_volume, read_head

#: Every package begins so, whatever its name says.
_SEAL = b"age-encryption.org/v1"
_SUFFIX = ".pdp"
#: No folder of a bureau holds more; whoever chose a whole disk is told.
_MOST_FILES = 20_000


def packages_in(source: Path, target: Path) -> list[Path]:
    """The packages in a folder, or the one file, sorted by name; nothing is opened yet.

    Raises:
        NotFoundError: There is none.
        RefusedError: Too many files, or the target lies in the source.
        StorageError: It can't be read.
    """
    if not source.exists():
        raise NotFoundError(f"找不到“{source}”。", "请检查 U 盘是否已拔出、文件夹是否被移动。")
    if source.is_dir() and source.resolve() in (target.resolve(), *target.resolve().parents):
        raise RefusedError("收件文件夹不能放在来件的文件夹里。", "请另选一个收件文件夹。")
    found: list[Path] = []
    volumes: dict[tuple[Path, str], Path] = {}
    try:
        for number, each in enumerate(source.rglob("*") if source.is_dir() else [source]):
            if number >= _MOST_FILES:
                raise RefusedError(
                    f"“{source.name}”里的文件超过 {_MOST_FILES} 个。", "请选择只放上报包的文件夹。"
                )
            if not each.is_file():
                continue
            if is_volume(each):
                # One of them stands for all in its folder; what can't be read is told by itself.
                volumes.setdefault(_whole_of(each), each)
            elif each.suffix.lower() == _SUFFIX or _is_sealed(each):
                found.append(each)
    except OSError as error:
        raise storage_error(error, source) from error
    found += volumes.values()
    if not found:
        raise NotFoundError("这里没有上报包（.pdp）。", "请选择支部交来的 U 盘或文件夹。")
    return sorted(found)


def _whole_of(path: Path) -> tuple[Path, str]:
    try:
        said = read_head(path)
    except PackageError:
        return path, ""
    return path.parent, f"{said.whole} {said.of}"


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_SEAL)) == _SEAL
