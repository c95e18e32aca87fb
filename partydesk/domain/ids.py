"""Keys of records: UUIDv7 text, sortable by birth and unique across a thousand branches."""

import re
import secrets
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
    milliseconds, rest = divmod(time.time_ns(), _MILLION)
    part = rest * 4096 // _MILLION
    number = (milliseconds & (2**48 - 1)) << 80
    number |= 0x7 << 76 | part << 64 | 0x2 << 62 | secrets.randbits(62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
