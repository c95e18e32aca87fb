"""What is open next on someone's way, until when and why, and the meetings that may decide it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partydesk.domain.development import Companion
from partydesk.domain.development_steps import Step
from partydesk.domain.meeting import Meeting, Vote
from partydesk.domain.periods import add_months
from partydesk.domain.text import long_day
from partydesk.rules.development_moving import LADDER, earliest, goal, latest, waiting
from partydesk.rules.development_way import Case, allowed_steps, article, open_steps, review_due
from partydesk.services.development_facts import case_of, facts_of_ways, loaded
from partydesk.services.local_steps import rules_of
from partydesk.storage import people
from partydesk.storage.store import Store

#: Meetings of so many months are offered for a step.
_MONTHS = 18
#: So many days before a day it is near.
_NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can be recorded now.

    Attributes:
        step: The step.
        earliest: Not before; none for no such day.
        latest: Not later; none for no such day.
        is_open: Whether it is the turn of it, not a step that may be added at any time.
    """

    step: Step
    earliest: date | None
    latest: date | None
    is_open: bool


@dataclass(frozen=True)
class Outlook:
    """Where someone stands.

    Attributes:
        stage: A 人员类别 or how the way ended.
        sentence: What is open next, until when, and why.
        is_late: Whether something is overdue.
        is_near: Whether something is due within a month.
        is_over: Whether nothing more is to be done.
        steps: What can be recorded now; those whose turn it is come first.
        contacts: Ids of those who are 培养联系人 now: usually they become sponsors.
    """

    stage: str
    sentence: str
    is_late: bool
    is_near: bool
    is_over: bool
    steps: tuple[NextStep, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A meeting that may have decided a step, and its vote where a vote decides."""

    meeting_id: str
    vote_id: str | None
    held_on: date
    label: str


def outlook(store: Store, record_id: str, today: date) -> Outlook:
    """What is open next.

    Raises:
        NotFoundError: The record is not in the file.
    """
    with store.reading() as session:
        case = case_of(loaded(session, record_id), facts_of_ways(session, today))
    opened = open_steps(case.rules, case.steps, today) if case.way.ended_on is None else []
    can = allowed_steps(case.rules, case.steps, today) if opened else []
    steps = tuple(
        NextStep(each, earliest(case, each), latest(case, each), each in opened) for each in can
    )
    late = list(waiting(case))
    days = [each.latest for each in steps if each.is_open and each.latest]
    days += [due] if (due := review_due(case)) else []
    near = min(days, default=None)
    return Outlook(
        stage=case.stage,
        sentence="".join(
            [*_told(case, steps, today), *(f"已逾期：{each}。" for each in late), _disagrees(case)]
        ),
        is_late=bool(late),
        is_near=near is not None and (near - today).days <= _NEAR_DAYS,
        is_over=not opened,
        steps=steps,
        contacts=tuple(
            each.member_id
            for each in case.companions
            if each.role == Companion.CONTACT and each.serves(today)
        ),
    )


def meetings_for(store: Store, record_id: str, step_name: str, today: date) -> list[Decided]:
    """Meetings of the kind that decides a step, the newest first; with votes on this person."""
    since = add_months(today, -_MONTHS)
    query = select(Meeting.id, Meeting.held_on, Meeting.topic).where(Meeting.held_on >= since)
    with store.reading() as session:
        step = rules_of(session).named(step_name)
        if not step.meeting:
            return []
        who = loaded(session, record_id).member_id
        name = people.names(session).get(who, "")
        if not step.vote:
            query = query.where(Meeting.kind == step.meeting).order_by(Meeting.held_on.desc())
            return [
                Decided(key, None, day, f"{day.isoformat()}　{topic or step.meeting}")
                for key, day, topic in session.execute(query)
            ]
        votes = (
            select(Vote.meeting_id, Vote.id, Meeting.held_on, Vote.matter)
            .join(Meeting, Vote.meeting_id == Meeting.id)
            .where(Vote.kind == step.vote, Meeting.held_on >= since)
            .order_by(Vote.matter.contains(name).desc(), Meeting.held_on.desc())
        )
        return [
            Decided(meeting, vote, day, f"{day.isoformat()}　{matter}")
            for meeting, vote, day, matter in session.execute(votes)
        ]


def _disagrees(case: Case) -> str:
    """The roster was changed by hand to something else than the steps say."""
    wanted, person = goal(case), case.person
    if wanted is None or person is None or person.category == wanted.category:
        return ""
    return f"名册里的人员类别是“{person.category}”，与这里的“{wanted.category}”不一致，请核对。"


def _told(case: Case, steps: tuple[NextStep, ...], today: date) -> Iterator[str]:
    if case.way.ended_on is not None:
        yield f"已于{long_day(case.way.ended_on)}终止：{case.way.ended_reason or ''}。"
        return
    opened = [each for each in steps if each.is_open]
    if not opened:
        yield "各步都已办完。" if case.stage == LADDER[-1] else f"已{case.stage}，不再有下一步。"
        return
    rules = case.rules.on(today)
    names = "、".join(each.step.name for each in opened)
    order = "，先后不限" if len(opened) > 1 else ""
    yield f"下一步：{names}（{article(rules, opened[0].step.key)}{order}）。"
    if len(opened) == 1:
        yield opened[0].step.help
    for each in opened:
        if each.earliest and each.earliest > today:
            yield f"{long_day(each.earliest)}起才能办理。"
        if each.latest and each.latest >= today:
            yield f"应在{long_day(each.latest)}前办理。"
    if (due := review_due(case)) and due >= today:
        yield f"下次考察在{long_day(due)}前。"
