"""Counts a scheme from the branch's file: the records, the checks, and what was accepted."""

from dataclasses import replace
from datetime import date

from partydesk.domain.periods import Period
from partydesk.rules.catalogue import RULES
from partydesk.rules.facts import Facts
from partydesk.rules.scheme import Scheme
from partydesk.rules.scoring import Result, score
from partydesk.rules.scoring_counts import Entry
from partydesk.services.beside import ALONE, Turn
from partydesk.services.entries import entries
from partydesk.services.facts import Part
from partydesk.services.findings import judged
from partydesk.services.known_facts import facts_of
from partydesk.services.ledgers.all import LEDGERS
from partydesk.storage.store import Store

#: What is counted in the ledgers; the checks do not ask for it.
_ENTRIES = Part(
    Entry,
    frozenset(each.table for each in LEDGERS),
    lambda _store, session: tuple(entries(session)),
)


def scoring_facts(store: Store, today: date, turn: Turn = ALONE) -> Facts:
    """The facts with what is counted in the ledgers; ``turn`` as in ``facts_of``."""
    return facts_of(store, today, turn, (_ENTRIES,))


def with_entries(store: Store, facts: Facts) -> Facts:
    """Facts that are loaded already, with what is counted in the ledgers."""
    if Entry in facts.registers:
        return facts
    with store.reading() as session:
        found = tuple(entries(session))
    return replace(facts, registers={**facts.registers, Entry: found})


def work_out(
    store: Store, scheme: Scheme, period: Period, facts: Facts, turn: Turn = ALONE
) -> Result:
    """What a scheme gives for a period; ``facts`` come from ``scoring_facts``."""
    checked = judged(store, facts, period, turn)
    found = [(each, "") for each in checked.open]
    found += [(each.finding, each.reason) for each in checked.explained]
    running = {each.id: each.severity for each in RULES if each.id not in facts.limits.off}
    return score(scheme, facts, period, found, running)
