"""Papers and packages as plain values, for the checks of what is sent (DOMAIN.md, G)."""

from datetime import date, datetime
from typing import NamedTuple


class Paper(NamedTuple):
    """A paper or photo without its bytes; the fields are those of ``Attachment``."""

    id: str
    record_type: str
    record_id: str
    title: str
    media_type: str
    size: int = 0


class Sent(NamedTuple):
    """A package in the ledger; the fields are those of ``Submission``."""

    id: str
    sequence: int
    period: str
    state: str
    counts: str = "{}"
    sent_at: datetime | None = None
    receipted_on: date | None = None
