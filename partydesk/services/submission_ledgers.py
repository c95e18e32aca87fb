"""What of the 工作台账 goes into a package: of each ledger only the fields that it names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from partydesk.domain.fields import Field, Kind, Record
from partydesk.domain.periods import Period
from partydesk.domain.text import show
from partydesk.services.beside import ALONE, Turn
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.ledgers.keeping import in_period
from partydesk.services.ledgers.ledger import Ledger
from partydesk.storage.store import Store

#: Before the name of the ledger's table: the name of its file in the package.
PREFIX = "ledger_"

#: Writes the named fields of a record, masked unless S2 is released.
WriteRow = Callable[[Record, Iterable[Field]], dict[str, Any]]


def sent_ledgers() -> Iterator[Ledger]:
    """The ledgers of which something goes to the bureau."""
    return (each for each in LEDGERS if each.sent)


def sent_fields(ledger: Ledger) -> list[Field]:
    """The fields of a ledger that go."""
    return [ledger.by_name[name] for name in ledger.sent]


def ledger_rows(
    store: Store, period: Period, write: WriteRow, names: Mapping[str, str], turn: Turn = ALONE
) -> dict[str, list[dict[str, Any]]]:
    """Rows by file name of every ledger that holds something in a period, the oldest first."""
    found = {}
    for ledger in sent_ledgers():
        query = in_period(select(ledger.record), ledger, period)
        order = (getattr(ledger.record, ledger.day), ledger.record.id)
        with turn, store.reading() as session:
            records: Sequence[Record] = session.scalars(query.order_by(*order)).all()
        if records:
            fields = sent_fields(ledger)
            found[f"{PREFIX}{ledger.table}"] = [
                _named(write(each, fields), fields, names) for each in records
            ]
            turn.pause()
    return found


def ledger_schema() -> dict[str, list[Field]]:
    """What the fields of these files mean."""
    return {f"{PREFIX}{each.table}": sent_fields(each) for each in sent_ledgers()}


def printed_ledgers(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """For the page that people read: title, heads and texts of each ledger that goes."""
    for ledger in sent_ledgers():
        lines = rows.get(f"{PREFIX}{ledger.table}")
        if lines:
            fields = sent_fields(ledger)
            texts = [[_text(each, line[each.name]) for each in fields] for line in lines]
            yield ledger.title, [each.label for each in fields], texts


def _named(
    row: dict[str, Any], fields: Sequence[Field], names: Mapping[str, str]
) -> dict[str, Any]:
    """People by name: their keys mean nothing outside of this file."""
    persons = {each.name for each in fields if each.kind in (Kind.PERSON, Kind.GROUP)}
    return {
        name: names.get(str(value), "") if name in persons and value else value
        for name, value in row.items()
    }


def _text(described: Field, value: Any) -> str:
    if described.kind in (Kind.PERSON, Kind.GROUP):
        return str(value or "")
    return show(described, value)
