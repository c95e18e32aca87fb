"""What a window needs, loaded while the user types a password: nobody waits for it later."""

import gc
from pathlib import Path
from typing import Any


def load_ahead() -> None:
    """Import what an open file and its window are made of; called on the worker thread.

    Only the program's own start and the question for the password come before it.
    """
    from partydesk.services import branch_files
    from ui import suspend, workplace

    branch_files.get_ready()
    assert suspend, workplace
    # As ui/garbage.py does with what was loaded before it: never to be looked through again.
    gc.freeze()


def opened(path: Path, password: str) -> Any:
    """A branch file opened with a password; errors as in ``branch_files.open_branch``."""
    from partydesk.services import branch_files

    return branch_files.open_branch(path, password)


def opened_with_sheet(path: Path, sheet: str) -> Any:
    """A branch file opened with its recovery sheet; errors as above."""
    from partydesk.services import branch_files

    return branch_files.open_with_sheet(path, sheet)
