"""组织关系转接: the roster follows from a transfer, and the letter with its three parts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from partydesk.documents.forms.transfer_letter import Letter, transfer_letter
from partydesk.domain.member import Member
from partydesk.domain.transfer import Heading, Transfer
from partydesk.errors import NotFoundError, RefusedError
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.organization import the_branch
from partydesk.storage.store import Store

_MOVED = "转出"
#: A letter is valid for at most so many days (组织关系介绍信 practice).
MOST_DAYS = 90


def transfer_problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Days out of order, a letter that is valid too long."""
    problems = {}
    if not 1 <= values["valid_days"] <= MOST_DAYS:
        problems["valid_days"] = f"有效期应在 1 到 {MOST_DAYS} 天之间。"
    receipt = values["receipt_on"]
    if receipt and receipt < values["lettered_on"]:
        problems["receipt_on"] = "回执日期早于介绍信日期，请核对。"
    elif receipt and receipt > today:
        problems["receipt_on"] = "回执日期还没有到，请核对。"
    return problems


def complete(session: Session, record: Transfer) -> None:
    """With its receipt somebody is here or gone; what the roster says already stays."""
    member = session.get(Member, record.member_id)
    if member is None or record.receipt_on is None:
        return
    if record.heading == Heading.OUT and member.left_on is None:
        member.left_kind, member.left_on = _MOVED, record.lettered_on
        member.received_on = record.receipt_on
    if record.heading == Heading.IN and member.transferred_in_on is None:
        member.transferred_in_on = record.receipt_on


def letter_pdf(store: Store, record_id: str) -> bytes:
    """The letter on paper: the stub, the letter, and the receipt to be cut off.

    Raises:
        NotFoundError: It is not in the file.
        RefusedError: Somebody moves in: the letter comes from the other side.
    """
    with store.reading() as session:
        record = session.get(Transfer, record_id)
        member = session.get(Member, record.member_id) if record else None
    if record is None or member is None:
        raise NotFoundError("这条组织关系转接记录已不在文件里。")
    if record.heading == Heading.IN:
        raise RefusedError("转入的介绍信由对方党组织开具。", "请把对方的介绍信扫描后加为附件。")
    branch = the_branch(store)
    letter = Letter(
        name=member.name,
        sex=member.sex or "",
        category=member.category,
        number=record.number or "",
        source=branch.name if branch else "",
        target=record.other,
        day=record.lettered_on,
        valid_days=record.valid_days,
        dues_until=record.dues_until or "",
        phone=record.phone or "",
        until=record.lettered_on + timedelta(days=record.valid_days),
    )
    return transfer_letter(letter, printing_of(store))
