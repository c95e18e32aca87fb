"""The plain zip inside the seal: stored, sorted, dated 1980-01-01, one way to write it.

Because there is exactly one way, the reader rebuilds every header from the names and sizes and
compares: no byte of the archive is left that could say something else to another program.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from partydesk.package.names import is_device
from partydesk.package.refusals import refusal

MOST_ENTRIES = 10_000
CHUNK = 1 << 20
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.minisig"
TAG_FILES: Final = ("bag-info.txt", "bagit.txt", MANIFEST)
"""The files that the tag manifest covers."""
_TOP = frozenset({*TAG_FILES, TAG_MANIFEST, SIGNATURE})
_PART = r"[a-z0-9][a-z0-9._-]{0,79}"
_NAME = re.compile(rf"data(/{_PART}){{1,3}}")

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_MADE_BY = 20
_NEEDED = 10
_DATE_1980 = 0x0021


class Plain(Protocol):
    """Bytes that can be read at any place."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def read_at(self, offset: int, length: int) -> bytes:
        """The bytes from the offset on, fewer where the content ends."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive; ``start`` is where its bytes begin."""

    name: str
    size: int
    crc: int
    start: int = 0

    def chunks(self, plain: Plain) -> Iterator[bytes]:
        """The bytes of the file in portions."""
        for offset in range(0, self.size, CHUNK):
            yield plain.read_at(self.start + offset, min(CHUNK, self.size - offset))


Part = tuple[Entry, Callable[[], Iterable[bytes]]]


def is_entry_name(name: str) -> bool:
    """Whether a file may have this name: lower-case ASCII, no tricks on any system."""
    if name in _TOP:
        return True
    parts = name.split("/")
    return _NAME.fullmatch(name) is not None and not any(
        is_device(part) or part.endswith(".") for part in parts
    )


def archive_chunks(parts: Sequence[Part]) -> Iterator[bytes]:
    """The bytes of the archive; every entry must yield exactly its size.

    Raises:
        PackageError: ``CHANGED_MEANWHILE``, when a source yields other bytes than were announced.
    """
    offset = 0
    central = []
    for entry, source in sorted(parts, key=lambda part: part[0].name):
        yield _local_header(entry)
        yield from _checked(entry, source())
        central.append(_central_header(entry, offset))
        offset += len(_local_header(entry)) + entry.size
    directory = b"".join(central)
    yield directory + _end_record(len(central), len(directory), offset)


def read_archive(plain: Plain) -> tuple[Entry, ...]:
    """The entries of an archive that is exactly as ``archive_chunks`` writes it.

    Raises:
        PackageError: ``ARCHIVE_FORM``, ``ARCHIVE_LIMIT`` or one of the ``ENTRY_`` codes.
    """
    count, directory_size, directory_start = _read_end(plain)
    directory = plain.read_at(directory_start, directory_size)
    entries: list[Entry] = []
    seen: set[str] = set()
    position = offset = 0
    for _ in range(count):
        fields, raw_name = _central_fields(directory, position)
        name = _checked_name(raw_name, seen)
        entry = _entry(name, fields, offset, directory_start)
        if entries and entries[-1].name >= name:
            raise refusal("ARCHIVE_FORM")
        header, local = _central_header(entry, offset), _local_header(entry)
        _expect(directory[position : position + len(header)], header)
        _expect(plain.read_at(offset, len(local)), local)
        entries.append(entry)
        position += len(header)
        offset = entry.start + entry.size
    if position != directory_size or offset != directory_start:
        raise refusal("ARCHIVE_FORM")
    _check_no_folder_is_a_file(seen)
    return tuple(entries)


def _checked(entry: Entry, chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = crc = 0
    for chunk in chunks:
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if (size, crc) != (entry.size, entry.crc):
        raise refusal("CHANGED_MEANWHILE", entry.name)


def _local_header(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    sizes = (entry.crc, entry.size, entry.size, len(name), 0)
    return _LOCAL.pack(b"PK\3\4", _NEEDED, 0, 0, 0, _DATE_1980, *sizes) + name


def _central_header(entry: Entry, offset: int) -> bytes:
    name = entry.name.encode("ascii")
    fixed = (b"PK\1\2", _MADE_BY, _NEEDED, 0, 0, 0, _DATE_1980)
    return (
        _CENTRAL.pack(*fixed, entry.crc, entry.size, entry.size, len(name), 0, 0, 0, 0, 0, offset)
        + name
    )


def _end_record(count: int, size: int, start: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, start, 0)


def _read_end(plain: Plain) -> tuple[int, int, int]:
    tail = plain.read_at(max(0, plain.size - _END.size), _END.size)
    if len(tail) != _END.size or plain.read_at(0, 4) != b"PK\3\4":
        raise refusal("ARCHIVE_FORM")
    _, _, _, _, count, size, start, _ = _END.unpack(tail)
    _expect(tail, _end_record(count, size, start))
    if count > MOST_ENTRIES:
        raise refusal("ARCHIVE_LIMIT", f"{count} 个文件")
    # Checked before anything of that size is read: no lying sizes, nothing before or after.
    if start + size + _END.size != plain.size or size > count * (_CENTRAL.size + 300):
        raise refusal("ARCHIVE_FORM")
    return count, size, start


def _central_fields(directory: bytes, position: int) -> tuple[tuple[int, ...], bytes]:
    if position + _CENTRAL.size > len(directory):
        raise refusal("ARCHIVE_FORM")
    magic, *fields = _CENTRAL.unpack_from(directory, position)
    if magic != b"PK\1\2":
        raise refusal("ARCHIVE_FORM")
    start = position + _CENTRAL.size
    return tuple(fields), directory[start : start + fields[9]]


def _checked_name(raw: bytes, seen: set[str]) -> str:
    name = raw.decode("latin-1")
    if name.casefold() in seen:
        raise refusal("ENTRY_DUPLICATE")
    if not is_entry_name(name):
        raise refusal("ENTRY_NAME")
    seen.add(name)
    return name


def _entry(name: str, fields: tuple[int, ...], expected: int, end: int) -> Entry:
    """The entry, after the checks whose failure deserves its own sentence."""
    flags, method, crc, packed, size, offset = (*fields[2:4], *fields[6:9], fields[15])
    if flags or method or packed != size:
        raise refusal("ENTRY_METHOD")
    start = expected + _LOCAL.size + len(name)
    if offset < expected or start + size > end:
        raise refusal("ENTRY_OVERLAP")
    if offset > expected:
        raise refusal("ARCHIVE_FORM")
    return Entry(name, size, crc, start)


def _check_no_folder_is_a_file(names: set[str]) -> None:
    for name in names:
        if any(name[:i] in names for i, letter in enumerate(name) if letter == "/"):
            raise refusal("ENTRY_NAME")


def _expect(found: bytes, expected: bytes) -> None:
    if found != expected:
        raise refusal("ARCHIVE_FORM")
