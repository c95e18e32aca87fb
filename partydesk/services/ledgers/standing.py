"""How members stand and serve: pledges, honours, volunteer work, posts, brands (DOMAIN.md 7.6)."""

from datetime import date
from typing import Any

from partydesk.domain.fields import pick
from partydesk.domain.standing import (
    Brand,
    Fostering,
    Honour,
    Keeping,
    LeaderVisit,
    Posting,
    PublicPledge,
    Service,
    ServicePerson,
)
from partydesk.services.ledgers.ledger import Family, Ledger, Part, Shade
from partydesk.services.ledgers.limits import in_order, once_each
from partydesk.services.registers import Register, Rows


def _pledge_state(row: Any, today: date) -> tuple[str, Shade] | None:
    if row.keeping == Keeping.KEPT:
        return "已践诺", Shade.GOOD
    if row.keeping == Keeping.OPEN and row.due_on and row.due_on < today:
        return "到期未践诺", Shade.LATE
    return str(row.keeping), Shade.WAITING


def _posting_state(row: Any, _today: date) -> tuple[str, Shade] | None:
    return ("已撤岗", Shade.PLAIN) if row.ended_on else ("在岗", Shade.GOOD)


def _fostering_state(row: Any, _today: date) -> tuple[str, Shade] | None:
    return ("已达成", Shade.GOOD) if row.reached_on else ("培养中", Shade.WAITING)


PLEDGES = Ledger(
    register=Register(
        PublicPledge,
        "公开承诺",
        pick(PublicPledge, "pledged_on", "member_id", "matter", "place", "due_on", "keeping",
             "result"),
    ),
    title="公开承诺",
    family=Family.CARE,
    day="pledged_on",
    heading=("member_id", "matter"),
    columns=("pledged_on", "member_id", "matter", "due_on"),
    parts=(
        Part("", ("pledged_on", "member_id")),
        Part("", ("matter",), 1),
        Part("", ("place", "due_on", "keeping")),
        Part("", ("result",), 1),
    ),
    teaches="党员和支部的公开承诺记在这里，到期会提醒看践诺情况。",
    source="党员教育管理工作条例第二十一条",
    same=("member_id", "matter"),
    problems=in_order(("pledged_on", "due_on")),
    state=_pledge_state,
    sent=("pledged_on", "matter", "due_on", "keeping"),
)  # fmt: skip

HONOURS = Ledger(
    register=Register(
        Honour,
        "荣誉",
        pick(Honour, "given_on", "title", "level", "member_id", "giver", "document", "note"),
    ),
    title="荣誉表彰",
    family=Family.CARE,
    day="given_on",
    heading=("title", "member_id"),
    columns=("given_on", "title", "level", "member_id", "giver"),
    parts=(
        Part("", ("title",), 1),
        Part("", ("given_on", "level", "member_id", "giver", "document")),
        Part("", ("note",), 1),
    ),
    wide="title",
    teaches="支部和党员得到的表彰记在这里，自评加分时直接选用。",
    source="本地自评加分项",
    also_gone=True,
    same=("given_on", "title", "member_id"),
    sent=("given_on", "title", "level", "giver", "document"),
)

SERVICES = Ledger(
    register=Register(
        Service,
        "服务活动",
        pick(Service, "kind", "held_on", "title", "place", "hours", "money", "goods", "content"),
        {"people": Rows(ServicePerson, pick(ServicePerson, "member_id"))},
    ),
    title="志愿捐助",
    family=Family.CARE,
    day="held_on",
    heading=("held_on", "title"),
    columns=("held_on", "kind", "title", "hours", "money", "people"),
    parts=(
        Part("", ("kind", "held_on")),
        Part("", ("title",), 1),
        Part("", ("place", "hours", "money", "goods")),
        Part("参加人员", ("people",), 1),
        Part("", ("content",), 1),
    ),
    wide="title",
    totals=("money",),
    teaches="志愿服务、捐款捐物、下沉实践都记在这里；捐款只记合计，不记个人数额。",
    source="党员教育管理工作条例第十六条",
    same=("held_on", "title"),
    problems=once_each(),
    sent=("kind", "held_on", "title", "hours", "money"),
)

POSTINGS = Ledger(
    register=Register(
        Posting,
        "先锋岗",
        pick(Posting, "started_on", "kind", "name", "member_id", "duties", "review", "ended_on"),
    ),
    title="党员先锋岗",
    family=Family.CARE,
    day="started_on",
    heading=("name", "member_id"),
    columns=("started_on", "kind", "name", "member_id"),
    parts=(
        Part("", ("kind", "started_on", "name", "member_id")),
        Part("", ("duties", "review"), 1),
        Part("", ("ended_on",)),
    ),
    wide="name",
    teaches="党员先锋岗、责任区和示范课记在这里。",
    source="党员教育管理工作条例第二十一条",
    same=("name", "member_id"),
    problems=in_order(("started_on", "ended_on")),
    state=_posting_state,
    sent=("started_on", "kind", "name", "ended_on"),
)

LEADER_VISITS = Ledger(
    register=Register(
        LeaderVisit,
        "包联记录",
        pick(LeaderVisit, "visited_on", "leader", "post", "matter", "comments", "measures"),
    ),
    title="包联点评",
    family=Family.CARE,
    day="visited_on",
    heading=("visited_on", "leader"),
    columns=("visited_on", "leader", "matter"),
    parts=(
        Part("", ("visited_on", "leader", "post")),
        Part("", ("matter", "comments", "measures"), 1),
    ),
    wide="matter",
    teaches="包联领导到支部的次数、点评的意见和整改落实记在这里。",
    source="本地包联制度",
    same=("visited_on", "leader"),
    sent=("visited_on", "leader", "post", "matter"),
)

BRANDS = Ledger(
    register=Register(
        Brand,
        "支部品牌",
        pick(Brand, "started_on", "name", "goal", "owner_id", "progress", "results", "named_on"),
    ),
    title="支部品牌",
    family=Family.CARE,
    day="started_on",
    heading=("name",),
    columns=("started_on", "name", "owner_id", "named_on"),
    parts=(
        Part("", ("name",), 1),
        Part("", ("started_on", "owner_id", "named_on")),
        Part("", ("goal", "progress", "results"), 1),
    ),
    wide="name",
    teaches="支部品牌从创建目标到成效推广，写在这一页。",
    same=("name",),
    problems=in_order(("started_on", "named_on")),
    sent=("started_on", "name", "goal", "results", "named_on"),
)

FOSTERINGS = Ledger(
    register=Register(
        Fostering,
        "双培养",
        pick(Fostering, "started_on", "member_id", "direction", "mentor_id", "measures",
             "reached_on", "result"),
    ),
    title="双培养",
    family=Family.CARE,
    day="started_on",
    heading=("member_id", "direction"),
    columns=("started_on", "member_id", "direction", "mentor_id"),
    parts=(
        Part("", ("member_id", "direction", "started_on", "mentor_id")),
        Part("", ("measures",), 1),
        Part("", ("reached_on",)),
        Part("", ("result",), 1),
    ),
    wide="direction",
    teaches="把骨干教师培养成党员、把党员培养成骨干教师，一人一行。",
    same=("member_id", "direction"),
    problems=in_order(("started_on", "reached_on")),
    state=_fostering_state,
)  # fmt: skip

STANDING = (PLEDGES, HONOURS, SERVICES, POSTINGS, LEADER_VISITS, BRANDS, FOSTERINGS)
