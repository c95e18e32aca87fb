"""Which entries of the roster may be one and the same person, and what speaks for it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, Protocol

from partydesk.domain import identity

#: So many people with one value, such as the school's telephone, say nothing about any two.
_CROWD = 6
#: An id number of which one character was left out.
_SHORTEST = 17


class Entry(Protocol):
    """What is looked at of an entry; ``spelling`` is the name in pinyin with its initials."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def spelling(self) -> str: ...
    @property
    def id_number(self) -> str | None: ...
    @property
    def born_on(self) -> object: ...
    @property
    def mobile(self) -> str | None: ...
    @property
    def landline(self) -> str | None: ...


class Suspicion(NamedTuple):
    """Two entries that may be one person.

    Attributes:
        one: Key of the entry that was made first.
        other: Key of the other one.
        reasons: What speaks for it, the strongest first, without full stops.
        weight: How much speaks for it; the same id number weighs most.
    """

    one: str
    other: str
    reasons: tuple[str, ...]
    weight: int


class _Reason(NamedTuple):
    weight: int
    words: str


_SAME_NUMBER = _Reason(100, "身份证号相同")
_CLOSE_NUMBER = _Reason(60, "身份证号只差一处")
_SAME_BIRTH = _Reason(50, "姓名和出生日期相同")
_SAME_PHONE = _Reason(45, "姓名和电话相同")
_SOUND_BIRTH = _Reason(30, "姓名读音相同、出生日期相同")
_SOUND_PHONE = _Reason(30, "姓名读音相同、电话相同")
_THIN = _Reason(20, "姓名相同，其中一条没有身份证号和出生日期")


def suspicions(entries: Sequence[Entry]) -> list[Suspicion]:
    """Pairs that may be one person, the surest first.

    Two different id numbers that are both valid speak against it, whatever else is the same:
    namesakes share a birthday, couples share a telephone.
    """
    by_id = {each.id: each for each in entries}
    found: defaultdict[tuple[str, str], list[_Reason]] = defaultdict(list)
    for reason, one, other in _pairs(entries):
        first, second = sorted((one.id, other.id))
        if reason not in found[first, second]:
            found[first, second].append(reason)
    told = [
        Suspicion(*pair, _words(reasons), sum(each.weight for each in reasons))
        for pair, reasons in found.items()
        if not _are_two(by_id[pair[0]], by_id[pair[1]])
    ]
    return sorted(told, key=lambda each: (-each.weight, each.one, each.other))


def one_edit_apart(one: str, other: str) -> bool:
    """Whether a character was mistyped, left out, added, or two were exchanged."""
    if one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (
        swapped and one[start + 2 :] == other[start + 2 :]
    )


def _words(reasons: Iterable[_Reason]) -> tuple[str, ...]:
    """The strongest first; what sounds the same goes without saying where it is the same."""
    ordered = sorted(reasons, key=lambda each: -each.weight)
    exact = {_SAME_BIRTH, _SAME_PHONE} & set(ordered)
    return tuple(
        each.words for each in ordered if not (exact and each in (_SOUND_BIRTH, _SOUND_PHONE))
    )


def _are_two(one: Entry, other: Entry) -> bool:
    numbers = [identity.normalise(each.id_number or "") for each in (one, other)]
    if not all(numbers) or numbers[0] == numbers[1]:
        return False
    return not any(identity.problem(each) for each in numbers) and not one_edit_apart(*numbers)


_Pair = tuple[_Reason, Entry, Entry]


def _pairs(entries: Sequence[Entry]) -> Iterator[_Pair]:
    numbers = {each.id: identity.normalise(each.id_number or "") for each in entries}
    yield from _alike(_SAME_NUMBER, ((numbers[each.id], each) for each in entries))
    yield from _close_numbers(entries, numbers)
    born = [each for each in entries if each.born_on is not None]
    yield from _alike(_SAME_BIRTH, (((each.name, each.born_on), each) for each in born))
    yield from _alike(_SOUND_BIRTH, (((each.spelling, each.born_on), each) for each in born))
    for name in ("mobile", "landline"):
        phoned = [(_digits(getattr(each, name)), each) for each in entries]
        known = [(phone, each) for phone, each in phoned if phone]
        yield from _alike(_SAME_PHONE, (((each.name, phone), each) for phone, each in known))
        yield from _alike(_SOUND_PHONE, (((each.spelling, phone), each) for phone, each in known))
    yield from _thin(entries)


def _alike(reason: _Reason, keyed: Iterable[tuple[Hashable, Entry]]) -> Iterator[_Pair]:
    groups: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for key, entry in keyed:
        if key:
            groups[key].append(entry)
    for group in groups.values():
        if len(group) <= _CROWD:
            for one, other in combinations(group, 2):
                yield reason, one, other


def _close_numbers(entries: Sequence[Entry], numbers: dict[str, str]) -> Iterator[_Pair]:
    """Two numbers one edit apart agree once a character of one or of each is left out."""
    groups: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        number = numbers[entry.id]
        if len(number) >= _SHORTEST:
            for part in {number, *(number[:at] + number[at + 1 :] for at in range(len(number)))}:
                groups[part][entry.id] = entry
    seen = set()
    for group in groups.values():
        for one, other in combinations(group.values(), 2):
            pair = (one.id, other.id)
            if pair not in seen and one_edit_apart(numbers[one.id], numbers[other.id]):
                seen.add(pair)
                yield _CLOSE_NUMBER, one, other


def _thin(entries: Iterable[Entry]) -> Iterator[_Pair]:
    """An entry with hardly more than a name, such as one that was made in a hurry."""
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.name].append(entry)
    for group in groups.values():
        if len(group) <= _CROWD:
            for one, other in combinations(group, 2):
                if any(not each.id_number and each.born_on is None for each in (one, other)):
                    yield _THIN, one, other


def _digits(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))
