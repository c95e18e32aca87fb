"""Where the program's own data and the user's files lie, also in the built program."""

import os
import sys
from pathlib import Path

#: What every branch file ends with.
SUFFIX = ".partydesk"


def resources() -> Path:
    """The folder of read-only data that ships with the program."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[1]
    return root / "resources"


def documents() -> Path:
    """The folder that a new branch file is proposed in: 文档/支部工作台."""
    home = Path.home()
    for name in ("Documents", "文档"):
        if (home / name).is_dir():
            return home / name / "支部工作台"
    return home / "支部工作台"


def settings_dir() -> Path:
    """The folder for settings and logs of this user on this machine; holds no branch data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "partydesk"
