"""分卷: a package too large for a mail, cut into files that are checked and put together.

Each begins with a line that names the whole by its SHA-256, its own number and its own SHA-256.
The whole is sealed and signed as ever: a line that lies makes a package that does not open.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from partydesk.package.refusals import refusal

MAGIC = b"PARTYDESK-VOLUME 1\n"
MOST = 999
_BLOCK = 1 << 20
_LONGEST_HEAD = 1 << 10
_HEX = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Volume:
    """What a volume says about itself.

    Attributes:
        whole: SHA-256 of the whole package, hex.
        number: Its place, from 1.
        of: How many there are.
        sha256: Of its own part, hex.
    """

    whole: str
    number: int
    of: int
    sha256: str


def is_volume(path: Path) -> bool:
    """Whether a file begins like a volume, whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def volume_chunks(source: Path, whole: str, place: tuple[int, int], size: int) -> Iterator[bytes]:
    """The bytes of one volume.

    Args:
        source: The package.
        whole: Its SHA-256, hex.
        place: The volume's number and how many there are.
        size: Bytes of the package in each volume.
    """
    number, of = place
    digest = hashlib.sha256()
    for block in _part(source, number, size):
        digest.update(block)
    head = json.dumps(asdict(Volume(whole, number, of, digest.hexdigest())))
    yield MAGIC + head.encode("ascii") + b"\n"
    yield from _part(source, number, size)


def read_head(path: Path) -> Volume:
    """What a volume says about itself; its part is not looked at yet.

    Raises:
        PackageError: ``VOLUME_FORM``.
        OSError: It can't be read.
    """
    with path.open("rb") as stream:
        return _head(stream)


def join(volumes: Mapping[int, Path], said: Volume, out: BinaryIO) -> None:
    """Put the volumes of a package together; use nothing of ``out`` unless this returns.

    Args:
        volumes: The volumes of one whole, by number.
        said: What one of them says.
        out: Where the package is written.

    Raises:
        PackageError: ``VOLUME_MISSING``, ``VOLUME_DAMAGED`` or ``VOLUME_FORM``.
        OSError: As the streams raised it.
    """
    if missing := [str(each) for each in range(1, said.of + 1) if each not in volumes]:
        told = "、".join(missing[:10]) + ("等" if len(missing) > 10 else "")
        raise refusal("VOLUME_MISSING", f"共 {said.of} 卷，缺第 {told} 卷")
    whole = hashlib.sha256()
    for number in range(1, said.of + 1):
        with volumes[number].open("rb") as stream:
            head, own = _head(stream), hashlib.sha256()
            while block := stream.read(_BLOCK):
                own.update(block)
                whole.update(block)
                out.write(block)
        if own.hexdigest() != head.sha256 or (head.number, head.of) != (number, said.of):
            raise refusal("VOLUME_DAMAGED", str(number))
    if whole.hexdigest() != said.whole:
        raise refusal("VOLUME_FORM")


def siblings(path: Path, said: Volume) -> dict[int, Path]:
    """The volumes of the same whole in the same folder, by number; one that is there twice once.

    Raises:
        OSError: The folder can't be read.
    """
    found: dict[int, Path] = {}
    for each in sorted(path.parent.iterdir()):
        if each.is_file() and is_volume(each) and (head := _known(each)) and _fits(head, said):
            found.setdefault(head.number, each)
    return found


def _known(path: Path) -> Volume | None:
    with path.open("rb") as stream:
        return _parsed(stream)


def _fits(head: Volume, said: Volume) -> bool:
    return (head.whole, head.of) == (said.whole, said.of)


def _head(stream: BinaryIO) -> Volume:
    found = _parsed(stream)
    if found is None:
        raise refusal("VOLUME_FORM")
    return found


def _parsed(stream: BinaryIO) -> Volume | None:
    if stream.read(len(MAGIC)) != MAGIC:
        return None
    line = stream.readline(_LONGEST_HEAD)
    try:
        values: dict[str, Any] = json.loads(line.decode("ascii"))
        found = Volume(**values)
    except (ValueError, TypeError, RecursionError):
        return None
    numbers = type(found.number) is int and type(found.of) is int
    texts = (str(found.whole), str(found.sha256))
    fits = numbers and 1 <= found.number <= found.of <= MOST and line.endswith(b"\n")
    return found if fits and all(map(_HEX.fullmatch, texts)) else None


def _part(source: Path, number: int, size: int) -> Iterator[bytes]:
    with source.open("rb") as stream:
        stream.seek((number - 1) * size)
        left = size
        while left and (block := stream.read(min(left, _BLOCK))):
            left -= len(block)
            yield block
