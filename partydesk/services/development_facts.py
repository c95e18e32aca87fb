"""Loads what the rules of 发展党员 look at when one way is changed."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from partydesk.domain.development import Development, DevelopmentCompanion, DevelopmentStep
from partydesk.domain.integrity import IntegrityLeaf
from partydesk.domain.local_steps import LocalSteps
from partydesk.domain.meeting import Vote
from partydesk.domain.member import Member
from partydesk.errors import NotFoundError
from partydesk.rules.development_way import Case, in_order, steps_of
from partydesk.rules.facts import Facts
from partydesk.rules.limits import load_limits
from partydesk.rules.plain import Leaf, Person
from partydesk.rules.plain_development import Decision, Local, Way, WayCompanion, WayStep
from partydesk.rules.workdays import YearTable
from partydesk.services.calendar_years import year_tables
from partydesk.services.facts import plain_rows


def loaded(session: Session, record_id: str) -> Development:
    """A record with its rows, or ``NotFoundError``."""
    query = select(Development).where(Development.id == record_id)
    query = query.options(selectinload(Development.steps), selectinload(Development.companions))
    record = session.scalar(query)
    if record is None:
        raise NotFoundError("这条发展党员记录已不在文件里。", "它可能被移到了回收站。")
    return record


def case_of(record: Development, facts: Facts) -> Case:
    """A record as it stands in the session, for the rules."""
    values = {name: getattr(record, name) for name in Way._fields} | {"id": record.id or ""}
    way = Way(**values)
    steps = [_plain(WayStep, each, way.id) for each in record.steps]
    companions = [_plain(WayCompanion, each, way.id) for each in record.companions]
    return Case(way, tuple(in_order(steps_of(facts), steps)), tuple(companions), facts)


def facts_of_ways(session: Session, today: date | None = None) -> Facts:
    """All ways on file with the people, votes and sanctions that their rules ask about."""
    names = (IntegrityLeaf.id, IntegrityLeaf.member_id, IntegrityLeaf.kind)
    query = select(*names, IntegrityLeaf.dated_on, IntegrityLeaf.until_on)
    return Facts(
        today=today or date.today(),
        limits=load_limits(),
        people=plain_rows(session, Person, Member),
        leaves=tuple(Leaf(*row[:4], until_on=row[4]) for row in session.execute(query)),
        registers={
            Way: plain_rows(session, Way, Development),
            WayStep: plain_rows(session, WayStep, DevelopmentStep),
            WayCompanion: plain_rows(session, WayCompanion, DevelopmentCompanion),
            Decision: plain_rows(session, Decision, Vote),
            Local: plain_rows(session, Local, LocalSteps),
            YearTable: year_tables(session),
        },
    )


def _plain(kind: Any, row: Any, way_id: str) -> Any:
    given = {"development_id": way_id, "id": row.id or f"new{id(row)}"}
    return kind._make(given.get(name, getattr(row, name, None)) for name in kind._fields)
