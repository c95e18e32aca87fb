"""What is counted in the ledgers: each record with its day, by the ledger's title."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import String, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from partydesk.rules.scoring_counts import Entry
from partydesk.services.ledgers.all import LEDGERS


def entries(session: Session) -> Iterator[Entry]:
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
