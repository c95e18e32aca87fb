"""Runs first in both built programs, before anything of Qt or of the project is loaded."""

import os
import sys
from pathlib import Path

from partydesk import __version__
from partydesk.documents.sheet_child import serve_if_asked
from partydesk.package import program_home

# Ends here when this process is the child that reads a foreign sheet.
serve_if_asked(sys.argv)

if sys.platform == "linux":
    # The start file points this at our libraries, and the loader has read it. A viewer that we
    # open must not get it: it would load our libraries in place of its own.
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    # Desktops name their own kind of window here (UOS: "dxcb;xcb", others "wayland"). Where none
    # of it is on board Qt would end the program; left alone it takes xcb.
    wished = os.environ.get("QT_QPA_PLATFORM", "")
    if not {each.partition(":")[0] for each in wished.split(";")} & {"xcb", "offscreen"}:
        os.environ.pop("QT_QPA_PLATFORM", None)

# The program that was installed first starts the version that an update brought.
this = Path(sys.executable)
is_window = this.stem != "partydesk" and not any(each.startswith("--") for each in sys.argv[1:])
newer = program_home.program_to_start(this, __version__, is_window=is_window)
if newer is not None:
    sys.exit(program_home.hand_over(newer, sys.argv[1:]))
os.environ.pop("PYINSTALLER_RESET_ENVIRONMENT", None)
