"""What the checks of 发展党员 look at, as plain values named like their columns."""

from datetime import date
from typing import NamedTuple


class Way(NamedTuple):
    """One person's way; the fields are those of ``Development``."""

    id: str
    member_id: str
    applied_on: date
    papers_until: date | None = None
    leaving_on: date | None = None
    ended_on: date | None = None
    ended_reason: str | None = None
    paper_application: bool = False
    paper_activist: bool = False
    paper_politics: bool = False
    paper_form: bool = False
    paper_probation: bool = False
    paper_full: bool = False


class WayStep(NamedTuple):
    """A step of a way; the fields are those of ``DevelopmentStep``."""

    id: str
    development_id: str
    step: str
    done_on: date
    ended_on: date | None = None
    result: str = "完成"
    people: str | None = None
    document: str | None = None
    hours: int | None = None
    note: str | None = None
    meeting_id: str | None = None
    vote_id: str | None = None


class WayCompanion(NamedTuple):
    """A 培养联系人 or 入党介绍人; the fields are those of ``DevelopmentCompanion``."""

    id: str
    development_id: str
    member_id: str
    role: str
    since_on: date
    until_on: date | None = None
    note: str | None = None

    def serves(self, day: date) -> bool:
        """Whether this one was beside the person that day."""
        return self.since_on <= day and (self.until_on is None or day < self.until_on)


class Decision(NamedTuple):
    """The counts of a vote that steps refer to; the fields are those of ``Vote``."""

    id: str
    meeting_id: str
    kind: str
    matter: str
    ballot: str
    due: int
    present: int
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written: int = 0
    is_passed: bool | None = None


class Local(NamedTuple):
    """The bureau's own steps; the fields are those of ``LocalSteps``, the newest row counts."""

    text: str
