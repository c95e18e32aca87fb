"""Duties of a whole year: pledges of integrity, its sessions, hours of study (DOMAIN.md 4, 6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from partydesk.domain.integrity import LeafKind
from partydesk.domain.periods import Period, year_of
from partydesk.domain.study import StudyKind
from partydesk.domain.text import decimal
from partydesk.rules import sources
from partydesk.rules.duty import Duty, DutyKind, days_left, done, under, urgency, waiting
from partydesk.rules.education_limits import load_hour_limits
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Leaf, Person
from partydesk.rules.plain_education import Course
from partydesk.rules.study_hours import Hours, asked_hours, hours_by_member
from partydesk.rules.todo import Action, Todo

_LEAF, _STUDY = "integrity_leaf", "study"
_EDUCATION = "党员教育管理工作条例第二十条、第二十三条"
_SHOWN = 3
#: Pledges of a year are asked for by the end of its first quarter, as INT-03 does.
_PLEDGED_BY = (3, 31)


def pledges(facts: Facts, span: Period) -> Iterator[Duty]:
    """The yearly pledge of each member, from the first one on file on, and this year."""
    leaves = [
        each for each in facts.leaves if each.kind == LeafKind.PLEDGE and not each.is_replaced
    ]
    began = min((each.dated_on.year for each in leaves), default=facts.today.year)
    for year in _years(facts, span, began):
        due = date(year.first.year, *_PLEDGED_BY)
        if due in span:
            signed = {each.member_id: each for each in leaves if each.dated_on in year}
            yield from (under("INT-03", each) for each in _pledges(facts, due, signed))


def _pledges(facts: Facts, due: date, signed: dict[str, Leaf]) -> Iterator[Duty]:
    title = f"{due.year}年廉洁承诺"
    here = [signed[each.id] for each in facts.members if each.id in signed]
    if here:
        last = max(here, key=lambda each: each.dated_on)
        about = (DutyKind.FILE, f"{title}（{len(here)} 人已签）", sources.INTEGRITY, due)
        yield done(about, Action(_LEAF, last.id), last.dated_on)
    missing = [each for each in facts.members if each.id not in signed]
    if missing:
        told = _line(facts, f"{title}还有 {len(missing)} 人没有签", missing, due)
        todo = replace(told, rule_label=sources.INTEGRITY, action=_pledge(missing[0]))
        for each in missing:
            duty = waiting(
                facts,
                (DutyKind.FILE, f"{each.name}签{title}书"),
                todo,
                is_told=_is_near(facts, due),
            )
            yield replace(duty, action=_pledge(each))


def _pledge(person: Person) -> Action:
    values = {"kind": LeafKind.PLEDGE.value, "member_id": person.id}
    return Action(_LEAF, new=True, values=values)


def sessions(facts: Facts, span: Period) -> Iterator[Duty]:
    """So many sessions of integrity education a year, counted by day as INT-04 counts them."""
    wanted = facts.limits.integrity_sessions
    for year in _years(facts, span, facts.began_on.year):
        if year.last not in span or not wanted:
            continue
        held = _sessions_of(facts, year)
        title = f"{year.label}廉政教育 {wanted} 次"
        if len(held) >= wanted:
            day = sorted(held)[wanted - 1]
            about = (DutyKind.FILE, title, sources.INTEGRITY, year.last)
            yield under("INT-04", done(about, held[day], day))
            continue
        values = {"kind": StudyKind.INTEGRITY.value}
        todo = Todo(
            f"{year.label}廉政教育还差 {wanted - len(held)} 次",
            sources.INTEGRITY,
            f"每年 {wanted} 次，已有 {len(held)} 次",
            "记学习",
            Action(_STUDY, new=True, values=values),
            urgency(facts, year.last),
            year.last,
        )
        about_it = (DutyKind.FILE, f"{title}（已有 {len(held)} 次）")
        duty = waiting(facts, about_it, todo, is_told=_is_near(facts, year.last))
        yield under("INT-04", duty)


def _sessions_of(facts: Facts, year: Period) -> dict[date, Action]:
    """The record of each day with a session of integrity education."""
    found: dict[date, Action] = {}
    for leaf in facts.leaves:
        if leaf.kind == LeafKind.EDUCATION and leaf.dated_on in year and not leaf.is_replaced:
            found[leaf.dated_on] = Action(_LEAF, leaf.id)
    for course in facts.rows(Course):
        if course.kind == StudyKind.INTEGRITY and course.held_on in year:
            found[course.held_on] = Action(_STUDY, course.id)
    return found


def hours(facts: Facts, span: Period) -> Iterator[Duty]:
    """The hours of study of each member by the end of a year, for years with study on file."""
    began = min((each.held_on.year for each in facts.rows(Course)), default=0)
    for year in _years(facts, span, began) if began else ():
        if year.last in span:
            yield from _hours(facts, year)


def _hours(facts: Facts, year: Period) -> Iterator[Duty]:
    limits, leaders = load_hour_limits(), facts.committee_on(min(year.last, facts.today))
    known, reached, short = hours_by_member(facts, year, limits), 0, []
    for each in facts.members:
        leads = each.id in leaders
        asked = asked_hours(each, year, year.last, limits.leader if leads else limits.member)
        own = known.get(each.id, Hours())
        has = own.total(limits)
        if not asked or (each.is_frail and not leads):
            continue  # EDU-01 asks nothing of the old and frail
        if has < asked or (leads and not own.trainings):
            short.append((each, leads, own, asked))
        else:
            reached += 1
    last = max(
        (each for each in facts.rows(Course) if each.held_on in year),
        key=lambda each: each.held_on,
        default=None,
    )
    if reached and last is not None:
        about = (DutyKind.STUDY, f"{year.label}学时（{reached} 人已够）", _EDUCATION, year.last)
        yield under("EDU-01", done(about, Action(_STUDY, last.id), last.held_on))
    title = f"{year.label}还有 {len(short)} 人学时不足"
    line = _line(facts, title, [each for each, *_rest in short], year.last)
    for person, leads, own, asked in short:
        what = (
            f"{person.name}{year.label}学时 {decimal(own.total(limits), 0)} / {decimal(asked, 0)}"
        )
        what += "，没有参加集中培训" if leads and not own.trainings else ""
        near = _is_near(facts, year.last)
        duty = waiting(facts, (DutyKind.STUDY, what), line, is_told=near)
        yield under("EDU-02" if leads else "EDU-01", duty)


def _line(facts: Facts, title: str, people: list[Person], due: date) -> Todo:
    """One line of 现在要做 for all whom a duty of the year still waits for."""
    names = "、".join(each.name for each in people[:_SHOWN])
    more = "等" if len(people) > _SHOWN else ""
    left = "已过期" if due < facts.today else days_left(facts, due)
    action, how = Action(_STUDY, new=True), urgency(facts, due)
    return Todo(title, _EDUCATION, f"{names}{more}，{left}", "记学习", action, how, due)


def _years(facts: Facts, span: Period, began: int) -> Iterator[Period]:
    """The years of a span from the first on file on, up to the one that follows this one."""
    last = min(span.last.year, facts.today.year + 1)
    for year in range(max(span.first.year, began), last + 1):
        yield year_of(date(year, 1, 1))


def _is_near(facts: Facts, due: date) -> bool:
    """Within the days before; after them the checks ask for it, and nothing asks twice."""
    return 0 <= (due - facts.today).days <= facts.limits.soon_days
