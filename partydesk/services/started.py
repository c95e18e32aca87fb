"""The program has come up: a version that an update brought is kept from now on."""

import sys
from pathlib import Path

from partydesk.package.program_home import confirm


def program_works() -> None:
    """Called when the window's loop runs, or the program ends in good order without one."""
    if getattr(sys, "frozen", False):
        confirm(Path(sys.executable))
