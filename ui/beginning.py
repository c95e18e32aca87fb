"""The sample branch: how it is opened, or made first."""

from datetime import date
from pathlib import Path
from typing import Any

from partydesk.services import branch_files
from partydesk.services.sample_file import SAMPLE_PASSWORD


def open_sample(path: Path) -> Any:
    """Open the sample branch; make it first if it is not there."""
    from partydesk.services.sample import create_sample_file

    if path.exists():
        return branch_files.open_branch(path, SAMPLE_PASSWORD)
    return create_sample_file(path, SAMPLE_PASSWORD, date.today())
