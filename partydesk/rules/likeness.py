"""Whether two texts say the same: exact and near copies among minutes (DOMAIN.md, MTG-20)."""

from collections.abc import Iterator
from dataclasses import dataclass

from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Session
from partydesk.rules.rule import Hit

#: Shorter texts are alike by nature.
_SHORTEST = 60
#: Near copies are looked for within so many days.
_NEAR_DAYS = 400


@dataclass(frozen=True, slots=True)
class _Text:
    session: Session
    length: int
    grams: frozenset[str]


def copied_minutes(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-20: the content of a meeting stands, nearly word for word, in an earlier one."""
    by_kind: dict[str, list[_Text]] = {}
    for session in facts.within(period):
        text = _plain(session.content or "")
        if len(text) < _SHORTEST:
            continue
        same_kind = by_kind.setdefault(session.kind, [])
        found = _Text(session, len(text), _grams(text))
        original = next((each for each in same_kind if _alike(each, found, facts)), None)
        same_kind.append(found)
        if original is not None:
            yield _hit(session, original.session)


def _plain(text: str) -> str:
    """Only letters: dates, numbers and punctuation differ in copies too."""
    return "".join(char for char in text if char.isalpha())


def _grams(text: str) -> frozenset[str]:
    """Runs of four characters."""
    return frozenset(text[place : place + 4] for place in range(len(text) - 3))


def _alike(one: _Text, other: _Text, facts: Facts) -> bool:
    """Whether so many per cent of the runs of the longer text are in the other."""
    share = facts.limits.alike_percent
    longer, shorter = max(one.length, other.length), min(one.length, other.length)
    if shorter * 100 < longer * share:
        return False
    if abs((other.session.held_on - one.session.held_on).days) > _NEAR_DAYS:
        return False
    most = max(len(one.grams), len(other.grams))
    return len(one.grams & other.grams) * 100 >= most * share


def _hit(session: Session, original: Session) -> Hit:
    return Hit(
        f"{long_day(session.held_on)}{session.kind}的内容与{long_day(original.held_on)}的几乎相同。",
        "meeting",
        session.id,
        "content",
        "请按当天实际情况填写。",
        session.held_on,
    )
