"""Where the packages to the bureau stand, in a line each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period, add_months, period_with, quarter_of
from partydesk.domain.submission import PRACTICE_FROM, Submission, SubmissionState
from partydesk.rules.duty import todos_of
from partydesk.rules.duty_days import RETURNED_MONTHS, packages
from partydesk.rules.facts import Facts
from partydesk.rules.todo import Todo
from partydesk.storage.store import Store

_SHOWN = 3
#: After so many days without a receipt the bureau should be asked (safety study 2.6).
_RECEIPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One period: 四季度 / 未送出 · 校核 2 处错误、5 处提醒."""

    period: str
    text: str
    is_sent: bool


def submission_lines(
    store: Store, facts: Facts, found: Iterable[Finding]
) -> tuple[SubmissionLine, ...]:
    """The current quarter first, then what was sent before, the newest first.

    Args:
        store: The file.
        facts: The records, for the day.
        found: What is open in the current quarter.
    """
    sent = _newest(store)
    lines = [_sent_line(each, facts.today) for each in sent[:_SHOWN]]
    quarter = quarter_of(facts.today)
    if not any(each.period == quarter.code for each in sent):
        name = quarter.label.partition("年")[2]
        lines.insert(0, SubmissionLine(name, f"未送出 · {_counted(found)}", is_sent=False))
    return tuple(lines)


def package_todo(facts: Facts, found: Iterable[Finding]) -> list[Todo]:
    """The package of this quarter, when its end is near and it is not sent; and those sent back."""
    back = add_months(facts.today, -RETURNED_MONTHS)
    span = Period(back, quarter_of(facts.today).last, "", "")
    told = todos_of(packages(facts, span))
    return [replace(each, rule_label=_counted(found)) for each in told]


def _newest(store: Store) -> list[Submission]:
    """What went to the bureau; practice with the sample card is nobody's submission."""
    query = select(Submission).where(Submission.sequence < PRACTICE_FROM)
    query = query.order_by(Submission.sequence.desc()).limit(_SHOWN + 5)
    with store.reading() as session:
        return list(session.scalars(query))


def _sent_line(sent: Submission, today: date) -> SubmissionLine:
    period = period_with(sent.period)
    name = period.label if period.first.year != today.year else period.label.partition("年")[2]
    parts = [str(sent.state)]
    if sent.sent_at:
        parts[0] += f" {sent.sent_at.month}月{sent.sent_at.day}日"
    if sent.state == SubmissionState.RECEIPTED:
        parts.append("已收到教育局回执")
    elif sent.state == SubmissionState.COPIED:
        waited = (today - sent.sent_at.date()).days if sent.sent_at else 0
        late = f"，已 {waited} 天，请向教育局询问" if waited >= _RECEIPT_DAYS else ""
        parts.append(f"还没有回执{late}")
    if sent.remark:
        parts.append(f"教育局意见：{sent.remark}")
    return SubmissionLine(name or period.label, " · ".join(parts), is_sent=True)


def _counted(found: Iterable[Finding]) -> str:
    """校核 2 处错误、5 处提醒."""
    severities = [each.severity for each in found]
    errors, warnings = (severities.count(each) for each in (Severity.ERROR, Severity.WARNING))
    parts = [f"{errors} 处错误" if errors else "", f"{warnings} 处提醒" if warnings else ""]
    told = "、".join(part for part in parts if part)
    return f"校核 {told}" if told else "校核没有问题"
