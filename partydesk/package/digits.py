"""Long numbers that people compare by eye, by typing or by telephone."""

import hashlib
import re

_GROUP = 5


def fingerprint(purpose: str, *parts: bytes | str) -> str:
    """30 digits in 6 groups for public keys; different purposes never give the same digits."""
    digest = hashlib.sha256(f"partydesk {purpose} v1".encode())
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return _grouped(digest.digest(), 30)


def short_content_id(content_id: str) -> str:
    """20 digits in 4 groups for a content id of 64 hex digits, as printed on the paper slip."""
    return _grouped(bytes.fromhex(content_id), 20)


def plain_digits(text: str) -> str:
    """Only the digits of a typed or printed number: groups and full-width digits do not matter."""
    return "".join(str(int(c)) for c in re.findall(r"\d", text))


def _grouped(raw: bytes, length: int) -> str:
    number = str(int.from_bytes(raw, "big") % 10**length).zfill(length)
    return " ".join(number[i : i + _GROUP] for i in range(0, length, _GROUP))
