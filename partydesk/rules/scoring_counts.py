"""What a scheme can count and take as proof: records by the names that bureaus use."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from partydesk.domain.integrity import LeafKind
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period
from partydesk.rules.facts import Facts


class Ref(NamedTuple):
    """A record on the day it belongs to."""

    record_type: str
    record_id: str
    day: date


class Entry(NamedTuple):
    """An entry of a ledger, by the ledger's title."""

    name: str
    record_type: str
    record_id: str
    day: date


_MEETINGS = "会议"
#: Study together, in whichever register it was noted.
_STUDY, _COURSES, _STUDIED = "集中学习", "学习培训", "学习"
_TALKS = "谈心谈话"
_LEAVES = "廉政活页"
_TERM = "支部委员会任期"

#: Everything that a scheme may name beside the titles of ledgers; kinds of meetings and of leaves
#: stand for themselves.
COUNTABLE: tuple[str, ...] = (
    _MEETINGS,
    _STUDY,
    *(kind.value for kind in MeetingKind),
    _TALKS,
    _LEAVES,
    *(kind.value for kind in LeafKind),
    _TERM,
)


def counted(facts: Facts, name: str, span: Period, word: str = "") -> list[Ref]:
    """The records of a name within a span, the oldest first; unknown names have none.

    Args:
        facts: The records.
        name: One of ``COUNTABLE``.
        span: The days looked at; a committee's term counts where it touches them.
        word: Only meetings whose subject or text has it.
    """
    found = set(_found(facts, name, span, word))
    return sorted(found, key=lambda each: (each.day, each.record_id))


def key_of(name: str, span: Period) -> tuple[str, str]:
    """Record type and key of what is missing; the same that the checks use for meetings."""
    if name == _TALKS:
        return "talk", span.code
    if name == _LEAVES or name in tuple(LeafKind):
        return "integrity_leaf", f"{span.code}/{name}"
    if name == _TERM:
        return "term", span.code
    if name in tuple(MeetingKind):
        return "meeting", f"{span.code}/{MeetingKind(name).name.lower()}"
    return ("meeting" if name in (_MEETINGS, _STUDY) else ""), f"{span.code}/{name}"


def _found(facts: Facts, name: str, span: Period, word: str) -> Iterator[Ref]:
    if name == _MEETINGS or name in tuple(MeetingKind):
        return _sessions(facts, name, span, word)
    if name == _STUDY:
        return chain(
            _sessions(facts, MeetingKind.LECTURE, span, word),
            _sessions(facts, MeetingKind.THEME_DAY, span, word),
            _sessions(facts, _MEETINGS, span, word or _STUDIED),
            (ref for ref in _dated(facts, _COURSES) if ref.day in span),
        )
    if name == _TERM:
        touching = (
            each
            for each in facts.tenures
            if each.elected_on <= span.last and span.first < each.ends_on
        )
        return (Ref("term", each.id, each.elected_on) for each in touching)
    return (ref for ref in _dated(facts, name) if ref.day in span)


def _dated(facts: Facts, name: str) -> Iterator[Ref]:
    if name == _TALKS:
        return (Ref("talk", each.id, each.talked_on) for each in facts.talks)
    if name in COUNTABLE:
        leaves = (each for each in facts.leaves if not each.is_replaced)
        return (
            Ref("integrity_leaf", each.id, each.dated_on)
            for each in leaves
            if name in (_LEAVES, each.kind)
        )
    entries = (each for each in facts.rows(Entry) if each.name == name)
    return (Ref(each.record_type, each.record_id, each.day) for each in entries)


def _sessions(facts: Facts, name: str, span: Period, word: str) -> Iterator[Ref]:
    for each in facts.within(span):
        if name in (_MEETINGS, each.kind) and (
            not word or word in f"{each.topic or ''}\n{each.content or ''}"
        ):
            yield Ref("meeting", each.id, each.held_on)
