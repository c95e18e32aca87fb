"""全部事项 as a list: what each duty says in words, the list as a sheet and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partydesk.domain.fields import Field, Kind
from partydesk.domain.periods import Period, month_of, quarter_of, year_of
from partydesk.domain.text import long_day
from partydesk.rules.duty import Duty, DutyState
from partydesk.rules.todo import Action
from partydesk.services.duties import DutyList
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import list_workbook, unit_of
from partydesk.storage.store import Store

COLUMNS = (
    Field("时限", Kind.DAY, "due_on"),
    Field("类别", Kind.TEXT, "kind"),
    Field("事项", Kind.TEXT, "title"),
    Field("状态", Kind.TEXT, "state"),
    Field("办理情况", Kind.TEXT, "told"),
    Field("依据", Kind.TEXT, "article"),
)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of the list.

    Attributes:
        id: What tells it from the others while the list is open.
        due_on: The day it is due.
        kind: What it is about.
        title: What is to be done.
        state: A ``DutyState``.
        told: When it was done, how long there is, or why it is excused.
        article: The article behind it.
        action: Opens its record, or begins it.
    """

    id: str
    due_on: date
    kind: str
    title: str
    state: str
    told: str
    article: str
    action: Action


def span_choices(today: date) -> list[tuple[str, Period]]:
    """The spans that are offered, the nearest first."""
    year = year_of(today)
    june, july = date(today.year, 6, 30), date(today.year, 7, 1)
    return [
        ("本季度", quarter_of(today)),
        ("本月", month_of(today)),
        ("上半年", Period(year.first, june, f"{today.year}H1", f"{year.label}上半年")),
        ("下半年", Period(july, year.last, f"{today.year}H2", f"{year.label}下半年")),
        ("全年", year),
        ("明年", year_of(date(today.year + 1, 1, 1))),
        ("去年", year_of(date(today.year - 1, 1, 1))),
    ]


def own_span(first: date, last: date) -> Period:
    """A span that somebody chose by its days."""
    return Period(first, last, f"{first}/{last}", f"{long_day(first)}至{long_day(last)}")


def lines_of(found: DutyList) -> list[DutyLine]:
    """The list in words."""
    return [
        DutyLine(
            f"{place}/{each.key}",
            each.due_on,
            str(each.kind),
            each.title,
            str(each.state),
            _told(each, found.today),
            each.article,
            each.action,
        )
        for place, each in enumerate(found.duties)
    ]


def sentence(found: DutyList) -> str:
    """How many stand how, and what makes some days 暂算."""
    told = "，".join(f"{state} {found.count(state)}" for state in DutyState)
    return "。".join((f"共 {len(found.duties)} 件：{told}", *found.doubts)) + "。"


def duties_workbook(store: Store, title: str, lines: Iterable[DutyLine], remark: str) -> bytes:
    """These lines as a sheet."""
    return list_workbook(title, COLUMNS, _rows(lines), {}, notes=(*unit_of(store), remark))


def duties_pdf(store: Store, title: str, lines: Sequence[DutyLine], remark: str) -> bytes:
    """These lines on paper."""
    from partydesk.documents.forms.roster import roster

    notes = (*unit_of(store), remark)
    printing = printing_of(store)
    return roster(title, COLUMNS, _rows(lines), names={}, printing=printing, notes=notes)


def _rows(lines: Iterable[DutyLine]) -> list[list[Any]]:
    return [[getattr(line, each.name) for each in COLUMNS] for line in lines]


def _told(duty: Duty, today: date) -> str:
    doubt = "（时限暂算）" if duty.provisional else ""
    return _how(duty, today) + doubt


def _how(duty: Duty, today: date) -> str:
    left = (duty.due_on - today).days
    match duty.state:
        case DutyState.DONE if duty.done_on is not None:
            late = "，迟于时限" if duty.done_on > duty.due_on else ""
            return f"{long_day(duty.done_on)}办理{late}"
        case DutyState.EXCUSED:
            return duty.reason
        case DutyState.LATE:
            return f"逾期 {-left} 天"
        case DutyState.PASSED:
            return "没有记录；办过的可以补记"
        case _:
            return f"还剩 {left} 天" if left else "今天到期"
