"""The signed list of an update: what it brings, for which machines, and what may stand in it."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from partydesk.errors import PackageError
from partydesk.package.names import is_device
from partydesk.package.program_home import number_of

FORM = 1
MOST_FILES: Final = 20_000
LARGEST_FILE: Final = 512 << 20
LARGEST: Final = 1 << 30
LARGEST_LIST = 8 << 20
_PART = re.compile(r"[A-Za-z0-9_+\u4e00-\u9fff][A-Za-z0-9 ._+@\u4e00-\u9fff-]{0,119}")
_DEEPEST, _LONGEST = 16, 200

_AGAIN = "请重新拷贝一份更新文件，或向发布单位再要一份；现在的程序没有改动。"
_STOP = "请不要使用这份文件，并告诉发布单位；现在的程序没有改动。"
_REFUSALS: Final = {
    "UPDATE_FORM": ("这不是支部工作台的更新文件，或者没有拷贝完整。", _AGAIN),
    "UPDATE_BIG": ("更新文件大得不合常理。", _STOP),
    "UPDATE_SIGNATURE": ("更新文件的签名不是发布单位的，可能被人改动过。", _STOP),
    "UPDATE_LIST": ("更新文件的清单不合规定。", _STOP),
    "UPDATE_NAME": ("更新文件里有名称不合规定的文件。", _STOP),
    "UPDATE_FILES": ("更新文件里的文件与清单不一致。", _STOP),
    "UPDATE_DAMAGED": ("更新文件里有内容损坏或被改动。", _AGAIN),
}


def refusal(code: str) -> PackageError:
    """The sentence for a reason."""
    return PackageError(code, *_REFUSALS[code])


@dataclass(frozen=True)
class ProgramFile:
    """One file of the program: its place, what it holds, and whether it can be run."""

    path: str
    size: int
    sha256: str
    runs: bool


@dataclass(frozen=True)
class Update:
    """A signed list.

    Attributes:
        version: Of the program that is brought.
        platform: For which machines, such as ``windows-amd64``.
        data_form: The newest form of a branch file that it knows.
        made_on: The day it was made, as ``2026-11-22``.
        changes: What is new, a sentence each.
        files: All files of the program.
    """

    version: str
    platform: str
    data_form: int
    made_on: str
    changes: tuple[str, ...]
    files: tuple[ProgramFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.files)


def signed_words(version: str, platform: str) -> str:
    """What the signature says beside the list, so that none fits another update."""
    return f"partydesk update {version} {platform}"


def is_program_path(path: str) -> bool:
    """Whether a file may go there: below the folder, with a name that means one thing anywhere."""
    parts = path.split("/")
    return (
        len(path) <= _LONGEST
        and len(parts) <= _DEEPEST
        and all(
            _PART.fullmatch(part) and part[-1] not in ". " and not is_device(part) for part in parts
        )
    )


def parse_list(raw: bytes) -> Update:
    """The list, once its signature was checked.

    Raises:
        PackageError: Something in it is against the rules.
    """
    try:
        found: Any = json.loads(raw)
        if found.pop("form") != FORM or found.pop("program") != "partydesk":
            raise refusal("UPDATE_LIST")
        files = tuple(ProgramFile(**each) for each in found.pop("files"))
        update = Update(files=files, changes=tuple(map(str, found.pop("changes"))), **found)
        texts = (update.version, update.platform, update.made_on)
        right = all(isinstance(each, str) for each in texts) and isinstance(update.data_form, int)
        right = right and all(map(_is_right, files))
        total = update.size
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise refusal("UPDATE_LIST") from error
    if not right or not number_of(update.version) or not 0 < len(files) <= MOST_FILES:
        raise refusal("UPDATE_LIST")
    if total > LARGEST:
        raise refusal("UPDATE_BIG")
    _require_good_names([each.path for each in files])
    return update


def _is_right(file: ProgramFile) -> bool:
    return (
        isinstance(file.path, str)
        and type(file.size) is int
        and 0 <= file.size <= LARGEST_FILE
        and isinstance(file.runs, bool)
        and re.fullmatch(r"[0-9a-f]{64}", file.sha256) is not None
    )


def _require_good_names(paths: list[str]) -> None:
    folded = {path.casefold() for path in paths}
    nested = any(
        path[:at] in folded for path in folded for at, char in enumerate(path) if char == "/"
    )
    if len(folded) != len(paths) or nested or not all(map(is_program_path, paths)):
        raise refusal("UPDATE_NAME")
