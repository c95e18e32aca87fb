"""Where a folder really lies: on this machine, on a stick, on the network or in a sync folder."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["local", "network", "removable", "sync"]

_NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "davfs"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.smbnetfs"}
)

# The beginnings of folder names that sync programs use, in lower case.
_SYNC_NAMES = {
    "onedrive": "OneDrive",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "百度网盘": "百度网盘",
    "百度云": "百度网盘",
    "baidunetdisk": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "dropbox": "Dropbox",
    "wps云盘": "WPS 云盘",
    "wps 云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "wps cloud": "WPS 云盘",
    "阿里云盘": "阿里云盘",
    "微云": "微云",
    "腾讯微云": "微云",
    "天翼云盘": "天翼云盘",
    "移动云盘": "移动云盘",
    "和彩云": "移动云盘",
    "夸克网盘": "夸克网盘",
    "synologydrive": "群晖 Drive",
    "icloud": "iCloud",
    "google drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "seafile": "Seafile",
}
# What sync programs put into the folder that they watch.
_SYNC_MARKS = {".dropbox": "Dropbox", ".nutstore": "坚果云", ".stfolder": "Syncthing"}


@dataclass(frozen=True)
class Place:
    """Where a path lies.

    Attributes:
        kind: What sort of place it is.
        name: What it is called for the user, such as 坚果云 or U 盘; empty for this machine.
    """

    kind: Kind
    name: str = ""

    @property
    def problem(self) -> str:
        """Why a data file must not be worked on here, as a sentence, or an empty text."""
        if self.kind == "local":
            return ""
        what = {"network": "网络共享文件夹", "removable": "U 盘或移动硬盘", "sync": "同步文件夹"}
        return f"这个文件在{what[self.kind]}（{self.name}）里，直接在这里修改容易损坏数据。"


def classify(path: Path) -> Place:
    """The place of a file or folder, there or not yet there."""
    resolved = path.absolute().resolve()
    if name := _sync_name(resolved):
        return Place("sync", name)
    if sys.platform == "win32":
        return _windows_place(resolved)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Place("local")
    return linux_place(resolved, mounts, Path("/sys/class/block"))


def linux_place(path: Path, mounts: str, blocks: Path) -> Place:
    """The place by the text of ``/proc/mounts`` and the folder ``/sys/class/block``."""
    device, folder, kind = _mount_of(path, mounts)
    if kind in _NETWORK_TYPES or device.startswith("//"):
        return Place("network", _shown(folder))
    if device.startswith("/dev/") and _is_removable(blocks / Path(device).name):
        return Place("removable", _shown(folder))
    return Place("local")


def _mount_of(path: Path, mounts: str) -> tuple[str, Path, str]:
    """Device, folder and type of the innermost mount that holds a path."""
    best = ("", Path("/"), "")
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        folder = Path(_unescaped(parts[1]))
        # Of two mounts on one folder the later one is seen, hence >=.
        if path.is_relative_to(folder) and len(folder.parts) >= len(best[1].parts):
            best = (_unescaped(parts[0]), folder, parts[2])
    return best


def _unescaped(text: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text


def _is_removable(block: Path) -> bool:
    """A stick says so itself; a USB disk does not, but hangs on a USB port."""
    real = block.resolve()
    for folder in (real, real.parent):
        try:
            if (folder / "removable").read_text().strip() == "1":
                return True
        except OSError:
            continue
    return any(part.startswith("usb") for part in real.parts)


def _shown(folder: Path) -> str:
    return folder.name or str(folder)


def _sync_name(path: Path) -> str:
    for part in path.parts:
        for beginning, name in _SYNC_NAMES.items():
            if part.lower().startswith(beginning):
                return name
    for folder in (path, *path.parents):
        for mark, name in _SYNC_MARKS.items():
            if (folder / mark).exists():
                return name
    return ""


def _windows_place(path: Path) -> Place:
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes

    root = path.anchor
    if root.startswith("\\\\"):
        return Place("network", root.strip("\\"))
    kinds: dict[int, Kind] = {2: "removable", 4: "network", 5: "removable"}
    kind = kinds.get(ctypes.windll.kernel32.GetDriveTypeW(root + os.sep), "local")
    return Place(kind, "" if kind == "local" else root.rstrip("\\"))
