"""The bureau's register: which branches it knows by which key, and what it took from each.

A file of lines, one for each package that was taken; each carries a seal over itself and all lines
before it, made with the bureau's signing key. Whoever changes, removes or adds a line without that
key is noticed; a line is written once and never again, however many there are. Whole lines cut
off at its end make it an older register: what they told of is taken again.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import ForeignFileError, InvalidValuesError
from partydesk.package.bag import PackageInfo, signer_fingerprint
from partydesk.package.digits import plain_digits
from partydesk.package.keys import BureauKeys
from partydesk.storage import lock_file

#: The register's name in the folder that packages are collected into.
REGISTER = "收件登记.jsonl"
_HEAD = {"form": "partydesk-intake", "version": 2}
_PURPOSE = b"partydesk intake register v2"
_SEAL = ',"seal":"'
_DIGITS = 30


@dataclass
class KnownBranch:
    """What the bureau knows of a branch.

    Attributes:
        signer: Public signing key, 32 bytes.
        sequence: Number of the last package that was taken.
        content_id: Of that package.
        taken: Content ids of all packages that were taken.
    """

    signer: bytes
    sequence: int = 0
    content_id: str = ""
    taken: set[str] = field(default_factory=set)


class Register:
    """All branches by their number at the bureau.

    Attributes:
        branches: What is known of each.
        keys: The public signing key of each.
        former: Signing keys that branches had before -> branch.
    """

    def __init__(self, folder: Path, keys: BureauKeys) -> None:
        self.branches: dict[str, KnownBranch] = {}
        self.keys: dict[str, bytes] = {}
        self.former: dict[bytes, str] = {}
        self._path = folder / REGISTER
        self._key = hmac.digest(keys.signing_seed, _PURPOSE, "sha256")
        self._seal = ""
        self._length = 0

    def enter(self, info: PackageInfo, signer: bytes, content_id: str) -> None:
        """Write one package down as taken; when this returns, it stands on the disk.

        Raises:
            StorageError: The folder can't be written; the register is as it was.
        """
        told = {
            "branch": info.branch_id,
            "name": info.branch_name,
            "signer": signer.hex(),
            "sequence": info.seq,
            "content_id": content_id,
        }
        try:
            if not self._length:
                self._append(_HEAD)
            self._append(told)
        except OSError as error:
            raise storage_error(error, self._path) from error
        self._take(told)

    def read(self) -> None:
        """Take everything in that the file says; without a file nothing is known yet.

        A last line without its end was cut off with the machine: its package was not told as
        taken, and is taken again.

        Raises:
            ForeignFileError: It was changed, is damaged, or is another bureau's.
            StorageError: It can't be read.
        """
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise storage_error(error, self._path) from error
        whole = data[: data.rfind(b"\n") + 1]
        for number, line in enumerate(whole.split(b"\n")[:-1], 1):
            try:
                self._read_line(line.decode("utf-8"), number)
            except (ValueError, KeyError, TypeError, RecursionError):
                raise _changed(number) from None
        if not whole:
            raise _changed(1)
        self._length = len(whole)

    def _read_line(self, line: str, number: int) -> None:
        told, _, seal = line.rpartition(_SEAL)
        if seal != f'{self._over(told)}"}}':
            raise ValueError(line)
        self._seal = seal[:64]
        values = json.loads(told + "}")
        if number > 1:
            self._take(values)
        elif values != _HEAD:
            raise ValueError(line)

    def _take(self, told: dict[str, Any]) -> None:
        number, signer = told["branch"], bytes.fromhex(told["signer"])
        known = self.branches.setdefault(number, KnownBranch(signer))
        if known.signer != signer:
            self.former[known.signer] = number
            self.former.pop(signer, None)
            known.signer = signer
        known.sequence, known.content_id = told["sequence"], told["content_id"]
        known.taken.add(known.content_id)
        self.keys[number] = signer

    def _over(self, text: str) -> str:
        return hmac.new(self._key, f"{self._seal}\n{text}".encode(), hashlib.sha256).hexdigest()

    def _append(self, told: Mapping[str, Any]) -> None:
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))[:-1]
        seal = self._over(text)
        data = f'{text}{_SEAL}{seal}"}}\n'.encode()
        if not self._length:
            safeio.write_file(self._path, data)
        else:
            with self._path.open("r+b") as stream:
                stream.truncate(self._length)  # what a cut-off line left
                stream.seek(self._length)
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        self._seal = seal
        self._length += len(data)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a second run, here or on another computer, away from the register.

    Raises:
        FileInUseError: Another run has it; the sentence says whose.
        StorageError: The folder can't be written.
    """
    lock = lock_file.take(folder / REGISTER)
    try:
        yield
    finally:
        lock.release()


def load_register(folder: Path, keys: BureauKeys) -> Register:
    """The register in a folder; an empty one where there is none yet.

    Raises:
        ForeignFileError: It was changed, is damaged, or is another bureau's.
        StorageError: It can't be read.
    """
    register = Register(folder, keys)
    register.read()
    return register


def typed_fingerprints(written: Mapping[str, str]) -> dict[str, str]:
    """Fingerprints by branch as plain digits, as typed from the sheets of registration.

    Raises:
        InvalidValuesError: One is not a whole fingerprint.
    """
    found = {number: plain_digits(text) for number, text in written.items()}
    for number, digits in found.items():
        if len(digits) != _DIGITS:
            sentence = f"“{number}”的指纹应为 {_DIGITS} 位数字，这里是 {len(digits)} 位。"
            raise InvalidValuesError({"register": sentence})
    return found


def fits(signer: bytes, typed: str | None) -> bool:
    """Whether a key is the one whose fingerprint was typed from paper."""
    return typed is not None and plain_digits(signer_fingerprint(signer)) == typed


def _changed(number: int) -> ForeignFileError:
    return ForeignFileError(
        f"“{REGISTER}”第 {number} 行被改动过、已损坏，或不是用这把密钥登记的，没有接收任何上报包。",
        "请不要手工改它，用它的备份恢复；没有备份时，换一个空的收件文件夹，重新核对指纹并接收。",
    )
