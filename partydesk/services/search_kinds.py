"""Which records are searched and by what; every 台账 is, from its declaration."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.fields import Kind, Record, Secrecy, fields_of
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.talk import Talk, TalkPartner
from partydesk.domain.text import show
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.keeping import title_of
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.search_hits import (
    Group,
    Hit,
    leaf_hits,
    meeting_hits,
    member_hits,
    talk_hits,
)
from partydesk.storage import people as stored_people
from partydesk.storage import search as stored
from partydesk.storage.search import Searched

#: Makes results of records of one kind: with the given lines, or with what tells them apart.
Hits = Callable[..., list[Hit]]

#: Kinds of values that are read as a title.
_TITLES = (Kind.TEXT, Kind.CHOICE, Kind.PERSON, Kind.GROUP)
#: A title is no longer than this; what may be longer is looked through in steps.
_SHORT = 500


@dataclass(frozen=True)
class SearchKind:
    """A kind of records that is searched.

    Attributes:
        group: The head that its results stand under.
        searched: The record type, and what is searched at once.
        hits: Makes results of records; called with a session, records and lines.
        long: Long or confidential texts, which are looked through in steps.
        needs: Lists of rows that the results tell of.
    """

    group: str
    searched: Searched
    hits: Hits
    long: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def record(self) -> type[Record]:
        """Its record type."""
        return self.searched.record

    @property
    def is_sealed(self) -> bool:
        """Whether its long texts need the confidential key."""
        fields = fields_of(self.record)
        return bool(self.long) and all(
            fields[name].secrecy is Secrecy.CONFIDENTIAL for name in self.long
        )

    def load(self, session: Session, ids: Sequence[str], *, texts: bool = False) -> list[Any]:
        """Records in the order of their ids, with their long texts only where asked for."""
        query = select(self.record).where(self.record.id.in_(ids))
        for name in self.needs:
            query = query.options(selectinload(getattr(self.record, name)))
        if not texts:
            names = (attr.key for attr in inspect(self.record).column_attrs)
            short = (getattr(self.record, name) for name in names if name not in self.long)
            query = query.options(load_only(*short))
        found = {each.id: each for each in session.scalars(query)}
        return [found[each] for each in ids if each in found]


def _paper_hits(session: Session, papers: Sequence[Attachment]) -> list[Hit]:
    """Papers with the record that they belong to; those of records in 回收站 are left out."""
    owners = paper_owners(session, papers)
    return [
        Hit(Group.PAPERS, each.title, f"附在 {owner}", each.record_type, each.record_id)
        for each in papers
        if (owner := owners.get(each.record_id))
    ]


def paper_owners(session: Session, papers: Iterable[Attachment]) -> dict[str, str]:
    """Titles of the records that papers belong to, by id; those in 回收站 are left out."""
    ids: dict[str, list[str]] = {}
    for each in papers:
        ids.setdefault(each.record_type, []).append(each.record_id)
    members = stored.names(session, ids.pop("member", []))
    found = {key: person.name for key, person in members.items()}
    for kind in KINDS:
        if wanted := ids.get(kind.record.__tablename__):
            hits = kind.hits(session, kind.load(session, wanted))
            found |= {each.record_id: each.title for each in hits}
    return found


def _ledger_kind(ledger: Ledger) -> SearchKind:
    """How a 台账 is searched: by its heading, the plain columns of its list, and its people."""
    fields = ledger.by_name
    plain = [
        name
        for name, each in fields.items()
        if each.kind in _TITLES and each.secrecy <= Secrecy.INTERNAL and each.length <= _SHORT
    ]
    shown = dict.fromkeys((*ledger.heading, *plain))
    lists = tuple(each for each in ledger.register.rows if ledger.person_of_rows(each))
    long = tuple(
        name
        for name, each in fields.items()
        if each.secrecy is Secrecy.CONFIDENTIAL or each.kind is Kind.LONG_TEXT
    )
    return SearchKind(
        ledger.title,
        Searched(
            ledger.record,
            tuple(name for name in shown if fields[name].kind in _TITLES and name not in long),
            ledger.day,
            tuple(ledger.register.rows[name].record for name in lists),
            ledger.title,
        ),
        partial(_ledger_hits, ledger, lists),
        long,
        lists,
    )


def _ledger_hits(
    ledger: Ledger,
    lists: Sequence[str],
    session: Session,
    records: Sequence[Any],
    details: Sequence[str] = (),
) -> list[Hit]:
    """Records of a 台账 as results: its heading, then the rest of the line and who took part."""
    kind_of = ledger.by_name
    persons = [name for name, each in kind_of.items() if each.kind is Kind.PERSON]
    people = {each.id: [getattr(each, name) for name in persons] for each in records}
    for each in records:
        for name in lists:
            column = ledger.person_of_rows(name)
            assert column is not None, "only lists of people are asked for"
            people[each.id] += [getattr(row, column.name) for row in getattr(each, name)]
    ids = {one for some in people.values() for one in some if one}
    known = stored.names(session, ids)
    names = {key: person.name for key, person in known.items()}
    names |= {each.id: each.name for each in stored_people.groups(session)}
    rest = [name for name in kind_of if name in _rest_of(ledger)]
    hits = []
    for number, each in enumerate(records):
        told = [show(kind_of[name], getattr(each, name), names) for name in rest]
        named = [known[one] for one in dict.fromkeys(people[each.id]) if one in known]
        told.append("、".join(one.name for one in named if one.name not in told))
        detail = details[number] if details else " · ".join(text for text in told if text)
        title = title_of(ledger, each, names)
        hit = Hit(ledger.title, title, detail, ledger.table, each.id, people=tuple(named))
        hits.append(hit)
    return hits


def _rest_of(ledger: Ledger) -> set[str]:
    """Fields that tell of a record beside its heading: short, open and no numbers."""
    return {
        name
        for name, each in ledger.by_name.items()
        if name not in ledger.heading
        and each.kind in _TITLES
        and each.secrecy <= Secrecy.INTERNAL
        and each.length <= _SHORT
    }


PEOPLE = SearchKind(Group.PEOPLE, Searched(Member, ("name",)), member_hits)

KINDS: tuple[SearchKind, ...] = (
    SearchKind(
        Group.MEETINGS,
        Searched(Meeting, ("kind", "topic", "place", "group_id"), "held_on"),
        meeting_hits,
        ("content", "decisions", "guests", "lecturer"),
    ),
    SearchKind(
        Group.TALKS,
        Searched(Talk, ("kind", "talker_id"), "talked_on", (TalkPartner,)),
        talk_hits,
        ("matter", "content", "problems", "opinion", "measures", "follow_up"),
        ("partners",),
    ),
    SearchKind(
        Group.LEAVES,
        Searched(IntegrityLeaf, ("kind", "member_id"), "dated_on"),
        leaf_hits,
        ("matter", "outcome"),
    ),
    *map(_ledger_kind, LEDGERS),
    SearchKind(Group.PAPERS, Searched(Attachment, ("title",)), _paper_hits),
)

#: The order in which results stand.
ORDER = (Group.PEOPLE, *(each.group for each in KINDS))
