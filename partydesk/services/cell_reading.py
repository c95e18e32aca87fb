"""Texts of pasted cells as values: days, money and months as in a form, names as their keys."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from partydesk.domain.dates import day_from
from partydesk.domain.fields import Field, Kind
from partydesk.domain.typed import money_from, month_from, number_from, points_from, time_from
from partydesk.services.editable import Editable, Wanted
from partydesk.storage import people
from partydesk.storage.store import Store

_YES = frozenset(["是", "有", "√", "✓", "✔", "☑", "1", "Y", "y"])
_NO = frozenset(["否", "无", "×", "✗", "☐", "0", "N", "n"])
_BETWEEN_NAMES = re.compile(r"[、,，;；/\r\n\t]+")
#: Sentences about names that one cell has room for.
_SHOWN = 3
_MONTH_OF_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*\d{1,2}\s*日?")


def _day(text: str) -> date | str | None:
    try:
        return day_from(text.strip())
    except ValueError:
        return text.strip()


def _month(text: str) -> str | None:
    """A month, also where the cell holds a day of it."""
    found = _MONTH_OF_DAY.fullmatch(text.strip())
    return month_from(f"{found[1]}-{found[2]}" if found else text)


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.DAY: _day,
    Kind.TIME: time_from,
    Kind.NUMBER: number_from,
    Kind.POINTS: points_from,
    Kind.HOURS: points_from,
    Kind.MONEY: money_from,
    Kind.MONTH: _month,
}
#: Keys of people or groups by name, and where the names come from.
_Known = tuple[str, Mapping[str, list[str]], frozenset[str]]


def understood(store: Store, editable: Editable, wanted: Iterable[Wanted]) -> list[Wanted]:
    """Every text read as its field's kind; names of people and 党小组 become their keys.

    What names nobody or several gets a sentence; all else is left to the check of the record.
    """
    with store.reading() as session:
        groups = _by_name("党小组", ((each.name, each.id) for each in people.groups(session)))
        persons = _by_name("名册", ((each.name, each.id) for each in people.people(session)))
    known = {Kind.GROUP: groups, Kind.PERSON: persons}
    return [_understood(editable, each, known) for each in wanted]


def read_text(described: Field, text: str) -> Any:
    """What a text says for a field, as if it had been typed into a form; names stay names."""
    if not text.strip():
        return None
    if described.kind is Kind.YES_NO:
        plain = text.strip()
        return True if plain in _YES else False if plain in _NO else plain
    if described.kind is Kind.CHOICE:
        return _term(described, text.strip())
    reader = _READERS.get(described.kind)
    return reader(text) if reader else text


def _understood(editable: Editable, wanted: Wanted, known: Mapping[Kind, _Known]) -> Wanted:
    if wanted.problem or not isinstance(wanted.value, str):
        return wanted
    if wanted.field in editable.people:
        return _people(wanted, editable.people[wanted.field], known[Kind.PERSON])
    described = editable.any_field(wanted.field)
    if described is None:
        return wanted
    if described.kind in known:
        if editable.refusal(wanted):
            return wanted
        return _named(wanted, known[described.kind])
    return wanted._replace(value=read_text(described, wanted.value))


def _by_name(where: str, pairs: Iterable[tuple[str, str]]) -> _Known:
    found: dict[str, list[str]] = {}
    for name, key in pairs:
        found.setdefault(name, []).append(key)
    return where, found, frozenset(key for keys in found.values() for key in keys)


def _named(wanted: Wanted, known: _Known) -> Wanted:
    where, by_name, keys = known
    if wanted.value in keys:
        return wanted
    name = "".join(wanted.value.split())
    found = by_name.get(name, [])
    if not name:
        return wanted._replace(value=None)
    if len(found) == 1:
        return wanted._replace(value=found[0])
    if not found:
        return wanted._replace(problem=f"{where}里没有“{name[:20]}”。")
    return wanted._replace(problem=f"{where}里有 {len(found)} 个“{name[:20]}”，请在表单里选择。")


def _people(wanted: Wanted, person: str, known: _Known) -> Wanted:
    """A cell with several names: one row for each; what is wrong with each of them is said."""
    names = dict.fromkeys(_names(str(wanted.value), known))
    found = [_named(wanted._replace(value=name), known) for name in names]
    problems = list(dict.fromkeys(each.problem for each in found if each.problem))
    if problems:
        more = f"还有 {len(problems) - _SHOWN} 个。" if len(problems) > _SHOWN else ""
        return wanted._replace(problem="".join(problems[:_SHOWN]) + more)
    return wanted._replace(value=[{person: each.value} for each in found])


def _names(text: str, known: _Known) -> Iterator[str]:
    """The names in a cell; a blank parts two names, or stands inside one as rosters write it."""
    for part in _BETWEEN_NAMES.split(text):
        if "".join(part.split()) in known[1]:
            yield "".join(part.split())
        else:
            yield from part.split()


def _term(described: Field, text: str) -> str:
    """A choice by its word, by a word that foreign rosters use, or by how it begins."""
    if text in described.choices:
        return text
    # The words of foreign rosters are loaded when one is met.
    from partydesk.documents.roster_terms import TERMS
    from partydesk.documents.roster_text import compact

    meant = TERMS.get(described.name, {}).get(compact(text))
    if meant in described.choices:
        return str(meant)
    begun = [str(each) for each in described.choices if each.startswith(text)]
    return begun[0] if len(begun) == 1 and len(text) > 1 else text
