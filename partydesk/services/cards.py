"""Bureau cards: which one the branch trusts, and making a real one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.disk_errors import storage_error
from partydesk.errors import InvalidValuesError, RefusedError
from partydesk.package.cards import BureauCard, card_bytes, make_bureau, read_card
from partydesk.package.digits import plain_digits
from partydesk.package.keys import key_file_bytes, key_sheet
from partydesk.paths import resources
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.storage.keys import password_problem
from partydesk.storage.store import Store

#: The groups of the fingerprint that are typed from the paper notice (safety study 2.7).
ASKED_GROUPS = (1, 4, 6)

#: Said wherever the sample card is used.
SAMPLE_WARNING = "这是示例名片，谁都能打开封给它的上报包，只能用来演练，不能上报真实材料。"

_KEY = "bureau.card"


@dataclass(frozen=True)
class BureauFiles:
    """What making a bureau's card wrote, and what must be printed now.

    Attributes:
        card: For the branches.
        key_file: Stays at the bureau; opens what branches send, under its passphrase.
        fingerprint: For the official notice.
        key_sheet: Text with the private keys, for the safe; stands nowhere else.
    """

    card: Path
    key_file: Path
    fingerprint: str
    key_sheet: str


def the_card(store: Store) -> BureauCard | None:
    """The card that was confirmed from paper; none yet."""
    kept = setting(store, _KEY)
    return read_card(kept["card"].encode()) if kept else None


def remember_card(store: Store, data: bytes, typed_groups: Mapping[int, str]) -> BureauCard:
    """Trust a card after groups of its fingerprint were typed from paper.

    Args:
        store: The file.
        data: Content of the ``.pdcard`` file.
        typed_groups: What was typed for each of ``ASKED_GROUPS``, by number from 1. A newer
            card of the keys that are trusted already needs none.

    Raises:
        PackageError: It is no card, or not a whole one.
        InvalidValuesError: Groups differ, named ``group_1``; nothing is kept.
        RefusedError: It is older than the one that is trusted.
    """
    card = read_card(data)
    known = the_card(store)
    if known is not None and known.fingerprint == card.fingerprint:
        if card.list_version < known.list_version:
            raise RefusedError("这张名片比现在用的旧，没有更换。", "请向上级单位索取最新的名片。")
    else:
        _require_typed(card, typed_groups)
    keep_setting(store, _KEY, {"card": data.decode("utf-8-sig")})
    return card


def use_sample_card(store: Store) -> BureauCard:
    """Use the sample card for practice; its digits need no paper.

    Raises:
        RefusedError: A real card is in use.
    """
    known = the_card(store)
    if known is not None and not known.is_sample:
        raise RefusedError("已经在用正式的名片，没有换成示例名片。", "要演练，请用示例支部。")
    data = sample_card_bytes()
    keep_setting(store, _KEY, {"card": data.decode()})
    return read_card(data)


def name_on(data: bytes) -> str:
    """Whose card it says it is; not to be trusted before its fingerprint was compared.

    Raises:
        PackageError: It is no card, or not a whole one.
    """
    return read_card(data).name


def read_card_file(path: Path) -> bytes:
    """The bytes of a card file; errors as for any file."""
    return _read(path)


def sample_card_bytes() -> bytes:
    """The sample card that ships; only for trying out."""
    return (resources() / "cards" / "sample.pdcard").read_bytes()


def make_bureau_card(
    name: str, bureau_id: str, folder: Path, passphrase: str, today: date
) -> BureauFiles:
    """Make a bureau's card and key file in a folder; nothing there is replaced.

    Raises:
        InvalidValuesError: Name, number or passphrase can't be used.
        RefusedError: The files are there already.
        StorageError: The folder can't be written; nothing is left behind.
    """
    if problem := password_problem(passphrase):
        raise InvalidValuesError({"password": problem})
    try:
        card, keys = make_bureau(name, bureau_id, today)
    except ValueError:
        sentence = "单位名称不能为空，单位编号只能用字母、数字、点、横线和下划线。"
        raise InvalidValuesError({"bureau_id": sentence}) from None
    card_path, key_path = (folder / f"{bureau_id}{end}" for end in (".pdcard", ".pdkey"))
    for path in (card_path, key_path):
        if path.exists():
            raise RefusedError(f"“{path.name}”已经存在，没有覆盖。", "请换一个文件夹。")
    safeio.write_file(key_path, key_file_bytes(keys, passphrase))
    try:
        safeio.write_file(card_path, card_bytes(card, keys))
    except BaseException:
        key_path.unlink(missing_ok=True)
        raise
    return BureauFiles(card_path, key_path, card.fingerprint, key_sheet(card.name, keys))


def _require_typed(card: BureauCard, typed: Mapping[int, str]) -> None:
    groups = card.fingerprint.split()
    problems: dict[str, str] = {}
    for number in ASKED_GROUPS:
        digits: Any = plain_digits(typed.get(number, ""))
        if not digits:
            problems[f"group_{number}"] = f"请对照上级通知，输入指纹的第 {number} 组。"
        elif digits != groups[number - 1]:
            problems[f"group_{number}"] = (
                f"第 {number} 组与这张名片不符，名片没有采用。"
                "请对照通知重新输入；仍不符，请不要使用这张名片，向上级核实。"
            )
    if problems:
        raise InvalidValuesError(problems)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise storage_error(error, path) from error
