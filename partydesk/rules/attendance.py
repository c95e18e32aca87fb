"""Checks of who comes to meetings, and of what surrounds a life meeting (DOMAIN.md, B)."""

from collections.abc import Iterator
from datetime import date, timedelta

from partydesk.domain.finding import Severity
from partydesk.domain.meeting import MeetingKind, Presence
from partydesk.domain.periods import Period, add_months
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person, Session
from partydesk.rules.plain_submission import Paper
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W

#: What a paper with the steps after a life meeting is called.
_MENDING = "整改"


def leader_stays_away(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-22: a leading cadre came to none of his branch's meetings for months."""
    months = facts.limits.leader_absent_months
    last = min(period.last, facts.today)
    first = add_months(last, -months)
    if facts.began_on > first:
        return
    span = [each for each in facts.sessions if first < each.held_on <= last]
    for each in facts.members:
        if not each.is_leader or each.is_frail or not each.belongs(first):
            continue
        due = [s for s in span if any(seat.member_id == each.id for seat in s.seats)]
        if due and not any(_came(session, each.id) for session in due):
            yield Hit(
                f"{each.name}是党员领导干部，{months} 个月内没有参加所在支部的组织生活。",
                "member",
                each.id,
                "is_leader",
                "党员领导干部应当参加双重组织生活，请核对到会名单，并提醒本人。",
                last,
            )


def _came(session: Session, member_id: str) -> bool:
    return any(seat.member_id == member_id for seat in session.present)


def life_meeting_alone(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-23: no talks before a life meeting, no list of what to mend after it."""
    days = facts.limits.talk_round_days
    for session in facts.within(period):
        if session.kind != MeetingKind.LIFE_MEETING:
            continue
        before = session.held_on - timedelta(days=days)
        lacking = []
        if not any(before <= talk.talked_on <= session.held_on for talk in facts.talks):
            lacking.append(f"会前 {days} 天内没有谈心谈话记录")
        after = session.held_on + timedelta(days=days)
        if after < facts.today and not _is_mended(facts, session):
            lacking.append("会后没有整改清单")
        if lacking:
            yield Hit(
                f"{long_day(session.held_on)}{session.kind}：{'，'.join(lacking)}。",
                "meeting",
                session.id,
                "resolutions",
                "请补记谈话；整改事项请记入议定事项，或把整改清单添加为附件。",
                session.held_on,
            )


def _is_mended(facts: Facts, session: Session) -> bool:
    papers = (each for each in facts.rows(Paper) if each.record_id == session.id)
    return bool(session.tasks) or any(_MENDING in each.title for each in papers)


def long_absent(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-26: months in a row without coming once and without a reason; a procedure is never begun.

    Months in which someone was not due anywhere neither count nor break the row.
    """
    least, most = facts.limits.absent_months, facts.limits.absent_most_months
    months = _months_by_member(facts, min(period.last, facts.today))
    for each in facts.members:
        if each.is_frail or each.is_lost:
            continue
        run = _last_run(months.get(each.id, {}))
        if len(run) < least or run[-1] not in period:
            continue
        severity = Severity.ERROR if len(run) >= most else Severity.WARNING
        yield _absent(each, run, severity)


#: Of each month someone was due in: the last such day, and whether he was away each time.
_Months = dict[tuple[int, int], tuple[date, bool]]


def _months_by_member(facts: Facts, last: date) -> dict[str, _Months]:
    """The months each member was due in, the oldest first, up to a day."""
    found: dict[str, _Months] = {}
    for session in facts.sessions:
        day = session.held_on
        if day > last:
            break
        key = (day.year, day.month)
        for seat in session.seats:
            if seat.member_id:
                months = found.setdefault(seat.member_id, {})
                away = seat.presence == Presence.ABSENT and not seat.reason
                months[key] = (day, away and months.get(key, (day, True))[1])
    return found


def _last_run(months: _Months) -> list[date]:
    """The last day of each month of the newest unbroken row of months without coming."""
    run: list[date] = []
    for day, away in months.values():
        run = [*run, day] if away else []
    return run


def _absent(person: Person, run: list[date], severity: Severity) -> Hit:
    grave = severity == Severity.ERROR
    advice = (
        "请先找本人谈话、核实原因并书面报告上级；是否按自行脱党处理，由党组织按程序研究决定。"
        if grave
        else "请了解情况并谈话；有正当理由的，请补填缺席原因。"
    )
    return Hit(
        f"{person.name}连续 {len(run)} 个月没有参加组织生活，也没有写明原因。",
        "member",
        person.id,
        advice=advice,
        day=run[-1],
        severity=severity,
    )


RULES = (
    Rule(
        "MTG-22",
        W,
        f"{sources.EDUCATION}第十六条",
        leader_stays_away,
        "党员领导干部参加双重组织生活",
        sources.EDUCATION_FROM,
    ),
    Rule(
        "MTG-23",
        H,
        f"{sources.BRANCH_WORK}第十七条",
        life_meeting_alone,
        "组织生活会前谈话、会后整改",
        sources.BRANCH_WORK_FROM,
        confidence=Confidence.LOCAL,
    ),
    Rule(
        "MTG-26",
        E,
        f"党章第九条、{sources.EDUCATION}第三十一条",
        long_absent,
        "连续不参加组织生活",
    ),
)
