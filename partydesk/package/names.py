"""Names that came from outside, made safe to show, to propose and to write on any system."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

NAMELESS = "未命名"
LONGEST = 100
"""Characters of a cleaned name; with a number and ``.part`` behind it stays below 255 bytes."""
_LONGEST_BYTES = 200
_LONGEST_SUFFIX = 16
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))", re.IGNORECASE
)
# Control, format (right-to-left overrides, zero widths), lone surrogates, line and paragraph ends.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_DOCUMENTS = {".pdf", ".ofd", ".txt", ".csv", ".json", ".jsonl"}
_OFFICE = {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".dps"}
_PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic"}
_SOUNDS = {".mp3", ".m4a", ".wav", ".mp4"}
HARMLESS_SUFFIXES = frozenset(_DOCUMENTS | _OFFICE | _PICTURES | _SOUNDS)
"""Kinds of file that may keep their ending; anything else gets ``.bin`` when it is unpacked."""


def clean_text(text: str) -> str:
    """Text from outside as one visible line: no control, direction or zero-width characters."""
    return _until_stable(text, _visible)


def clean_name(text: str) -> str:
    """A single safe file name for text from outside: same on both systems, cleaning twice = once.

    Folders in front are dropped, forbidden characters become ``_``, device names of Windows
    get a ``_`` in front, long names are cut but keep their ending.
    """
    return _until_stable(text, _cleaned_once)


def distinct_names(texts: Iterable[str]) -> list[str]:
    """Clean names in the given order, numbered where two would fall together on any system."""
    taken: set[str] = set()
    names = []
    for text in texts:
        name = clean_name(text)
        stem, suffix = _split(name)
        number = 1
        while _folded(name) in taken:
            number += 1
            name = f"{stem}({number}){suffix}"
        taken.add(_folded(name))
        names.append(name)
    return names


def harmless_name(name: str) -> str:
    """The clean name, with ``.bin`` behind it unless its ending is on the allow-list."""
    cleaned = clean_name(name)
    if PurePosixPath(cleaned).suffix.lower() in {*HARMLESS_SUFFIXES, ".bin"}:
        return cleaned
    return clean_name(cleaned[: LONGEST - len(".bin")] + ".bin")


def is_device(component: str) -> bool:
    """Whether Windows would take this file name for a device."""
    return _DEVICE.match(component) is not None


def _until_stable(text: str, step: Callable[[str], str]) -> str:
    # One rule can undo another (a cut exposes a trailing dot, a removal lets letters compose),
    # so cleaning goes on until nothing changes. Every step shortens or settles the text.
    cleaned = step(text)
    while cleaned != text:
        text, cleaned = cleaned, step(cleaned)
    return cleaned


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    spaced = (" " if c.isspace() else c for c in composed)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
    return re.sub(" +", " ", kept).strip(" ")


def _cleaned_once(text: str) -> str:
    last = re.split(r"[/\\]", text.rstrip("/\\"))[-1]
    name = _FORBIDDEN.sub("_", _visible(last)).strip(". ")
    if is_device(name):
        name = f"_{name}"
    return _shortened(name) or NAMELESS


def _shortened(name: str) -> str:
    stem, suffix = _split(name)
    while stem and (len(stem + suffix) > LONGEST or len((stem + suffix).encode()) > _LONGEST_BYTES):
        stem = stem[:-1]
    return stem.rstrip(". ") + suffix


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > _LONGEST_SUFFIX:
        return name, ""
    return stem, f".{ending}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
