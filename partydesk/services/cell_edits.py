"""Cells of a list that are pasted, filled down or set alike: looked at first, then one step."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from partydesk.errors import RefusedError
from partydesk.services import batch
from partydesk.services.cell_reading import understood
from partydesk.services.cell_trials import Trial
from partydesk.services.editable import CellChange, Editable, Wanted
from partydesk.services.members import MEMBER, checked_member
from partydesk.storage.store import Store

MEMBERS = Editable(
    register=MEMBER,
    fields=batch.FIELDS,
    check=lambda _session, values, _today: checked_member(values),
    title_of=lambda values, _names: str(values["name"]),
    unit="人",
    keys=("name",),
    otherwise="{}各不相同，请在表单里逐人修改。",
    not_new="列表里没有与它对应的行。新的人请用“导入花名册”或“新党员”。",
)


class Done(NamedTuple):
    """What was done: how many cells of how many records were set, how many records are new."""

    cells: int
    records: int
    added: int = 0

    def __bool__(self) -> bool:
        return bool(self.cells or self.added)


def preview_cells(
    store: Store, editable: Editable, wanted: Sequence[Wanted], today: date
) -> list[CellChange]:
    """What setting these cells would do, record by record; records that are gone are left out.

    It is tried in full, with all that follows from it, and nothing of it is kept.
    """
    with store.trying() as session:
        return Trial(session, editable, today).of(wanted)


class Looked(NamedTuple):
    """Cells read as values, and what setting them would do."""

    wanted: list[Wanted]
    changes: list[CellChange]


def look_at(store: Store, editable: Editable, given: Sequence[Wanted], today: date) -> Looked:
    """Texts read as their fields' values, and what setting them would do."""
    wanted = understood(store, editable, given)
    return Looked(wanted, preview_cells(store, editable, wanted, today))


def change_cells(
    store: Store, editable: Editable, wanted: Sequence[Wanted], done_by: str, today: date
) -> Done:
    """Set these cells as one operation that can be undone.

    Args:
        store: The file.
        editable: What kind of records.
        wanted: The cells; those with a problem and those that hold the value stay as they are,
            and so does a new record of which any cell has a problem.
        done_by: How it was done, such as ``粘贴``; the operation is named after it.
        today: No day of an event is later.

    Raises:
        RefusedError: What was tried a moment ago can't be kept after all; nothing has changed.
    """
    changes = preview_cells(store, editable, wanted, today)
    refused = {each.id for each in changes if each.is_new and each.problem}
    new = {each.id for each in changes if each.is_new} - refused
    set_now = [each for each in changes if each.changes and not each.follows and not each.is_new]
    done = Done(len(set_now), len({each.id for each in set_now}), len(new))
    if not done:
        return done
    kept = {(each.id, each.field.name) for each in set_now}
    ready = [each for each in wanted if each.id in new or (each.id, each.field) in kept]
    with store.writing(_title(editable, done_by, done, set_now)[:100]) as session:
        if any(each.problem for each in Trial(session, editable, today).of(ready)):
            raise RefusedError(
                "这些内容合在一起不能保存，什么都没有改。", "请分几次，或在表单里改。"
            )
    return done


def _title(editable: Editable, done_by: str, done: Done, changes: Sequence[CellChange]) -> str:
    parts = []
    if done.records:
        labels = "、".join(dict.fromkeys(each.field.label for each in changes))
        parts.append(f"{done.records} {editable.unit}：{labels}")
    if done.added:
        parts.append(f"新增{editable.register.noun} {done.added} {editable.unit}")
    return f"{done_by}{' ' if done.records else ''}{'；'.join(parts)}"
