"""Printed pages of 台账: one record, and the list of a period."""

from datetime import date, datetime

from partydesk.documents.forms.ledger_record import FormRows, RecordSheet, record_sheet
from partydesk.documents.forms.roster import TOTAL, roster
from partydesk.documents.pdf import Printing
from partydesk.domain.fields import LockedText
from partydesk.domain.periods import Period
from partydesk.errors import LockedError
from partydesk.services.ledgers.keeping import list_records
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.masked_lists import unit_of
from partydesk.services.organization import the_branch
from partydesk.services.own_fonts import fonts_to_prefer
from partydesk.services.registers import load, values_of
from partydesk.storage import people
from partydesk.storage.store import Store


def printing_of(store: Store, by: str = "") -> Printing:
    """Who prints now; by default whoever opened the file."""
    return Printing(by or store.actor, datetime.now(), preferred=fonts_to_prefer(store))


def record_pdf(store: Store, ledger: Ledger, record_id: str) -> bytes:
    """One record on paper.

    Raises:
        LockedError: A confidential text is locked with this password; nothing is printed.
        NotFoundError: It is not in the file.
    """
    with store.reading() as session:
        values = values_of(ledger.register, load(session, ledger.register, record_id))
        names = people.names(session)
    if any(isinstance(value, LockedText) for value in values.values()):
        raise LockedError("内容已锁定，不能打印。", "请用支部书记的密码打开后再打印。")
    branch = the_branch(store)
    named = [name for part in ledger.parts for name in part.names]
    rows = [
        FormRows(
            ledger.described(name).label,
            ledger.register.rows[name].fields,
            [[row[one.name] for one in ledger.register.rows[name].fields] for row in values[name]],
        )
        for name in named
        if name in ledger.register.rows
    ]
    sheet = RecordSheet(
        f"{ledger.title}记录" if not ledger.title.endswith("记录") else ledger.title,
        branch.name if branch else "",
        [ledger.by_name[name] for name in named if name in ledger.by_name],
        values,
        rows,
        names,
    )
    return record_sheet(sheet, printing_of(store))


def list_pdf(store: Store, ledger: Ledger, today: date, period: Period | None = None) -> bytes:
    """The list of a period on paper, the oldest first, with its totals."""
    listed = list_records(store, ledger, period)
    columns = [ledger.described(name) for name in ledger.columns]
    rows = [[getattr(row, one.name) for one in columns] for row in reversed(listed.rows)]
    if ledger.totals:
        sums = {name: sum(getattr(row, name) or 0 for row in listed.rows) for name in ledger.totals}
        rows.append([TOTAL, *(sums.get(one.name) for one in columns[1:])])
    label = period.label if period else ""
    notes = (*unit_of(store), f"日期：{today.isoformat()}")
    return roster(
        f"{label}{ledger.title}",
        columns,
        rows,
        names=listed.names,
        printing=printing_of(store),
        notes=notes,
    )
