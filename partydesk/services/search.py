"""Finding a record from anywhere by a few characters: people, meetings, talks, leaves, papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.searching import Wanted, excerpt
from partydesk.domain.talk import Talk
from partydesk.domain.text import long_day
from partydesk.storage import people as stored_people
from partydesk.storage import search as stored
from partydesk.storage.store import Store

#: As many results of a kind are listed.
SHOWN = 5


class Group(StrEnum):
    """Kinds of results, in the order in which they are listed."""

    PEOPLE = "党员"
    MEETINGS = "会议"
    TALKS = "谈话"
    LEAVES = "廉政活页"
    PAPERS = "附件"
    COMMANDS = "命令"


@dataclass(frozen=True, slots=True)
class Hit:
    """One result.

    Attributes:
        group: What kind it is.
        title: What the record is called; names no contents.
        detail: What tells it from others, or the line of its text that matches.
        record_type: Table name of the record to open.
        record_id: Which one.
    """

    group: Group
    title: str
    detail: str
    record_type: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a kind, at most ``SHOWN``.

    Attributes:
        group: Which kind.
        hits: The results, the likeliest or newest first.
        more: Whether there are others that are not listed.
    """

    group: Group
    hits: tuple[Hit, ...]
    more: bool = False


def search(store: Store, text: str) -> tuple[Found, ...]:
    """What a text may mean, by names, titles and days; kinds without a result are left out.

    Long texts and confidential contents are looked through by ``TextSearch``.
    """
    wanted = Wanted.typed(text)
    if not wanted.whole:
        return ()
    with store.reading() as session:
        persons = stored.people(session, wanted)

        def meant(word: str) -> list[str]:
            return [each.id for each in persons if each.is_named(word)]

        most = SHOWN + 1
        groups = [
            (Group.PEOPLE, _people(session, persons, wanted)),
            (Group.MEETINGS, [meeting_hit(x) for x in stored.meetings(session, wanted, most)]),
            (Group.TALKS, _talks(session, stored.talks(session, wanted, meant, most))),
            (Group.LEAVES, _leaves(session, stored.leaves(session, wanted, meant, most))),
            (Group.PAPERS, _papers(session, stored.attachments(session, wanted, most))),
        ]
    return tuple(found_of(group, hits) for group, hits in groups if hits)


def found_of(group: Group, hits: Sequence[Hit]) -> Found:
    """The first results of a kind, and whether there are more."""
    return Found(group, tuple(hits[:SHOWN]), more=len(hits) > SHOWN)


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
        return hits

    def _go_on(self) -> None:
        self._left.pop(0)
        self._before, self._count = "", 0
        self.is_over = not self._left


def meeting_hit(meeting: Meeting, detail: str = "") -> Hit:
    """A meeting as a result: 2026年11月5日支部委员会会议, then its topic."""
    title = f"{long_day(meeting.held_on)}{meeting.kind}"
    told = detail or meeting.topic or meeting.place or ""
    return Hit(Group.MEETINGS, title, told, "meeting", meeting.id)


def _people(session: Session, persons: Iterable[stored.Person], wanted: Wanted) -> list[Hit]:
    """Those whom the whole text means; a word alone names people only for talks and leaves."""
    named = [each for each in persons if len(wanted.words) < 2 or each.is_named(wanted.whole)]
    groups = {each.id: each.name for each in stored_people.groups(session)}
    return [
        Hit(
            Group.PEOPLE,
            each.name,
            " · ".join(
                text
                for text in (
                    each.category,
                    groups.get(each.group_id or "", ""),
                    "已离开" if each.is_gone else "",
                )
                if text
            ),
            "member",
            each.id,
        )
        for each in named[: SHOWN + 1]
    ]


def _talks(session: Session, talks: Sequence[Talk], details: Sequence[str] = ()) -> list[Hit]:
    names = stored.names(session, [each.talker_id for each in talks])
    hits = []
    for number, each in enumerate(talks):
        partners = "、".join(partner.name for partner in each.partners[:3])
        more = f"等 {len(each.partners)} 人" if len(each.partners) > 3 else ""
        title = f"{names.get(each.talker_id, '')}与{partners}{more}的{each.kind}"
        detail = details[number] if details else long_day(each.talked_on)
        hits.append(Hit(Group.TALKS, title, detail, "talk", each.id))
    return hits


def _leaves(
    session: Session, leaves: Sequence[IntegrityLeaf], details: Sequence[str] = ()
) -> list[Hit]:
    names = stored.names(session, [each.member_id for each in leaves])
    return [
        Hit(
            Group.LEAVES,
            f"{names.get(each.member_id, '')}　{each.kind}",
            details[number] if details else f"第 {each.number} 页 · {long_day(each.dated_on)}",
            "integrity_leaf",
            each.id,
        )
        for number, each in enumerate(leaves)
    ]


def _papers(session: Session, papers: Sequence[Attachment]) -> list[Hit]:
    """Papers with the record that they belong to; those of records in 回收站 are left out."""
    owners = _owners(session, papers)
    return [
        Hit(Group.PAPERS, each.title, f"附在 {owner}", each.record_type, each.record_id)
        for each in papers
        if (owner := owners.get(each.record_id))
    ]


def _owners(session: Session, papers: Sequence[Attachment]) -> dict[str, str]:
    ids = [each.record_id for each in papers]
    found = dict(stored.names(session, ids))
    meetings = select(Meeting).where(Meeting.id.in_(ids))
    shown = load_only(Meeting.id, Meeting.kind, Meeting.held_on, Meeting.topic, Meeting.place)
    hits = [meeting_hit(each) for each in session.scalars(meetings.options(shown))]
    talks = select(Talk).where(Talk.id.in_(ids)).options(selectinload(Talk.partners))
    hits += _talks(session, session.scalars(talks).all())
    leaves = select(IntegrityLeaf).where(IntegrityLeaf.id.in_(ids))
    hits += _leaves(session, session.scalars(leaves).all())
    return found | {each.record_id: each.title for each in hits}


def _look_into_meetings(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    found = stored.meetings_by_text(session, wanted, ids)
    return [
        meeting_hit(each, _line((each.content, each.decisions, each.guests, each.lecturer), wanted))
        for each in sorted(found, key=lambda each: each.held_on, reverse=True)
    ]


def _look_into_talks(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    query = select(Talk).where(Talk.id.in_(ids)).options(selectinload(Talk.partners))
    talks = session.scalars(query.order_by(Talk.talked_on.desc())).all()
    kept = []
    for each, hit in zip(talks, _talks(session, talks), strict=True):
        texts = (each.matter, each.content, each.problems, each.opinion, each.measures)
        if wanted.is_in(*texts, each.follow_up, hit.title):
            kept.append((each, _line((*texts, each.follow_up), wanted)))
    return _talks(session, [each for each, _ in kept], [line for _, line in kept])


def _look_into_leaves(session: Session, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    query = select(IntegrityLeaf).where(IntegrityLeaf.id.in_(ids))
    leaves = session.scalars(query.order_by(IntegrityLeaf.dated_on.desc())).all()
    kept = []
    for each, hit in zip(leaves, _leaves(session, leaves), strict=True):
        if wanted.is_in(each.matter, each.outcome, hit.title):
            kept.append((each, _line((each.matter, each.outcome), wanted)))
    return _leaves(session, [each for each, _ in kept], [line for _, line in kept])


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
