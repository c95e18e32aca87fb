"""Runs first in both built programs, before anything of Qt or of the project is loaded."""

import os
import sys

from partydesk.documents.sheet_child import serve_if_asked

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
