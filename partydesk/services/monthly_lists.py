"""月初提醒单 and 月末督办单: made from what is due, kept, and printed on one page."""

from datetime import date

from sqlalchemy import select

from partydesk.domain.periods import Period, month_of
from partydesk.domain.tasks import ListKind, MonthlyItem, MonthlyList
from partydesk.domain.text import long_day
from partydesk.rules.duties import duties
from partydesk.rules.todo import Todo, Urgency, in_order
from partydesk.services.known_facts import facts_of
from partydesk.services.put_off import part
from partydesk.storage.store import Store

#: One page holds so many lines; what is beyond stays on the workbench.
MOST = 24


def make_reminder(store: Store, today: date, _period: Period | None = None) -> str:
    """Make this month's 月初提醒单 from what is due; says how many things stand on it."""
    return _make(store, today, ListKind.REMINDER)


def make_follow_up(store: Store, today: date, _period: Period | None = None) -> str:
    """Make this month's 月末督办单: the reminder's things with how they stand, and what is open."""
    return _make(store, today, ListKind.FOLLOW_UP)


def _make(store: Store, today: date, kind: ListKind) -> str:
    month = f"{today:%Y-%m}"
    with store.reading() as session:
        known = select(MonthlyList.id).where(MonthlyList.month == month, MonthlyList.kind == kind)
        if session.scalar(known):
            return f"{month} 的{kind}已经有了，在列表里打开就能打印。"
        query = (
            select(MonthlyItem)
            .join(MonthlyList)
            .where(
                MonthlyList.month == month,
                MonthlyList.kind == ListKind.REMINDER,
                MonthlyList.deleted_at.is_(None),
            )
        )
        reminded = list(session.scalars(query.order_by(MonthlyItem.position)))
    told, _aside = part(store, duties(facts_of(store, today)), today)
    due = [
        each
        for each in in_order(list(told))
        if each.due_on <= month_of(today).last or each.urgency is Urgency.OVERDUE
    ]
    items = [_item(each, today) for each in due]
    if kind is ListKind.FOLLOW_UP:
        still = {each.title for each in due}
        done = [
            MonthlyItem(matter=each.matter, source=each.source, due_on=each.due_on, state="已办结")
            for each in reminded
            if each.matter not in still
        ]
        items = [*done, *items]
    with store.writing(f"生成{month}{kind}") as session:
        record = MonthlyList(month=month, kind=kind, made_on=today)
        record.items = items[:MOST]
        for position, each in enumerate(record.items):
            each.position = position
        session.add(record)
    return f"已生成 {month} {kind}，共 {min(len(items), MOST)} 项，点“打印”就能张贴。"


def _item(todo: Todo, today: date) -> MonthlyItem:
    late = (today - todo.due_on).days
    state = f"逾期 {late} 天" if late > 0 else f"{long_day(todo.due_on)}前"
    return MonthlyItem(
        matter=todo.title[:300], source=todo.rule_label, due_on=todo.due_on, state=state
    )
