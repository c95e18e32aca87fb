"""Dues as duties: each month's collection with who has not paid, and the yearly notice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from partydesk.domain.dues import PaymentKind
from partydesk.domain.periods import Period, add_months, month_of
from partydesk.domain.text import long_day
from partydesk.rules.dues_rates import load_rates
from partydesk.rules.duty import Duty, DutyKind, days_left, done, under, urgency, waiting
from partydesk.rules.facts import Facts
from partydesk.rules.plain_dues import Notice, Payment
from partydesk.rules.todo import Action, Todo

_PAYMENTS, _NOTICES = "dues_payment", "dues_notice"
_MONTHLY, _YEARLY = "党费收缴规定第十二条", "党费收缴规定"
_SHOWN = 3
#: A year is told of to the members by the end of its first month after.
_NOTICE_MONTH = 1


def months(facts: Facts, span: Period) -> Iterator[Duty]:
    """The dues of each month by the day of grace, from the first month on file on.

    Who has paid is one line, tied to the last payment; who has not is a line each.
    """
    first = min((each.month for each in facts.rows(Payment)), default="")
    if not first:
        return
    owed = facts.once(_owed)
    month = month_of(max(date.fromisoformat(f"{first}-01"), span.first))
    while month.first <= span.last:
        due = month.first.replace(day=load_rates().grace_day)
        if due in span:
            here = owed.get(f"{due:%Y-%m}", [])
            yield from (under("FEE-02", each) for each in _month(facts, (month, due), here))
        month = month_of(add_months(month.first, 1))


def _owed(facts: Facts) -> Mapping[str, list[Payment]]:
    """What is owed as dues, by month."""
    found: dict[str, list[Payment]] = defaultdict(list)
    for each in facts.rows(Payment):
        if each.kind == PaymentKind.DUES and each.due:
            found[each.month].append(each)
    return found


def _month(facts: Facts, when: tuple[Period, date], owed: list[Payment]) -> Iterator[Duty]:
    month, due = when
    title = f"{month.label}党费"
    paid = [each for each in owed if (each.paid or 0) >= (each.due or 0)]
    if paid:
        last = max(paid, key=lambda each: each.paid_on or month.first)
        about = (DutyKind.DUES, f"{title}（{len(paid)} 人已交）", _MONTHLY, due)
        yield done(about, Action(_PAYMENTS, last.id), last.paid_on or due)
    known = facts.names
    settled = {each.id for each in paid}
    here = {each.id for each in facts.members}
    missing = [each for each in owed if each.id not in settled and each.member_id in here]
    is_told = facts.today in month
    if missing:
        line = _line(facts, when, missing)
        for each in missing:
            name = known.get(each.member_id, "")
            duty = waiting(facts, (DutyKind.DUES, f"{title}：{name}"), line, is_told=is_told)
            yield replace(duty, action=Action(_PAYMENTS, each.id, "paid"))
    elif not owed:
        yield waiting(facts, (DutyKind.DUES, title), _line(facts, when, []), is_told=is_told)


def _line(facts: Facts, when: tuple[Period, date], missing: list[Payment]) -> Todo:
    """One line for a month: who has not paid, or that its list is still to be made."""
    month, due = when
    names = "、".join(facts.names.get(each.member_id, "") for each in missing[:_SHOWN])
    more = "等" if len(missing) > _SHOWN else ""
    what = f"还有 {len(missing)} 人未交" if missing else "还没有生成应交清单"
    left = "已过收齐日期" if due < facts.today else days_left(facts, due)
    detail = f"{names}{more}，{left}" if missing else f"{long_day(due)}前收齐，{left}"
    title = f"{month.first.month} 月党费{what}"
    where = Action(_PAYMENTS)
    return Todo(title, _MONTHLY, detail, "去收缴", where, urgency(facts, due), due)


def notices(facts: Facts, span: Period) -> Iterator[Duty]:
    """The notice of each year's dues, from the first year on file on."""
    told = {each.year: each for each in facts.rows(Notice)}
    years = sorted({int(each.month[:4]) for each in facts.rows(Payment)} | set(told))
    for year in years:
        due = add_months(date(year, 12, 31), _NOTICE_MONTH)
        if due in span:
            yield under("FEE-10", _notice(facts, (year, due), told.get(year)))


def _notice(facts: Facts, what: tuple[int, date], own: Notice | None) -> Duty:
    year, due = what
    title = f"向党员公布 {year} 年党费收缴情况"
    if own is not None:
        about = (DutyKind.DUES, title, _YEARLY, due)
        return done(about, Action(_NOTICES, own.id), own.published_on)
    todo = Todo(
        title,
        _YEARLY,
        f"每年至少公布一次，{long_day(due)}前公布",
        "去公布",
        Action(_NOTICES, new=True, values={"year": year}),
        urgency(facts, due),
        due,
    )
    is_near = date(year, 12, 31) < facts.today <= due
    return waiting(facts, (DutyKind.DUES, title), todo, is_told=is_near)
