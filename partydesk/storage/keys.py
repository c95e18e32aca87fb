"""The recovery secret, the keys that follow from it, its printed form, and sealing with a key."""

import os
import re
import unicodedata
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from partydesk.errors import DamagedFileError, InvalidValuesError

SECRET_BYTES = 16
SALT_BYTES = 16

_GROUPS, _GROUP_DIGITS, _FACTOR = 8, 6, 11
_VERSION = b"\x01"
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Keys:
    """What opens a file and, for the secretary, its confidential fields.

    Attributes:
        database: 32 bytes; opens the file.
        confidential: 32 bytes; opens the sealed fields. None for a deputy.
    """

    database: bytes = field(repr=False)
    confidential: bytes | None = field(repr=False)


def new_secret() -> bytes:
    """128 random bits: everything else follows from them and the file's salt."""
    return os.urandom(SECRET_BYTES)


def new_salt() -> bytes:
    """The first 16 bytes of a new file."""
    return os.urandom(SALT_BYTES)


def derive_keys(secret: bytes, salt: bytes) -> Keys:
    """The keys of the file with this salt (safety study 2.2)."""
    return Keys(
        database=_hkdf(secret, salt, "partydesk db v1 main"),
        confidential=_hkdf(secret, salt, "partydesk db v1 confidential"),
    )


def secret_check(secret: bytes, salt: bytes) -> bytes:
    """Eight bytes that tell whether a sheet belongs to a file, and nothing about the secret."""
    return _hkdf(secret, salt, "partydesk sheet check v1")[:8]


def sheet_groups(secret: bytes) -> tuple[str, ...]:
    """The secret as printed: 8 groups of 6 digits, each 11 times two bytes (BitLocker's form).

    Every single wrong digit and every swap of neighbours breaks the division by 11, in its group.
    """
    pairs = (secret[start : start + 2] for start in range(0, SECRET_BYTES, 2))
    return tuple(f"{int.from_bytes(pair) * _FACTOR:0{_GROUP_DIGITS}d}" for pair in pairs)


def secret_from_sheet(text: str) -> bytes:
    """The secret that a printed sheet stands for; blanks, dashes and full-width digits are fine.

    Raises:
        InvalidValuesError: Names each wrong group under ``group_1`` to ``group_8``, or the whole
            under ``sheet`` when it can't be cut into groups.
    """
    groups = _typed_groups(text)
    problems = {
        f"group_{number}": problem
        for number, group in enumerate(groups, start=1)
        if (problem := group_problem(number, group))
    }
    if problems:
        raise InvalidValuesError(problems)
    return b"".join((int(group) // _FACTOR).to_bytes(2) for group in groups)


def group_problem(number: int, group: str) -> str:
    """What is wrong with one typed group of a sheet, or an empty text."""
    digits = unicodedata.normalize("NFKC", group).strip()
    if not (digits.isascii() and digits.isdigit()):
        return f"第 {number} 组只能是数字，请对照恢复单重新输入这一组。"
    if len(digits) != _GROUP_DIGITS:
        return f"第 {number} 组应为 6 位数字，现在是 {len(digits)} 位。"
    value = int(digits)
    if value % _FACTOR or value // _FACTOR > 0xFFFF:
        return f"第 {number} 组有数字输错了，请对照恢复单重新输入这一组。"
    return ""


def seal(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """Encrypt and authenticate: version byte, nonce, ciphertext with tag.

    Args:
        key: 32 bytes.
        plain: What is hidden.
        associated: Where it belongs, such as row and field; needed again to open it.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, _VERSION + associated)


def unseal(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """What `seal` hid.

    Raises:
        DamagedFileError: Another key, another place, changed bytes or an unknown version.
    """
    nonce, hidden = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] == _VERSION and len(nonce) == _NONCE_BYTES:
            return ChaCha20Poly1305(key).decrypt(nonce, hidden, _VERSION + associated)
    except InvalidTag:
        pass
    raise DamagedFileError(
        "一处加密内容打不开：内容已损坏，或不属于这个位置。", "请从最近的备份中恢复。"
    )


def password_bytes(text: str) -> bytes:
    """A password as bytes; full-width and half-width typing give the same."""
    return unicodedata.normalize("NFKC", text).encode()


def password_problem(text: str) -> str:
    """Why a password is too weak, as a sentence, or an empty text when it may be used.

    A Chinese character counts for one and a quarter, so that four words of two are enough.
    """
    plain = unicodedata.normalize("NFKC", text)
    weight = len(plain) + sum("\u4e00" <= char <= "\u9fff" for char in plain) / 4
    if weight < 10:
        return "密码太短：至少 10 个字符，或 8 个汉字（例如四个不相干的词）。"
    if plain.isdigit():
        return "密码不能全是数字（生日、电话号码很容易被猜到），请加上字母或汉字。"
    if len(set(plain.lower())) < 5:
        return "密码里重复的字符太多，请至少用 5 个不同的字符。"
    if _is_run(plain.lower()):
        return "密码是连续的字母或键盘顺序，很容易被猜到，请换一个。"
    if re.sub(r"[\W\d_]", "", plain.lower()) in _COMMON:
        return "密码是常见的词加数字，很容易被猜到，请换一个。"
    return ""


_COMMON = frozenset(
    {"password", "passw", "woaini", "iloveyou", "admin", "administrator", "root"}
    | {"zhibu", "dangzhibu", "zhibushuji", "dangyuan", "shuji", "xuexiao", "laoshi", "zhongguo"}
    | {"qwerty", "qwertyuiop", "asdfghjkl", "abc", "abcd", "abcdefg"}
    | {"党支部", "支部工作台", "支部书记", "党员", "学校", "老师", "中国共产党"}
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")


def _is_run(text: str) -> bool:
    """Whether a text is one stretch of the alphabet, the digits or the keyboard, either way."""
    return any(text in run or text[::-1] in run for run in _RUNS)


def _typed_groups(text: str) -> list[str]:
    """Cut what was typed into eight groups, by its separators or else by sixes."""
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = [part for part in re.split(r"[\s\-‐-―_,.，。、;:/]+", plain) if part]
    if len(parts) == _GROUPS:
        return parts
    joined = "".join(parts)
    if len(joined) != _GROUPS * _GROUP_DIGITS:
        raise InvalidValuesError(
            {"sheet": f"恢复单应为 8 组、共 48 位数字，现在是 {len(joined)} 位。"}
        )
    return [joined[start : start + _GROUP_DIGITS] for start in range(0, len(joined), _GROUP_DIGITS)]


def _hkdf(secret: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)
