"""Settings of this user on this machine, as a small JSON file; never branch data."""

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from partydesk import safeio
from partydesk.paths import settings_dir

_LONGEST = 64 * 1024
_MOST_RECENT = 8


@dataclass(frozen=True)
class Settings:
    """What the core remembers between two starts; the window keeps its own places and sizes.

    Attributes:
        recent: Branch files opened before, the newest first.
        lock_minutes: After so many minutes without input the file is locked.
        office_fonts: Use this machine's official typefaces before the bundled ones.
        large_photos: Keep photos at their size instead of shrinking them.
    """

    recent: tuple[str, ...] = ()
    lock_minutes: int = 10
    office_fonts: bool = False
    large_photos: bool = False


def settings_path() -> Path:
    """Where the settings lie."""
    return settings_dir() / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """The settings; what is missing, strange or damaged has its usual value."""
    try:
        data = (path or settings_path()).read_bytes()[:_LONGEST]
        found = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return Settings()
    return _sound(found) if isinstance(found, dict) else Settings()


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Keep the settings.

    Raises:
        StorageError: The disk did not take them; the old ones stay.
    """
    target = path or settings_path()
    with contextlib.suppress(OSError):  # writing below says what is wrong with the folder
        target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
    safeio.write_file(target, text.encode())


def with_recent(settings: Settings, file: Path) -> Settings:
    """The settings with a file at the head of those opened before."""
    own = str(file.absolute())
    others = [each for each in settings.recent if each != own]
    return replace(settings, recent=(own, *others)[:_MOST_RECENT])


def _sound(found: dict[str, Any]) -> Settings:
    usual = asdict(Settings())
    kept: dict[str, Any] = {}
    for each in fields(Settings):
        value = found.get(each.name)
        if each.name == "recent":
            texts = value if isinstance(value, list) else []
            kept["recent"] = tuple(one for one in texts if isinstance(one, str))[:_MOST_RECENT]
        elif type(value) is type(usual[each.name]):
            kept[each.name] = value
    if not 1 <= kept.get("lock_minutes", 1) <= 240:
        del kept["lock_minutes"]
    return Settings(**kept)
