"""走访慰问 and the other 台账 of care for people (DOMAIN.md 7.6)."""

from partydesk.domain.care import Visit
from partydesk.domain.fields import pick
from partydesk.services.ledgers.ledger import Family, Ledger, Part
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

CARE = (VISITS,)
