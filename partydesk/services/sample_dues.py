"""The sample branch's dues: a base for everyone, a year of payments, a few still open."""

from datetime import date, datetime, time
from typing import Any

from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment, Income, PaymentKind, Way
from partydesk.domain.ids import new_id
from partydesk.domain.member import MEMBERS, Member
from partydesk.domain.periods import add_months
from partydesk.rules.dues_rates import amount_of, load_rates, percent, rate_of
from partydesk.services.sample_kit import Kit
from partydesk.storage.bulk import add_many

#: Invented pay by title and invented pensions, in 分.
_PAY = {"高级教师": 812_000, "一级教师": 664_500, "二级教师": 538_000}
_USUAL_PAY, _PENSION = 489_000, 521_300
#: Who has not paid the last month yet.
_OPEN = ("郭海涛", "宋佳")
_COLLECTED_ON = 12


def add_dues(kit: Kit) -> None:
    """Add bases from the first of the last twelve months on, and every month's payments."""
    months = [add_months(kit.today.replace(day=1), -back) for back in range(12, 0, -1)]
    members = [
        each
        for each in kit.members.values()
        if each.category in MEMBERS and each.left_on is None
    ]  # fmt: skip
    # Who was admitted since owes from that month on (党费收缴规定 8).
    bases = [_base(each, max(months[0], each.joined_on or months[0])) for each in members]
    payments: list[dict[str, Any]] = []
    receipts: dict[int, int] = {}
    for month in months:
        day = month.replace(day=_COLLECTED_ON)
        for base in bases:
            if base["from_month"] > f"{month:%Y-%m}":
                continue
            is_open = month == months[-1] and base["name"] in _OPEN
            payments.append(_payment(base, day, is_open=is_open, receipts=receipts))
    kept = [{key: value for key, value in each.items() if key != "name"} for each in bases]
    add_many(kit.session, DuesBase, kept)
    add_many(kit.session, DuesPayment, payments)
    _add_notice(kit, payments, months)
    kit.session.flush()


def _base(member: Member, first: date) -> dict[str, Any]:
    retired = member.job == "退休人员"
    income = Income.PENSION if retired else Income.SALARY
    base = _PENSION if retired else _PAY.get(member.title or "", _USUAL_PAY)
    at = datetime.combine(first, time(16, 40))
    return {
        "id": new_id(),
        "name": member.name,
        "from_month": f"{first:%Y-%m}",
        "member_id": member.id,
        "income": income,
        "base": base,
        "amount": amount_of(income, base, load_rates()),
        "created_at": at,
        "updated_at": at,
    }


def _payment(
    base: dict[str, Any], day: date, *, is_open: bool, receipts: dict[int, int]
) -> dict[str, Any]:
    if not is_open:
        receipts[day.year] = receipts.get(day.year, 0) + 1
    at = datetime.combine(day, time(16, 40))
    return {
        "id": new_id(),
        "month": f"{day:%Y-%m}",
        "member_id": base["member_id"],
        "kind": PaymentKind.DUES,
        "base": base["base"],
        "rate": percent(rate_of(base["income"], base["base"], load_rates())),
        "due": base["amount"],
        "paid": None if is_open else base["amount"],
        "paid_on": None if is_open else day,
        "way": None if is_open else Way.CASH,
        "receipt": None if is_open else receipts[day.year],
        "created_at": at,
        "updated_at": at,
    }


def _add_notice(kit: Kit, payments: list[dict[str, Any]], months: list[date]) -> None:
    """The notice of the year before, on the first board of this year."""
    year = months[-1].year - 1
    day = date(year + 1, 1, 9)
    if day >= kit.today:
        year, day = year - 1, date(year, 1, 9)
    total = sum(each["paid"] or 0 for each in payments if each["month"].startswith(f"{year}-"))
    at = datetime.combine(day, time(16, 40))
    notice = {
        "id": new_id(), "published_on": day, "year": year, "place": "支部公示栏，主题党日通报",
        "total": total, "created_at": at, "updated_at": at,
    }  # fmt: skip
    add_many(kit.session, DuesNotice, [notice])
