"""The records inside a package: JSON written one way, and read within limits."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from partydesk.package.refusals import refusal

LONGEST_LINE = 1 << 20
LONGEST_DOCUMENT = 16 << 20
DEEPEST = 32
MOST_RECORDS = 1_000_000
_LONGEST_NUMBER = 25
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKET = re.compile(rb"[\[\]{}]")


def json_document(value: object) -> bytes:
    """A value as canonical JSON: the same value gives the same bytes on every machine."""
    return (_dumped(value) + "\n").encode()


def json_lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Records as canonical JSON lines, in the order given."""
    return "".join(_dumped(row) + "\n" for row in rows).encode()


def read_document(data: bytes, name: str) -> Any:
    """The value of a JSON document from outside.

    Raises:
        PackageError: ``DATA_FORM`` or ``DATA_LIMIT``.
    """
    if len(data) > LONGEST_DOCUMENT:
        raise refusal("DATA_LIMIT", f"{name} 太大")
    return _loaded(data, name)


def read_lines(chunks: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    """The records of JSON lines from outside, one after the other.

    Raises:
        PackageError: ``DATA_FORM`` or ``DATA_LIMIT``.
    """
    for number, line in enumerate(_lines(chunks, name), start=1):
        if number > MOST_RECORDS:
            raise refusal("DATA_LIMIT", f"{name} 超过 {MOST_RECORDS} 条")
        row = _loaded(line, f"{name} 第 {number} 行")
        if not isinstance(row, dict):
            raise refusal("DATA_FORM", f"{name} 第 {number} 行")
        yield row


def _dumped(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def _lines(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *full, rest = (rest + chunk).split(b"\n")
        if any(len(line) > LONGEST_LINE for line in (*full, rest)):
            raise refusal("DATA_LIMIT", f"{name} 有一行太长")
        yield from full
    if rest:
        raise refusal("DATA_FORM", name)


def _loaded(data: bytes, place: str) -> Any:
    if _depth(data) > DEEPEST:
        raise refusal("DATA_LIMIT", f"{place} 层次太深")
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
        if b"\\u" in data.lower():
            _dumped(value).encode("utf-8")  # half a surrogate pair can't be stored
    except ValueError:
        raise refusal("DATA_FORM", place) from None
    return value


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _whole(text: str) -> int:
    number = int(text) if len(text) <= _LONGEST_NUMBER else 1 << 64
    if not -(1 << 63) <= number < 1 << 63:
        raise ValueError(text)
    return number


def _decimal(text: str) -> float:
    number = float(text) if len(text) <= 4 * _LONGEST_NUMBER else float("inf")
    if number in {float("inf"), float("-inf")}:
        raise ValueError(text)
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError(pairs)
    return row
