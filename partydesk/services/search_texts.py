"""Looking through long texts, minutes and confidential contents, in steps of a few milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.searching import Wanted, excerpt
from partydesk.domain.talk import Talk
from partydesk.services.search import SHOWN, Group, Hit, leaf_hits, marked, meeting_hits, talk_hits
from partydesk.storage import search as stored
from partydesk.storage.store import Store


@dataclass
class TextSearch:
    """Looks through long texts in small steps, the newest records first.

    Each step takes a few milliseconds, so that a window stays awake between them. Contents of
    talks and leaves are looked through only with the confidential key.

    Attributes:
        text: What is looked for.
        known: Records that were found already; they are not found again.
        is_over: Whether everything was looked through or enough was found.
    """

    text: str
    known: set[str] = field(default_factory=set)
    is_over: bool = False
    _left: list[Group] = field(default_factory=lambda: [Group.MEETINGS, Group.TALKS, Group.LEAVES])
    _before: str = ""
    _count: int = 0

    def step(self, store: Store) -> list[Hit]:
        """Look through the next few records; what holds the text."""
        wanted = Wanted.typed(self.text)
        if not wanted.whole or not self._left:
            self.is_over = True
            return []
        group = self._left[0]
        if group != Group.MEETINGS and not store.sealer.is_open:
            self._go_on()
            return []
        with store.reading() as session:
            ids = stored.ids_before(session, _RECORDS[group], self._before, _STEPS[group])
            new = [each for each in ids if each not in self.known]
            hits = _LOOKERS[group](session, wanted, new) if new else []
        self.known.update(each.record_id for each in hits)
        self._count += len(hits)
        self._before = ids[-1] if ids else ""
        if len(ids) < _STEPS[group] or self._count > SHOWN:
            self._go_on()
        return [marked(hit, wanted) for hit in hits]

    def _go_on(self) -> None:
        self._left.pop(0)
        self._before, self._count = "", 0
        self.is_over = not self._left


def _look_into_meetings(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    found = stored.meetings_by_text(session, wanted, ids)
    found.sort(key=lambda each: each.held_on, reverse=True)
    texts = [(each.content, each.decisions, each.guests, each.lecturer) for each in found]
    return meeting_hits(session, found, [_line(each, wanted) for each in texts])


def _look_into_talks(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    query = select(Talk).where(Talk.id.in_(ids)).options(selectinload(Talk.partners))
    talks = session.scalars(query.order_by(Talk.talked_on.desc())).all()
    kept = []
    for each, hit in zip(talks, talk_hits(session, talks), strict=True):
        texts = (each.matter, each.content, each.problems, each.opinion, each.measures)
        if wanted.is_in(*texts, each.follow_up, hit.title):
            kept.append((each, _line((*texts, each.follow_up), wanted)))
    return talk_hits(session, [each for each, _ in kept], [line for _, line in kept])


def _look_into_leaves(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    query = select(IntegrityLeaf).where(IntegrityLeaf.id.in_(ids))
    leaves = session.scalars(query.order_by(IntegrityLeaf.dated_on.desc())).all()
    kept = []
    for each, hit in zip(leaves, leaf_hits(session, leaves), strict=True):
        if wanted.is_in(each.matter, each.outcome, hit.title):
            kept.append((each, _line((each.matter, each.outcome), wanted)))
    return leaf_hits(session, [each for each, _ in kept], [line for _, line in kept])


def _line(texts: Iterable[str | None], wanted: Wanted) -> str:
    """The line of the first text that holds any of it."""
    for text in texts:
        if text and any(Wanted(part, (part,)).is_in(text) for part in wanted.parts):
            return excerpt(text, wanted)
    return ""


_RECORDS: dict[Group, type[Meeting] | type[Talk] | type[IntegrityLeaf]] = {
    Group.MEETINGS: Meeting,
    Group.TALKS: Talk,
    Group.LEAVES: IntegrityLeaf,
}
_LOOKERS = {
    Group.MEETINGS: _look_into_meetings,
    Group.TALKS: _look_into_talks,
    Group.LEAVES: _look_into_leaves,
}
#: Records that one step looks through; opening a sealed text costs more than reading a plain one.
_STEPS = {Group.MEETINGS: 100, Group.TALKS: 30, Group.LEAVES: 60}
