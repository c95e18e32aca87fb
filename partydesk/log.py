"""The log of the core: what happened and where in the code, never a name, a number or a text."""

import logging
import platform
import sys
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from partydesk.paths import settings_dir

_SIZE, _COUNT = 256 * 1024, 3


def log_path() -> Path:
    """Where the log lies."""
    return settings_dir() / "core.log"


def describe(error: BaseException) -> str:
    """Types and places of a fault, without its message: that could hold a name or a number."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    lines = [f"Python {platform.python_version()} {system}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def _place(file_name: str) -> str:
    """A file of code below the folder that Python found it in: the folders above name people."""
    path = Path(file_name)
    if not path.is_absolute():  # so the built program names its own
        return path.as_posix()
    own = str(Path(__file__).resolve().parents[1])
    for base in sorted((own, *filter(None, sys.path)), key=len, reverse=True):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name


def note_fault(error: BaseException, path: Path | None = None) -> Path | None:
    """Write a fault of our own into the log; where it stands, or nothing if that fails too."""
    target = path or log_path()
    logger = logging.Logger("partydesk")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(target, maxBytes=_SIZE, backupCount=_COUNT, encoding="utf-8")
    except OSError:
        return None
    logger.addHandler(handler)
    try:
        logger.error("%s\n%s\n", datetime.now().isoformat(timespec="seconds"), describe(error))
    finally:
        handler.close()
    return target
