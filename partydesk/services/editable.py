"""What of a kind of record may be set from a list: pasted, filled down, set for several."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from partydesk.domain.fields import Field, Kind, Record, fields_of
from partydesk.domain.text import Names
from partydesk.services.registers import Register

#: What the key of a record begins with that is still to be added.
NEW = "+"


def _nothing(_session: Session, _record: Any) -> None:
    """Nothing follows from the fields."""


@dataclass(frozen=True, kw_only=True)
class Editable:
    """A kind of record whose cells may be set for several records at once.

    Attributes:
        register: The register; of a record that is there only single fields are set.
        fields: What may be set of a record that is there.
        check: All values of a record cleaned, as of a day; raises ``InvalidValuesError``.
        title_of: What a record is called in the preview, from its values and names by id.
        complete: What the register's own service does beyond setting fields; it may raise
            ``InvalidValuesError`` too.
        unit: What one of them is counted with.
        add: Keeps checked values as a new record; ``None`` where none is added from a list.
        begin: What a new record holds by itself.
        people: Lists of people that one cell can name: the list of rows and the field that holds
            the person. Who stays in the list keeps what else stands in the row.
        same: Fields by which a record is known to be there already.
        keys: Columns of the list that tell a record from others.
        reasons: Why a field is not to be set from a list, as a sentence.
        otherwise: The same for all other columns; the column's head is put in.
        not_new: Why none is added from a list.
    """

    register: Register[Any]
    fields: tuple[Field, ...]
    check: Callable[[Session, Mapping[str, Any], date], dict[str, Any]]
    title_of: Callable[[Mapping[str, Any], Names], str]
    complete: Callable[[Session, Any], None] = _nothing
    unit: str = "条"
    add: Callable[[Session, Mapping[str, Any]], Record] | None = None
    begin: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = "“{}”各不相同，请在表单里逐条修改。"
    not_new: str = "列表里没有与它对应的行。"

    def field(self, name: str) -> Field | None:
        """A field that may be set of a record that is there, by its name."""
        return next((each for each in self.fields if each.name == name), None)

    def any_field(self, name: str) -> Field | None:
        """A field that a new record may begin with, by its name."""
        return next((each for each in self.register.fields if each.name == name), None)

    def refusal(self, wanted: "Wanted") -> str:
        """Why a cell can't be set at all; empty if it can."""
        name = wanted.field
        if self.field(name) is not None or name in self.people:
            return ""
        if wanted.is_new and self.takes_new(name):
            return ""
        return self.reasons.get(name) or self.otherwise.format(self.label(wanted))

    def takes_new(self, name: str) -> bool:
        """Whether a new record may begin with a value of this field."""
        return self.any_field(name) is not None or name in self.people

    def label(self, wanted: "Wanted") -> str:
        """What a cell's column is called."""
        return self.described(wanted.field, wanted.label).label

    def described(self, name: str, label: str = "") -> Field:
        """A field by its name; a plain one with the label for what is no field."""
        kind: type[Record] = self.register.record
        return fields_of(kind).get(name) or Field(label or "这一列", Kind.TEXT, name)


class Wanted(NamedTuple):
    """A cell that shall get a value; the text itself where it was not understood.

    Attributes:
        id: The record's key; ``+1``, ``+2`` ... for new ones.
        field: Name of the field.
        value: The new value; ``None`` empties the cell.
        problem: Why it can't be set, if that is known already.
        label: The head of its column, for one that is no field.
    """

    id: str
    field: str
    value: Any
    problem: str = ""
    label: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it belongs to a record that is still to be added."""
        return self.id.startswith(NEW)


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
        follows: Whether nobody asked for it: it follows from what is set.
    """

    id: str
    title: str
    field: Field
    before: Any
    after: Any
    problem: str = ""
    follows: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the record is still to be added."""
        return self.id.startswith(NEW)

    @property
    def changes(self) -> bool:
        """Whether something would be changed."""
        return not self.problem and self.before != self.after
