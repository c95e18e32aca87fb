"""What the command line says, and how: sentences for people, JSON for programs."""

import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from partydesk.errors import InvalidValuesError, PackageError, PartydeskError


class WrongUseError(InvalidValuesError):
    """Arguments that don't say what to do; each is named with its sentence."""


def use_utf8() -> None:
    """Chinese on every console, also where Windows would use another code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(sentence: str) -> None:
    """A line for people."""
    print(sentence)


def warn(sentence: str) -> None:
    """A line for people that a program reading the output must not get."""
    print(sentence, file=sys.stderr)


def say_json(value: Any) -> None:
    """One JSON value for programs."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=1))


def complain(error: PartydeskError, *, as_json: bool) -> None:
    """What is wrong and what to do about it."""
    warn(error.sentence)
    if error.advice:
        warn(error.advice)
    if as_json:
        code = error.code if isinstance(error, PackageError) else type(error).__name__
        told: dict[str, Any] = {"code": code, "sentence": error.sentence, "advice": error.advice}
        if isinstance(error, InvalidValuesError):
            told["fields"] = error.by_field
        say_json({"ok": False, "error": told})


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A list in columns, as wide as its texts."""
    lines = [list(head), *([" ".join(text.split()) for text in row] for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        padded = (
            text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)
        )
        print("  ".join(padded).rstrip())


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def _width(text: str) -> int:
    """Columns on a console: Chinese characters take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
