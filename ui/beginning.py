"""The sample branch: where it lies and how it is opened."""

from datetime import date
from pathlib import Path
from typing import Any

from partydesk.paths import documents
from partydesk.services import branch_files
from partydesk.services.sample_file import SAMPLE_NAME, SAMPLE_PASSWORD


def sample_path() -> Path:
    """Where the sample branch lies."""
    return documents() / SAMPLE_NAME


def open_sample(path: Path) -> Any:
    """Open the sample branch; make it first if it is not there."""
    from partydesk.services.sample import create_sample_file

    if path.exists():
        return branch_files.open_branch(path, SAMPLE_PASSWORD)
    return create_sample_file(path, SAMPLE_PASSWORD, date.today())
