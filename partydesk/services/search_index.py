"""Titles of everything in a file, kept in memory while it is open, so that they are found at once.

Nothing of it is written anywhere: what is saved costs no more than without it, and no second
copy of a title lies in the file. Confidential texts never come into it. What was changed since is
read from the history, which knows of every change.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from partydesk.domain.member import Member
from partydesk.domain.organization import Group as PartyGroup
from partydesk.domain.search_blocks import SIZE, Entry, Section
from partydesk.domain.searching import Told
from partydesk.services.search_kinds import KINDS, SearchKind
from partydesk.storage import people as stored_people
from partydesk.storage import search as stored
from partydesk.storage.store import Store

#: Records that one step reads: a few milliseconds.
_STEP = 300
#: So many changes are read at once; after more, such as a large import, everything is read anew.
_MOST_CHANGES = 3000
#: So many changed records may lie beside the ordered ones.
_UNTIDY = 1500
_OVER = object()
_UNREAD = -1


class SearchIndex:
    """What is searched at once. One belongs to one open file.

    Attributes:
        is_whole: Whether everything has been read; until then only a part is found.
    """

    def __init__(self) -> None:
        self._is_begun = False
        self._sequence, self._revision = 0, _UNREAD
        self._work: deque[Iterator[None]] = deque()
        self._begin()

    def step(self, store: Store) -> bool:
        """Read or tidy for a few milliseconds; whether there is nothing left to do."""
        if self._is_begun:
            self.catch_up(store)
        # After very many changes everything is begun anew.
        if not self._is_begun:
            self._is_begun = True
            self._work.append(self._reading(store))
        if self._work and next(self._work[0], _OVER) is _OVER:
            self._work.popleft()
            self.is_whole = True
        return not self._work

    def read_all(self, store: Store) -> None:
        """Read everything at once."""
        while not self.step(store):
            pass

    def catch_up(self, store: Store) -> None:
        """Take in what was changed since the last look."""
        if self._revision in (_UNREAD, store.revision):
            return
        with store.reading() as session:
            changes = stored.changes_since(session, self._sequence, _MOST_CHANGES)
            if changes is None:
                self._begin()
                return
            self._sequence = stored.last_operation(session)
            self._take_in(session, changes)
        self._revision = store.revision

    def people(self, ways: Sequence[Told], most: int) -> list[str]:
        """Ids of people who are told by a word, the surest way first."""
        found: dict[str, None] = {}
        for way in ways:
            if len(found) < most:
                found |= dict.fromkeys(self._people.find([[way]], most))
        return list(found)[:most]

    def find(self, kind: SearchKind, ways: Sequence[Sequence[Told]], most: int) -> list[str]:
        """Ids of the newest records of a kind that tell all words of one of the ways."""
        return self._sections[kind.group].find(ways, most)

    def _begin(self) -> None:
        self.is_whole = False
        self._people = Section(oldest_first=True)
        self._sections = {each.group: Section() for each in KINDS}
        self._names = stored.Names()
        self._is_begun = False
        self._work.clear()
        self._revision = _UNREAD

    def _reading(self, store: Store) -> Iterator[None]:
        """Read everything, then put it in order; a step ends at each ``yield``."""
        with store.reading() as session:
            self._sequence = stored.last_operation(session)
            self._names.groups = {each.id: each.name for each in stored_people.groups(session)}
        self._revision = store.revision
        before = ""
        while True:
            with store.reading() as session:
                ids = stored.ids_before(session, Member, before, _STEP, with_deleted=True)
                self._names.people |= stored.names(session, ids)
                self._people.add(stored.people(session, ids))
            yield
            if len(ids) < _STEP:
                break
            before = ids[-1]
        for kind in KINDS:
            yield from self._reading_of(store, kind)
        for section in (self._people, *self._sections.values()):
            yield from section.tidy()

    def _reading_of(self, store: Store, kind: SearchKind) -> Iterator[None]:
        before = ""
        while True:
            with store.reading() as session:
                ids = stored.ids_before(session, kind.record, before, _STEP)
                found = stored.entries(session, kind.searched, self._names, ids)
            self._sections[kind.group].add(found)
            yield
            if len(ids) < _STEP:
                return
            before = ids[-1]

    def _take_in(self, session: Session, changes: Iterable[stored.Changed]) -> None:
        by_table: dict[str, dict[str, stored.Changed]] = {}
        for each in changes:
            by_table.setdefault(each.record_type, {})[each.record_id] = each
        renamed = self._take_in_people(session, list(by_table.get(Member.__tablename__, ())))
        groups = list(by_table.get(PartyGroup.__tablename__, ()))
        if groups:
            self._names.groups = {each.id: each.name for each in stored_people.groups(session)}
        for kind in KINDS:
            changed = set(by_table.get(kind.record.__tablename__, ()))
            for rows in kind.searched.rows:
                column = kind.searched.owners[rows.__tablename__]
                for row in by_table.get(rows.__tablename__, {}).values():
                    changed.add(stored.owner_of(session, rows, column, row) or "")
            if renamed or groups:
                changed.update(stored.naming(session, kind.searched, renamed, groups))
            self._read_again(session, kind, sorted(changed))

    def _take_in_people(self, session: Session, changed: Sequence[str]) -> list[str]:
        """Read some people again; those who were known by another name."""
        now = stored.names(session, changed)
        known = self._names.people
        renamed = [key for key in now if key in known and known[key] != now[key]]
        known |= now
        found = {each.id: each for each in stored.people(session, changed)}
        for key in changed:
            self._put(self._people, key, found.get(key))
        self._tidied(self._people)
        return renamed

    def _read_again(self, session: Session, kind: SearchKind, ids: Sequence[str]) -> None:
        section = self._sections[kind.group]
        for start in range(0, len(ids), SIZE):
            some = ids[start : start + SIZE]
            read = stored.entries(session, kind.searched, self._names, some)
            found = {each.id: each for each in read}
            for key in some:
                self._put(section, key, found.get(key))
        self._tidied(section)

    @staticmethod
    def _put(section: Section, key: str, entry: Entry | None) -> None:
        if entry is None:
            section.drop(key)
        else:
            section.put(entry)

    def _tidied(self, section: Section) -> None:
        """Have a section put in order by the next steps, once there is enough of it."""
        if section.changes > _UNTIDY and self.is_whole and not self._work:
            self._work.append(section.tidy())
