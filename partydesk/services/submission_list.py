"""The paper that goes with a package (上报清单): what is inside, what is not, who signs."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from partydesk.documents.forms.submission_list import (
    ContentLine,
    ExplainedLine,
    LeftOutLine,
    SubmissionList,
    submission_list,
)
from partydesk.domain.submission import Submission
from partydesk.package.digits import short_content_id
from partydesk.package.minisig import public_key_text
from partydesk.services.branch_keys import branch_keys
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.organization import the_branch
from partydesk.services.submission_ledger import entry, label_of
from partydesk.storage.store import Store


def submission_list_pdf(
    store: Store, submission_id: str, today: date | None = None, printed_by: str = ""
) -> bytes:
    """The 上报清单 of a package: what is inside, what is not, and how to open it without us.

    Args:
        store: The file.
        submission_id: The package.
        today: The day of printing; by default this one.
        printed_by: Who prints; by default whoever opened the file.

    Raises:
        NotFoundError: The ledger has no such package.
        LockedError: Opened with a deputy's password.
    """
    row = entry(store, submission_id)
    at = datetime.combine(today or date.today(), datetime.now().time())
    told: dict[str, Any] = json.loads(row.counts)
    branch = the_branch(store)
    parts = told.get("parts", [])
    sheet = SubmissionList(
        title="上报清单",
        branch=f"{branch.name}（{branch.code}）" if branch else "",
        bureau=row.recipient,
        period=label_of(row.period),
        sequence=row.sequence,
        file_name=row.file_name,
        size=row.size,
        content_id=row.content_id,
        short_id=short_content_id(row.content_id),
        signer_key=public_key_text(branch_keys(store).public),
        made_on=_made_on(row, told),
        contents=[
            ContentLine(each["title"], each["count"], each["unit"], each["why"])
            for each in parts
            if each["goes"]
        ],
        left_out=[LeftOutLine(each["title"], each["why"]) for each in parts if not each["goes"]],
        explained=[ExplainedLine(sentence, why) for sentence, why in told.get("explained", [])],
    )
    return submission_list(sheet, replace(printing_of(store, printed_by), at=at))


def _made_on(row: Submission, told: dict[str, Any]) -> date:
    if "made_on" in told:
        return date.fromisoformat(told["made_on"])
    return (row.sent_at or row.created_at).date()
