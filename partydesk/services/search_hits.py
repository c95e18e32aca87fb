"""Records as results of a search: what each is called and what tells it from others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.searching import Span, Told, Wanted, spans
from partydesk.domain.talk import Talk
from partydesk.domain.text import long_day
from partydesk.storage import people as stored_people
from partydesk.storage import search as stored
from partydesk.storage.search import Person


class Group(StrEnum):
    """Kinds of results that are no register of the 工作台账."""

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
        people: Who is named in the title or the detail, as far as on the roster.
    """

    group: str
    title: str
    detail: str
    record_type: str
    record_id: str
    marks: tuple[Span, ...] = ()
    detail_marks: tuple[Span, ...] = ()
    people: tuple[Person, ...] = ()


def marked(hit: Hit, wanted: Wanted) -> Hit:
    """A result with the places that match: what was typed, or whose spelling it is."""
    marks = tuple(spans(hit.title, wanted)) or _marks_of_spelling(hit.title, hit.people, wanted)
    details = tuple(spans(hit.detail, wanted)) or _marks_of_spelling(hit.detail, hit.people, wanted)
    return replace(hit, marks=marks, detail_marks=details)


def _marks_of_spelling(text: str, people: Iterable[Person], wanted: Wanted) -> tuple[Span, ...]:
    """The characters of a name whose initials were typed, or all of it for a spelling."""
    found: list[Span] = []
    for person in people:
        start = text.find(person.name)
        if start < 0:
            continue
        for part in wanted.parts:
            if end := _meant(person, part):
                found.append((start, start + end))
                break
    found.sort()
    return tuple(each for n, each in enumerate(found) if not n or each[0] >= found[n - 1][1])


def _meant(person: Person, word: str) -> int:
    """How many characters of a name a word spells; 0 if it does not."""
    told = Told.anyhow(word)
    if not told.spelled or told.spelled not in f" {person.spelling}":
        return 0
    begun = [each for each in person.spelling.split() if each.startswith(word)]
    if any(len(each) == len(person.name) for each in begun):
        return len(word)
    return len(person.name)


def member_hits(session: Session, members: Iterable[Member]) -> list[Hit]:
    """People as results: 陈志远, then what they are and where."""
    groups = {each.id: each.name for each in stored_people.groups(session)}
    hits = []
    for each in members:
        gone = "已离开" if each.left_on is not None else ""
        told = (each.category, groups.get(each.group_id or "", ""), gone)
        detail = " · ".join(text for text in told if text)
        person = (Person(each.name, each.spelling),)
        hits.append(Hit(Group.PEOPLE, each.name, detail, "member", each.id, people=person))
    return hits


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


def talk_hits(session: Session, talks: Sequence[Talk], details: Sequence[str] = ()) -> list[Hit]:
    """Talks as results: 陈志远与刘婷的日常谈心, then the day or the given line."""
    partners_ids = (partner.member_id for each in talks for partner in each.partners)
    ids = {*(each.talker_id for each in talks), *(each for each in partners_ids if each)}
    names = stored.names(session, ids)
    hits = []
    for number, each in enumerate(talks):
        partners = "、".join(str(partner.name) for partner in each.partners[:3])
        more = f"等 {len(each.partners)} 人" if len(each.partners) > 3 else ""
        talker = names.get(each.talker_id, Person("", ""))
        title = f"{talker.name}与{partners}{more}的{each.kind}"
        detail = details[number] if details else long_day(each.talked_on)
        partners_on_roster = [names.get(partner.member_id or "") for partner in each.partners]
        people = (talker, *(person for person in partners_on_roster if person))
        hits.append(Hit(Group.TALKS, title, detail, "talk", each.id, people=people))
    return hits


def leaf_hits(
    session: Session, leaves: Sequence[IntegrityLeaf], details: Sequence[str] = ()
) -> list[Hit]:
    """Leaves as results: 陈志远　1 基本情况, then page and day or the given line."""
    names = stored.names(session, [each.member_id for each in leaves])
    hits = []
    for number, each in enumerate(leaves):
        person = names.get(each.member_id, Person("", ""))
        detail = f"第 {each.number} 页 · {long_day(each.dated_on)}"
        hits.append(
            Hit(
                Group.LEAVES,
                f"{person.name}　{each.kind}",
                details[number] if details else detail,
                "integrity_leaf",
                each.id,
                people=(person,),
            )
        )
    return hits
