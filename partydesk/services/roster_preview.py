"""What an import would do, and what it did: shown before, told after."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from partydesk.documents.roster_plan import Counts, RosterPlan, RosterRow
from partydesk.services.roster_matching import Action, PreviewRow

OnMatch = Literal["update", "skip"]


@dataclass(frozen=True)
class Preview:
    """A roster sheet compared with the file; nothing was changed yet.

    Attributes:
        path: The sheet's file.
        sheets: Names of the worksheets that it has.
        plan: The chosen worksheet, understood.
        rows: Its rows with what would be done.
        mapping: Targets by column label that the user chose, now or before.
        revision: The state of the file that it was compared with.
        others: Lines of people whom the sheet puts into other branches than this one.
    """

    path: Path
    sheets: tuple[str, ...]
    plan: RosterPlan
    rows: list[PreviewRow]
    mapping: dict[str, str]
    revision: int
    others: frozenset[int] = frozenset()

    @property
    def counts(self) -> Counts:
        """Rows that are clear, need a look and are refused; its text is the summary sentence."""
        return self.plan.counts

    @property
    def refused(self) -> list[RosterRow]:
        """The rows that can't be imported."""
        return [each.row for each in self.rows if each.action == Action.REFUSED]

    def wanted(
        self, on_match: OnMatch = "update", *, unsure: bool = True, others: bool = False
    ) -> list[PreviewRow]:
        """The rows that would be taken in.

        Args:
            on_match: Whether people who are known are updated or passed over.
            unsure: Whether rows that need a look are taken too.
            others: Whether people of other branches are taken too.
        """
        actions = {Action.ADD} | ({Action.CHANGE} if on_match == "update" else set())
        return [
            each
            for each in self.rows
            if each.action in actions
            and (unsure or not each.row.problems)
            and (others or each.row.line_number not in self.others)
        ]

    def number_of(self, action: Action) -> int:
        """How many rows lead to an action."""
        return sum(each.action == action for each in self.rows)


@dataclass(frozen=True)
class ImportResult:
    """What an import did, in rows of the sheet.

    Attributes:
        added: New people.
        changed: Known people with changes.
        same: Known people of whom nothing changed.
        left_out: Rows that were not wanted: known people when they are skipped, unsure rows.
        refused: Rows with errors.
    """

    added: int
    changed: int
    same: int
    left_out: int
    refused: int

    def __str__(self) -> str:
        text = f"新增 {self.added} 人，更新 {self.changed} 人，{self.same} 人没有变化"
        if self.left_out:
            text += f"，按您的选择略过 {self.left_out} 行"
        if self.refused:
            text += f"，{self.refused} 行有错没有导入"
        return f"{text}。"
