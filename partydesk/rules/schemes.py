"""Schemes as TOML files: those that ship, and the text of one so that it reads back the same."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from partydesk import paths
from partydesk.domain.text import decimal
from partydesk.errors import ForeignFileError
from partydesk.rules.scheme import Item, Per, Scheme, StarTerms, Weights, flaws
from partydesk.rules.scheme_toml import scheme_in

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
        sentence = f"考核表文件“{path.name}”不是 UTF-8 文字。"
        raise ForeignFileError(sentence, _ADVICE) from error
    except OSError as error:
        raise ForeignFileError(f"考核表文件“{path.name}”读不出来。", _ADVICE) from error
    return scheme_from_text(text, path.name)


@lru_cache(maxsize=16)
def scheme_from_text(text: str, name: str, *, checked: bool = True) -> Scheme:
    """The scheme of a TOML text; ``name`` is what sentences call it.

    Raises:
        ForeignFileError: It has mistakes; or flaws, unless they are not checked here.
    """
    scheme, problems = scheme_in(text)
    if scheme is None:
        raise ForeignFileError(f"考核表文件“{name}”看不懂：{problems[0]}", _ADVICE)
    if checked and (found := flaws(scheme)):
        raise ForeignFileError(f"考核表“{scheme.title}”{found[0]}", _ADVICE)
    return scheme


def scheme_text(scheme: Scheme) -> str:
    """The TOML text of a scheme."""
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: Scheme) -> Iterator[str]:
    yield f"id = {_quoted(scheme.id)}"
    yield f"title = {_quoted(scheme.title)}"
    yield f"source = {_quoted(scheme.source)}"
    yield f"bonus_cap = {_points(scheme.bonus_cap)}"
    yield f"bonus = {_quoted(scheme.bonus)}"
    yield f"vetoes = {_list(scheme.vetoes)}"
    yield f"roll_up = {_quoted(scheme.roll_up)}"
    yield f"explained_costs = {'true' if scheme.explained_costs else 'false'}"
    if scheme.version:
        yield f"version = {_quoted(scheme.version)}"
    if scheme.weights != Weights():
        given = scheme.weights
        yield f"weights = {{ own = {given.own}, upper = {given.upper}, peer = {given.peer} }}"
    if scheme.star_terms != StarTerms():
        terms = scheme.star_terms
        told = f"years = {terms.years}, rise = {terms.rise}, fall = {terms.fall}"
        yield f"star_terms = {{ {told} }}"
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
