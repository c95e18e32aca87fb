"""月度清单: 月初提醒单 and 月末督办单 (DOMAIN.md 7.6)."""

from partydesk.domain.fields import pick
from partydesk.domain.tasks import MonthlyItem, MonthlyList
from partydesk.services.ledgers.ledger import Action, Family, Ledger, Part
from partydesk.services.monthly_lists import make_follow_up, make_reminder
from partydesk.services.registers import Register, Rows

MONTHLY_LISTS = Ledger(
    register=Register(
        MonthlyList,
        "月度清单",
        pick(MonthlyList, "month", "kind", "made_on", "way", "receivers", "note"),
        {"items": Rows(MonthlyItem, pick(MonthlyItem, "matter", "source", "due_on", "state"))},
    ),
    title="月度清单",
    family=Family.TASKS,
    day="month",
    heading=("month", "kind"),
    columns=("month", "kind", "made_on", "items", "receivers"),
    parts=(
        Part("", ("month", "kind", "made_on", "way", "receivers")),
        Part("清单", ("items",), 1),
        Part("", ("note",), 1),
    ),
    wide="receivers",
    teaches="月初点“月初提醒”，月末点“月末督办”，应办事项自动列好，一页打印。",
    source="本地督办制度",
    same=("month", "kind"),
    actions=(
        Action("月初提醒", make_reminder, "plus"),
        Action("月末督办", make_follow_up, "circle-check"),
    ),
    sent=("month", "kind", "made_on"),
)
