"""Tasks, reports, cards and lists as plain values, for the checks of chapter G (DOMAIN.md 7.6)."""

from datetime import date
from typing import NamedTuple


class Job(NamedTuple):
    """A main task; the fields are those of ``KeyTask``."""

    id: str
    matter: str
    given_on: date
    due_on: date | None = None
    done_on: date | None = None
    state: str = "进行中"
    owner_id: str | None = None
    leader: str | None = None
    source: str | None = None


class Weekly(NamedTuple):
    """A weekly report; the fields are those of ``WeeklyReport``."""

    id: str
    starts_on: date
    state: str = "草稿"
    sent_on: date | None = None


class Card(NamedTuple):
    """A supervision card; the fields are those of ``FeedbackCard``."""

    id: str
    month: str
    matter: str
    answer_due_on: date | None = None
    signed_on: date | None = None
    closed_on: date | None = None


class Listed(NamedTuple):
    """A month's list; the fields are those of ``MonthlyList``."""

    id: str
    month: str
    kind: str
    made_on: date


class Promise(NamedTuple):
    """A public pledge; the fields are those of ``PublicPledge``."""

    id: str
    matter: str
    keeping: str
    member_id: str | None = None
    due_on: date | None = None
