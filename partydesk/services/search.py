"""Finding a record from anywhere by a few characters: people, meetings, 台账, papers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from partydesk.domain.searching import BETWEEN, Told, Wanted
from partydesk.services.search_hits import Group, Hit, marked
from partydesk.services.search_index import SearchIndex
from partydesk.services.search_kinds import KINDS, ORDER, PEOPLE, SearchKind
from partydesk.storage.store import Store

#: As many results of a kind are listed.
SHOWN = 5
#: Characters of a line that tells a result from others.
_ROOM = 60

__all__ = ["SHOWN", "Found", "Group", "Hit", "search", "with_more"]


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a kind, at most ``SHOWN``.

    Attributes:
        group: Which kind.
        hits: The results, the likeliest or newest first.
        more: Whether there are others that are not listed.
    """

    group: str
    hits: tuple[Hit, ...]
    more: bool = False


def search(store: Store, text: str, index: SearchIndex | None = None) -> tuple[Found, ...]:
    """What a text may mean, by names, titles and days; kinds without a result are left out.

    Long texts and confidential contents are looked through by ``search_texts.TextSearch``.

    Args:
        store: The open file.
        text: What was typed.
        index: The titles as far as they were read; without it they are all read now.
    """
    wanted = Wanted.typed(text)
    if not wanted.whole:
        return ()
    if index is None:
        index = SearchIndex()
        index.read_all(store)
    index.catch_up(store)
    ways = [[Told.anyhow(wanted.whole)]]
    if len(wanted.words) > 1:
        ways.append([Told.anyhow(word) for word in wanted.words])
    with store.reading() as session:
        people = index.people(_sure_ways(wanted.whole), SHOWN + 1)
        found = [_found(session, PEOPLE, people, wanted)]
        for kind in KINDS:
            ids = index.find(kind, ways, SHOWN + 1)
            found.append(_found(session, kind, ids, wanted))
    return tuple(each for each in found if each.hits)


def with_more(found: Iterable[Found], hits: Iterable[Hit]) -> tuple[Found, ...]:
    """Results with those that were found later, each kind in its place."""
    by_group = {each.group: each for each in found}
    for hit in hits:
        known = by_group.get(hit.group, Found(hit.group, ()))
        if len(known.hits) < SHOWN:
            by_group[hit.group] = replace(known, hits=(*known.hits, hit))
        else:
            by_group[hit.group] = replace(known, more=True)
    return tuple(by_group[group] for group in ORDER if group in by_group)


def _sure_ways(word: str) -> list[Told]:
    """Who is called so comes before whose name holds it, and that before a spelling."""
    told = Told.anyhow(word)
    return [Told(f"{BETWEEN}{word}"), Told(word), Told("", told.spelled, told.number)]


def _found(session: Session, kind: SearchKind, ids: list[str], wanted: Wanted) -> Found:
    if not ids:
        return Found(kind.group, ())
    hits = kind.hits(session, kind.load(session, ids))
    shown = tuple(_short(marked(hit, wanted)) for hit in hits[:SHOWN])
    return Found(kind.group, shown, more=len(hits) > SHOWN)


def _short(hit: Hit) -> Hit:
    """A result whose detail is cut around the first place that matches."""
    if len(hit.detail) <= _ROOM:
        return hit
    first = hit.detail_marks[0][0] if hit.detail_marks else 0
    start = first - _ROOM // 4 if first > _ROOM // 2 else 0
    head = "…" if start else ""
    tail = "…" if start + _ROOM < len(hit.detail) else ""
    by = start - len(head)
    marks = ((begin - by, end - by) for begin, end in hit.detail_marks)
    return replace(
        hit,
        detail=f"{head}{hit.detail[start : start + _ROOM]}{tail}",
        detail_marks=tuple(each for each in marks if each[0] >= 0 and each[1] <= _ROOM),
    )
