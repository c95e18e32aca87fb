"""Assessment schemes: what is scored, how many points it has and what proves it (DOMAIN.md 7.5)."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from partydesk import paths
from partydesk.domain.text import points as shown
from partydesk.errors import ForeignFileError

#: A scheme's points add up to this, in hundredths (SCO-01).
FULL_POINTS = 10_000

_ADVICE = "请更正考核表文件，或换用上级下发的考核表。"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is scored.

    Attributes:
        no: Its key within the scheme, such as ``"3"``.
        title: What it is called.
        points: The most it can get, in hundredths of a point.
        standard: What is expected.
        deduction: What is taken off for what.
        evidence: Sorts of papers that prove it.
        registers: Table names of the records that can prove it; may be empty.
    """

    no: str
    title: str
    points: int
    standard: str
    deduction: str
    evidence: tuple[str, ...]
    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A 量化考核表.

    Attributes:
        id: Its key, which an assessment keeps.
        title: What it is called.
        items: What is scored, in order.
        bonus_cap: The most that honours can add, in hundredths of a point.
        bonus: What honours are added for.
        vetoes: What makes the whole assessment void (一票否决).
        source: Where the table comes from.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    bonus_cap: int
    bonus: str
    vetoes: tuple[str, ...]
    source: str


def load_schemes(folder: Path | None = None) -> tuple[Scheme, ...]:
    """Every scheme of a folder, by file name; without a folder those that ship.

    Raises:
        ForeignFileError: A scheme is unreadable or its points do not add up to 100.
    """
    folder = folder or paths.resources() / "schemes"
    return tuple(load_scheme(path) for path in sorted(folder.glob("*.toml")))


def load_scheme(path: Path) -> Scheme:
    """The scheme of one file; errors as in ``load_schemes``."""
    try:
        with path.open("rb") as file:
            given = tomllib.load(file, parse_float=Decimal)
        scheme = _scheme(given)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ForeignFileError(
            f"考核表文件“{path.name}”看不懂，缺少必要的内容。", _ADVICE
        ) from error
    except OSError as error:
        raise ForeignFileError(f"考核表文件“{path.name}”读不出来。", _ADVICE) from error
    _require_sound(scheme)
    return scheme


def _scheme(given: dict[str, Any]) -> Scheme:
    return Scheme(
        id=str(given["id"]),
        title=str(given["title"]),
        items=tuple(_item(each) for each in given["items"]),
        bonus_cap=_hundredths(given.get("bonus_cap", 0)),
        bonus=str(given.get("bonus", "")),
        vetoes=tuple(map(str, given.get("vetoes", ()))),
        source=str(given.get("source", "")),
    )


def _item(given: dict[str, Any]) -> Item:
    return Item(
        no=str(given["no"]),
        title=str(given["title"]),
        points=_hundredths(given["points"]),
        standard=str(given.get("standard", "")),
        deduction=str(given.get("deduction", "")),
        evidence=tuple(map(str, given.get("evidence", ()))),
        registers=tuple(map(str, given.get("registers", ()))),
    )


def _hundredths(points: int | Decimal) -> int:
    """Points as hundredths; half hundredths and texts are refused."""
    if isinstance(points, bool) or not isinstance(points, int | Decimal):
        raise TypeError
    exact = points * 100
    if exact < 0 or exact != int(exact):
        raise ValueError
    return int(exact)


def _require_sound(scheme: Scheme) -> None:
    """SCO-01: the weights are 100; and no item stands there twice."""
    total = sum(item.points for item in scheme.items)
    if total != FULL_POINTS:
        raise ForeignFileError(
            f"考核表“{scheme.title}”各项分值合计 {shown(total)} 分，应为 100 分。", _ADVICE
        )
    numbers = [item.no for item in scheme.items]
    if len(set(numbers)) != len(numbers):
        raise ForeignFileError(f"考核表“{scheme.title}”有两项序号相同。", _ADVICE)
