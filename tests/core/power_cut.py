"""Disks as a power cut may leave them, built from the log of a session (safety study, appendix B).

Writes that were not flushed may be lost, in any selection, and torn at 512 bytes; names that
were not flushed with their folder may be lost from some point on.
"""

import os
import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from partydesk import safeio
from tests.core import crash_child

_HEAD = struct.Struct("=cHHqI")
_SECTOR = 512


@dataclass
class _Inode:
    durable: bytes = b""
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)


class Images:
    """Random images of a session: the content of each file, and the last confirmed number."""

    def __init__(self, log: bytes, before: dict[str, bytes], stage: Path, seed: int) -> None:
        self._operations = list(_parsed(log))
        self._before, self._stage, self._chance = before, str(stage), random.Random(seed)

    def take(self, count: int) -> Iterator[tuple[dict[str, bytes], int]]:
        for _ in range(count):
            yield self._image(self._chance.randrange(len(self._operations) + 1))

    def _image(self, position: int) -> tuple[dict[str, bytes], int]:
        inodes = {name: _Inode(content) for name, content in self._before.items()}
        durable_names = dict(inodes)
        changes: list[tuple[str, str, _Inode | None]] = []
        confirmed = 0
        for kind, name, other, offset, data in self._operations[:position]:
            if kind == "m":
                confirmed = offset
            elif kind == "s" and name == "":
                _apply(durable_names, changes)
                changes = []
            elif kind == "s":
                node = inodes.get(name)
                if node is not None:
                    node.durable, node.pending = _written(node.durable, node.pending), []
                _apply(durable_names, changes)
                changes = []
            else:
                self._change(inodes, changes, (kind, name, other, offset, data))
        kept = self._chance.randint(0, len(changes))
        _apply(durable_names, changes[:kept])
        luck = self._chance.random()
        content = {name: self._content(node, luck) for name, node in durable_names.items()}
        return content, confirmed

    def _change(self, inodes, changes, operation) -> None:
        kind, name, other, offset, data = operation
        if kind == "c":
            inodes[name] = _Inode()
            changes.append(("set", name, inodes[name]))
        elif kind == "r":
            inodes[other] = inodes.pop(name)
            changes.append(("set", other, inodes[other]))
            changes.append(("drop", name, None))
        elif kind == "u":
            inodes.pop(name, None)
            changes.append(("drop", name, None))
        elif name in inodes:
            inodes[name].pending.append((kind, offset, data))

    def _content(self, node: _Inode, luck: float) -> bytes:
        """15 of 100 images lose all that was not flushed, 10 keep all, the rest lose at random."""
        if luck < 0.15:
            return node.durable
        if luck < 0.25:
            return _written(node.durable, node.pending)
        kept = [one for one in node.pending if self._chance.random() < 0.5]
        return _written(node.durable, [part for one in kept for part in self._torn(one)])

    def _torn(self, operation: tuple[str, int, bytes]) -> list[tuple[str, int, bytes]]:
        kind, offset, data = operation
        if kind != "w" or len(data) <= _SECTOR or self._chance.random() > 1 / 3:
            return [operation]
        return [
            (kind, offset + start, data[start : start + _SECTOR])
            for start in range(0, len(data), _SECTOR)
            if self._chance.random() < 0.5
        ]


def _parsed(log: bytes) -> Iterator[tuple[str, str, str, int, bytes]]:
    place = 0
    while place < len(log):
        kind, first, second, offset, size = _HEAD.unpack_from(log, place)
        place += _HEAD.size
        name, other = log[place : place + first], log[place + first : place + first + second]
        place += first + second
        data = b""
        if kind == b"w":
            data = log[place : place + size]
            place += size
        yield kind.decode(), _base(name), _base(other), offset, data


def _base(raw: bytes) -> str:
    path = Path(raw.decode())
    return "" if path.name == "stage" else path.name


def _apply(names: dict[str, _Inode], changes: list[tuple[str, str, _Inode | None]]) -> None:
    for _, name, node in changes:
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _written(content: bytes, operations: list[tuple[str, int, bytes]]) -> bytes:
    result = bytearray(content)
    for kind, offset, data in operations:
        if kind == "t":
            result = result[:offset].ljust(offset, b"\0")
        else:
            if len(result) < offset:
                result.extend(bytes(offset - len(result)))
            result[offset : offset + len(data)] = data
    return bytes(result)


# -- the sessions -----------------------------------------------------------------------------


def _database(stage: Path) -> None:
    crash_child.new_database(stage / "支部.partydesk")


def _saving(synchronous: str):
    def work(stage: Path, mark) -> None:
        crash_child.save(stage / "支部.partydesk", mark, 8, synchronous=synchronous)

    return work


def _check_database(place: Path, confirmed: int) -> str:
    return crash_child.problem(place / "支部.partydesk", confirmed)


def _version(number: int) -> bytes:
    return f"version {number:06d} ".encode() * (300 + number)


def _first_version(stage: Path) -> None:
    (stage / "file").write_bytes(_version(0))


def _rewriting(write):
    def work(stage: Path, mark) -> None:
        for number in range(1, 9):
            write(stage / "file", _version(number))
            mark(number)

    return work


def _in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _renamed_unflushed(path: Path, data: bytes) -> None:
    part = path.with_name("file.part")
    part.write_bytes(data)
    part.replace(path)


def _check_file(place: Path, confirmed: int) -> str:
    try:
        content = (place / "file").read_bytes()
    except FileNotFoundError:
        return "no file"
    allowed = {_version(confirmed), _version(confirmed + 1)}
    return "" if content in allowed else f"confirmed {confirmed}, found {content[:15]!r}"


WORK = {
    "FULL": (_database, _saving(""), _check_database),
    "NORMAL": (_database, _saving("NORMAL"), _check_database),
    "OFF": (_database, _saving("OFF"), _check_database),
    "safeio": (_first_version, _rewriting(safeio.write_file), _check_file),
    "in place": (_first_version, _rewriting(_in_place), _check_file),
    "renamed unflushed": (_first_version, _rewriting(_renamed_unflushed), _check_file),
}


def power_drill(folder: Path, how: str, images: int, seed: int = 1) -> dict[str, object]:
    """Log a session, build disks as a power cut may leave them, and check each."""
    start, work, check = WORK[how]
    stage = folder / "stage"
    stage.mkdir()
    start(stage)
    before = {one.name: one.read_bytes() for one in stage.iterdir()}
    log = folder / "log"
    child = os.fork()
    if child == 0:
        library = crash_child.shim()
        handle = os.open(log, os.O_WRONLY | os.O_CREAT, 0o600)
        library.shim_arm(os.fsencode(stage), crash_child.LOG, 0, 0, 0, handle)
        work(stage, library.shim_mark)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError("the logged session failed")
    bad = []
    for image, confirmed in Images(log.read_bytes(), before, stage, seed).take(images):
        place = folder / "image"
        _unpacked(place, image)
        if found := check(place, confirmed):
            bad.append(found)
    return {"images": images, "bad": len(bad), "examples": bad[:3]}


def _unpacked(place: Path, image: dict[str, bytes]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in image.items():
        (place / name).write_bytes(content)
