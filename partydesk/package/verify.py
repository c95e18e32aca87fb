"""Reading a package strictly: the seal, the archive, the lists, the signature, then the content.

A package is either refused with a code of ``refusals.REFUSALS`` or returned whole; there is no
partly good package, and nothing of a refused one stays behind.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from partydesk.errors import StorageError
from partydesk.package import bag as bags
from partydesk.package import minisig
from partydesk.package.archive import (
    MANIFEST,
    SIGNATURE,
    TAG_FILES,
    TAG_MANIFEST,
    Entry,
    Plain,
    read_archive,
)
from partydesk.package.bag import BagInfo
from partydesk.package.opened import OpenedPackage, Opener, Registry, Trust
from partydesk.package.records import LONGEST_DOCUMENT, read_document, read_lines
from partydesk.package.refusals import refusal
from partydesk.package.seal import HARD_LIMIT, Tick, unseal_to
from partydesk.package.spool import Spool
from partydesk.package.succession import ENTRY, Succession, follows, read_successions

_LONGEST_TAG_FILE = 4 << 20


def open_package(
    source: Path | BinaryIO, opener: Opener, work_folder: Path, tick: Tick | None = None
) -> OpenedPackage:
    """Unseal and check a package completely.

    Args:
        source: The file, or a stream that can be read at any place.
        opener: Who opens it.
        work_folder: A folder of the program's own for an encrypted scratch file.
        tick: Told the sealed bytes read so far; may raise ``CancelledError``.

    Raises:
        PackageError: Refused, with one of the codes of ``refusals.REFUSALS``.
        StorageError: The file or the scratch folder can't be read or written.
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                return _opened(stream, opener, work_folder, tick)
        return _opened(source, opener, work_folder, tick)
    except OSError as fault:
        raise StorageError(
            "上报包文件读不出来，或者磁盘空间不够。",
            "请把它复制到本机硬盘后再试，并检查磁盘剩余空间。",
        ) from fault


def _opened(
    stream: BinaryIO, opener: Opener, work_folder: Path, tick: Tick | None
) -> OpenedPackage:
    spool = Spool(work_folder, HARD_LIMIT)
    try:
        unseal_to(stream, spool, opener.identities, tick)
        spool.finish()
        return check_plain(spool, opener)
    except BaseException:
        spool.close()
        raise


def check_plain(plain: Spool, opener: Opener) -> OpenedPackage:
    """Every check behind the seal.

    Raises:
        PackageError: Refused.
    """
    entries = {entry.name: entry for entry in read_archive(plain)}
    for name in TAG_FILES:
        if name not in entries:
            raise refusal("MANIFEST_FORM" if name == MANIFEST else "BAG_FORM")
    bag_info = _small(entries["bag-info.txt"], plain)
    bag = bags.parse_bag_info(bag_info)
    if TAG_MANIFEST not in entries:
        raise refusal("MANIFEST_FORM")
    tag_manifest = _small(entries[TAG_MANIFEST], plain)
    content_id = bags.content_id(tag_manifest)
    trust = _check_signer(bag, opener.registry, lambda: _chain(entries, plain))
    _check_signature(entries, plain, tag_manifest, bag)
    _check_tags(entries, plain, tag_manifest)
    if bag.recipient not in opener.recipients:
        raise refusal("RECIPIENT")
    hashes = _check_payload(entries, plain, bag)
    _check_records(entries, plain, bag)
    frozen = MappingProxyType(entries)
    return OpenedPackage(content_id, bag, trust, MappingProxyType(hashes), frozen, plain)


def _small(entry: Entry, plain: Plain) -> bytes:
    if entry.size > _LONGEST_TAG_FILE:
        raise refusal("ARCHIVE_LIMIT", "说明页太大")
    data = b"".join(entry.chunks(plain))
    if zlib.crc32(data) != entry.crc:
        raise refusal("ENTRY_DAMAGED")
    return data


def _check_signer(
    bag: BagInfo, registry: Registry, chain: Callable[[], tuple[Succession, ...]]
) -> Trust:
    name, branch_id = bag.info.branch_name, bag.info.branch_id
    if bag.signer in registry.revoked:
        raise refusal("SIGNER_REVOKED", name)
    known = registry.keys.get(branch_id)
    if known == bag.signer:
        return Trust.REGISTERED
    if registry.former.get(bag.signer) == branch_id:
        return Trust.FORMER
    if bag.signer in registry.former or bag.signer in registry.keys.values():
        raise refusal("SIGNER_OTHER_BRANCH", name)
    if known is None:
        return Trust.UNREGISTERED
    if not follows(chain(), known, bag.signer, (branch_id, bag.info.seq), registry.former):
        raise refusal("SIGNER_UNKNOWN", name)
    return Trust.SUCCEEDED


def _chain(entries: Mapping[str, Entry], plain: Plain) -> tuple[Succession, ...]:
    """What the package says of its signer's key; the list and its own signature are checked too."""
    return read_successions(_small(entries[ENTRY], plain)) if ENTRY in entries else ()


def _check_signature(
    entries: Mapping[str, Entry], plain: Plain, tag_manifest: bytes, bag: BagInfo
) -> None:
    if SIGNATURE not in entries:
        raise refusal("SIGNATURE_MISSING")
    found = minisig.parse(_small(entries[SIGNATURE], plain))
    comment = bags.trusted_comment(bags.content_id(tag_manifest), bag)
    minisig.check(tag_manifest, found, bag.signer, comment)


def _check_tags(entries: Mapping[str, Entry], plain: Plain, tag_manifest: bytes) -> None:
    actual = {name: _small(entries[name], plain) for name in TAG_FILES}
    if actual["bagit.txt"] != bags.BAGIT:
        raise refusal("BAG_FORM")
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in actual.items()}
    if bags.manifest(hashes) != tag_manifest:
        raise refusal("TAG_WRONG")


def _check_payload(entries: Mapping[str, Entry], plain: Plain, bag: BagInfo) -> dict[str, str]:
    listed = bags.parse_manifest(_small(entries[MANIFEST], plain))
    if not listed:
        raise refusal("MANIFEST_EMPTY")
    present = {name for name in entries if name.startswith("data/")}
    if missing := sorted(listed.keys() - present) or sorted({bags.LEFT_OUT} - present):
        raise refusal("ENTRY_MISSING", missing[0])
    if extra := sorted(present - listed.keys()):
        raise refusal("ENTRY_UNLISTED", extra[0])
    for name in sorted(present):
        digest, crc = hashlib.sha256(), 0
        for chunk in entries[name].chunks(plain):
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
        if digest.hexdigest() != listed[name]:
            raise refusal("HASH_WRONG", name)
        if crc != entries[name].crc:
            raise refusal("ENTRY_DAMAGED")
    sizes = (sum(entries[name].size for name in present), len(present))
    if sizes != bag.payload:
        raise refusal("COUNTS_WRONG", "总大小")
    return listed


def _check_records(entries: Mapping[str, Entry], plain: Plain, bag: BagInfo) -> None:
    counts = {}
    for name, entry in entries.items():
        if name.endswith(".jsonl"):
            number = sum(1 for _ in read_lines(entry.chunks(plain), name))
            if name.count("/") == 1:
                counts[name.removeprefix("data/").removesuffix(".jsonl")] = number
        elif name.endswith(".json"):
            if entry.size > LONGEST_DOCUMENT:
                raise refusal("DATA_LIMIT", f"{name} 太大")
            read_document(b"".join(entry.chunks(plain)), name)
    if counts != bag.counts:
        raise refusal("COUNTS_WRONG", "条数")
