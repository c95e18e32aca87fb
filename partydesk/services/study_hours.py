"""学时 of everyone, and 期、场次、人次 of a period, as lists on paper and for a person's page."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from partydesk.documents.forms.roster import roster
from partydesk.domain.fields import Field, Kind
from partydesk.domain.periods import Period, year_of
from partydesk.domain.study import StudyKind
from partydesk.rules.education_limits import load_hour_limits
from partydesk.rules.facts import Facts
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.study_hours import Hours, hours_by_member
from partydesk.services.known_facts import facts_of
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import unit_of
from partydesk.storage import people
from partydesk.storage.store import Store

_HOURS = (
    Field("姓名", Kind.PERSON, "member"),
    Field("集中学习", Kind.HOURS, "branch"),
    Field("集中培训", Kind.HOURS, "training"),
    Field("会议和党课", Kind.HOURS, "meetings"),
    Field("线上学习", Kind.HOURS, "online"),
    Field("其他", Kind.HOURS, "other"),
    Field("合计", Kind.HOURS, "total"),
    Field("应达到", Kind.HOURS, "asked"),
    Field("备注", Kind.TEXT, "note"),
)
_COUNTS = (
    Field("学习形式", Kind.TEXT, "kind"),
    Field("期数", Kind.NUMBER, "courses"),
    Field("场次（天）", Kind.NUMBER, "days"),
    Field("人次", Kind.NUMBER, "visits"),
    Field("人数", Kind.NUMBER, "people"),
)
_GATHERED = (StudyKind.CENTRE, StudyKind.BRANCH, StudyKind.OFFICE, StudyKind.INTEGRITY)


def hours_pdf(store: Store, today: date, period: Period | None) -> bytes:
    """The hours of every member in the year of a period, on paper."""
    year = year_of(period.first if period else today)
    facts = facts_of(store, today)
    rows = hours_table(facts, year, facts.committee_on(min(year.last, today)))
    return _list(store, f"{year.label}党员学时统计", _HOURS, rows, today)


def hours_table(facts: Facts, year: Period, leaders: set[str]) -> list[list[Any]]:
    """A row per member: hours by form, their sum, what is asked for, and who is exempt."""
    limits = load_hour_limits()
    hours = hours_by_member(facts, year, limits)
    rows = []
    for each in facts.members:
        own = hours.get(each.id, Hours())
        gathered = sum(own.by_kind.get(kind, 0) for kind in _GATHERED)
        training = own.by_kind.get(StudyKind.TRAINING, 0)
        meetings = sum(own.by_kind.get(kind, 0) for kind in limits.meetings)
        rest = own.offline - gathered - training - meetings
        asked = limits.leader if each.id in leaders else limits.member
        note = "年老体弱，不作硬性要求" if each.is_frail else ""
        rows.append(
            [each.id, gathered, training, meetings, own.online, rest, own.total(limits),
             asked * 100, note]
        )  # fmt: skip
    return rows


def counts_pdf(store: Store, today: date, period: Period | None) -> bytes:
    """How many courses, days and visits there were in a period, by form, on paper."""
    span = period or year_of(today)
    facts = facts_of(store, today)
    return _list(store, f"{span.label}学习培训期次统计", _COUNTS, counts_table(facts, span), today)


def counts_table(facts: Facts, period: Period) -> list[list[Any]]:
    """A row per form with 期 (courses), 场次 (their days), 人次 and 人数; the last adds up."""
    courses = [each for each in facts.rows(Course) if each.held_on in period]
    ids = {each.id: each.kind for each in courses}
    visits: Counter[str] = Counter()
    persons: dict[str, set[str]] = {}
    for learner in facts.rows(Learner):
        kind = ids.get(learner.study_id)
        if kind is not None:
            visits[kind] += 1
            persons.setdefault(kind, set()).add(learner.member_id)
    rows: list[list[Any]] = []
    for kind in StudyKind:
        own = [each for each in courses if each.kind == kind]
        if own:
            days = sum(((each.ended_on or each.held_on) - each.held_on).days + 1 for each in own)
            rows.append([str(kind), len(own), days, visits[kind], len(persons.get(kind, ()))])
    if rows:
        everybody = {each for group in persons.values() for each in group}
        sums = [sum(row[place] for row in rows) for place in (1, 2, 3)]
        rows.append(["合计", *sums, len(everybody)])
    return rows


def _list(
    store: Store, title: str, columns: tuple[Field, ...], rows: list[list[Any]], today: date
) -> bytes:
    with store.reading() as session:
        names: Mapping[str, str] = people.names(session)
    notes = (*unit_of(store), f"日期：{today.isoformat()}")
    printing = printing_of(store)
    return roster(title, columns, rows, names=names, printing=printing, notes=notes)
