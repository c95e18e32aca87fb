"""The sheet by which a bureau registers the branch's signing key (safety study 2.7)."""

from dataclasses import replace
from datetime import date, datetime

from partydesk.documents.forms.key_sheet import KeySheet, key_sheet
from partydesk.domain.meeting import MeetingKind
from partydesk.errors import NotFoundError
from partydesk.services.branch_keys import branch_keys
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.meetings import usual_chair
from partydesk.services.organization import names, the_branch
from partydesk.storage.store import Store


def key_sheet_pdf(store: Store, today: date) -> bytes:
    """The 签名密钥登记表 of this branch; the key is made when there is none yet.

    Raises:
        NotFoundError: The branch's name and code are missing.
        LockedError: Opened with a deputy's password.
    """
    branch = the_branch(store)
    if branch is None:
        raise NotFoundError("还没有填写支部信息。", "请先在“设置”里填写支部全称和代码。")
    sheet = KeySheet(
        branch.name,
        branch.code,
        branch.school or "",
        names(store).get(usual_chair(store, MeetingKind.COMMITTEE, today) or "", ""),
        branch_keys(store).fingerprint.split(),
        today,
    )
    at = datetime.combine(today, datetime.now().time())
    return key_sheet(sheet, replace(printing_of(store), at=at))
