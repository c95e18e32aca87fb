"""The bureau's register: which branches it knows by which key, and what it took from each."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import ForeignFileError, InvalidValuesError
from partydesk.package.bag import signer_fingerprint
from partydesk.package.digits import plain_digits

#: The register's name in the folder that packages are collected into.
REGISTER = "收件登记.json"
_FORM = "partydesk-intake"
_KEY = re.compile("[0-9a-f]{64}")
_DIGITS = 30


@dataclass
class KnownBranch:
    """What the bureau knows of a branch.

    Attributes:
        name: As its last package says.
        signer: Public signing key, 64 hex digits.
        sequence: Number of the last package that was taken; 0 for none.
        content_id: Of that package; empty for none.
        taken: Content ids of all packages that were taken, in order.
    """

    name: str
    signer: str
    sequence: int = 0
    content_id: str = ""
    taken: list[str] = field(default_factory=list)


@dataclass
class Register:
    """All branches by their number at the bureau."""

    folder: Path
    branches: dict[str, KnownBranch]

    @property
    def keys(self) -> dict[str, bytes]:
        """Public signing keys by branch."""
        return {number: bytes.fromhex(each.signer) for number, each in self.branches.items()}

    def save(self) -> None:
        """Write the register; the former one stays until the new one is on the disk.

        Raises:
            StorageError: The folder can't be written.
        """
        told = {number: asdict(each) for number, each in sorted(self.branches.items())}
        whole = {"form": _FORM, "version": 1, "branches": told}
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        safeio.write_file(self.folder / REGISTER, text.encode())


def load_register(folder: Path) -> Register:
    """The register in a folder; an empty one where there is none yet.

    Raises:
        ForeignFileError: It is damaged, or from a newer program.
        StorageError: It can't be read.
    """
    path = folder / REGISTER
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Register(folder, {})
    except OSError as error:
        raise storage_error(error, path) from error
    try:
        return Register(folder, _branches(json.loads(data.decode("utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ForeignFileError(
            f"“{REGISTER}”已损坏，或来自更新版本的程序，没有接收任何上报包。",
            "请用它的备份恢复；没有备份时，换一个空的收件文件夹，重新核对指纹并接收。",
        ) from None


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


def _branches(whole: dict[str, Any]) -> dict[str, KnownBranch]:
    if (whole["form"], whole["version"]) != (_FORM, 1):
        raise ValueError(whole["form"])
    found = {str(number): KnownBranch(**told) for number, told in whole["branches"].items()}
    for each in found.values():
        if _KEY.fullmatch(each.signer) is None or type(each.sequence) is not int:
            raise ValueError(each)
    return found
