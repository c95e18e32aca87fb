"""党员管理: transfers of 组织关系, other events, relatives (DOMAIN.md 8, 10.1)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from partydesk.domain.fields import pick
from partydesk.domain.integrity import Relative
from partydesk.domain.member_event import MemberEvent
from partydesk.domain.transfer import Transfer
from partydesk.services.ledgers.ledger import Family, Ledger, Page, Part, Shade
from partydesk.services.membership import event_problems, follow, take_back
from partydesk.services.registers import Register
from partydesk.services.transfers import complete, letter_pdf, transfer_problems
from partydesk.services.turnover import turnover_pdf


def _state(row: Any, today: date) -> tuple[str, Shade]:
    if row.receipt_on:
        return "已回执", Shade.GOOD
    last = row.lettered_on + timedelta(days=row.valid_days)
    return ("逾期未回执", Shade.LATE) if last < today else ("待回执", Shade.WAITING)


TRANSFERS = Ledger(
    register=Register(
        Transfer,
        "组织关系转接",
        pick(
            Transfer,
            *("lettered_on", "heading", "member_id", "other", "number", "valid_days"),
            *("reason", "dues_until", "phone", "receipt_on", "note"),
        ),
    ),
    title="关系转接",
    family=Family.MEMBERS,
    day="lettered_on",
    heading=("member_id", "heading", "other"),
    columns=("lettered_on", "member_id", "heading", "other", "number"),
    parts=(
        Part("", ("member_id", "heading")),
        Part("", ("other",), 1),
        Part("介绍信", ("lettered_on", "number", "valid_days", "dues_until", "phone", "reason")),
        Part("", ("receipt_on",)),
        Part("", ("note",), 1),
    ),
    wide="other",
    teaches="组织关系转入、转出。转出可以打印介绍信；填上回执日期，名册自动更新。",
    source="党员教育管理工作条例第二十五条",
    same=("member_id", "lettered_on"),
    problems=transfer_problems,
    settle=complete,
    also_gone=True,
    state=_state,
    pages=(Page("打印介绍信", letter_pdf),),
    sent=("lettered_on", "heading", "other", "receipt_on"),
)


EVENTS = Ledger(
    register=Register(
        MemberEvent,
        "党员变动",
        pick(MemberEvent, "happened_on", "kind", "member_id", "document", "category", "reason"),
    ),
    title="党员变动",
    family=Family.MEMBERS,
    day="happened_on",
    heading=("member_id", "kind"),
    columns=("happened_on", "member_id", "kind", "document"),
    parts=(
        Part("", ("member_id", "kind", "happened_on", "category")),
        Part("", ("document", "reason"), 1),
    ),
    wide="document",
    teaches="停止党籍、恢复党籍、除名、去世记在这里，名册随之改变；转入转出在“关系转接”，"
    "发展、转正在“发展党员”。",
    source="党员教育管理工作条例第二十四条、第三十一条",
    same=("happened_on", "kind", "member_id"),
    problems=event_problems,
    settle=follow,
    unsettle=take_back,
    also_gone=True,
    pages=(Page("打印党员增减表", turnover_pdf, of_list=True),),
    sent=("happened_on", "kind"),
)


def _related(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    if values["member_id"] == values["relative_id"]:
        return {"relative_id": "亲属不能是本人，请重新选择。"}
    return {}


RELATIVES = Ledger(
    register=Register(
        Relative, "亲属回避", pick(Relative, "noted_on", "member_id", "relative_id", "relation")
    ),
    title="亲属回避",
    family=Family.MEMBERS,
    day="noted_on",
    heading=("member_id", "relation", "relative_id"),
    columns=("member_id", "relation", "relative_id"),
    parts=(Part("", ("member_id", "relative_id", "relation", "noted_on")),),
    wide="relative_id",
    teaches="支部里互为亲属的人：登记后，双方不能填写、保管对方的廉政档案。",
    source="廉政档案回避要求",
    same=("member_id", "relative_id"),
    problems=_related,
)

MEMBER_LEDGERS = (TRANSFERS, EVENTS, RELATIVES)
