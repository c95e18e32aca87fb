"""Near copies before sending: minutes, studies, reports and talks, each with a year before.

Texts of talks are compared only in memory, and only while they are unlocked; nothing is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from partydesk.domain.evaluation import DutyReport
from partydesk.domain.fields import LockedText
from partydesk.domain.meeting import Meeting
from partydesk.domain.periods import Period, add_months
from partydesk.domain.study import Study
from partydesk.domain.talk import Talk
from partydesk.domain.text import long_day
from partydesk.rules.alike import Pair, Text, near_copies
from partydesk.rules.limits import load_limits
from partydesk.storage import people
from partydesk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a pair: which record, what it is called, its words."""

    record_type: str
    record_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that nearly repeats an earlier one."""

    later: Side
    earlier: Side
    percent: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was found.

    Attributes:
        copies: The most alike first.
        compared: How many texts were compared.
        talks_locked: Whether the talks were left out because they are locked.
    """

    copies: tuple[Copy, ...]
    compared: int
    talks_locked: bool


def likeness(store: Store, period: Period) -> Likeness:
    """Texts of a period that nearly repeat one of the same period or of the year before."""
    span = Period(add_months(period.first, -12), period.last, "", "")
    with store.reading() as session:
        texts = [*_meetings(session, span), *_studies(session, span), *_reports(session, span)]
        if store.sealer.is_open:
            texts += _talks(session, span)
    titles = {text.key: title for text, title in texts}
    pairs = [
        pair
        for pair in near_copies((text for text, _ in texts), load_limits().alike_percent)
        if pair.copy.day in period
    ]
    pairs.sort(key=lambda pair: (-pair.percent, pair.copy.day, pair.copy.key))
    copies = tuple(_copy(pair, titles) for pair in pairs)
    return Likeness(copies, len(texts), not store.sealer.is_open)


def _copy(pair: Pair, titles: dict[tuple[str, str], str]) -> Copy:
    later, earlier = (
        Side(*text.key, titles[text.key], text.text) for text in (pair.copy, pair.original)
    )
    return Copy(later, earlier, pair.percent)


Found = Iterator[tuple[Text, str]]


def _meetings(session: Session, span: Period) -> Found:
    query = select(Meeting.id, Meeting.kind, Meeting.held_on, Meeting.content)
    for key, kind, day, content in session.execute(
        query.where(Meeting.held_on.between(span.first, span.last), Meeting.content.isnot(None))
    ):
        yield Text(("meeting", key), "会议", day, content or ""), f"{long_day(day)}{kind}"


def _studies(session: Session, span: Period) -> Found:
    query = select(Study.id, Study.title, Study.held_on, Study.content)
    for key, title, day, content in session.execute(
        query.where(Study.held_on.between(span.first, span.last), Study.content.isnot(None))
    ):
        yield Text(("study", key), "学习", day, content or ""), f"{long_day(day)}学习“{title}”"


def _reports(session: Session, span: Period) -> Found:
    names = people.names(session)
    report = DutyReport
    query = select(report.id, report.year, report.reported_on, report.text, report.member_id)
    query = query.where(report.reported_on.between(span.first, span.last))
    for key, year, day, text, member in session.execute(query):
        title = f"{names.get(member, '')}{year}年述职报告"
        yield Text(("duty_report", key), "述职", day, text or ""), title


def _talks(session: Session, span: Period) -> Found:
    names = people.names(session)
    shown = load_only(Talk.id, Talk.kind, Talk.talked_on, Talk.talker_id, Talk.content)
    query = select(Talk).options(shown, selectinload(Talk.partners))
    for each in session.scalars(query.where(Talk.talked_on.between(span.first, span.last))):
        if not each.content or isinstance(each.content, LockedText):
            continue
        partners = "、".join(partner.name for partner in each.partners[:2])
        title = f"{long_day(each.talked_on)}{names.get(each.talker_id, '')}与{partners}的谈话"
        yield Text(("talk", each.id), "谈话", each.talked_on, each.content), title
