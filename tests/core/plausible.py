"""Plausible values for every field of a register, as somebody would fill in the whole form."""

from datetime import date, timedelta

from partydesk.domain.fields import Kind

TODAY = date(2026, 11, 22)
#: A Monday of an ordinary week.
DAY = date(2026, 11, 16)

#: What a register asks beside the kind of a field: by table and field.
SPECIAL = {
    "appraisal": {"full_members": 5, "ballots_out": 5, "ballots_back": 5, "results": []}
    | {"excellent": 1, "good": 4, "fair": 0, "poor": 0, "year": 2026},
    "dues_payment": {
        "month": "2026-11",
        "kind": "党费",
        "paid": 5000,
        "due": 5000,
        "receiver_id": None,
    },
    "dues_base": {"from_month": "2026-11"},
    "dues_notice": {"year": 2026},
    "duty_report": {"year": 2026},
    "member_event": {"kind": "停止党籍", "category": None},
    "weekly_report": {"state": "已报"},
    "transfer": {"heading": "转入"},
    "development": {"papers_until": DAY, "ended_on": None, "ended_reason": None, "steps": []},
}


def filled(ledger, people, day=DAY):
    """A value for every field of the form, and one row in each of its lists."""
    values = {each.name: value(each, people, day) for each in ledger.register.fields}
    for name, rows in ledger.register.rows.items():
        # Nobody stands beside themselves.
        beside = people[::-1] if name == "companions" else people
        values[name] = [{each.name: value(each, beside, day) for each in rows.fields}]
    return values | SPECIAL.get(ledger.table, {}) | _later(ledger, day)


def value(field, people, day):
    """A value of the field's kind, within its length."""
    if field.kind is Kind.PERSON:
        # Where two are named, they are two.
        return people[1 if field.name in ("relative_id", "mentor_id", "reviewer_id") else 0]
    plain = {
        Kind.TEXT: f"{field.label}的内容"[: field.length],
        Kind.LONG_TEXT: f"{field.label}第一段。\n第二段，有“引号”和 <标签>。",
        Kind.DAY: day,
        Kind.TIME: "09:30",
        Kind.CHOICE: field.choices[0] if field.choices else None,
        Kind.YES_NO: True,
        Kind.NUMBER: 1,
        Kind.POINTS: 100,
        Kind.MONEY: 12345,
        Kind.HOURS: 150,
        Kind.MONTH: f"{day:%Y-%m}",
        Kind.PHONE: "13800001234",
        Kind.ID_NUMBER: "11010519491231002X",
        Kind.GROUP: None,
    }
    return plain[field.kind]


def _later(ledger, day):
    """Deadlines may lie ahead."""
    ahead = ("due_on", "answer_due_on", "expected_on")
    return {name: day + timedelta(days=20) for name in ahead if name in ledger.by_name
            and name in {each.name for each in ledger.register.fields}}  # fmt: skip
