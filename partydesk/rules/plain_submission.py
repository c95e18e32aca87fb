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


class Damaged(NamedTuple):
    """A paper whose content is gone, or is of another size than was noted."""

    title: str
    record_type: str
    record_id: str
    is_there: bool


class Hidden(NamedTuple):
    """A paper that carries something unseen, and what, in words; a name alone is little."""

    title: str
    record_type: str
    record_id: str
    what: str
    only_name: bool = False


class Planned(NamedTuple):
    """What is about to be sent.

    Attributes:
        period: The code of its period.
        include_s2: Numbers, addresses and days of birth go as they are.
        include_s3: Contents of talks and leaves go.
        confirmed_twice: Two people said that ``include_s3`` is right.
        open_errors: Errors without a reason.
        counts: How much of each part goes, by its code.
    """

    period: str
    include_s2: bool = False
    include_s3: bool = False
    confirmed_twice: bool = False
    open_errors: int = 0
    counts: tuple[tuple[str, int], ...] = ()
