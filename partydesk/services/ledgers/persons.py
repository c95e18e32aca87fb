"""Where a person stands in the 台账: each record that names them, by its day."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from partydesk.domain.fields import Kind
from partydesk.domain.periods import Period
from partydesk.domain.text import Names, show_alone
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.keeping import in_period, owner_column
from partydesk.services.ledgers.ledger import Ledger


class Mention(NamedTuple):
    """A record that names a person."""

    day: date
    text: str
    record_type: str
    record_id: str


def mentions(session: Session, member_id: str, period: Period, names: Names) -> list[Mention]:
    """Every record of a period that names the person, in its own fields or in a list of people."""
    # Most ledgers do not: one plain question for all costs less than one of each.
    asked = session.connection().exec_driver_sql(_which_ledgers(), {"person": member_id})
    naming = {table for (table,) in asked}
    return [
        _mention(ledger, row, names)
        for ledger in LEDGERS
        if ledger.table in naming and (query := _query(ledger, member_id)) is not None
        for row in session.execute(in_period(query, ledger, period))
    ]


@cache
def _which_ledgers() -> str:
    """Asks for the tables of the ledgers that hold a record which names ``:person``."""
    return " UNION ALL ".join(
        f"SELECT '{ledger.table}' WHERE EXISTS "
        f'(SELECT 1 FROM "{ledger.table}" WHERE {" OR ".join(ways)})'
        for ledger in LEDGERS
        if (ways := list(_ways(ledger)))
    )


def _ways(ledger: Ledger) -> Iterator[str]:
    """The conditions under which a record of a ledger names ``:person``."""
    for each in ledger.by_name.values():
        if each.kind is Kind.PERSON:
            yield f'"{each.name}" = :person'
    for name, rows in ledger.register.rows.items():
        person = ledger.person_of_rows(name)
        if person is not None:
            owner = owner_column(rows.record, ledger.record).name
            table = rows.record.__tablename__
            yield f'id IN (SELECT "{owner}" FROM "{table}" WHERE "{person.name}" = :person)'


def _query(ledger: Ledger, member_id: str) -> Select[Any] | None:
    record, table = ledger.record, ledger.record.__table__
    ways: list[Any] = [
        table.columns[each.name] == member_id
        for each in ledger.by_name.values()
        if each.kind is Kind.PERSON
    ]
    for name, rows in ledger.register.rows.items():
        person = ledger.person_of_rows(name)
        if person is not None:
            columns = rows.record.__table__.columns
            owners = select(owner_column(rows.record, record))
            ways.append(table.columns["id"].in_(owners.where(columns[person.name] == member_id)))
    if not ways:
        return None
    shown = (getattr(record, name) for name in (ledger.day, *_told(ledger)))
    gone = table.columns["deleted_at"]
    return select(record.id, *shown).where(or_(*ways), gone.is_(None))


def _told(ledger: Ledger) -> list[str]:
    """The parts of its title beside its day and whom it is about."""
    return [name for name in ledger.heading if name != ledger.day]


def _mention(ledger: Ledger, row: Any, names: Names) -> Mention:
    record_id, day, *values = row
    dated = day if isinstance(day, date) else date.fromisoformat(f"{day}-01")
    texts = [
        show_alone(ledger.by_name[name], value, names)
        for name, value in zip(_told(ledger), values, strict=True)
    ]
    text = "　".join(each for each in texts if each)
    return Mention(dated, f"{ledger.title} · {text}", ledger.table, record_id)
