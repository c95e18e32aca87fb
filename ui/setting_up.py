"""How a new branch comes to be: the dialog, and what it needs done."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.paths import documents
from partydesk.services import branch_files, organization
from partydesk.services.password_rules import password_sentence
from partydesk.services.registers import check
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.new_branch import Created, NewBranch, NewBranchDialog, Setting
from ui.state import State
from ui.theme import Theme, application, dress


def set_up_branch(background: Background, state: State) -> tuple[Path, Any] | None:
    """Ask about a new branch and make its file; where it lies and the open file, if it was made."""
    dialog = NewBranchDialog(_setting(background, state), background)
    if dialog.exec() and dialog.created:
        return dialog.branch_page.path(), dialog.created.opened
    return None


def _setting(background: Background, state: State) -> Setting:
    """What the dialog for a new branch needs done."""
    return Setting(
        check_branch=lambda values: check(organization.BRANCH, values),
        password_problem=password_sentence,
        create=_create,
        discard=lambda created: branch_files.discard_branch(created.opened),
        folder=documents(),
        wear=lambda theme: _wear(theme, state),
        import_roster=lambda created, parent: _import(created, background, state, parent),
    )


def _wear(theme: Theme, state: State) -> None:
    dress(application(), theme)
    state.theme = theme


def _import(created: Created, background: Background, state: State, parent: QWidget) -> str:
    from ui.dialogs.import_roster import ImportDialog

    desk = Desk(created.opened, background)
    dialog = ImportDialog(desk, state, parent)
    return dialog.result_sentence if dialog.exec() else ""


def _create(wanted: NewBranch) -> Created:
    store, groups = branch_files.create_branch(wanted.path, wanted.password, wanted.values)
    sheet = branch_files.recovery_sheet_pdf(store, groups, store.actor, date.today())
    return Created(store, groups, sheet)
