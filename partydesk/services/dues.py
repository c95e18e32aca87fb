"""党费: completing bases and payments, making a month's list, taking it in, the yearly notice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.documents.forms.roster import TOTAL, roster
from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment, Income, PaymentKind, Way
from partydesk.domain.fields import Field, Kind, pick
from partydesk.domain.member import Member
from partydesk.domain.periods import Period, year_of
from partydesk.errors import RefusedError
from partydesk.rules.dues_rates import amount_of, load_rates, percent, rate_of
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import unit_of
from partydesk.storage import people
from partydesk.storage.store import Store


def complete_base(_session: Session, record: DuesBase) -> None:
    """Reckon what is owed a month; a reduced amount stays as it was approved."""
    owed = amount_of(record.income, record.base, load_rates())
    if owed is not None:
        record.amount = owed


def base_problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    """What a base can't lack: its money, or for a reduction its amount."""
    problems = {}
    if values["income"] == Income.REDUCED:
        if values["amount"] is None:
            problems["amount"] = "减免的请填写批准的月应交数额，免交填 0。"
    elif values["income"] != Income.FIXED and values["base"] is None:
        problems["base"] = "请填写计算基数。"
    return problems


def complete_payment(session: Session, record: DuesPayment) -> None:
    """Take base, rate and what is due from the base of that month; number the receipt."""
    if record.kind == PaymentKind.DUES and record.due is None:
        base = bases_of(session, record.month).get(record.member_id)
        if base is not None:
            take_base(record, base)
    if record.paid and record.paid_on and record.receipt is None:
        record.receipt = _next_receipt(session, record.paid_on.year)


def payment_problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """What can't be: paid in the future, paid without a day, a large payment as dues."""
    problems = {}
    if values["paid_on"] and values["paid_on"] > today:
        problems["paid_on"] = "交纳日期还没有到，请核对。"
    if values["paid"] and not values["paid_on"]:
        problems["paid_on"] = "请填写交纳日期。"
    if values["month"] > f"{today:%Y-%m}" and values["kind"] != PaymentKind.DUES:
        problems["month"] = "月份还没有到，请核对。"
    return problems


def take_base(record: DuesPayment, base: DuesBase) -> None:
    """Copy what the month is reckoned from into its payment."""
    record.base, record.due = base.base, base.amount
    record.rate = percent(rate_of(base.income, base.base or 0, load_rates())) or base.income


def bases_of(session: Session, month: str) -> dict[str, DuesBase]:
    """The base that holds in a month, by member; who has none is missing."""
    query = select(DuesBase).where(DuesBase.from_month <= month)
    # The last one of each member stays.
    ordered = session.scalars(query.order_by(DuesBase.from_month, DuesBase.id))
    return {each.member_id: each for each in ordered}


def make_month(store: Store, today: date, period: Period | None) -> str:
    """Make the list of a month: what each member owes who has none yet; says for how many.

    The month is the last one of the shown period, at the latest this one.
    """
    month = month_meant(today, period)
    with store.reading() as session:
        known = set(
            session.scalars(
                select(DuesPayment.member_id).where(
                    DuesPayment.month == month, DuesPayment.kind == PaymentKind.DUES
                )
            )
        )
        members = [each for each in people.current_members(session) if each.id not in known
                   and (each.joined_on is None or f"{each.joined_on:%Y-%m}" <= month)]  # fmt: skip
        bases = bases_of(session, month)
    ready = [each for each in members if each.id in bases]
    without = [each.name for each in members if each.id not in bases]
    missing = f"还有 {len(without)} 人没有核定基数：{'、'.join(without[:5])}。" if without else ""
    if not ready:
        return missing or f"{month} 的应交清单已经生成。"
    with store.writing(f"生成 {month} 应交党费 {len(ready)} 人") as session:
        for each in ready:
            record = DuesPayment(month=month, member_id=each.id, kind=PaymentKind.DUES)
            take_base(record, bases[each.id])
            session.add(record)
    return f"已生成 {month} 应交清单 {len(ready)} 人。{missing}"


def pay_month(store: Store, today: date, period: Period | None) -> str:
    """Mark what is unpaid of a month as paid today in cash; then only exceptions are mended."""
    month = month_meant(today, period)
    unpaid = select(DuesPayment).where(
        DuesPayment.month == month,
        DuesPayment.kind == PaymentKind.DUES,
        DuesPayment.paid.is_(None),
        DuesPayment.due.is_not(None),
    )
    with store.reading() as session:
        count = len(session.scalars(unpaid).all())
    if not count:
        return f"{month} 没有未交的党费；还没有清单时先点“生成本月”。"
    with store.writing(f"收齐 {month} 党费 {count} 人") as session:
        receipt = _next_receipt(session, today.year)
        total = 0
        for number, record in enumerate(session.scalars(unpaid.order_by(DuesPayment.id)).all()):
            record.paid, record.paid_on, record.way = record.due, today, Way.CASH
            record.receipt = receipt + number
            total += record.due or 0
    return f"已记 {month} 收齐 {count} 人，合计 {total / 100:.2f} 元。没交的逐个改回即可。"


def month_meant(today: date, period: Period | None) -> str:
    """The month that a button of the ledger works on."""
    return f"{min(period.last, today) if period else today:%Y-%m}"


def _next_receipt(session: Session, year: int) -> int:
    days = (date(year, 1, 1), date(year, 12, 31))
    query = select(func.max(DuesPayment.receipt)).where(DuesPayment.paid_on.between(*days))
    return (session.scalar(query.execution_options(with_deleted=True)) or 0) + 1


def complete_notice(session: Session, record: DuesNotice) -> None:
    """Add up what was paid in the year."""
    query = select(func.sum(DuesPayment.paid)).where(
        DuesPayment.month.startswith(f"{record.year}-")
    )
    record.total = int(session.scalar(query) or 0)


#: The yearly list on the notice board: no base, no rate (income is nobody's business).
_NOTICE = (
    *pick(DuesPayment, "member_id"),
    Field("应交（元）", Kind.MONEY, "due"),
    Field("实交（元）", Kind.MONEY, "paid"),
    Field("自愿多交（元）", Kind.MONEY, "more"),
    Field("备注", Kind.TEXT, "note"),
)


def notice_pdf(store: Store, today: date, period: Period | None) -> bytes:
    """The yearly notice on paper: what each member owed and paid, without anyone's income.

    Raises:
        RefusedError: Nothing was recorded for the year.
    """
    year = year_of(period.first if period else today)
    rows, names = yearly_sums(store, year)
    if not rows:
        raise RefusedError(f"{year.label}还没有党费记录。", "请先生成应交清单。")
    total: list[Any] = [TOTAL, *(sum(row[place] for row in rows) for place in (1, 2, 3)), None]
    return roster(
        f"{year.label}党费收缴公示",
        _NOTICE,
        [*rows, total],
        names=names,
        printing=replace(printing_of(store), is_public=True),
        notes=(*unit_of(store), f"日期：{today.isoformat()}"),
    )


def yearly_sums(store: Store, year: Period) -> tuple[list[list[Any]], dict[str, str]]:
    """For each member what was due, paid and given beyond that in a year, in 分."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with store.reading() as session:
        query = select(DuesPayment).where(DuesPayment.month.startswith(f"{year.first.year}-"))
        for each in session.scalars(query):
            of = sums[each.member_id]
            if each.kind == PaymentKind.DUES:
                of[0] += each.due or 0
                of[1] += each.paid or 0
            else:
                of[2] += each.paid or 0
        order: Sequence[str] = session.scalars(select(Member.id).order_by(Member.id)).all()
        names = people.names(session)
    rows = [
        [key, *sums[key], "" if sums[key][0] <= sums[key][1] else "有欠交"]
        for key in order
        if key in sums
    ]
    return rows, names
