"""A new program from a stick: looked at, unpacked beside the old one, and the way back."""

import platform
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from partydesk import __version__, safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import CancelledError, PackageError, RefusedError, StorageError
from partydesk.package import minisig
from partydesk.package import program_home as homes
from partydesk.package import update as files
from partydesk.package.program_home import Pointer, number_of
from partydesk.package.update import Tell
from partydesk.package.update_list import Update
from partydesk.paths import resources
from partydesk.storage.migrations import STEPS

#: A folder that is being filled; a kill leaves it behind and the next update removes it.
_PART = ".part"
#: Room for what the system itself needs while files are written.
_SPARE = 64 << 20
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "arm64": "aarch64", "aarch64": "aarch64"}
_STAYS = "现在的程序没有改动。"

#: What an update file brings, as its signed list says.
Offer = Update


@dataclass(frozen=True)
class Here:
    """The program that is running, and where its versions lie.

    Attributes:
        executable: The program's file.
        version: Its version.
        platform: What updates must be made for.
        data_form: The newest form of a branch file that it knows.
        public: The publisher's key; none when the build has none.
    """

    executable: Path
    version: str
    platform: str
    data_form: int
    public: bytes | None

    @property
    def home(self) -> Path:
        """The folder of all versions."""
        return homes.home_of(self.executable)


@dataclass(frozen=True)
class WayBack:
    """What going back would mean.

    Attributes:
        version: The version that would start.
        backup: The backup made before the update; empty when there is none.
        needs_backup: Whether the former program can't open the file as it is now.
    """

    version: str
    backup: str
    needs_backup: bool


def this_program() -> Here | None:
    """The program that is running; none when it runs from source, which is updated otherwise."""
    if not getattr(sys, "frozen", False):
        return None
    return Here(
        Path(sys.executable), __version__, platform_name(), len(STEPS), publisher_key(resources())
    )


def platform_name() -> str:
    """What this machine is called in the name of an update, such as ``windows-amd64``."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"


def publisher_key(folder: Path) -> bytes | None:
    """The publisher's public key among the resources; none when it was not set."""
    try:
        return minisig.parse_public_key(
            (folder / "update" / "publisher.pub").read_text("ascii").strip()
        )
    except (OSError, ValueError, PackageError):
        return None


def look_at(path: Path, here: Here) -> Update:
    """What an update file brings; nothing is unpacked yet.

    Raises:
        RefusedError: It does not fit this program: older, for another system, no key.
        PackageError: It is not what the publisher signed.
        StorageError: It can't be read.
    """
    if here.public is None:
        raise RefusedError(
            "这个程序没有设置发布单位的公钥，不能验证更新文件。", "请用安装程序安装新版本。"
        )
    update = files.read_update(path, here.public)
    if update.platform != here.platform:
        raise RefusedError(
            f"这份更新是给 {update.platform} 的，本机是 {here.platform}。",
            f"请向发布单位要本机系统的更新文件；{_STAYS}",
        )
    if number_of(update.version) <= number_of(here.version):
        raise RefusedError(
            f"这份更新是 {update.version} 版，不比现在的 {here.version} 版新。",
            f"不用更新；{_STAYS}",
        )
    if update.version == waiting(here):
        raise RefusedError(f"{update.version} 版已经装好了。", "关闭程序再打开，就是新版本。")
    if update.data_form < here.data_form:
        raise RefusedError("这份更新打不开现在的数据文件。", f"请向发布单位核实更新文件；{_STAYS}")
    return update


def install(
    path: Path,
    update: Update,
    here: Here,
    backup: str,
    tell: Tell,
    faults: safeio.FaultPlan = safeio.NO_FAULTS,
) -> None:
    """Unpack an update beside the program, read it back, and let it start the next time.

    Until the last step everything is as it was; a kill at any moment leaves the program whole.

    Args:
        path: The update file.
        update: Its list, from ``look_at``.
        here: The program that is running.
        backup: Where the branch file was backed up before; kept for the way back.
        tell: Hears how far it is.
        faults: What the disk refuses; used by tests only.

    Raises:
        PackageError, StorageError: As for ``look_at``; or the disk is full or can't be written to.
    """
    _place(path, update, here, tell, faults)
    old = homes.read_pointer(here.home)
    is_first = here.executable.parent == here.home
    pointer = Pointer(
        update.version,
        former=here.version,
        former_form=here.data_form,
        backup=backup,
        base=here.version if is_first else old.base if old else "",
    )
    homes.write_pointer(here.home, pointer)
    remove_old_versions(here)


def _place(path: Path, update: Update, here: Here, tell: Tell, faults: safeio.FaultPlan) -> None:
    """The new program under its own name, whole, or nothing of it."""
    versions = here.home / homes.VERSIONS
    place = versions / update.version
    part = versions / f"{update.version}{_PART}"
    try:
        versions.mkdir(exist_ok=True)
    except OSError as error:
        raise storage_error(error, versions) from error
    safeio.require_space(versions, update.size + _SPARE)
    _remove(part)
    try:
        files.unpack(path, update, part, tell, faults)
        files.require_whole(part, update, tell)
        _remove(place)
        safeio.publish(part, place, faults=faults)
    except (StorageError, PackageError, CancelledError):
        _remove(part)
        _remove(place)
        raise


def way_back(here: Here, form: int) -> WayBack | None:
    """The version that can be gone back to; none when there was no update or it is not there.

    Args:
        here: The program that is running.
        form: The form of the open file.
    """
    pointer = homes.read_pointer(here.home)
    if pointer is None or pointer.current != here.version or not pointer.former:
        return None
    if not _is_there(here, pointer, pointer.former):
        return None
    return WayBack(pointer.former, pointer.backup, form > pointer.former_form)


def go_back(here: Here) -> str:
    """Let the former version start the next time; the version that starts then.

    Raises:
        RefusedError: There is none to go back to.
        StorageError: The disk refuses; nothing has changed.
    """
    pointer = homes.read_pointer(here.home)
    if pointer is None or way_back(here, 0) is None:
        raise RefusedError("没有可以退回的版本。")
    homes.write_pointer(here.home, pointer.gone_back())
    return pointer.former


def waiting(here: Here) -> str:
    """The version that will start the next time, when it is not this one; else nothing."""
    pointer = homes.read_pointer(here.home)
    if pointer is None or pointer.current == here.version:
        return ""
    is_there = _is_there(here, pointer, pointer.current)
    return pointer.current if is_there and pointer.state != homes.TRIED else ""


def did_not_start(here: Here) -> str:
    """The version that was left because it did not start; said once, then forgotten."""
    pointer = homes.read_pointer(here.home)
    if pointer is None or not pointer.failed:
        return ""
    homes.write_pointer(here.home, replace(pointer, failed=""))
    return pointer.failed


def remove_old_versions(here: Here) -> list[str]:
    """Remove versions that neither start nor are the way back, and what a kill left behind.

    What is in use or can't be removed stays until the next time.
    """
    pointer = homes.read_pointer(here.home)
    kept = {here.version, *((pointer.current, pointer.former) if pointer else ())}
    removed = []
    folder = here.home / homes.VERSIONS
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name not in kept:
            _remove(place)
            removed.append(place.name)
    return removed


def _is_there(here: Here, pointer: Pointer, version: str) -> bool:
    """Whether a version can start: it lies below the versions, or was installed first."""
    placed = here.home / homes.VERSIONS / version / here.executable.name
    first = here.home / here.executable.name
    return placed.is_file() or (version == pointer.base and first.is_file())


def _remove(folder: Path) -> None:
    """Of a file that is still open on Windows the rest stays; the next update tries again."""
    shutil.rmtree(folder, ignore_errors=True)
