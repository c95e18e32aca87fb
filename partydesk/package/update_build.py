"""Making an update file out of a built program folder; used by the build and by tests."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from partydesk.errors import RefusedError
from partydesk.package import minisig
from partydesk.package.update import MANIFEST, PROGRAM, SIGNATURE, read_update
from partydesk.package.update_list import (
    FORM,
    ProgramFile,
    Update,
    is_program_path,
    signed_words,
)

#: The same bytes for the same folder: no time of the machine stands in the file.
_DATE = (1980, 1, 1, 0, 0, 0)


def list_files(folder: Path) -> tuple[ProgramFile, ...]:
    """All files of a built program.

    Raises:
        RefusedError: Something in it can't travel: a link, or a name that is not the same anywhere.
    """
    found = []
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_symlink() or not (file.is_dir() or is_program_path(path)):
            raise RefusedError(f"“{path}”不能放进更新文件。")
        if file.is_file():
            data = file.read_bytes()
            # Windows has no such mark; there the ending says it.
            runs = bool(file.stat().st_mode & 0o100)
            found.append(ProgramFile(path, len(data), hashlib.sha256(data).hexdigest(), runs))
    return tuple(found)


def manifest_of(update: Update) -> bytes:
    """The list as it is signed."""
    about = {"form": FORM, "program": "partydesk", **asdict(update)}
    return json.dumps(about, ensure_ascii=False, indent=1).encode()


def write_update(folder: Path, update: Update, target: Path, seed: bytes) -> Update:
    """Write and sign an update file, and read its list again as a machine would.

    Args:
        folder: The built program.
        update: Its list, with the files of ``list_files``.
        target: The file to write.
        seed: The publisher's signing seed, 32 bytes.
    """
    manifest = manifest_of(update)
    signature = minisig.sign(manifest, seed, signed_words(update.version, update.platform))
    write_parts(target, [(MANIFEST, manifest), (SIGNATURE, signature), *_parts(folder, update)])
    return read_update(target, minisig.public_key(seed))


def write_parts(target: Path, parts: Sequence[tuple[str, bytes | Path]]) -> None:
    """Write a zip of named bytes or files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts:
            about = zipfile.ZipInfo(name, _DATE)
            about.compress_type = zipfile.ZIP_DEFLATED
            data = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(about, data)


def _parts(folder: Path, update: Update) -> list[tuple[str, bytes | Path]]:
    return [(PROGRAM + each.path, folder / each.path) for each in update.files]
