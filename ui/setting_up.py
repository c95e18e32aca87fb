"""How a new branch comes to be: the dialog, and what it needs done."""

from datetime import date
from pathlib import Path
from typing import Any

from partydesk.paths import documents
from partydesk.services import branch_files, organization
from partydesk.services.password_rules import password_sentence
from partydesk.services.registers import check
from ui.background import Background
from ui.dialogs.new_branch import Created, NewBranch, NewBranchDialog, Setting


def set_up_branch(background: Background) -> tuple[Path, Any] | None:
    """Ask about a new branch and make its file; where it lies and the open file, if it was made."""
    dialog = NewBranchDialog(_setting(), background)
    if dialog.exec() and dialog.created:
        return dialog.branch_page.path(), dialog.created.opened
    return None


def _setting() -> Setting:
    """What the dialog for a new branch needs done."""
    return Setting(
        check_branch=lambda values: check(organization.BRANCH, values),
        password_problem=password_sentence,
        create=_create,
        discard=lambda created: branch_files.discard_branch(created.opened),
        folder=documents(),
    )


def _create(wanted: NewBranch) -> Created:
    store, groups = branch_files.create_branch(wanted.path, wanted.password, wanted.values)
    sheet = branch_files.recovery_sheet_pdf(store, groups, store.actor, date.today())
    return Created(store, groups, sheet)
