"""Finding a record from anywhere by a few characters: people, meetings, talks, leaves, papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.searching import Span, Wanted, spans
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
        marks: Where the title matches: start and end of each place.
        detail_marks: Where the detail matches.
    """

    group: Group
    title: str
    detail: str
    record_type: str
    record_id: str
    marks: tuple[Span, ...] = ()
    detail_marks: tuple[Span, ...] = ()


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

    Long texts and confidential contents are looked through by ``search_texts.TextSearch``.
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
            (Group.MEETINGS, meeting_hits(session, stored.meetings(session, wanted, most))),
            (Group.TALKS, talk_hits(session, stored.talks(session, wanted, meant, most))),
            (Group.LEAVES, leaf_hits(session, stored.leaves(session, wanted, meant, most))),
            (Group.PAPERS, _papers(session, stored.attachments(session, wanted, most))),
        ]
    return tuple(
        Found(group, tuple(marked(hit, wanted) for hit in hits[:SHOWN]), more=len(hits) > SHOWN)
        for group, hits in groups
        if hits
    )


def with_more(found: Iterable[Found], hits: Iterable[Hit]) -> tuple[Found, ...]:
    """Results with those that were found later, each kind in its place."""
    by_group = {each.group: each for each in found}
    for hit in hits:
        known = by_group.get(hit.group, Found(hit.group, ()))
        if len(known.hits) < SHOWN:
            by_group[hit.group] = replace(known, hits=(*known.hits, hit))
        else:
            by_group[hit.group] = replace(known, more=True)
    return tuple(by_group[group] for group in Group if group in by_group)


def meeting_hits(
    session: Session, meetings: Sequence[Meeting], details: Sequence[str] = ()
) -> list[Hit]:
    """Meetings as results: 2026年11月5日语文组党小组会, then the topic or the given line."""
    groups = {each.id: each.name for each in stored_people.groups(session)}
    hits = []
    for number, each in enumerate(meetings):
        title = f"{long_day(each.held_on)}{groups.get(each.group_id or '', '')}{each.kind}"
        detail = details[number] if details else ""
        told = detail or each.topic or each.place or ""
        hits.append(Hit(Group.MEETINGS, title, told, "meeting", each.id))
    return hits


def _people(session: Session, persons: Iterable[stored.Person], wanted: Wanted) -> list[Hit]:
    """Those whom the whole text means; a word alone names people only for talks and leaves."""
    named = [each for each in persons if len(wanted.words) < 2 or each.is_named(wanted.whole)]
    groups = {each.id: each.name for each in stored_people.groups(session)}
    hits = []
    for each in named[: SHOWN + 1]:
        gone = "已离开" if each.is_gone else ""
        told = (each.category, groups.get(each.group_id or "", ""), gone)
        detail = " · ".join(text for text in told if text)
        marks = _marks_of_spelling(each, wanted.whole)
        hits.append(Hit(Group.PEOPLE, each.name, detail, "member", each.id, marks))
    return hits


def _marks_of_spelling(person: stored.Person, word: str) -> tuple[Span, ...]:
    """The characters whose initials were typed, or the whole name for a spelling."""
    words = [each for each in person.spelling.split() if each.startswith(word)]
    if any(len(each) == len(person.name) for each in words):
        return ((0, len(word)),)
    return ((0, len(person.name)),) if words else ()


def marked(hit: Hit, wanted: Wanted) -> Hit:
    """A result with the places that match."""
    return replace(
        hit,
        marks=tuple(spans(hit.title, wanted)) or hit.marks,
        detail_marks=tuple(spans(hit.detail, wanted)),
    )


def talk_hits(session: Session, talks: Sequence[Talk], details: Sequence[str] = ()) -> list[Hit]:
    """Talks as results: 陈志远与刘婷的日常谈心, then the day or the given line."""
    names = stored.names(session, [each.talker_id for each in talks])
    hits = []
    for number, each in enumerate(talks):
        partners = "、".join(partner.name for partner in each.partners[:3])
        more = f"等 {len(each.partners)} 人" if len(each.partners) > 3 else ""
        title = f"{names.get(each.talker_id, '')}与{partners}{more}的{each.kind}"
        detail = details[number] if details else long_day(each.talked_on)
        hits.append(Hit(Group.TALKS, title, detail, "talk", each.id))
    return hits


def leaf_hits(
    session: Session, leaves: Sequence[IntegrityLeaf], details: Sequence[str] = ()
) -> list[Hit]:
    """Leaves as results: 陈志远　1 基本情况, then page and day or the given line."""
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
    owners = paper_owners(session, papers)
    return [
        Hit(Group.PAPERS, each.title, f"附在 {owner}", each.record_type, each.record_id)
        for each in papers
        if (owner := owners.get(each.record_id))
    ]


def paper_owners(session: Session, papers: Sequence[Attachment]) -> dict[str, str]:
    """Titles of the records that papers belong to, by id; those in 回收站 are left out."""
    ids = [each.record_id for each in papers]
    found = dict(stored.names(session, ids))
    meetings = select(Meeting).where(Meeting.id.in_(ids))
    shown = load_only(
        *(Meeting.id, Meeting.kind, Meeting.group_id),
        *(Meeting.held_on, Meeting.topic, Meeting.place),
    )
    hits = meeting_hits(session, session.scalars(meetings.options(shown)).all())
    talks = select(Talk).where(Talk.id.in_(ids)).options(selectinload(Talk.partners))
    hits += talk_hits(session, session.scalars(talks).all())
    leaves = select(IntegrityLeaf).where(IntegrityLeaf.id.in_(ids))
    hits += leaf_hits(session, session.scalars(leaves).all())
    return found | {each.record_id: each.title for each in hits}
