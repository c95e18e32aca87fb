"""党费: bases, each month's payments, the yearly notice (DOMAIN.md 3)."""

from datetime import date
from typing import Any

from partydesk.domain.dues import DuesBase, DuesNotice, DuesPayment, PaymentKind
from partydesk.domain.fields import pick
from partydesk.rules.dues_rates import load_rates
from partydesk.services.dues import (
    base_problems,
    complete_base,
    complete_notice,
    complete_payment,
    make_month,
    notice_pdf,
    pay_month,
    payment_problems,
)
from partydesk.services.ledgers.ledger import Action, Family, Ledger, Page, Part, Shade
from partydesk.services.registers import Register


def _payment_state(row: Any, today: date) -> tuple[str, Shade]:
    if row.kind != PaymentKind.DUES:
        return str(row.kind), Shade.GOOD
    if row.paid is not None and row.paid >= (row.due or 0):
        late = row.paid_on and f"{row.paid_on:%Y-%m}" > row.month
        return ("补交", Shade.WAITING) if late else ("已交", Shade.GOOD)
    if row.paid:
        return "未交足", Shade.LATE
    grace = f"{row.month}-{load_rates().grace_day:02d}"
    return ("欠交", Shade.LATE) if today.isoformat() > grace else ("未交", Shade.WAITING)


PAYMENTS = Ledger(
    register=Register(
        DuesPayment,
        "党费",
        pick(
            DuesPayment,
            *("month", "member_id", "kind", "base", "rate", "due", "paid", "paid_on", "way"),
            *("receipt", "receiver_id", "is_withheld", "note"),
        ),
    ),
    title="党费收缴",
    family=Family.DUES,
    day="month",
    heading=("month", "member_id", "kind"),
    columns=("month", "member_id", "due", "paid", "paid_on"),
    parts=(
        Part("", ("member_id", "month", "kind")),
        Part("应交", ("due", "base", "rate")),
        Part("实交", ("paid", "paid_on", "way", "receiver_id", "receipt", "is_withheld")),
        Part("", ("note",), 1),
    ),
    wide="member_id",
    totals=("due", "paid"),
    teaches="先在“党费核定”里填基数，再点“生成本月”，收齐后点“本月收齐”，例外的逐个改。",
    source="党费收缴规定第十二条",
    same=("month", "member_id", "kind"),
    problems=payment_problems,
    settle=complete_payment,
    state=_payment_state,
    actions=(
        Action("生成本月", make_month, "plus"),
        Action("本月收齐", pay_month, "circle-check"),
    ),
    pages=(Page("打印年度公示", notice_pdf, of_list=True),),
)

BASES = Ledger(
    register=Register(
        DuesBase,
        "党费核定",
        pick(DuesBase, "from_month", "member_id", "income", "base", "amount", "approval", "note"),
    ),
    title="党费核定",
    family=Family.DUES,
    day="from_month",
    heading=("member_id", "from_month"),
    columns=("member_id", "from_month", "income", "base", "amount"),
    parts=(
        Part("", ("member_id", "from_month", "income", "base", "amount", "approval")),
        Part("", ("note",), 1),
    ),
    wide="income",
    teaches="每名党员的党费计算基数；工资变了加一条新的，旧的保留。",
    source="党费收缴规定第一条至第七条、第十条",
    same=("member_id", "from_month"),
    problems=base_problems,
    settle=complete_base,
)

NOTICES = Ledger(
    register=Register(
        DuesNotice, "党费公示", pick(DuesNotice, "published_on", "year", "place", "total", "note")
    ),
    title="党费公示",
    family=Family.DUES,
    day="published_on",
    heading=("year", "place"),
    columns=("year", "published_on", "place", "total"),
    parts=(Part("", ("year", "published_on", "place", "total")), Part("", ("note",), 1)),
    wide="place",
    teaches="每年至少向党员公布一次党费收缴情况，在这里记下日期。",
    source="党费收缴规定",
    same=("year", "published_on"),
    begin=lambda _session, today: {"year": today.year},
    settle=complete_notice,
    pages=(Page("打印年度公示", notice_pdf, of_list=True),),
    sent=("published_on", "year", "place", "total"),
)

DUES = (PAYMENTS, BASES, NOTICES)
