"""A scheme as a TOML file: read strictly, written so that it reads back the same."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from partydesk import paths
from partydesk.domain.text import decimal
from partydesk.errors import ForeignFileError
from partydesk.rules.scheme import Deduction, Item, Per, RollUp, Scheme, Star, flaws

_ADVICE = "请更正考核表文件，或换用上级下发的考核表。"


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
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _unclear(path.name) from error
    except OSError as error:
        raise ForeignFileError(f"考核表文件“{path.name}”读不出来。", _ADVICE) from error
    return scheme_from_text(text, path.name)


def scheme_from_text(text: str, name: str, *, checked: bool = True) -> Scheme:
    """The scheme of a TOML text; ``name`` is what sentences call it.

    Raises:
        ForeignFileError: It is unreadable; or it has flaws, unless they are not checked here.
    """
    try:
        scheme = _scheme(tomllib.loads(text, parse_float=Decimal))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise _unclear(name) from error
    if checked and (found := flaws(scheme)):
        raise ForeignFileError(f"考核表“{scheme.title}”{found[0]}", _ADVICE)
    return scheme


def scheme_text(scheme: Scheme) -> str:
    """The TOML text of a scheme."""
    return "\n".join(_lines(scheme)) + "\n"


def _unclear(name: str) -> ForeignFileError:
    return ForeignFileError(f"考核表文件“{name}”看不懂，缺少必要的内容。", _ADVICE)


def _scheme(given: dict[str, Any]) -> Scheme:
    return Scheme(
        id=_word(given["id"]),
        title=_word(given["title"]),
        items=tuple(_item(each) for each in given["items"]),
        bonus_cap=_hundredths(given.get("bonus_cap", 0)),
        bonus=str(given.get("bonus", "")),
        vetoes=_texts(given.get("vetoes", ())),
        source=str(given.get("source", "")),
        stars=tuple(_star(each) for each in given.get("stars", ())),
        roll_up=RollUp(given.get("roll_up", RollUp.SUM)),
        explained_costs=_yes(given.get("explained_costs", False)),
    )


def _item(given: dict[str, Any]) -> Item:
    return Item(
        no=_word(given["no"]),
        title=_word(given["title"]),
        points=_hundredths(given["points"]),
        standard=str(given.get("standard", "")),
        deduction=str(given.get("deduction", "")),
        evidence=_texts(given.get("evidence", ())),
        registers=_texts(given.get("registers", ())),
        deductions=tuple(_deduction(each) for each in given.get("deductions", ())),
    )


def _deduction(given: dict[str, Any]) -> Deduction:
    return Deduction(
        text=_word(given["text"]),
        each=_hundredths(given["each"]),
        most=_hundredths(given["most"]) if "most" in given else None,
        rules=_texts(given.get("rules", ())),
        count=str(given.get("count", "")),
        least=_whole(given.get("least", 0)),
        per=Per(given.get("per", Per.YEAR)),
        word=str(given.get("word", "")),
    )


def _star(given: dict[str, Any]) -> Star:
    return Star(
        name=_word(given["name"]),
        least=_hundredths(given["least"]),
        quota=_whole(given.get("quota", 0)),
        needs=str(given.get("needs", "")),
    )


def _word(given: Any) -> str:
    """A short text that can't be empty; numbers of items may be written as numbers."""
    if not isinstance(given, str | int) or isinstance(given, bool) or not str(given).strip():
        raise TypeError
    return str(given)


def _texts(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        raise TypeError
    return tuple(str(each) for each in given)


def _whole(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise TypeError
    return given


def _yes(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError
    return given


def _hundredths(points: Any) -> int:
    """Points as hundredths; half hundredths and texts are refused."""
    if isinstance(points, bool) or not isinstance(points, int | Decimal):
        raise TypeError
    exact = points * 100
    if exact < 0 or exact != int(exact):
        raise ValueError
    return int(exact)


def _lines(scheme: Scheme) -> Iterator[str]:
    yield f"id = {_quoted(scheme.id)}"
    yield f"title = {_quoted(scheme.title)}"
    yield f"source = {_quoted(scheme.source)}"
    yield f"bonus_cap = {_points(scheme.bonus_cap)}"
    yield f"bonus = {_quoted(scheme.bonus)}"
    yield f"vetoes = {_list(scheme.vetoes)}"
    yield f"roll_up = {_quoted(scheme.roll_up)}"
    yield f"explained_costs = {'true' if scheme.explained_costs else 'false'}"
    for item in scheme.items:
        yield from _item_lines(item)
    for star in scheme.stars:
        yield from ("", "[[stars]]", f"name = {_quoted(star.name)}")
        yield from (f"least = {_points(star.least)}", f"quota = {star.quota}")
        yield f"needs = {_quoted(star.needs)}"


def _item_lines(item: Item) -> Iterator[str]:
    yield from ("", "[[items]]", f"no = {_quoted(item.no)}", f"title = {_quoted(item.title)}")
    yield f"points = {_points(item.points)}"
    yield f"standard = {_quoted(item.standard)}"
    yield f"deduction = {_quoted(item.deduction)}"
    yield f"evidence = {_list(item.evidence)}"
    yield f"registers = {_list(item.registers)}"
    for each in item.deductions:
        yield from ("", "[[items.deductions]]", f"text = {_quoted(each.text)}")
        yield f"each = {_points(each.each)}"
        if each.most is not None:
            yield f"most = {_points(each.most)}"
        if each.rules:
            yield f"rules = {_list(each.rules)}"
        if each.count:
            yield f"count = {_quoted(each.count)}"
        # Kept even where it does nothing: a file reads back as it was written.
        if each.least or each.per != Per.YEAR or each.word:
            yield f"least = {each.least}"
            yield f"per = {_quoted(each.per)}"
            yield f"word = {_quoted(each.word)}"


def _quoted(text: str) -> str:
    """JSON's strings are TOML's, but for DEL."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _points(hundredths: int) -> str:
    return decimal(hundredths, 0)
