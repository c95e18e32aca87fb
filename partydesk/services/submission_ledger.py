"""The ledger of what was sent."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from partydesk.domain.periods import period_with
from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.errors import NotFoundError
from partydesk.package.digits import short_content_id
from partydesk.services.outbox import Sealed
from partydesk.storage.store import Store


@dataclass(frozen=True)
class SubmissionRow:
    """A package as the ledger shows it."""

    id: str
    sequence: int
    period: str
    state: str
    recipient: str
    file_name: str
    size: int
    sent_at: datetime | None
    receipted_on: date | None
    short_id: str
    remark: str = ""

    @property
    def is_practice(self) -> bool:
        """Sealed to the sample card; no bureau knows of it."""
        return self.sequence >= PRACTICE_FROM

    @property
    def state_told(self) -> str:
        """Its state, which says so where it was only practice."""
        return f"{self.state}（练习）" if self.is_practice else self.state


def submissions(store: Store) -> list[SubmissionRow]:
    """The ledger, the newest first."""
    query = select(Submission).order_by(Submission.sent_at.desc(), Submission.sequence.desc())
    with store.reading() as session:
        return [_shown(each) for each in session.scalars(query)]


def sealed_of(store: Store, submission_id: str) -> Sealed:
    """What is known of a package that was sent.

    Raises:
        NotFoundError: The ledger has no such package.
    """
    row = entry(store, submission_id)
    unit = str(json.loads(row.counts).get("unit", ""))
    return Sealed(
        row.sequence,
        row.content_id,
        row.previous_id or "",
        row.period,
        row.recipient,
        unit,
        row.file_name,
        row.size,
        row.counts,
    )


def units_of(store: Store) -> set[str]:
    """Fingerprints of all units that something was sent to."""
    with store.reading() as session:
        kept = [json.loads(text) for text in session.scalars(select(Submission.counts))]
    return {str(told["unit"]) for told in kept if told.get("unit")}


def label_of(code: str) -> str:
    """A period as people call it, from its code."""
    try:
        return period_with(code).label
    except ValueError:
        return code


def entry(store: Store, submission_id: str) -> Submission:
    """A row of the ledger, or ``NotFoundError``."""
    with store.reading() as session:
        found = session.get(Submission, submission_id)
    if found is None:
        raise NotFoundError("上报台账里没有这一包。", "请在回收站里查看。")
    return found


def _shown(each: Submission) -> SubmissionRow:
    return SubmissionRow(
        each.id,
        each.sequence,
        label_of(each.period),
        each.state,
        each.recipient,
        each.file_name,
        each.size,
        each.sent_at,
        each.receipted_on,
        short_content_id(each.content_id),
        each.remark or "",
    )
