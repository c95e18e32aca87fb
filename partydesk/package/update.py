"""The update file ``.pdu``: a zip with the program's files and a signed list of them.

Nothing of it is believed before the publisher's signature on the list was checked; after that
every file must be exactly what the list says. The list alone decides where a file goes.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import PackageError
from partydesk.package import minisig
from partydesk.package.update_list import (
    LARGEST,
    LARGEST_LIST,
    MOST_FILES,
    ProgramFile,
    Update,
    parse_list,
    refusal,
    signed_words,
)

SUFFIX = ".pdu"
MANIFEST, SIGNATURE = "manifest.json", "manifest.json.minisig"
#: Everything else in the file lies below this name.
PROGRAM = "program/"
_CHUNK = 1 << 20
#: What the library raises at a damaged entry; a name that is no text is a ValueError.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_END = struct.Struct("<4s4H2IH")

#: Hears the name of a step, and how many bytes of how many are done; what it raises ends it.
Tell = Callable[[str, int, int], object]


def read_update(path: Path, public: bytes) -> Update:
    """The list of an update file, after its signature was checked.

    Args:
        path: The file, for example on a stick.
        public: The publisher's public key.

    Raises:
        PackageError: It is none of ours, changed, cut or against the rules.
        StorageError: It can't be read.
    """
    _require_modest(path)
    with _Opened(path) as archive:
        raw = _small(archive, MANIFEST, LARGEST_LIST)
        signature = _small(archive, SIGNATURE, 1024)
        update = _checked(raw, signature, public)
        names = [each.filename for each in archive.infolist()]
        wanted = {MANIFEST, SIGNATURE, *(PROGRAM + each.path for each in update.files)}
        if len(names) != len(set(names)) or set(names) != wanted:
            raise refusal("UPDATE_FILES")
    return update


def unpack(
    path: Path,
    update: Update,
    folder: Path,
    tell: Tell,
    faults: safeio.FaultPlan = safeio.NO_FAULTS,
) -> None:
    """Write the files of an update into a new folder; each is read back from the disk.

    Raises:
        PackageError: A file is not what the list says.
        StorageError: The disk refuses, or the update file can't be read any more.
    """
    done = 0
    with _Opened(path) as archive:
        for each in update.files:
            tell("正在解开新程序", done, update.size)
            target = folder.joinpath(*each.path.split("/"))
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise storage_error(error, target.parent) from error
            with closing(_content(archive, path, each)) as content:
                safeio.write_file(target, content, faults=faults)
            target.chmod(0o755 if each.runs else 0o644)
            done += each.size
    tell("正在解开新程序", done, update.size)


def require_whole(folder: Path, update: Update, tell: Tell) -> None:
    """Compare a folder with the list: all files, each with its content, and no other one.

    Raises:
        PackageError: Something is missing, different or too much.
        StorageError: It can't be read.
    """
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir()}
    if found != {each.path for each in update.files}:
        raise refusal("UPDATE_FILES")
    done = 0
    for each in update.files:
        tell("正在核对新程序", done, update.size)
        if safeio.read_back_sha256(folder / each.path) != each.sha256:
            raise refusal("UPDATE_DAMAGED")
        done += each.size


def _checked(raw: bytes, signature: bytes, public: bytes) -> Update:
    try:
        found = minisig.parse(signature)
        # The words are checked against the list below, once the list is believed.
        minisig.check(raw, found, public, found.comment)
    except PackageError as error:
        raise refusal("UPDATE_SIGNATURE") from error
    update = parse_list(raw)
    if found.comment != signed_words(update.version, update.platform):
        raise refusal("UPDATE_SIGNATURE")
    return update


def _require_modest(path: Path) -> None:
    """Before a library reads the directory of the zip: it must be whole and small."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(0, size - _END.size))
            tail = stream.read(_END.size)
    except OSError as error:
        raise storage_error(error, path) from error
    if size > LARGEST:
        raise refusal("UPDATE_BIG")
    if len(tail) != _END.size or not tail.startswith(b"PK\5\6"):
        raise refusal("UPDATE_FORM")
    _, _, _, here, count, length, start, comment = _END.unpack(tail)
    if here != count or comment or start + length + _END.size != size:
        raise refusal("UPDATE_FORM")
    if count > MOST_FILES + 2 or length > count * 400:
        raise refusal("UPDATE_BIG")


class _Opened:
    """A zip whose faults are told as ours."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self._archive = zipfile.ZipFile(self._path)
        except OSError as error:
            raise storage_error(error, self._path) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refusal("UPDATE_FORM") from error
        return self._archive

    def __exit__(self, *_: object) -> None:
        self._archive.close()


def _small(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        about = archive.getinfo(name)
        if about.file_size > most:
            raise refusal("UPDATE_BIG")
        with archive.open(about) as stream:
            data = stream.read(most + 1)
    except KeyError as error:
        raise refusal("UPDATE_FORM") from error
    except _DAMAGE as error:
        raise refusal("UPDATE_DAMAGED") from error
    if len(data) > most:
        raise refusal("UPDATE_BIG")
    return data


def _content(
    archive: zipfile.ZipFile, path: Path, file: ProgramFile
) -> Generator[bytes, None, None]:
    """The bytes of one file, never more than the list says."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(PROGRAM + file.path) as stream:
            while block := stream.read(_CHUNK):
                size += len(block)
                if size > file.size:
                    raise refusal("UPDATE_DAMAGED")
                digest.update(block)
                yield block
    except _DAMAGE as error:
        raise refusal("UPDATE_DAMAGED") from error
    except OSError as error:
        raise storage_error(error, path) from error
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise refusal("UPDATE_DAMAGED")
