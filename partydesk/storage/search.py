"""Questions that look for a text in many records: narrowed and limited in the file itself."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.meeting import Meeting, MeetingKind
from partydesk.domain.member import Member
from partydesk.domain.organization import Group
from partydesk.domain.searching import Wanted, folded
from partydesk.domain.talk import Talk, TalkKind, TalkPartner

#: People whose talks and leaves are looked for; who means more of them must type more.
MOST_PEOPLE = 300
#: The middle of a spelling or a number counts from so many characters on.
_ENOUGH_LETTERS, _ENOUGH_DIGITS = 3, 4
_WIDE = 0xFEE0  #: from a half-width character to its full-width form

_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:份|(?P<day>[0-3]?\d)日?)?)?"
    r"|(?P<full>\d{4})[-./](?P<m>1[0-2]|0?[1-9])(?:[-./](?P<d>[0-3]?\d))?"
)

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
#: Whether a record tells a word.
Told = Callable[[str], ColumnElement[bool]]
#: Gives the ids of the people that a word names.
Meant = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom a search may mean."""

    id: str
    name: str
    spelling: str
    category: str
    group_id: str | None
    is_gone: bool

    def is_named(self, word: str) -> bool:
        """Whether a folded word is part of the name, or of a spelling as far as that counts."""
        spelled = f" {self.spelling}"
        middle = len(word) >= _ENOUGH_LETTERS and word in spelled
        return word in folded(self.name.replace("·", "")) or f" {word}" in spelled or middle


def people(session: Session, wanted: Wanted) -> list[Person]:
    """Whom the whole or one of the words may mean by name, spelling or number; the surest first."""
    name = func.lower(_plain(Member.name, "", "·"))
    place = func.instr(name, wanted.whole)
    surest = case((place == 1, 0), (place > 1, 1), (_is_spelled(wanted.whole), 2), else_=3)
    gone = Member.left_on.isnot(None)
    query = (
        select(Member.id, Member.name, Member.spelling, Member.category, Member.group_id, gone)
        .where(or_(*(_is_meant(part) for part in wanted.parts)))
        .order_by(surest, gone, Member.id)
        .limit(MOST_PEOPLE)
    )
    return [Person(*found) for found in session.execute(query)]


def meetings(session: Session, wanted: Wanted, most: int) -> list[Meeting]:
    """Meetings whose kind, day, topic or place holds it, the newest first."""
    query = _shown_meetings().where(_every_word(wanted, _meeting_told))
    query = query.order_by(Meeting.held_on.desc(), Meeting.id.desc())
    return list(session.scalars(query.limit(most)))


def meetings_by_text(session: Session, wanted: Wanted, ids: Collection[str]) -> list[Meeting]:
    """Those of some meetings that hold it anywhere, also in their minutes, with these."""
    long = (Meeting.content, Meeting.decisions, Meeting.guests, Meeting.lecturer)

    def told(word: str) -> ColumnElement[bool]:
        return or_(_meeting_told(word), *(_contains(text, word) for text in long))

    query = _shown_meetings(*long).where(Meeting.id.in_(ids), _every_word(wanted, told))
    return list(session.scalars(query))


def talks(session: Session, wanted: Wanted, meant: Meant, most: int) -> list[Talk]:
    """Talks whose kind, day or people are meant, the newest first; not by contents."""

    def told(word: str) -> ColumnElement[bool]:
        ids = meant(word)
        named = _contains(TalkPartner.name, word)
        with_them = select(TalkPartner.talk_id).where(or_(TalkPartner.member_id.in_(ids), named))
        ways = [Talk.talker_id.in_(ids), Talk.id.in_(with_them)]
        return or_(*ways, *_of_kind(Talk.kind, TalkKind, word), *_of_day(Talk.talked_on, word))

    shown = load_only(Talk.id, Talk.kind, Talk.talked_on, Talk.talker_id)
    query = select(Talk).options(shown, selectinload(Talk.partners))
    query = query.where(_every_word(wanted, told))
    query = query.order_by(Talk.talked_on.desc(), Talk.id.desc())
    return list(session.scalars(query.limit(most)))


def leaves(session: Session, wanted: Wanted, meant: Meant, most: int) -> list[IntegrityLeaf]:
    """Integrity leaves whose kind, day or person is meant, the newest first; not by contents."""
    leaf = IntegrityLeaf

    def told(word: str) -> ColumnElement[bool]:
        kinds, days = _of_kind(leaf.kind, LeafKind, word), _of_day(leaf.dated_on, word)
        return or_(leaf.member_id.in_(meant(word)), *kinds, *days)

    shown = load_only(leaf.id, leaf.kind, leaf.number, leaf.dated_on, leaf.member_id)
    query = select(leaf).options(shown).where(_every_word(wanted, told))
    return list(session.scalars(query.order_by(leaf.dated_on.desc(), leaf.id.desc()).limit(most)))


def attachments(session: Session, wanted: Wanted, most: int) -> list[Attachment]:
    """Attachments whose name holds it, the newest first."""
    query = select(Attachment).where(
        _every_word(wanted, lambda word: _contains(Attachment.title, word))
    )
    return list(session.scalars(query.order_by(Attachment.id.desc()).limit(most)))


def names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Names of some people by id, those who left included."""
    query = select(Member.id, Member.name).where(Member.id.in_(ids))
    found = session.execute(query.execution_options(with_deleted=True))
    return dict(found.all())


def ids_before(
    session: Session,
    record: type[Meeting] | type[Talk] | type[IntegrityLeaf],
    before: str,
    most: int,
) -> list[str]:
    """The next ids in the order of entry, the newest first; ``before`` is empty at the start."""
    query = select(record.id).order_by(record.id.desc()).limit(most)
    return list(session.scalars(query.where(record.id < before) if before else query))


def _shown_meetings(*more: InstrumentedAttribute[Any]) -> Select[Meeting]:
    shown = (Meeting.id, Meeting.kind, Meeting.group_id, Meeting.held_on, Meeting.topic)
    more = (Meeting.place, *more)
    return select(Meeting).options(load_only(*shown, *more))


def _meeting_told(word: str) -> ColumnElement[bool]:
    """Whether what a list shows of a meeting holds a word."""
    short = literal("").concat(func.coalesce(Meeting.topic, "")).concat("\n")
    texts = short.concat(func.coalesce(Meeting.place, ""))
    kinds = _of_kind(Meeting.kind, MeetingKind, word)
    of_group = Meeting.group_id.in_(select(Group.id).where(_contains(Group.name, word)))
    return or_(*kinds, *_of_day(Meeting.held_on, word), of_group, _contains(texts, word))


def _every_word(wanted: Wanted, told: Told) -> ColumnElement[bool]:
    """The whole is told, or each of its words is."""
    if len(wanted.words) < 2:
        return told(wanted.whole)
    return or_(told(wanted.whole), and_(*(told(word) for word in wanted.words)))


def _of_kind(column: Column, kinds: Iterable[str], word: str) -> list[ColumnElement[bool]]:
    """Kinds that hold a word; told apart here, which costs nothing for each record."""
    usual = {str(MeetingKind.COMMITTEE): "支委会"}
    found = [str(kind) for kind in kinds if word in folded(f"{kind}\n{usual.get(kind, '')}")]
    return [column.in_(found)] if found else []


def _of_day(column: Column, word: str) -> list[ColumnElement[bool]]:
    """A day, month or year as it is usually typed: 2026年3月, 3月5日, 2026-03, 2026.3.5."""
    found = _DAY.fullmatch(word)
    if not found:
        return []
    year, month, day = (found["year"] or found["full"], found["month"] or found["m"], found["day"])
    day = day or found["d"]
    parts = (year or "____", (month or "__").rjust(2, "0"), (day or "__").rjust(2, "0"))
    return [cast(column, String).like("-".join(parts))]


def _contains(text: Column, word: str) -> ColumnElement[bool]:
    return func.instr(_plain(text, word), word) > 0


def _plain(text: Column, word: str, leave_out: str = "") -> ColumnElement[Any]:
    """A text without spaces; also small, and half as wide, where the word has such characters."""
    plain: ColumnElement[Any] = func.coalesce(text, "")
    for space in (" ", "\u3000", *leave_out):
        plain = func.replace(plain, space, "")
    letters = sorted(letter for letter in set(word) if letter.isascii())
    for letter in letters:
        wide = chr(ord(letter) + _WIDE)
        for form in dict.fromkeys((wide, wide.upper())):
            plain = func.replace(plain, form, letter)
    return func.lower(plain) if letters else plain


def _is_spelled(word: str) -> ColumnElement[bool]:
    """Whether a spelling begins with the word, or holds it where it is long enough."""
    begins = func.instr(literal(" ").concat(Member.spelling), f" {word}") > 0
    if len(word) < _ENOUGH_LETTERS:
        return begins
    return or_(begins, func.instr(Member.spelling, word) > 0)


def _is_meant(word: str) -> ColumnElement[bool]:
    """Whether a name, a spelling or a number is meant by a word."""
    named = _plain(Member.name, "", "·")
    if not word.isascii():
        return func.instr(named, word) > 0
    ways = [func.instr(func.lower(named), word) > 0, _is_spelled(word)]
    if len(word) >= _ENOUGH_DIGITS and word[:-1].isdigit():
        numbers = (Member.mobile, Member.id_number)
        ways += [func.instr(number, word.upper()) > 0 for number in numbers]
    return or_(*ways)
