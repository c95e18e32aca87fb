"""Lists as sheets with personal numbers masked, as other people may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from partydesk.documents.workbook import list_sheet
from partydesk.domain.fields import Field, Kind, Value
from partydesk.services.masking import hidden, is_personal, without_numbers
from partydesk.services.organization import the_branch
from partydesk.storage.store import Store


def list_workbook(
    title: str,
    columns: Sequence[Field],
    rows: Iterable[Sequence[Value]],
    names: Mapping[str, str],
    *,
    unmasked: bool = False,
    notes: Sequence[str] = (),
) -> bytes:
    """Any list as xlsx; personal numbers are masked unless that is said otherwise."""
    if unmasked:
        return list_sheet(title, columns, rows, names=names, masked=False, notes=notes)
    shown, hiding = hiding_of(columns)
    masked = (hidden_row(columns, row, hiding) for row in rows)
    return list_sheet(title, shown, masked, names=names, masked=False, notes=notes)


def seen_workbook(
    store: Store, title: str, columns: Sequence[Field], rows: Iterable[Sequence[Any]]
) -> bytes:
    """A list of the window as it is seen: its rows, columns and order.

    Args:
        store: The file.
        title: Stands above the list.
        columns: What the values are.
        rows: Texts as shown, and days.
    """
    texts = [each if each.kind == Kind.DAY else replace(each, kind=Kind.TEXT) for each in columns]
    shown, hiding = hiding_of(texts)
    masked = (hidden_row(columns, row, hiding) for row in rows)
    return list_sheet(title, shown, masked, names={}, masked=False, notes=unit_of(store))


def hiding_of(columns: Sequence[Field]) -> tuple[list[Field], frozenset[str]]:
    """The columns with hidden ones as text, and which those are.

    A day of birth alone may be seen; beside a citizen number it would complete it.
    """
    has_number = any(each.kind == Kind.ID_NUMBER or each.name == "id_number" for each in columns)
    names = frozenset(
        each.name
        for each in columns
        if is_personal(each) and (each.name != "born_on" or has_number)
    )
    shown = [replace(each, kind=Kind.TEXT) if each.name in names else each for each in columns]
    return shown, names


def hidden_row(columns: Sequence[Field], row: Sequence[Any], hiding: frozenset[str]) -> list[Any]:
    """A row with what is hidden masked, and with the numbers in its texts masked too."""
    return [_hidden(each, value, hiding) for each, value in zip(columns, row, strict=True)]


def _hidden(described: Field, value: Any, hiding: frozenset[str]) -> Any:
    if described.name in hiding:
        return hidden(described, value)
    return without_numbers(value) if isinstance(value, str) else value


def unit_of(store: Store) -> tuple[str, ...]:
    """The line under a title that names the branch."""
    branch = the_branch(store)
    return (f"单位：{branch.name if branch else ''}",)
