"""Checks of tasks, supervision cards, weekly reports and monthly lists (DOMAIN.md, G: TSK)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.finding import Severity
from partydesk.domain.periods import Period, month_of
from partydesk.domain.tasks import ListKind, ReportState, TaskState
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.plain_tasks import Card, Job, Listed, Weekly
from partydesk.rules.rule import Confidence, H, Hit, Rule, W

_ENDED = (TaskState.DONE, TaskState.CLOSED)
#: A week's report is due on its Friday.
FRIDAY = timedelta(days=4)
#: So many days before the end a task is told of.
_NOTICE = 7
#: The list of a month is made within its first days, the follow-up within its last.
FIRST_DAYS, _LAST_DAYS = 5, 3
_SOURCE = "本地督办制度"


def overdue(facts: Facts, period: Period) -> Iterator[Hit]:
    """TSK-01: past its day; a hint in the week before."""
    for each in facts.rows(Job):
        if each.state in _ENDED or each.due_on is None or each.due_on not in period:
            continue
        left = (each.due_on - facts.today).days
        if left > _NOTICE:
            continue
        told = f"已逾期 {-left} 天" if left < 0 else f"还有 {left} 天到期" if left else "今天到期"
        yield Hit(
            f"重点任务“{each.matter}”{told}。",
            "key_task",
            each.id,
            "state",
            "办完的请填写完成日期；办不完的请写明进展和原因。",
            each.due_on if left < 0 else None,
            None if left < 0 else Severity.HINT,
        )


def parts_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """TSK-02: nobody, no day or no source."""
    for each in facts.rows(Job):
        if each.state in _ENDED or each.given_on not in period:
            continue
        lacking = []
        if not each.owner_id and not each.leader:
            lacking.append("责任人")
        if each.due_on is None:
            lacking.append("完成时限")
        if not each.source:
            lacking.append("来源文件")
        if lacking:
            field = {"责任人": "owner_id", "完成时限": "due_on"}.get(lacking[0], "source")
            yield Hit(
                f"重点任务“{each.matter}”没有写明{'、'.join(lacking)}。",
                "key_task", each.id, field, "请补填。", each.given_on,
            )  # fmt: skip


def not_answered(facts: Facts, period: Period) -> Iterator[Hit]:
    """TSK-03: a card that was not given back by its day."""
    for each in facts.rows(Card):
        due = each.answer_due_on
        if due is None or each.closed_on or due not in period:
            continue
        late = each.signed_on > due if each.signed_on else due < facts.today
        if late:
            yield Hit(
                f"{each.month} 督办反馈卡“{each.matter}”没有在{long_day(due)}前反馈。",
                "feedback_card",
                each.id,
                "signed_on",
                "请填写完成情况，书记签字后反馈。",
                due,
            )


def reports_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """TSK-04: weeks without a report, late ones, weeks reported twice."""
    reports = facts.rows(Weekly)
    if not reports:
        return
    weeks = Counter(each.starts_on for each in reports)
    sent = {
        each.starts_on for each in reports if each.state in (ReportState.SENT, ReportState.LATE)
    }
    missing = [
        week
        for week in _weeks(min(weeks), facts.today)
        if week not in sent
        and (due := facts.workdays.last_of_week(week))
        and due < facts.today
        and due in period
    ]
    soft = [week for week in missing if (week + FRIDAY).month in facts.limits.soft_months]
    hard = [week for week in missing if week not in soft]
    for weeks_of, severity in ((hard, None), (soft, Severity.HINT)):
        if weeks_of:
            yield _weeks_missing(facts, weeks_of, severity)
    for each in reports:
        due = facts.workdays.last_of_week(each.starts_on)
        if due and each.sent_on and each.sent_on > due and each.sent_on in period:
            yield Hit(
                f"{long_day(each.starts_on)}这一周的周报迟报，{long_day(each.sent_on)}才报送。",
                "weekly_report",
                each.id,
                "sent_on",
                "周报应在星期五前报送，星期五放假的提前到之前最后一个工作日。",
                each.sent_on,
            )
    for week, number in sorted(weeks.items()):
        if number > 1 and week in period:
            yield Hit(
                f"{long_day(week)}这一周有 {number} 份周报。",
                "weekly_report",
                _report_of(facts, week),
                "starts_on",
                "请保留一份，另一份移到回收站。",
                week,
            )


def _weeks_missing(facts: Facts, weeks: list[date], severity: Severity | None) -> Hit:
    """Weeks without a report, those of the holidays by themselves: they are only a hint."""
    return Hit(
        f"有 {len(weeks)} 周没有报送周报：{_listed(weeks)}。",
        "weekly_report",
        _report_of(facts, weeks[-1]),
        "state",
        "请补报，状态选“补报”。" + _doubt(facts, weeks),
        weeks[-1] + FRIDAY,
        severity,
        cases=len(weeks),
    )


def _doubt(facts: Facts, weeks: list[date]) -> str:
    """That a year's working days are not known, so that a week may have been free."""
    years = {(week + FRIDAY).year for week in weeks} - facts.workdays.years
    told = "、".join(map(str, sorted(years)))
    return f"没有 {told} 年的工作日表，按周一至周五暂算，请对照放假通知核对。" if years else ""


def lists_not_made(facts: Facts, period: Period) -> Iterator[Hit]:
    """TSK-05: no reminder at the month's beginning, no follow-up at its end."""
    made = {(each.month, each.kind) for each in facts.rows(Listed)}
    if not made or facts.today not in period:
        return
    month = month_of(facts.today)
    code = f"{facts.today:%Y-%m}"
    if facts.today.day > FIRST_DAYS and (code, ListKind.REMINDER) not in made:
        yield _not_made(code, ListKind.REMINDER)
    ends_soon = facts.today > month.last - timedelta(days=_LAST_DAYS)
    if ends_soon and (code, ListKind.FOLLOW_UP) not in made:
        yield _not_made(code, ListKind.FOLLOW_UP)


def _not_made(month: str, kind: ListKind) -> Hit:
    return Hit(
        f"{month} 的{kind}还没有生成。", "monthly_list", f"{month}/{kind.name.lower()}",
        advice="在“工作台账 · 月度清单”里点一下就能生成、打印。",
    )  # fmt: skip


def _weeks(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=7)


def _report_of(facts: Facts, week: date) -> str:
    return next((each.id for each in facts.rows(Weekly) if each.starts_on == week), f"week/{week}")


def _listed(weeks: list[date]) -> str:
    told = "、".join(f"{week.month}月{week.day}日" for week in weeks[:3])
    return told + (f"等 {len(weeks)} 周" if len(weeks) > 3 else "")


# fmt: off
RULES = (
    Rule("TSK-01", W, _SOURCE, overdue, "重点任务按期办结", confidence=Confidence.LOCAL),
    Rule("TSK-02", W, _SOURCE, parts_missing, "任务要素齐全", confidence=Confidence.LOCAL),
    Rule("TSK-03", W, _SOURCE, not_answered, "督办反馈卡按期反馈", confidence=Confidence.LOCAL),
    Rule("TSK-04", W, "本地周报制度", reports_missing, "周五报周报", confidence=Confidence.LOCAL),
    Rule("TSK-05", H, _SOURCE, lists_not_made, "月初提醒、月末督办", confidence=Confidence.LOCAL),
)
# fmt: on
