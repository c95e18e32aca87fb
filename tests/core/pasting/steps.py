"""Setting cells of the sample's registers and taking that back."""

from datetime import date

from partydesk.services import cell_edits, history
from partydesk.services.ledgers import keeping, pasting
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.storage import people

TODAY = date(2026, 11, 22)


def rows_of(store, ledger):
    return keeping.list_records(store, ledger).rows


def values(store, ledger, row):
    return keeping.record_values(store, ledger, row.id)


def look(store, table, *wanted):
    editable = pasting.editable(BY_TABLE[table])
    return cell_edits.look_at(store, editable, wanted, TODAY).changes


def change(store, table, *wanted):
    editable = pasting.editable(BY_TABLE[table])
    ready = cell_edits.look_at(store, editable, wanted, TODAY).wanted
    return cell_edits.change_cells(store, editable, ready, "粘贴", TODAY)


def undo(store):
    history.undo(store, history.last_undoable(store).id)


def said(changes):
    return {each.field.name: each.problem for each in changes if each.problem}


def ids_by_name(store):
    with store.reading() as session:
        return {each.name: each.id for each in people.current_members(session)}
