"""Points of the higher body: into a receipt at the bureau, and from a receipt into the branch."""

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.assessment import Assessment
from partydesk.domain.submission import Submission
from partydesk.domain.text import long_day, points
from partydesk.errors import InvalidValuesError, NotFoundError
from partydesk.package.opened import OpenedPackage
from partydesk.package.receipt import Graded, Receipt
from partydesk.rules.scheme import Scheme

_DOCUMENT = "data/assessment.json"


def graded(opened: OpenedPackage, given: Mapping[str, int]) -> Graded:
    """Points for the self-assessment of a package, each within what its item can have.

    Args:
        opened: The package.
        given: Hundredths by the item's number.

    Raises:
        NotFoundError: The package holds no self-assessment.
        InvalidValuesError: It has no such item, or the item has fewer points.
    """
    told = opened.document(_DOCUMENT) if _DOCUMENT in opened.hashes else None
    if not isinstance(told, Mapping) or not isinstance(told.get("scores"), list):
        raise NotFoundError("这个上报包里没有自评，不能登记评分。")
    most = {
        str(each.get("item")): each.get("full_hundredths")
        for each in told["scores"]
        if isinstance(each, Mapping)
    }
    for no, value in given.items():
        full = most.get(no)
        if not isinstance(full, int):
            raise InvalidValuesError({"score": f"上报包的自评里没有第 {no[:20]} 条。"})
        if not 0 <= value <= full:
            raise InvalidValuesError(
                {"score": f"第 {no} 条的评分应在 0 到 {points(full)} 分之间。"}
            )
    return Graded(str(told.get("scheme", "")), dict(given))


def take_graded(
    session: Session, sent: Submission, receipt: Receipt, schemes: Mapping[str, Scheme]
) -> str:
    """Note what a receipt gave beside the self-assessment; says what was noted, or nothing.

    The sum is taken over once every item has its points. Nothing that was closed changes, and the
    receipt of an older package changes nothing that a newer one told.
    """
    if receipt.graded is None:
        return ""
    query = select(Assessment).where(
        Assessment.period == sent.period, Assessment.scheme == receipt.graded.scheme
    )
    found = session.scalar(query)
    if found is None:
        return "回执里有上级评分，但本支部没有这一期的自评，没有登记。"
    if json.loads(found.upper_items).get("sequence", 0) > receipt.sequence:
        return "更晚一包的上级评分已经登记，这一份没有改动它。"
    items = dict(receipt.graded.items)
    found.upper_items = json.dumps({"sequence": receipt.sequence, "items": items})
    found.upper_source = f"据教育局{long_day(receipt.received_on)}回执，第 {receipt.sequence} 号包"
    scheme = schemes.get(found.scheme)
    if scheme is None or any(item.no not in items for item in scheme.items):
        return f"已登记 {len(items)} 条的上级评分。"
    before, total = found.upper_points, sum(items.values())
    found.upper_points = total
    changed = f"（原填 {points(before)} 分）" if before not in (None, total) else ""
    return f"已登记上级评分 {points(total)} 分{changed}。"
