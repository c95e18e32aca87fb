"""Records and files that can prove a score: those of a period, and words for chosen ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.attachment import Attachment
from partydesk.domain.fields import Record
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.meeting import Meeting
from partydesk.domain.member import Member
from partydesk.domain.organization import Term
from partydesk.domain.periods import Period
from partydesk.domain.talk import Talk
from partydesk.domain.text import show_alone
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.ledger import Ledger
from partydesk.storage import people
from partydesk.storage.store import Store

#: What one person pays, or who is related to whom, proves nothing about the branch's work.
_PERSONAL = frozenset({"dues_payment", "dues_base", "relative"})
#: So many ids are asked for at once.
_AT_ONCE = 500


@dataclass(frozen=True)
class Proof:
    """A record as a proof; a talk or a leaf is named without its contents."""

    record_type: str
    record_id: str
    day: date
    text: str

    @property
    def id(self) -> tuple[str, str]:
        """What an assessment keeps."""
        return self.record_type, self.record_id


@dataclass(frozen=True)
class _Asked:
    """Which records of a type: those of a period, some by their ids, or all."""

    period: Period | None = None
    ids: tuple[str, ...] | None = None

    def where(self, record: type[Record], day: str) -> list[ColumnElement[bool]]:
        if self.ids is not None:
            return [record.id.in_(self.ids)]
        if self.period is None:
            return []
        column = getattr(record, day)
        first, last = self.period.first, self.period.last
        if column.type.python_type is str:  # a month
            return [column.between(f"{first:%Y-%m}", f"{last:%Y-%m}")]
        return [column.between(first, last)]


Names = Mapping[str, str]


def proofs(store: Store, period: Period | None = None, sheet_id: str = "") -> list[Proof]:
    """Meetings, talks, leaves and entries of ledgers of a period, the newest first.

    Args:
        store: The file.
        period: Which days; ``None`` for all.
        sheet_id: The self-assessment whose own files are offered too.
    """
    asked = _Asked(period)
    with store.reading() as session:
        names = people.names(session)
        found = [*_meetings(session, asked), *_talks(session, names, asked)]
        found += _leaves(session, names, asked)
        for ledger in LEDGERS:
            if ledger.table not in _PERSONAL:
                found += _entries(session, ledger, names, asked)
        if sheet_id:
            found += _files(session, [Attachment.record_id == sheet_id])
    return _in_order(found)


def named(store: Store, chosen: Iterable[tuple[str, str]]) -> list[Proof]:
    """The chosen records in words, the newest first; those in 回收站 are left out."""
    by_type: dict[str, list[str]] = {}
    for record_type, record_id in dict.fromkeys(chosen):
        by_type.setdefault(record_type, []).append(record_id)
    found: list[Proof] = []
    with store.reading() as session:
        names = people.names(session) if by_type else {}
        for record_type, ids in by_type.items():
            for start in range(0, len(ids), _AT_ONCE):
                some = _Asked(ids=tuple(ids[start : start + _AT_ONCE]))
                found += _of_type(session, names, record_type, some)
    return _in_order(found)


def _in_order(found: Iterable[Proof]) -> list[Proof]:
    return sorted(found, key=lambda proof: (proof.day, proof.record_id), reverse=True)


def _of_type(session: Session, names: Names, record_type: str, asked: _Asked) -> Iterator[Proof]:
    match record_type:
        case "meeting":
            return _meetings(session, asked)
        case "talk":
            return _talks(session, names, asked)
        case "integrity_leaf":
            return _leaves(session, names, asked)
        case "attachment":
            return _files(session, asked.where(Attachment, ""))
        case "member":
            return _members(session, asked)
        case "term":
            return _terms(session, asked)
    ledgers = (each for each in LEDGERS if each.table == record_type)
    return (proof for each in ledgers for proof in _entries(session, each, names, asked))


def _meetings(session: Session, asked: _Asked) -> Iterator[Proof]:
    query = select(Meeting.id, Meeting.held_on, Meeting.kind, Meeting.number, Meeting.topic)
    for key, day, kind, number, topic in session.execute(
        query.where(*asked.where(Meeting, "held_on"))
    ):
        yield Proof("meeting", key, day, f"{kind}　第{number}次　{topic or ''}".strip())


def _talks(session: Session, names: Names, asked: _Asked) -> Iterator[Proof]:
    shown = load_only(Talk.id, Talk.kind, Talk.talked_on, Talk.talker_id)
    query = select(Talk).options(shown, selectinload(Talk.partners))
    for each in session.scalars(query.where(*asked.where(Talk, "talked_on"))):
        partners = "、".join(partner.name for partner in each.partners)
        text = f"{each.kind}　{names.get(each.talker_id, '')} 与 {partners}"
        yield Proof("talk", each.id, each.talked_on, text)


def _leaves(session: Session, names: Names, asked: _Asked) -> Iterator[Proof]:
    leaf = IntegrityLeaf
    query = select(leaf.id, leaf.dated_on, leaf.member_id, leaf.kind)
    for key, day, owner, kind in session.execute(query.where(*asked.where(leaf, "dated_on"))):
        yield Proof("integrity_leaf", key, day, f"廉政活页　{names.get(owner, '')}　{kind}")


def _members(session: Session, asked: _Asked) -> Iterator[Proof]:
    query = select(Member.id, Member.name, Member.category, Member.updated_at)
    for key, name, category, at in session.execute(query.where(*asked.where(Member, ""))):
        yield Proof("member", key, at.date(), f"党员名册　{name}　{category}")


def _terms(session: Session, asked: _Asked) -> Iterator[Proof]:
    query = select(Term.id, Term.elected_on, Term.years, Term.approval)
    for key, day, years, approval in session.execute(query.where(*asked.where(Term, ""))):
        text = f"支部委员会　任期 {years} 年　{approval or ''}".strip()
        yield Proof("term", key, day, text)


def _files(session: Session, where: list[ColumnElement[bool]]) -> Iterator[Proof]:
    query = select(Attachment.id, Attachment.title, Attachment.created_at)
    for key, title, at in session.execute(query.where(*where)):
        yield Proof("attachment", key, at.date(), f"文件　{title}")


def _entries(session: Session, ledger: Ledger, names: Names, asked: _Asked) -> Iterator[Proof]:
    """Entries of a ledger by the fields that tell them apart; none of these is confidential."""
    shown = [ledger.by_name[name] for name in ledger.heading if name != ledger.day]
    columns = [getattr(ledger.record, name) for name in ("id", ledger.day)]
    columns += [getattr(ledger.record, each.name) for each in shown]
    where = asked.where(ledger.record, ledger.day)
    for key, day, *values in session.execute(select(*columns).where(*where)):
        words = [show_alone(each, value, names) for each, value in zip(shown, values, strict=True)]
        text = "　".join(word for word in (ledger.title, *words) if word)
        yield Proof(ledger.table, key, day_of(day), text)


def day_of(value: Any) -> date:
    """The day of a value that dates a record; a month is its first day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(f"{value}-01") if value else date.min
