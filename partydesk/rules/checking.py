"""One value against its field's declaration: what may be kept, and a sentence for what may not."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from partydesk.domain import identity
from partydesk.domain.fields import HUNDREDTHS, NUMBERS, Field, Kind, LockedText
from partydesk.errors import InvalidValuesError

#: Control characters except tab and line feed; a sheet or a paste can bring them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]")
#: Without one of these there is nothing to clean.
_TO_CLEAN = re.compile("[\\s\x00-\x1f\x7f\ufeff]")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")
_PHONE = re.compile(r"\+?[\d\-() ]{7,20}")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_LARGEST = 1_000_000_000


def checked(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Take exactly these fields from the values, cleaned.

    Raises:
        InvalidValuesError: with one sentence for each field that can't be kept.
    """
    ready: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for described in fields:
        name = described.name
        ready[name] = value = cleaned(described, values.get(name))
        if (value is not None or described.required) and (sentence := problem(described, value)):
            problems[name] = sentence
    if problems:
        raise InvalidValuesError(problems)
    return ready


def checked_rows(
    name: str, fields: Iterable[Field], rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The same for each row of a list; problems are named ``votes.0.yes``."""
    described = tuple(fields)
    ready: list[dict[str, Any]] = []
    problems: dict[str, str] = {}
    for number, row in enumerate(rows):
        try:
            ready.append(checked(described, row))
        except InvalidValuesError as error:
            problems |= {f"{name}.{number}.{key}": text for key, text in error.by_field.items()}
    if problems:
        raise InvalidValuesError(problems)
    return ready


def cleaned(described: Field, value: Any) -> Any:
    """The value without control characters and outer space; an empty text becomes ``None``."""
    if not isinstance(value, str) or isinstance(value, LockedText):
        return value
    if type(value) is str and described.kind != Kind.ID_NUMBER and not _TO_CLEAN.search(value):
        return value or None
    text = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if described.kind != Kind.LONG_TEXT:
        text = " ".join(text.split())
    if described.kind == Kind.ID_NUMBER:
        text = identity.normalise(text)
    return text or None


def problem(described: Field, value: Any) -> str:
    """What is wrong with a cleaned value, as a sentence; empty when nothing is."""
    if value is None:
        return f"请填写{described.label}。" if described.required and not value else ""
    match described.kind:
        case Kind.DAY:
            return _day_problem(described, value)
        case Kind.YES_NO:
            fine = isinstance(value, bool)
        case kind if kind in NUMBERS:
            return _number_problem(described, value)
        case _:
            return _text_problem(described, value)
    return "" if fine else f"{described.label}应为“是”或“否”。"


def _day_problem(described: Field, value: Any) -> str:
    if not isinstance(value, date):
        return f"{described.label}不是日期，请按 2026-03-05 的样子填写。"
    if not _EARLIEST <= value <= _LATEST:
        return f"{described.label}的年份不对，应在 1900 年到 2100 年之间。"
    return ""


def _number_problem(described: Field, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return ""
    if described.kind in HUNDREDTHS:
        return f"{described.label}应为不小于 0 的数，最多两位小数。"
    return f"{described.label}应为不小于 0 的整数。"


def _text_problem(described: Field, value: Any) -> str:
    if not isinstance(value, str):
        return f"{described.label}应为文字。"
    if len(value) > described.length:
        return f"{described.label}太长：{len(value)} 个字，最多 {described.length} 个字。"
    match described.kind:
        case Kind.CHOICE if value not in described.choices:
            return f"{described.label}里没有“{value[:20]}”这一项，请从列表中选择。"
        case Kind.TIME if not _TIME.fullmatch(value):
            return f"{described.label}不是时间，请按 15:30 的样子填写。"
        case Kind.MONTH if not _MONTH.fullmatch(value):
            return f"{described.label}不是月份，请按 2026-03 的样子填写。"
        case Kind.PHONE if not _PHONE.fullmatch(value):
            return f"{described.label}只能有数字和“-”，请核对。"
        case Kind.ID_NUMBER:
            return identity.problem(value)
    return ""
