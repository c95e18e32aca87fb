"""走访慰问 and the other 台账 of care for people (DOMAIN.md 7.6)."""

from partydesk.domain.care import Visit
from partydesk.domain.evaluation import Birthday
from partydesk.domain.fields import pick
from partydesk.services.birthdays import card_pdf, complete, list_month
from partydesk.services.ledgers.ledger import Action, Family, Ledger, Page, Part
from partydesk.services.registers import Register

VISITS = Ledger(
    register=Register(
        Visit,
        "走访慰问",
        pick(
            Visit,
            *("visited_on", "kind", "name", "member_id", "reason", "money", "goods"),
            *("source", "visitors", "told"),
        ),
    ),
    title="走访慰问",
    family=Family.CARE,
    day="visited_on",
    heading=("visited_on", "name"),
    columns=("visited_on", "kind", "name", "money", "goods", "visitors"),
    parts=(
        Part("", ("visited_on", "kind", "name", "member_id")),
        Part("慰问", ("money", "goods", "source", "visitors")),
        Part("情况", ("reason", "told"), 1),
    ),
    wide="goods",
    totals=("money",),
    teaches="走访慰问困难党员、老党员、困难群众和学生，在这里记一次、到处能用。",
    source="支部工作条例第十九条",
    same=("visited_on", "name"),
    sent=("visited_on", "kind", "money", "goods", "source"),
)

BIRTHDAYS = Ledger(
    register=Register(
        Birthday,
        "政治生日",
        pick(
            Birthday,
            *("celebrated_on", "member_id", "joined_on", "years", "card_on", "talk_number"),
            "activity",
        ),
    ),
    title="政治生日",
    family=Family.CARE,
    day="celebrated_on",
    heading=("celebrated_on", "member_id"),
    columns=("celebrated_on", "member_id", "joined_on", "years", "card_on"),
    parts=(
        Part("", ("celebrated_on", "member_id", "joined_on", "years", "card_on", "talk_number")),
        Part("", ("activity",), 1),
    ),
    wide="member_id",
    teaches="党员的入党纪念日。“列出本月”从名册找人，再逐个打印贺卡、谈话。",
    source="党员教育管理工作条例第二十八条",
    same=("celebrated_on", "member_id"),
    settle=complete,
    actions=(Action("列出本月", list_month, "users"),),
    pages=(Page("打印贺卡", card_pdf),),
    sent=("celebrated_on", "years", "card_on"),
)

CARE = (VISITS, BIRTHDAYS)
