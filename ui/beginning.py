"""How a file comes to be: a new branch with its recovery sheet, or the sample branch."""

from datetime import date
from pathlib import Path
from typing import Any

from partydesk.paths import SUFFIX, documents
from partydesk.services import branch_files, organization
from partydesk.services.password_rules import password_sentence
from partydesk.services.registers import check
from ui.dialogs.new_branch import Created, NewBranch, Setting

#: The sample branch can be opened by anybody: everything in it is invented.
SAMPLE_PASSWORD = "示例支部 看一看 就删"
SAMPLE_NAME = f"示例支部{SUFFIX}"


def new_branch_setting() -> Setting:
    """What the dialog for a new branch needs done."""
    return Setting(
        check_branch=lambda values: check(organization.BRANCH, values),
        password_problem=password_sentence,
        create=_create,
        discard=lambda created: branch_files.discard_branch(created.opened),
        folder=documents(),
    )


def sample_path() -> Path:
    """Where the sample branch lies."""
    return documents() / SAMPLE_NAME


def open_sample(path: Path) -> Any:
    """Open the sample branch; make it first if it is not there."""
    from partydesk.services.sample import create_sample_file

    if path.exists():
        return branch_files.open_branch(path, SAMPLE_PASSWORD)
    return create_sample_file(path, SAMPLE_PASSWORD, date.today())


def _create(wanted: NewBranch) -> Created:
    store, groups = branch_files.create_branch(wanted.path, wanted.password, wanted.values)
    sheet = branch_files.recovery_sheet_pdf(store, groups, store.actor, date.today())
    return Created(store, groups, sheet)
