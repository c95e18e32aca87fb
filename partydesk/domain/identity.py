"""Citizen numbers of GB 11643-1999: read as written, checked, and shown masked."""

import re
import unicodedata
from datetime import date
from operator import mul

from partydesk.domain.codes import SEXES

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: Digits are taken as bytes, which all lie so far above their values.
_ABOVE = ord("0") * sum(_WEIGHTS)
_OLD = re.compile(r"[0-9]{15}")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
#: Format, control, space and line characters, which copying from other programs leaves behind.
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def normalise(text: str) -> str:
    """The number as the register writes it, as far as the text allows.

    Full-width characters become plain ones, x becomes X, spaces, invisible marks and the
    apostrophe of text cells go; the 15 digits used before 1999 get "19" and a check character.
    What is wrong stays wrong: `problem` says so.
    """
    if _WHOLE.fullmatch(text):
        return text
    plain = _visible(text).translate(_FULL_WIDTH).strip("'\"‘’“”`").replace("x", "X")
    if _OLD.fullmatch(plain):
        body = f"{plain[:6]}19{plain[6:]}"
        return body + check_character(body)
    return plain


def _visible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits."""
    total = sum(map(mul, body.encode(), _WEIGHTS)) - _ABOVE
    return _CHECKS[total % 11]


def problem(text: str) -> str:
    """What is wrong with a number, as a Chinese sentence; ``""`` when nothing is.

    An empty text has no problem: whether a number is required is the field's matter. The region
    is never refused, because codes were retired over the years (DOMAIN.md 8.3).
    """
    number = normalise(text)
    if not number:
        return ""
    return _problem_of_form(number) or _problem_of_content(number)


def is_sound(text: str) -> bool:
    """Whether a text is a whole number as the register writes it, with nothing wrong."""
    return _WHOLE.fullmatch(text) is not None and not _problem_of_content(text)


def _problem_of_form(number: str) -> str:
    if len(number) != 18:
        return f"身份证号应为 18 位，这里是 {len(number)} 位。"
    if not _WHOLE.fullmatch(number):
        return "身份证号只能由数字组成，最后一位可以是 X。"
    return ""


def _problem_of_content(number: str) -> str:
    born = _birth(number)
    if born is None:
        return f"身份证号第 7 至 14 位“{number[6:14]}”不是有效的出生日期。"
    if born > date.today():
        return f"身份证号中的出生日期“{number[6:14]}”晚于今天。"
    if check_character(number[:17]) != number[17]:
        return "身份证号最后一位与前 17 位不符，可能有一位写错，请对照身份证核对。"
    return ""


def birth_of(text: str) -> date | None:
    """The birth date within a number; None when there is none that exists."""
    number = _whole(text)
    return _birth(number) if number else None


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(text: str) -> str:
    """男 or 女 by the 17th digit (odd is male); ``""`` when the text is no whole number."""
    number = _whole(text)
    return SEXES[1 - int(number[16]) % 2] if number else ""


def _whole(text: str) -> str:
    """A whole number, or ``""``."""
    if _WHOLE.fullmatch(text):
        return text
    number = normalise(text)
    return number if _WHOLE.fullmatch(number) else ""


def mask_id(text: str) -> str:
    """A number for the screen: its first three and last four characters (DOMAIN.md 11.1, S2).

    No more: beside a birth date, six and four would give the whole number away.
    """
    return _masked(text, 3, 4)


def told_apart(text: str, other: str) -> str:
    """Where a number differs from another, for people who see both masked: 第 7、9—14 位.

    Returns:
        Nothing where they are the same; 位数 where they differ in length.
    """
    if len(text) != len(other):
        return "位数"
    places = [n for n, both in enumerate(zip(text, other, strict=True), 1) if both[0] != both[1]]
    spans: list[list[int]] = []
    for place in places:
        if spans and place == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], place]
        else:
            spans.append([place])
    told = "、".join("—".join(map(str, each)) for each in spans)
    return f"第 {told} 位" if told else ""


def mask_phone(text: str) -> str:
    """A phone number for the screen: the first three and the last four digits, 138****1234."""
    return _masked(text, 3, 4)


def _masked(text: str, head: int, tail: int) -> str:
    """Never shows more than half of a text that is shorter than it should be."""
    hidden = len(text) - head - tail
    if hidden < 2:
        return "*" * max(len(text) - 2, 0) + text[-2:] if len(text) > 4 else "*" * len(text)
    return text[:head] + "*" * hidden + text[-tail:]
