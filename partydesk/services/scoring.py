"""Counts a scheme from the branch's file: the records, the checks, and what was accepted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import String, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from partydesk.domain.periods import Period
from partydesk.rules.catalogue import RULES
from partydesk.rules.facts import Facts
from partydesk.rules.scheme import Scheme
from partydesk.rules.scoring import Result, score
from partydesk.rules.scoring_counts import Entry
from partydesk.services.facts import load_facts
from partydesk.services.findings import judged
from partydesk.services.ledgers.all import LEDGERS
from partydesk.storage.store import Store


def scoring_facts(store: Store, today: date) -> Facts:
    """The facts with what is counted in the ledgers."""
    return with_entries(store, load_facts(store, today))


def with_entries(store: Store, facts: Facts) -> Facts:
    """Facts that are loaded already, with what is counted in the ledgers."""
    if Entry in facts.registers:
        return facts
    with store.reading() as session:
        entries = tuple(_entries(session))
    return replace(facts, registers={**facts.registers, Entry: entries})


def work_out(store: Store, scheme: Scheme, period: Period, facts: Facts) -> Result:
    """What a scheme gives for a period; ``facts`` come from ``scoring_facts``."""
    checked = judged(store, facts, period)
    found = [(each, "") for each in checked.open]
    found += [(each.finding, each.reason) for each in checked.explained]
    running = {each.id: each.severity for each in RULES if each.id not in facts.limits.off}
    return score(scheme, facts, period, found, running)


def _entries(session: Session) -> Iterator[Entry]:
    """All of them in one query: a day is text in the file, as a month is."""
    titles = {each.table: each.title for each in LEDGERS}
    parts = []
    for ledger in LEDGERS:
        columns = ledger.record.__table__.columns
        day = type_coerce(columns[ledger.day], String)
        part = select(literal(ledger.table), columns["id"], day)
        parts.append(part.where(columns["deleted_at"].is_(None)))
    for table, key, day in session.execute(union_all(*parts)):
        # Of a month that is its first day.
        yield Entry(titles[table], table, key, date.fromisoformat(f"{day}-01"[:10]))
