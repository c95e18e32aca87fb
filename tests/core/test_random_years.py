"""Random believable years: no check crashes, the points balance, a closed score never moves."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.fields import pick
from partydesk.domain.integrity import LeafKind
from partydesk.domain.meeting import MeetingKind
from partydesk.domain.member import Category, Member
from partydesk.domain.periods import months_of, period_with, quarters_of
from partydesk.domain.talk import TalkKind
from partydesk.rules.catalogue import RULES, findings
from partydesk.rules.scheme import Scheme
from partydesk.rules.schemes import load_schemes
from partydesk.rules.scoring import score
from partydesk.rules.scoring_gains import gains
from partydesk.services import assessments, meetings, members
from partydesk.services.score_view import Own
from partydesk.storage.store import Store
from tests.core.facts_help import COMMITTEE, Tenure, facts, leaf, person, poll, session, talk

RUNNING = {rule.id: rule.severity for rule in RULES}
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST)
KINDS = st.sampled_from(MeetingKind)
#: A 党小组会 needs a group; this branch has none.
HELD = st.tuples(DAYS, st.sampled_from([kind for kind in MeetingKind if kind != MeetingKind.GROUP]))
CODES = st.sampled_from(
    [
        code
        for year in (2024, 2025, 2026)
        for code in (
            str(year),
            *(each.code for each in quarters_of(year)),
            *(each.code for each in months_of(year)),
        )
    ]
)

people = st.lists(
    st.builds(
        person,
        category=st.sampled_from([Category.FULL] * 6 + [Category.PROBATIONARY, Category.ACTIVIST]),
        joined_on=st.dates(date(1970, 1, 1), LAST),
        left_on=st.none() | DAYS,
        is_lost=st.booleans(),
        mobile=st.none() | st.just("10000000001"),
    ),
    min_size=1,
    max_size=20,
).map(
    lambda found: tuple(each._replace(id=f"m{n}", name=f"党员{n}") for n, each in enumerate(found))
)
sessions = st.lists(
    st.builds(
        session,
        DAYS,
        KINDS,
        content=st.none() | st.sampled_from(["学习意识形态工作要求。" * 12, "研究安排。"]),
        place=st.none() | st.just("会议室"),
        polls=st.lists(
            st.builds(poll, present=st.integers(0, 20), yes=st.integers(0, 20)), max_size=2
        ).map(tuple),
        number=st.integers(1, 12),
    ),
    max_size=40,
).map(
    lambda found: tuple(
        each._replace(id=f"s{n}")
        for n, each in enumerate(sorted(found, key=lambda one: one.held_on))
    )
)
talks = st.lists(
    st.builds(lambda day, kind, who: talk(day, "m0", f"m{who}", kind=kind), DAYS,
              st.sampled_from(TalkKind), st.integers(1, 19)),
    max_size=20,
).map(lambda found: tuple(each._replace(id=f"t{n}") for n, each in enumerate(
    sorted(found, key=lambda one: one.talked_on))))  # fmt: skip
leaves = st.lists(
    st.builds(lambda who, kind, day: leaf(f"m{who}", kind, day), st.integers(0, 19),
              st.sampled_from(LeafKind), DAYS),
    max_size=20,
).map(lambda found: tuple(each._replace(id=f"l{n}") for n, each in enumerate(found)))  # fmt: skip
years = st.builds(
    lambda today, who, met, spoke, wrote, elected: facts(
        today=today, people=who, sessions=met, talks=spoke, leaves=wrote,
        tenures=(Tenure("term", elected, 3, None, COMMITTEE),),
    ),
    st.dates(date(2024, 6, 1), date(2027, 3, 1)), people, sessions, talks, leaves,
    st.dates(date(2020, 1, 1), LAST),
)  # fmt: skip


def counted(scheme: Scheme, known, period):
    return score(scheme, known, period, [(each, "") for each in findings(known, period)], RUNNING)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years, CODES, st.sampled_from(load_schemes()))
def test_no_check_crashes_and_the_points_balance(known, code, scheme):
    period = period_with(code)
    result = counted(scheme, known, period)

    for item in result.items:
        assert 0 <= item.lost <= item.item.points
        assert item.lost == sum(loss.points for loss in item.losses)
        assert all(loss.gain >= 0 and loss.points >= 0 for loss in item.losses)
        assert all(loss.gain <= item.lost for loss in item.losses)
        for place, deduction in enumerate(item.item.deductions):
            costs = [loss.points for loss in item.losses if loss.place == place]
            assert deduction.most is None or sum(costs) <= deduction.most
    whole = sum(item.item.points for item in result.items if item.is_counted)
    assert result.total + result.lost == whole == result.countable


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years, CODES)
def test_putting_one_thing_right_brings_back_exactly_what_was_promised(known, code):
    """The finding is taken away and everything counted anew."""
    period = period_with(code)
    scheme = load_schemes()[0]
    found = [(each, "") for each in findings(known, period)]
    before = score(scheme, known, period, found, RUNNING)
    for gain in gains(before)[:3]:
        if any(not each.rule for each in gain.findings):
            continue  # counted in the records, not by a check
        left = [pair for pair in found if pair[0] not in gain.findings]
        after = score(scheme, known, period, left, RUNNING)
        assert after.total - before.total == gain.points


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years, CODES, st.data())
def test_a_further_meeting_with_all_its_parts_never_makes_the_frequencies_worse(known, code, data):
    period = period_with(code)
    day = data.draw(st.dates(period.first, period.last))
    more = session(day, MeetingKind.THEME_DAY, id="new")
    after = replace(known, sessions=tuple(sorted((*known.sessions, more), key=lambda s: s.held_on)))
    if known.began_on > day:
        return  # what was before the first meeting was not on file, and now is
    rules = {"MTG-04"}
    count = [
        sum(each.cases for each in findings(one, period) if each.rule in rules)
        for one in (known, after)
    ]
    assert count[1] <= count[0]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(HELD, min_size=1, max_size=8),
    st.lists(HELD, min_size=1, max_size=6),
    st.sampled_from(["2025", "2025Q2", "2025-05"]),
)
def test_what_was_closed_stays_whatever_is_recorded_later(early, late, code):
    today = date(2026, 1, 10)
    with Store.in_memory() as store:
        members.save_member(store, _member())
        for day, kind in early:
            _hold(store, day, kind, today)
        sheet = assessments.open_assessment(store, code)
        assessments.adopt(store, sheet.id, today)
        for no in assessments.sheet_view(store, code, today).missing:
            assessments.save_score(store, sheet.id, no, Own(0, "支部判断"), today)
        assessments.finish(store, sheet.id, today)
        closed = assessments.sheet_view(store, code, today)

        for day, kind in late:
            _hold(store, day, kind, today)
            assert assessments.sheet_view(store, code, today) == closed
        later = today + timedelta(days=400)
        assert assessments.sheet_view(store, code, later) == closed


def _member():
    values = dict.fromkeys(each.name for each in members.MEMBER.fields)
    values |= {
        each.name: False
        for each in members.MEMBER.fields
        if each in pick(Member, "is_lost", "is_floating", "is_backbone", "is_leader", "is_frail",
                        "is_suspended")
    }  # fmt: skip
    return values | {
        "name": "陈志远",
        "category": Category.FULL,
        "joined_on": date(2000, 7, 1),
        "full_on": date(2001, 7, 1),
        "standing": "正常",
    }


def _hold(store, day, kind, today):
    values = {
        "kind": kind.value,
        "held_on": min(day, today),
        "topic": "学习",
        "attendances": [],
        "votes": [],
        "resolutions": [],
    }
    meetings.save_meeting(store, values, today)
