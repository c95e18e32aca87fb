"""What was understood of a foreign roster: people, doubts, and what holds for the whole sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from partydesk.documents.roster_columns import Column


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one cell of a row.

    Attributes:
        column: What the head of the sheet says, or the field's label.
        sentence: What is wrong or doubtful.
        blocking: Whether the row can't be imported because of it.
    """

    column: str
    sentence: str
    blocking: bool = False


@dataclass(slots=True)
class RosterRow:
    """A person on the sheet.

    Attributes:
        line_number: Line of the sheet, from 1.
        values: Values by field name, only where the sheet says something; ``group_id`` is the
            name of the 党小组.
        problems: What is doubtful or wrong.
        cells: The row as it lies in the sheet.
        month_only: Fields of which only the month is known.
        branch: The branch that the sheet names, or ``""``.
    """

    line_number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    cells: Sequence[Any] = ()
    month_only: set[str] = field(default_factory=set)
    branch: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether something forbids to import the row."""
        return bool(self.problems) and any(problem.blocking for problem in self.problems)

    @property
    def is_unsure(self) -> bool:
        """Whether the row can be imported but needs a look."""
        return bool(self.problems) and not self.is_refused


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are clear, need a look, and can't be imported; no row counts twice."""

    clear: int
    unsure: int
    refused: int

    def __str__(self) -> str:
        return f"可导入 {self.clear} 行，{self.unsure} 行需确认，{self.refused} 行有错"


@dataclass(slots=True)
class RosterPlan:
    """A sheet understood.

    Attributes:
        sheet: The name of the sheet.
        columns: Its columns with what each holds.
        rows: The people, in the order of the sheet.
        skipped: Lines that name nobody, by number: titles in between, totals, remarks.
        notes: What holds for the whole sheet, as sentences.
    """

    sheet: str
    columns: tuple[Column, ...]
    rows: list[RosterRow]
    skipped: dict[int, str]
    notes: list[str]

    @property
    def unknown(self) -> tuple[Column, ...]:
        """Columns that nobody knows; the user may choose fields for them."""
        return tuple(column for column in self.columns if column.target is None)

    @property
    def counts(self) -> Counts:
        """How many rows are clear, unsure and refused."""
        refused = sum(row.is_refused for row in self.rows)
        unsure = sum(row.is_unsure for row in self.rows)
        return Counts(len(self.rows) - refused - unsure, unsure, refused)
