"""民主评议, 述职 and the 问题整改清单 as plain values for checks."""

from datetime import date
from typing import NamedTuple


class Appraised(NamedTuple):
    """One year's 民主评议."""

    id: str
    year: int
    held_on: date
    full_members: int
    excellent: int | None = None
    note: str | None = None


class Graded(NamedTuple):
    """The grade of one member."""

    appraisal_id: str
    member_id: str
    grade: str


class Celebrated(NamedTuple):
    """A 政治生日 that was kept."""

    id: str
    celebrated_on: date
    member_id: str


class Reported(NamedTuple):
    """A 述职."""

    id: str
    year: int
    reported_on: date
    member_id: str


class ReportPoint(NamedTuple):
    """A line of a 述职's three lists; ``problem`` says which problem a measure mends, from 1."""

    report_id: str
    kind: str
    matter: str
    problem: int | None = None
    owner: str | None = None
    due_on: date | None = None


class Issue(NamedTuple):
    """A line of the 问题整改清单."""

    id: str
    found_on: date
    matter: str
    measures: str | None = None
    owner_id: str | None = None
    due_on: date | None = None
    closed_on: date | None = None
