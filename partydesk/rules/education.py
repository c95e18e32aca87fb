"""Checks of study hours and training (DOMAIN.md, F: EDU)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from partydesk.domain.finding import Severity
from partydesk.domain.meeting import Presence
from partydesk.domain.member import Category
from partydesk.domain.periods import Period, add_months
from partydesk.domain.study import StudyKind
from partydesk.domain.text import decimal
from partydesk.rules.education_limits import load_hour_limits
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Person, Session
from partydesk.rules.plain_education import Course, Learner
from partydesk.rules.rule import Confidence, E, H, Hit, Rule, W
from partydesk.rules.study_hours import Hours, asked_hours, days_of, hours_by_member

_TABLE = "study"
_MONTHS = 12
_LAW = "党员教育管理工作条例"
_PLAN = "2019—2023年全国党员教育培训工作规划"


def too_few_hours(facts: Facts, period: Period) -> Iterator[Hit]:
    """EDU-01: a member has fewer hours than asked for, by the months of the year that count."""
    limits = load_hour_limits()
    for year in _years(facts, period):
        hours = hours_by_member(facts, year, limits)
        leaders = facts.committee_on(min(year.last, facts.today))
        short = []
        for each in facts.members:
            asked = _asked(each, year, facts, limits.member)
            if each.is_frail or each.id in leaders or not asked:
                continue
            if (has := hours.get(each.id, Hours()).total(limits)) < asked:
                short.append((each, has, asked))
        if short:
            first = short[0]
            got, due = decimal(first[1], 0), decimal(first[2], 0)
            told = f"{first[0].name}到现在有 {got} 学时，应有 {due} 学时"
            yield Hit(
                f"{year.label}有 {len(short)} 名党员学时不足：{told}"
                f"{'，等' if len(short) > 1 else ''}。",
                "member",
                first[0].id if len(short) == 1 else year.code,
                advice="请安排学习培训，或补记参加过的学习；年老体弱的可在名册里注明。",
                day=min(year.last, facts.today),
                severity=_weight(facts, year),
                cases=len(short),
            )


def leaders_short(facts: Facts, period: Period) -> Iterator[Hit]:
    """EDU-02: 书记 or a committee member under 56 hours, or without a 集中培训."""
    limits = load_hour_limits()
    for year in _years(facts, period):
        hours = hours_by_member(facts, year, limits)
        for member_id in sorted(facts.committee_on(min(year.last, facts.today))):
            person = facts.by_id.get(member_id)
            if person is None or person.left_on:
                continue
            own = hours.get(member_id, Hours())
            asked = _asked(person, year, facts, limits.leader)
            lacking = []
            if own.total(limits) < asked:
                lacking.append(f"学时 {decimal(own.total(limits), 0)} / {decimal(asked, 0)}")
            if not own.trainings and facts.has_come(year, _MONTHS):
                lacking.append("没有参加集中培训")
            if lacking:
                yield Hit(
                    f"{year.label}支委{person.name}{'，'.join(lacking)}。",
                    "member",
                    member_id,
                    advice="书记和班子成员每年一般不少于 56 学时、参加 1 次集中培训。",
                    day=min(year.last, facts.today),
                    severity=_weight(facts, year),
                )


def probationary_untrained(facts: Facts, _period: Period) -> Iterator[Hit]:
    """EDU-03: a 预备党员 nears the end of the first year without a 集中培训."""
    trained: dict[str, list[date]] = {}
    courses = {each.id: each for each in facts.rows(Course) if each.kind == StudyKind.TRAINING}
    for learner in facts.rows(Learner):
        if learner.study_id in courses:
            trained.setdefault(learner.member_id, []).append(courses[learner.study_id].held_on)
    for each in facts.members:
        if each.category != Category.PROBATIONARY or each.joined_on is None:
            continue
        notice = add_months(each.joined_on, _MONTHS) - timedelta(
            days=facts.limits.probation_notice_days
        )
        if facts.today >= notice and not any(
            day >= each.joined_on for day in trained.get(each.id, ())
        ):
            yield Hit(
                f"预备党员{each.name}的预备期将满，还没有参加集中培训。",
                "member",
                each.id,
                advice="预备期内一般应参加 1 次上级组织的集中培训，参加过的请补记。",
                day=facts.today,
            )


def too_many_hours(facts: Facts, period: Period) -> Iterator[Hit]:
    """EDU-04: more hours than the days can hold, or for somebody who was absent."""
    limits = load_hour_limits()
    learners = facts.once(_learners)
    for course in facts.rows(Course):
        if course.held_on not in period:
            continue
        most = days_of(course) * limits.per_day * 100
        given = [course.hours or 0, *(each.hours or 0 for each in learners.get(course.id, ()))]
        if max(given) > most:
            yield Hit(
                f"“{course.title}”记了 {decimal(max(given), 0)} 学时，"
                f"{days_of(course)} 天最多 {decimal(most, 0)} 学时。",
                _TABLE,
                course.id,
                "hours",
                "请核对学时或起止日期。",
                course.held_on,
            )
        absent = _absent_from_same(facts, course, learners.get(course.id, ()))
        if absent:
            yield Hit(
                f"“{course.title}”给缺席的人记了学时：{facts.names_of(absent)}。",
                _TABLE,
                course.id,
                "people",
                "会议记录里这几个人缺席，请核对名单。",
                course.held_on,
            )


def too_much_online(facts: Facts, period: Period) -> Iterator[Hit]:
    """EDU-05: online hours beyond the share that counts."""
    limits = load_hour_limits()
    for year in _years(facts, period):
        hours = hours_by_member(facts, year, limits)
        over = [
            each.id
            for each in facts.members
            if each.id in hours and hours[each.id].online > hours[each.id].most_online(limits)
        ]
        if over:
            most = decimal(limits.member * limits.online_percent, 0)
            yield Hit(
                f"{year.label}{facts.names_of(over)}的线上学时超过 {most}，多出的不计入。",
                "member",
                over[0] if len(over) == 1 else year.code,
                advice="请多安排集中学习。",
                day=min(year.last, facts.today),
                cases=len(over),
            )


def _years(facts: Facts, period: Period) -> list[Period]:
    """Years to judge: those that are over, and this one from its second half on."""
    if not facts.rows(Course):
        return []
    return [year for year in facts.years(period) if facts.has_come(year, 7)]


def _weight(facts: Facts, year: Period) -> Severity | None:
    """Before the end of the year a hint: there is time."""
    return None if facts.is_over(year) or facts.nears_year_end(year) else H


def _asked(person: Person, year: Period, facts: Facts, hours: int) -> int:
    """Hundredths of a 学时 asked for up to today, by the full months as a member of the branch."""
    closing = facts.is_over(year) or facts.nears_year_end(year)
    return asked_hours(person, year, year.last if closing else facts.today, hours)


def _absent_from_same(facts: Facts, course: Course, learners: Sequence[Learner]) -> list[str]:
    """Who is credited but was absent from the meeting of the same day and topic."""
    same = [
        each
        for each in facts.once(_sessions_by_day).get(course.held_on, ())
        if each.topic == course.title
    ]
    if not same:
        return []
    named = {each.member_id for each in learners}
    return [
        seat.member_id
        for session in same
        for seat in session.seats
        if seat.presence == Presence.ABSENT and seat.member_id in named
    ]


def _learners(facts: Facts) -> Mapping[str, Sequence[Learner]]:
    """Who took part, by the id of the course."""
    found: dict[str, list[Learner]] = {}
    for learner in facts.rows(Learner):
        found.setdefault(learner.study_id, []).append(learner)
    return found


def _sessions_by_day(facts: Facts) -> Mapping[date, Sequence[Session]]:
    found: dict[date, list[Session]] = {}
    for each in facts.sessions:
        found.setdefault(each.held_on, []).append(each)
    return found


# fmt: off
RULES = (
    Rule("EDU-01", W, f"{_LAW}第二十条、第二十三条", too_few_hours, "党员每年 32 学时"),
    Rule("EDU-02", W, _PLAN, leaders_short, "书记和支委每年 56 学时", confidence=Confidence.KNOWN),
    Rule("EDU-03", W, _PLAN, probationary_untrained, "预备党员集中培训"),
    Rule("EDU-04", E, "学时核对", too_many_hours, "学时不超过时长", confidence=Confidence.DESIGN),
    Rule("EDU-05", H, "本地做法", too_much_online, "线上学时占比", confidence=Confidence.LOCAL),
)
# fmt: on
