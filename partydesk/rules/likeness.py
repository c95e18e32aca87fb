"""Whether two texts say the same: exact and near copies among minutes (DOMAIN.md, MTG-20)."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Session
from partydesk.rules.rule import Confidence, H, Hit, Rule

#: Shorter texts are alike by nature.
_SHORTEST = 60
#: Near copies are looked for within so many days.
_NEAR_DAYS = 400
#: Letters in a run.
_RUN = 4
#: Of long texts so many letters are compared one by one.
_COMPARED = 1000


@dataclass(frozen=True, slots=True)
class _Text:
    session: Session
    letters: str
    grams: frozenset[str]


def copied_minutes(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-20: the content of a meeting stands, nearly word for word, in an earlier one."""
    by_kind: dict[str, list[_Text]] = {}
    for session in facts.within(period):
        text = _plain(session.content or "")
        if len(text) < _SHORTEST:
            continue
        same_kind = by_kind.setdefault(session.kind, [])
        found = _Text(session, text, _grams(text))
        original = next((each for each in same_kind if _alike(each, found, facts)), None)
        same_kind.append(found)
        if original is not None:
            yield _hit(session, original.session)


def _plain(text: str) -> str:
    """Only letters: dates, numbers and punctuation differ in copies too."""
    return "".join(char for char in text if char.isalpha())


def _grams(text: str) -> frozenset[str]:
    """All runs of some letters."""
    return frozenset(text[place : place + _RUN] for place in range(len(text) - _RUN + 1))


def _alike(one: _Text, other: _Text, facts: Facts) -> bool:
    """Whether so many per cent of the letters are the same."""
    share = facts.limits.alike_percent
    if one.letters == other.letters:
        return True
    lengths = len(one.letters), len(other.letters)
    longer, shorter = max(lengths), min(lengths)
    if shorter * 100 < longer * share:
        return False
    if abs((other.session.held_on - one.session.held_on).days) > _NEAR_DAYS:
        return False
    most = max(len(one.grams), len(other.grams))
    # A changed letter spoils at most four runs: fewer in common can't be alike enough.
    if len(one.grams & other.grams) * 100 < most * (100 - _RUN * (100 - share)):
        return False
    start, end = one.letters[:_COMPARED], other.letters[:_COMPARED]
    return SequenceMatcher(None, start, end, autojunk=False).ratio() * 100 >= share


def _hit(session: Session, original: Session) -> Hit:
    return Hit(
        f"{long_day(session.held_on)}{session.kind}的内容与{long_day(original.held_on)}的几乎相同。",
        "meeting",
        session.id,
        "content",
        "请按当天实际情况填写。",
        session.held_on,
    )


RULES = (
    Rule(
        "MTG-20", H, "防止形式主义", copied_minutes, "会议内容不照抄", confidence=Confidence.DESIGN
    ),
)
