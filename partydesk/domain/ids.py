"""Keys of records: UUIDv7 text, sortable by birth and unique across a thousand branches."""

import os
import re
import time

_MILLION = 1_000_000
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_id(text: str) -> bool:
    """Whether a text is the key of a record; a finding may name what is missing instead."""
    return _ID.fullmatch(text) is not None


def new_id() -> str:
    """A UUIDv7 (RFC 9562, method 3): milliseconds, the part of one in 12 bits, then random bits.

    Records made one after the other sort in that order, also within a millisecond.
    """
    return _text(_moment(), os.urandom(8))


def new_ids(count: int) -> list[str]:
    """So many at once, in their order: each a 4096th of a millisecond after the one before."""
    first, chance = _moment(), os.urandom(8 * count)
    return [_text(first + each, chance[8 * each : 8 * each + 8]) for each in range(count)]


def _moment() -> int:
    """4096ths of a millisecond since 1970."""
    return time.time_ns() * 4096 // _MILLION


def _text(moment: int, chance: bytes) -> str:
    head, tail = f"{moment >> 12 & 0xFFFFFFFFFFFF:012x}", chance.hex()
    variant = "89ab"[chance[0] & 3]
    return f"{head[:8]}-{head[8:]}-7{moment & 0xFFF:03x}-{variant}{tail[1:4]}-{tail[4:]}"
