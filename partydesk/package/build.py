"""Building a package: what goes in is hashed first, then streamed through the seal.

Nothing is ever written in the clear: the plain archive only exists as a stream of portions, so
memory stays bounded and no scratch file needs to be wiped.
"""

import hashlib
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from partydesk.errors import StorageError
from partydesk.package import bag as bags
from partydesk.package.archive import (
    CHUNK,
    MANIFEST,
    MOST_ENTRIES,
    SIGNATURE,
    TAG_MANIFEST,
    Entry,
    Part,
    archive_chunks,
    is_entry_name,
)
from partydesk.package.bag import BagInfo, PackageInfo
from partydesk.package.cards import BureauCard
from partydesk.package.digits import short_content_id
from partydesk.package.keys import BranchKeys
from partydesk.package.minisig import sign
from partydesk.package.refusals import refusal
from partydesk.package.seal import Sink, Tick, seal_to

LIMIT = 512 << 20
"""Bytes of the largest content that is packed."""

Source = bytes | Path | Callable[[], bytes]
"""Bytes, a file, or a question that fetches the bytes; what is not held is read twice."""

HELD = 32 << 20
"""Bytes of answers that stay in memory between hashing and sealing: a usual quarter, which would
cost a decryption more; a file is read again."""


@dataclass(frozen=True)
class Content:
    """What is submitted: name below ``data/`` in lower-case ASCII -> bytes.

    ``data/left-out.json``, the list of what was left out, must be among them.
    """

    files: Mapping[str, Source]


@dataclass(frozen=True)
class Order:
    """Everything that makes a package.

    Attributes:
        content: The files.
        info: What the package says about itself.
        keys: The branch's keys; they sign.
        card: The unit it is for; ``None`` makes a package that only the branch opens.
        own: Whether the branch's own key can open it again.
    """

    content: Content
    info: PackageInfo
    keys: BranchKeys
    card: BureauCard | None
    own: bool = True

    @property
    def recipient(self) -> str:
        """Fingerprint of whom the package is for."""
        return self.card.fingerprint if self.card else self.keys.fingerprint

    @property
    def recipients(self) -> tuple[str, ...]:
        """Public age keys that open it."""
        units = (self.card.recipient, self.card.escrow) if self.card else ()
        return (*units, self.keys.recipient) if self.own or not units else units


@dataclass(frozen=True)
class Frozen:
    """A package whose content is fixed: its content id will not change any more.

    Attributes:
        content_id: 64 hex digits.
        bag: What ``bag-info.txt`` says.
        parts: Every file of the archive.
    """

    content_id: str
    bag: BagInfo
    parts: tuple[Part, ...]

    @property
    def short_id(self) -> str:
        """The content id as 20 digits to compare by telephone."""
        return short_content_id(self.content_id)

    def chunks(self) -> Iterator[bytes]:
        """The plain archive; only ever to be passed on to a seal."""
        return archive_chunks(self.parts)


@dataclass(frozen=True)
class MadePackage:
    """A sealed package that stands in the work folder under a name without meaning.

    Attributes:
        path: The sealed file; the caller deletes it.
        name: Proposed file name.
        content_id: 64 hex digits.
        bag: What ``bag-info.txt`` says.
        size: Bytes of the sealed file.
    """

    path: Path
    name: str
    content_id: str
    bag: BagInfo
    size: int

    @property
    def short_id(self) -> str:
        """The content id as 20 digits to compare by telephone."""
        return short_content_id(self.content_id)

    def chunks(self) -> Iterator[bytes]:
        """The sealed bytes in portions, for the writer of files."""
        with self.path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def freeze(order: Order, tick: Tick | None = None) -> Frozen:
    """Read and hash all content, fix its id and sign it.

    Args:
        order: What to pack.
        tick: Told the bytes read so far; may raise ``CancelledError``.

    Raises:
        PackageError: ``TOO_BIG``, ``ARCHIVE_LIMIT`` or ``CHANGED_MEANWHILE``.
        ValueError: A name or a value does not fit its place (a fault of the caller).
    """
    _check_names(order.content)
    payload = _measured(order.content, tick)
    sizes = sum(m.part[0].size for m in payload.values())
    counts = {
        name.removeprefix("data/").removesuffix(".jsonl"): m.lines
        for name, m in payload.items()
        if name.endswith(".jsonl") and name.count("/") == 1
    }
    public = order.keys.public
    bag = BagInfo(
        order.info,
        public,
        order.recipient,
        (sizes, len(payload)),
        MappingProxyType(counts),
        order.keys.recipient,
    )
    tags = {
        "bagit.txt": bags.BAGIT,
        "bag-info.txt": bags.render_bag_info(bag),
        MANIFEST: bags.manifest({name: m.sha256 for name, m in payload.items()}),
    }
    tag_manifest = bags.manifest({n: hashlib.sha256(d).hexdigest() for n, d in tags.items()})
    content_id = bags.content_id(tag_manifest)
    comment = bags.trusted_comment(content_id, bag)
    tags[TAG_MANIFEST] = tag_manifest
    tags[SIGNATURE] = sign(tag_manifest, order.keys.signing_seed, comment)
    parts = (*(m.part for m in payload.values()), *(_bytes_part(n, d) for n, d in tags.items()))
    return Frozen(content_id, bag, parts)


def write_package(order: Order, out: Sink, tick: Tick | None = None) -> Frozen:
    """Freeze, then write the sealed package to a stream.

    Raises:
        PackageError: As ``freeze``.
        OSError: As ``out`` raised it.
    """
    frozen = freeze(order, tick)
    seal_to(frozen.chunks(), out, order.recipients)
    return frozen


def make_package(order: Order, work_folder: Path, tick: Tick | None = None) -> MadePackage:
    """Make the sealed package in a private folder; nothing stays there when it fails.

    Raises:
        PackageError: As ``freeze``.
        StorageError: The folder can't be written, or the disk is full.
    """
    path: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=work_folder, suffix=".sealing", delete=False) as out:
            path = Path(out.name)
            frozen = write_package(order, out, tick)
            size = out.tell()
    except BaseException as fault:
        if path is not None:
            path.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise StorageError(
                "打包时磁盘写不进去。", "请检查磁盘剩余空间和写入权限后再导出一次。"
            ) from fault
        raise
    return MadePackage(path, suggested_name(frozen.bag.info), frozen.content_id, frozen.bag, size)


def suggested_name(info: PackageInfo) -> str:
    """The usual file name, ASCII; readers do not rely on it."""
    return f"{info.branch_id}_{info.kind}_{info.period}_{info.seq:04d}.pdp"


@dataclass(frozen=True)
class _Measured:
    part: Part
    sha256: str
    lines: int


def _check_names(content: Content) -> None:
    for name in content.files:
        if not is_entry_name(name) or not name.startswith("data/"):
            raise ValueError(name)
    if bags.LEFT_OUT not in content.files:
        raise ValueError(bags.LEFT_OUT)
    if len(content.files) > MOST_ENTRIES - 5:
        raise refusal("ARCHIVE_LIMIT", f"{len(content.files)} 个文件")


def _measured(content: Content, tick: Tick | None) -> dict[str, _Measured]:
    measured = {}
    total = 0
    for name, source in sorted(content.files.items()):
        digest = hashlib.sha256()
        size = crc = lines = 0
        held: list[bytes] | None = [] if callable(source) else None
        for chunk in _chunks(name, source):
            size += len(chunk)
            if total + size > LIMIT:
                raise refusal("TOO_BIG", f"超过 {LIMIT >> 20} MB")
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            lines += chunk.count(b"\n") if name.endswith(".jsonl") else 0
            if total + size > HELD:
                held = None
            elif held is not None:
                held.append(chunk)
            if tick is not None:
                tick(total + size)
        total += size
        part = (Entry(name, size, crc), _rereader(name, source, held))
        measured[name] = _Measured(part, digest.hexdigest(), lines)
    return measured


def _rereader(name: str, source: Source, held: list[bytes] | None) -> Callable[[], Iterator[bytes]]:
    """Gives the content once more: what was held of it, or else read anew."""
    return lambda: _chunks(name, source) if held is None else iter(held)


def _bytes_part(name: str, data: bytes) -> Part:
    return Entry(name, len(data), zlib.crc32(data)), lambda: iter([data])


def _chunks(name: str, source: Source) -> Iterator[bytes]:
    if isinstance(source, Path):
        try:
            with source.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except OSError as fault:
            raise refusal("CHANGED_MEANWHILE", name) from fault
    else:
        yield source if isinstance(source, bytes) else source()
