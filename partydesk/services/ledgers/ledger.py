"""What makes a record type a 台账: its place in the tree, its list, its form, its rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.fields import Field, Kind, Record, fields_of
from partydesk.domain.periods import Period
from partydesk.services.registers import Register
from partydesk.storage.store import Store


class Family(StrEnum):
    """Branches of the tree of 台账, in their order."""

    DEVELOPMENT = "发展党员"
    DUES = "党费"
    STUDY = "学习培训"
    TASKS = "任务督办"
    EVALUATION = "评议述职"
    CARE = "关爱激励"
    MEMBERS = "党员管理"


class Shade(StrEnum):
    """What a state means; it is always told by a word beside its colour."""

    GOOD = "good"
    WAITING = "waiting"
    LATE = "late"
    PLAIN = "plain"


@dataclass(frozen=True)
class Part:
    """A part of the form: a title (may be empty) and names of fields or of lists of rows."""

    title: str
    names: tuple[str, ...]
    columns: int = 2


@dataclass(frozen=True)
class Action:
    """Something a whole ledger can do beside adding a record.

    Attributes:
        title: What stands on its button.
        run: Does it for the period that is shown; gives the sentence that tells what was done.
        icon: Name of its icon.
    """

    title: str
    run: Callable[[Store, date, Period | None], str]
    icon: str = ""


@dataclass(frozen=True)
class Page:
    """A printed form of its own, of a record or of the list.

    Attributes:
        title: What stands in the menu.
        make: Makes the PDF from the store and the record's id, or from the store, today and the
            period that is shown.
        of_list: Whether it is made from the list and not from one record.
    """

    title: str
    make: Callable[..., bytes]
    of_list: bool = False


def _nothing(*_: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A register of the 工作台账; everything that its list, form, sheets and pages need.

    Attributes:
        register: The record type, what one is called, its fields and lists of rows.
        title: What the ledger is called.
        family: The branch of the tree it stands under.
        day: The field that dates a record, for periods and order: a day or a month.
        heading: Fields that tell a record from others, for its title and for search. None of
            them may be confidential.
        columns: Fields of the list, in order; a list of rows stands for the people in it. None
            may be confidential.
        parts: The form.
        teaches: What an empty list says: what belongs here.
        source: The article or practice behind it.
        wide: The column that takes the room that is left; the last one of ``heading`` if empty.
        totals: Columns that are added up on paper; on the screen every list adds up by itself.
        same: Fields by which a row of a sheet is known to be in the file already.
        begin: Values of a new record.
        problems: What can't be kept, by field, from checked values and today.
        problems_here: The same where it depends on what else is in the file.
        settle: Completes a record before it is stored: numbers, names, calculated values.
        unsettle: What goes back with a record that is moved to 回收站.
        state: A word and what it means, from a row and today; ``None`` for no state column.
        actions: What the ledger can do as a whole.
        pages: Printed forms beside the plain ones.
        sent: Fields that go to the bureau; none of the ledger goes if empty.
        also_gone: Whether it may name people who had left by then, or were not here yet.
    """

    register: Register[Any]
    title: str
    family: Family
    day: str
    heading: tuple[str, ...]
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    teaches: str
    source: str = ""
    wide: str = ""
    totals: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    begin: Callable[[Session, date], Mapping[str, Any]] = _nothing
    problems: Callable[[Mapping[str, Any], date], Mapping[str, str]] = _nothing
    problems_here: Callable[[Session, Mapping[str, Any], date], Mapping[str, str]] = _nothing
    settle: Callable[[Session, Any], None] = field(default=lambda _session, _record: None)
    unsettle: Callable[[Session, Any], None] = field(default=lambda _session, _record: None)
    state: Callable[[Any, date], tuple[str, Shade] | None] | None = None
    actions: tuple[Action, ...] = ()
    pages: tuple[Page, ...] = ()
    sent: tuple[str, ...] = ()
    also_gone: bool = False

    @property
    def table(self) -> str:
        """The name of its table; also what links to a record name."""
        return str(self.record.__tablename__)

    @property
    def record(self) -> type[Record]:
        """Its record type."""
        kind: type[Record] = self.register.record
        return kind

    @property
    def noun(self) -> str:
        """What one record is called."""
        return self.register.noun

    @property
    def told(self) -> str:
        """What belongs here, and by which article."""
        return f"{self.teaches}依据：{self.source}。" if self.source else self.teaches

    @property
    def by_name(self) -> dict[str, Field]:
        """Its fields by name."""
        return fields_of(self.record)

    def described(self, name: str) -> Field:
        """A field, or for a list of rows a field that shows the people or how many there are."""
        if name not in self.register.rows:
            return self.by_name[name]
        is_people = self.person_of_rows(name) is not None
        label = next((part.title for part in self.parts if name in part.names), "")
        return Field(label, Kind.TEXT if is_people else Kind.NUMBER, name)

    def person_of_rows(self, name: str) -> Field | None:
        """The field of a list of rows that holds a person; none if it is no list of people."""
        rows = self.register.rows[name]
        return next((each for each in rows.fields if each.kind is Kind.PERSON), None)

    @property
    def widest(self) -> str:
        """The column that takes the room that is left."""
        return self.wide or self.heading[-1]
