"""Cells of a list that are pasted or filled down: looked at first, then set as one step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from partydesk.domain.fields import Field, Kind
from partydesk.errors import InvalidValuesError
from partydesk.services import batch
from partydesk.services.members import MEMBER, checked_member
from partydesk.services.registers import Register
from partydesk.storage import people
from partydesk.storage.store import Store

_YES = frozenset(["是", "有", "√", "✓", "✔", "☑", "1", "Y", "y"])
_NO = frozenset(["否", "无", "×", "✗", "☐", "0", "N", "n"])


@dataclass(frozen=True)
class Editable:
    """A kind of record whose cells may be set for several records at once.

    Attributes:
        register: The register; only single fields of it are set, never its lists of rows.
        fields: What may be set; the same as a batch edit may change.
        check: All values of a record cleaned; raises ``InvalidValuesError``.
        title_of: What a record is called in the preview, from its values.
        unit: What one of them is counted with.
    """

    register: Register[Any]
    fields: tuple[Field, ...]
    check: Callable[[Mapping[str, Any]], dict[str, Any]]
    title_of: Callable[[Mapping[str, Any]], str]
    unit: str = "条"

    def field(self, name: str) -> Field | None:
        """A field that may be set, by its name."""
        return next((each for each in self.fields if each.name == name), None)


MEMBERS = Editable(
    MEMBER, batch.FIELDS, checked_member, lambda values: str(values["name"]), unit="人"
)


class Wanted(NamedTuple):
    """A cell that shall get a value; the text itself where it was not understood.

    Attributes:
        id: The record's key.
        field: Name of one of the fields that may be set.
        value: The new value; ``None`` empties the cell.
        problem: Why it can't be set, if that is known already.
    """

    id: str
    field: str
    value: Any
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """What would be done to one cell.

    Attributes:
        id: The record's key.
        title: Which record it is.
        field: The field.
        before: The value now.
        after: The value afterwards, cleaned.
        problem: Why it stays as it is, as a sentence; empty if nothing is in the way.
    """

    id: str
    title: str
    field: Field
    before: Any
    after: Any
    problem: str = ""

    @property
    def changes(self) -> bool:
        """Whether something would be changed."""
        return not self.problem and self.before != self.after


def understood(store: Store, editable: Editable, wanted: Iterable[Wanted]) -> list[Wanted]:
    """Names of people and 党小组 become their keys, words for yes and no and for terms the terms.

    What names nobody or several gets a sentence; all else is left to the check of the record.
    """
    with store.reading() as session:
        groups = _by_name((each.name, each.id) for each in people.groups(session))
        persons = _by_name((each.name, each.id) for each in people.people(session))
    by_kind = {Kind.GROUP: ("党小组", groups), Kind.PERSON: ("名册", persons)}
    found = []
    for each in wanted:
        described = editable.field(each.field)
        if described is None or each.problem or not isinstance(each.value, str):
            found.append(each)
        elif described.kind in by_kind:
            found.append(_named(each, *by_kind[described.kind]))
        else:
            found.append(each._replace(value=_term(described, each.value)))
    return found


def preview_cells(store: Store, editable: Editable, wanted: Sequence[Wanted]) -> list[CellChange]:
    """What setting these cells would do, in their order; records that are gone are left out."""
    record = editable.register.record
    ids = {each.id for each in wanted}
    with store.reading() as session:
        query = select(record).where(record.id.in_(ids))
        names = [each.name for each in editable.register.fields]
        held = {
            each.id: {name: getattr(each, name) for name in names}
            for each in session.scalars(query)
        }
    cells: dict[str, list[Wanted]] = {}
    for each in wanted:
        if each.id in held:
            cells.setdefault(each.id, []).append(each)
    found = {key: _changes(editable, key, held[key], given) for key, given in cells.items()}
    order = {(key, change.field.name): change for key, given in found.items() for change in given}
    return [order[each.id, each.field] for each in wanted if (each.id, each.field) in order]


def change_cells(
    store: Store, editable: Editable, wanted: Sequence[Wanted], done_by: str
) -> tuple[int, int]:
    """Set these cells as one operation that can be undone; how many cells in how many records.

    Args:
        store: The file.
        editable: What kind of records.
        wanted: The cells; those with a problem and those that hold the value stay as they are.
        done_by: How it was done, such as ``粘贴``; the operation is named after it.
    """
    changes = [each for each in preview_cells(store, editable, wanted) if each.changes]
    if not changes:
        return 0, 0
    by_record: dict[str, dict[str, Any]] = {}
    for each in changes:
        by_record.setdefault(each.id, {})[each.field.name] = each.after
    labels = "、".join(dict.fromkeys(each.field.label for each in changes))
    title = f"{done_by} {len(by_record)} {editable.unit}：{labels}"
    record = editable.register.record
    with store.writing(title[:100]) as session:
        for each in session.scalars(select(record).where(record.id.in_(by_record))):
            for name, value in by_record[each.id].items():
                setattr(each, name, value)
    return len(changes), len(by_record)


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, key in pairs:
        found.setdefault(name, []).append(key)
    return found


def _named(wanted: Wanted, where: str, keys: Mapping[str, list[str]]) -> Wanted:
    if any(wanted.value in each for each in keys.values()):
        return wanted
    name = "".join(wanted.value.split())
    known = keys.get(name, [])
    if len(known) == 1:
        return wanted._replace(value=known[0])
    if not known:
        return wanted._replace(problem=f"{where}里没有“{name[:20]}”。")
    return wanted._replace(problem=f"{where}里有 {len(known)} 个“{name[:20]}”，请在表单里选择。")


def _term(described: Field, text: str) -> Any:
    plain = text.strip()
    if described.kind is Kind.YES_NO:
        return True if plain in _YES else False if plain in _NO else plain
    if described.kind is Kind.CHOICE and plain not in described.choices:
        # The words of foreign rosters are loaded when one is met.
        from partydesk.documents.roster_terms import TERMS
        from partydesk.documents.roster_text import compact

        meant = TERMS.get(described.name, {}).get(compact(plain))
        return meant if meant in described.choices else plain
    return text


def _changes(
    editable: Editable, key: str, held: Mapping[str, Any], given: Sequence[Wanted]
) -> list[CellChange]:
    """Check all new values of a record together; those that are refused leave the others be."""
    problems = {each.field: _not_for_many(editable, each) or each.problem for each in given}
    taken = {each.field: each.value for each in given if not problems[each.field]}
    ready: dict[str, Any] = {}
    while taken:
        try:
            ready = editable.check({**held, **taken})
            break
        except InvalidValuesError as error:
            own = {name: text for name, text in error.by_field.items() if name in taken}
            other = next(iter(error.by_field.values()))
            problems |= own or dict.fromkeys(taken, f"请先改正：{other}")
            taken = {name: value for name, value in taken.items() if not problems[name]}
    title = editable.title_of(held)
    return [
        CellChange(
            *(key, title, _field(editable, each.field), held.get(each.field)),
            each.value if problems[each.field] else ready[each.field],
            problems[each.field],
        )
        for each in given
    ]


def _not_for_many(editable: Editable, wanted: Wanted) -> str:
    if editable.field(wanted.field) is not None:
        return ""
    return f"{_field(editable, wanted.field).label}各不相同，请在表单里逐{editable.unit}修改。"


def _field(editable: Editable, name: str) -> Field:
    fields = {each.name: each for each in editable.register.fields}
    return fields.get(name) or Field("这一列", Kind.TEXT, name)
