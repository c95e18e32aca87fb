"""What a scheme can count and take as proof: records by the names that bureaus use."""

from collections.abc import Iterator
from datetime import date
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


_MEETINGS = "会议"
_TALKS = "谈心谈话"
_LEAVES = "廉政活页"
_TERM = "支部委员会任期"

#: Everything that a scheme may name; kinds of meetings and of leaves stand for themselves.
COUNTABLE: tuple[str, ...] = (
    _MEETINGS,
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
    return sorted(_found(facts, name, span, word), key=lambda each: (each.day, each.record_id))


def key_of(name: str, span: Period) -> tuple[str, str]:
    """Record type and key of what is missing; the same that the checks use for meetings."""
    if name == _TALKS:
        return "talk", span.code
    if name == _LEAVES or name in tuple(LeafKind):
        return "integrity_leaf", f"{span.code}/{name}"
    if name == _TERM:
        return "term", span.code
    kind = MeetingKind(name).name.lower() if name in tuple(MeetingKind) else "meeting"
    return "meeting", f"{span.code}/{kind}"


def _found(facts: Facts, name: str, span: Period, word: str) -> Iterator[Ref]:
    if name == _MEETINGS or name in tuple(MeetingKind):
        yield from _sessions(facts, name, span, word)
    elif name == _TALKS:
        for talk in facts.talks:
            if talk.talked_on in span:
                yield Ref("talk", talk.id, talk.talked_on)
    elif name == _TERM:
        for term in facts.tenures:
            if term.elected_on <= span.last and term.ends_on > span.first:
                yield Ref("term", term.id, term.elected_on)
    else:
        for leaf in facts.leaves:
            fits = name in (_LEAVES, leaf.kind) and not leaf.is_replaced
            if fits and leaf.dated_on in span:
                yield Ref("integrity_leaf", leaf.id, leaf.dated_on)


def _sessions(facts: Facts, name: str, span: Period, word: str) -> Iterator[Ref]:
    for each in facts.within(span):
        if name in (_MEETINGS, each.kind) and (
            not word or word in f"{each.topic or ''}\n{each.content or ''}"
        ):
            yield Ref("meeting", each.id, each.held_on)
