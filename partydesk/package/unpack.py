"""Taking the files out of an opened package, under names that can do no harm."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partydesk.errors import StorageError
from partydesk.package.names import clean_name, distinct_names, harmless_name
from partydesk.package.opened import OpenedPackage
from partydesk.package.refusals import refusal

ATTACHMENTS = "data/attachments.json"
"""A list of objects with ``sha256`` and ``name``; attachments stand in ``data/att/<sha256>``."""
_FOLDER = "附件"
_STORED = "data/att/"

Write = Callable[[Path, Iterable[bytes]], object]
"""Writes a new file from portions, such as ``safeio.write_file``."""


@dataclass(frozen=True)
class UnpackedFile:
    """One file to write: where, relative to the chosen folder, and from which entry."""

    relative: Path
    entry: str


def plan(opened: OpenedPackage) -> tuple[UnpackedFile, ...]:
    """The files of a package with the names they get: records as they are, attachments readable."""
    plain = ["bag-info.txt", *sorted(n for n in opened.hashes if not n.startswith(_STORED))]
    stored = sorted(n for n in opened.hashes if n.startswith(_STORED))
    proposed = _proposed(opened)
    flat = [name.removeprefix("data/").replace("/", "_") for name in plain]
    readable = [proposed.get(name, name.removeprefix(_STORED)[:16]) for name in stored]
    return (
        *(UnpackedFile(Path(name), entry) for name, entry in _paired(flat, plain)),
        *(UnpackedFile(Path(_FOLDER, name), entry) for name, entry in _paired(readable, stored)),
    )


def unpack(
    opened: OpenedPackage,
    target: Path,
    write: Write | None = None,
    *,
    accept_unregistered: bool = False,
) -> tuple[Path, ...]:
    """Write all files below a folder; an existing file is never replaced.

    Args:
        opened: A package that passed every check.
        target: Folder to write to; made when it is missing.
        write: What writes one file; by default a plain writer that syncs.
        accept_unregistered: Take out files although the sender is not registered; only after
            the user was told ``opened.caution``.

    Raises:
        PackageError: ``SIGNER_UNREGISTERED`` or ``TARGET_EXISTS``, before anything is written.
        StorageError: The folder can't be written.
    """
    if opened.caution is not None and not accept_unregistered:
        raise opened.caution
    files = plan(opened)
    for file in files:
        if os.path.lexists(target / file.relative):
            raise refusal("TARGET_EXISTS", str(file.relative))
    writer = write or _write_new
    try:
        for file in files:
            path = target / file.relative
            path.parent.mkdir(parents=True, exist_ok=True)
            writer(path, opened.chunks(file.entry))
    except OSError as fault:
        raise StorageError(
            "文件写不到所选的文件夹。", "请检查写入权限和剩余空间，或换一个文件夹。"
        ) from fault
    return tuple(target / file.relative for file in files)


def _proposed(opened: OpenedPackage) -> dict[str, str]:
    """Entry -> the name that the sender gave an attachment; foreign text, not yet cleaned."""
    rows: Any = opened.document(ATTACHMENTS) if ATTACHMENTS in opened.hashes else []
    found = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            found[f"{_STORED}{row.get('sha256')}"] = row["name"]
    return found


def _paired(texts: list[str], entries: list[str]) -> list[tuple[str, str]]:
    return list(zip(distinct_names(harmless_name(text) for text in texts), entries, strict=True))


def _write_new(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def proposed_names(opened: OpenedPackage) -> Iterator[tuple[str, str]]:
    """Entry and clean name of every attachment, to be shown."""
    for entry, name in sorted(_proposed(opened).items()):
        if entry in opened.hashes:
            yield entry, clean_name(name)
