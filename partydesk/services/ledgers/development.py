"""发展党员: one record is one person's way, from the application to full membership."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.development import (
    PAPERS,
    Development,
    DevelopmentCompanion,
    DevelopmentStep,
)
from partydesk.domain.fields import pick
from partydesk.domain.member import Category
from partydesk.services.development import STEP_FIELDS, settle, step_problems
from partydesk.services.development_print import overview_pdf, people_pdf
from partydesk.services.ledgers.ledger import Family, Ledger, Page, Part, Shade
from partydesk.services.local_steps import rules_of
from partydesk.services.registers import Register, Rows

#: So many days before something is due its word turns gold.
_SOON = 30


def _problems(session: Session, values: Mapping[str, Any], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    until, ended, applied = values["papers_until"], values["ended_on"], values["applied_on"]
    if until and until > today:
        found["papers_until"] = "日期还没有到：只有已经办过的步骤才能照材料补录。"
    if bool(ended) != bool(values["ended_reason"]):
        missing = "ended_reason" if ended else "ended_on"
        found[missing] = "终止日期和终止原因要一起填写。"
    if ended and applied and ended < applied:
        found["ended_on"] = "终止日期早于申请日期，请核对。"
    rules = rules_of(session)
    for number, row in enumerate(values.get("steps", ())):
        for name, sentence in step_problems(rules, row, today).items():
            found[f"steps.{number}.{name}"] = sentence
    return found | _companion_problems(values)


def _companion_problems(values: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    people = set()
    for number, row in enumerate(values.get("companions", ())):
        if row["until_on"] and row["until_on"] < row["since_on"]:
            found[f"companions.{number}.until_on"] = "止日早于起日，请核对。"
        if row["member_id"] == values["member_id"]:
            found[f"companions.{number}.member_id"] = "本人不能作自己的联系人或介绍人。"
        if not row["until_on"] and (row["member_id"], row["role"]) in people:
            found[f"companions.{number}.member_id"] = "名单里有人重复，请去掉多余的一行。"
        if not row["until_on"]:
            people.add((row["member_id"], row["role"]))
    return found


def _state(row: Any, today: date) -> tuple[str, Shade] | None:
    """逾期, 将到期, or where the person stands."""
    if row.ended_on is not None:
        return "已终止", Shade.PLAIN
    if row.next_step is None:
        return ("已办结" if row.stage == Category.FULL else str(row.stage)), Shade.GOOD
    if row.due_on is None:
        return "进行中", Shade.PLAIN
    left = (row.due_on - today).days
    if left < 0:
        return f"逾期 {-left} 天", Shade.LATE
    return (f"还剩 {left} 天", Shade.WAITING) if left <= _SOON else ("进行中", Shade.PLAIN)


WAYS = Ledger(
    register=Register(
        Development,
        "培养记录",
        pick(
            Development,
            *("member_id", "applied_on", "note", "papers_until", "leaving_on", *PAPERS),
            *("ended_on", "ended_reason", "politics"),
        ),
        {
            "steps": Rows(DevelopmentStep, STEP_FIELDS),
            "companions": Rows(
                DevelopmentCompanion,
                pick(DevelopmentCompanion, "member_id", "role", "since_on", "until_on", "note"),
            ),
        },
    ),
    title="发展党员",
    family=Family.DEVELOPMENT,
    day="applied_on",
    heading=("member_id", "stage"),
    columns=("member_id", "stage", "next_step", "due_on"),
    parts=(
        Part("", ("member_id", "applied_on")),
        Part("经过的步骤", ("steps",), 1),
        Part("联系人和介绍人", ("companions",), 1),
        Part("入党材料", PAPERS, 1),
        Part("其他", ("papers_until", "leaving_on", "ended_on", "ended_reason")),
        Part("", ("politics",), 1),
        Part("备注", ("note",), 1),
    ),
    wide="next_step",
    teaches="从递交申请书到转正归档，每人一份；下一步该办什么、什么时候以前，这里都说清楚。",
    source="中国共产党发展党员工作细则",
    same=("member_id", "applied_on"),
    sent=("member_id", "applied_on", "stage", "next_step", "due_on"),
    problems_here=_problems,
    settle=settle,
    also_gone=True,
    state=_state,
    pages=(
        Page("打印全程纪实表", overview_pdf),
        Page("打印工作对象名册", people_pdf, of_list=True),
    ),
)

DEVELOPMENT = (WAYS,)
