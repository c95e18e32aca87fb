"""Looking through long texts, minutes and confidential contents, in steps of a few milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.fields import LockedText
from partydesk.domain.searching import Wanted, excerpt
from partydesk.services.search import SHOWN
from partydesk.services.search_hits import Hit, marked
from partydesk.services.search_kinds import KINDS, SearchKind
from partydesk.storage import search as stored
from partydesk.storage.store import Store

#: Records that one step looks through; opening a sealed text costs more than reading a plain one.
_PLAIN, _SEALED = 100, 30


def _with_texts() -> list[SearchKind]:
    return [each for each in KINDS if each.long]


@dataclass
class TextSearch:
    """Looks through long texts in small steps, the newest records first.

    Each step takes a few milliseconds, so that a window stays awake between them. Confidential
    contents are looked through only with their key.

    Attributes:
        text: What is looked for.
        known: Records that were found already; they are not found again.
        is_over: Whether everything was looked through or enough was found.
    """

    text: str
    known: set[str] = field(default_factory=set)
    is_over: bool = False
    _left: list[SearchKind] = field(default_factory=_with_texts)
    _before: str = ""
    _count: int = 0

    def step(self, store: Store) -> list[Hit]:
        """Look through the next few records; what holds the text."""
        wanted = Wanted.typed(self.text)
        if not wanted.whole or not self._left:
            self.is_over = True
            return []
        kind = self._left[0]
        if kind.is_sealed and not store.sealer.is_open:
            self._go_on()
            return []
        most = _SEALED if kind.is_sealed else _PLAIN
        with store.reading() as session:
            ids = stored.ids_before(session, kind.record, self._before, most)
            new = [each for each in ids if each not in self.known]
            hits = _look(session, kind, wanted, new) if new else []
        self.known.update(each.record_id for each in hits)
        self._count += len(hits)
        self._before = ids[-1] if ids else ""
        if len(ids) < most or self._count > SHOWN:
            self._go_on()
        return [marked(hit, wanted) for hit in hits]

    def _go_on(self) -> None:
        self._left.pop(0)
        self._before, self._count = "", 0
        self.is_over = not self._left


def _look(session: Session, kind: SearchKind, wanted: Wanted, ids: Sequence[str]) -> list[Hit]:
    """Those of some records whose texts hold it, maybe together with what their lists show."""
    records = kind.load(session, ids, texts=True)
    if kind.searched.day:
        records.sort(key=lambda each: getattr(each, kind.searched.day), reverse=True)
    kept, lines = [], []
    for record in records:
        texts = [getattr(record, name) for name in kind.long]
        line = _line(texts, wanted)
        if line:
            kept.append(record)
            lines.append(line)
    if not kept:
        return []
    plain = kind.hits(session, kept)
    held = [
        number
        for number, (record, hit) in enumerate(zip(kept, plain, strict=True))
        if wanted.is_in(*_open_texts(record, kind), hit.title, hit.detail, _day(record, kind))
    ]
    return kind.hits(session, [kept[each] for each in held], [lines[each] for each in held])


def _open_texts(record: Any, kind: SearchKind) -> list[str]:
    texts = (getattr(record, name) for name in kind.long)
    return [each for each in texts if each and not isinstance(each, LockedText)]


def _day(record: Any, kind: SearchKind) -> str:
    return f"{getattr(record, kind.searched.day)}" if kind.searched.day else ""


def _line(texts: Iterable[str | None], wanted: Wanted) -> str:
    """The line of the first text that holds any of it."""
    for text in texts:
        if not text or isinstance(text, LockedText):
            continue
        if any(Wanted(part, (part,)).is_in(text) for part in wanted.parts):
            return excerpt(text, wanted)
    return ""
