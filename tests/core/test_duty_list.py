"""全部事项: each duty stands in exactly one way, and 现在要做 tells what is open and late of it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.meeting import MeetingKind
from partydesk.domain.periods import Period, month_of, period_with, year_of
from partydesk.errors import InvalidValuesError
from partydesk.rules.duties import duties, duty_list
from partydesk.rules.duty import DutyKind, DutyState
from partydesk.rules.festivals import Festival
from partydesk.rules.plain import Leaf
from partydesk.rules.plain_evaluation import Celebrated
from partydesk.rules.plain_tasks import Job, Weekly
from partydesk.rules.workdays import YearTable
from partydesk.rules.year_matrix import CellState, year_matrix
from partydesk.services.duties import duties_of
from partydesk.services.put_off import put_off
from partydesk.services.workbench import workbench
from partydesk.storage.store import Store
from tests.conftest import TODAY as SAMPLE_DAY
from tests.core.facts_help import TODAY, Task, crowd, facts, person, replace, session, talk
from tests.core.samples import copy_sample

KINDS = tuple(MeetingKind)[:7]
DAYS = st.dates(date(2025, 3, 1), date(2027, 2, 1))
YEARS = Period(date(2025, 1, 1), date(2027, 12, 31), "", "")
#: With room for what is due long before or after the records.
AROUND = Period(date(2020, 1, 1), date(2032, 12, 31), "", "")


def of_kind(known, kind, span=YEARS):
    return [each for each in duty_list(known, span) if each.kind is kind]


@st.composite
def branches(draw):
    """A branch with some meetings, talks, tasks and reports, on some day."""
    sessions = draw(st.lists(st.tuples(DAYS, st.sampled_from(KINDS)), max_size=30))
    talked = draw(st.lists(st.tuples(DAYS, st.integers(2, 10)), max_size=20))
    jobs = draw(st.lists(st.tuples(DAYS, st.booleans()), max_size=5))
    weeks = draw(st.lists(st.integers(0, 60), max_size=8, unique=True))
    monday = date(2025, 11, 3)
    held = (session(day, kind, id=f"s{n}", group_id="g1") for n, (day, kind) in enumerate(sessions))
    return facts(
        today=draw(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        people=(*crowd(9), person("m10", joined_on=draw(DAYS), category="预备党员", full_on=None)),
        sessions=tuple(sorted(held, key=lambda each: each.held_on)),
        talks=tuple(talk(day, "m1", f"m{n}") for day, n in sorted(talked)),
        registers={
            Job: tuple(
                Job(f"j{n}", f"任务{n}", day, day, state="已完成" if is_done else "进行中")
                for n, (day, is_done) in enumerate(jobs)
            ),
            Weekly: tuple(
                Weekly(f"w{n}", monday + timedelta(7 * n), "已报", monday + timedelta(7 * n + 4))
                for n in weeks
            ),
            Festival: (Festival("元旦", date(2026, 1, 1)), Festival("国庆节", date(2026, 10, 1))),
        },
    )


@settings(max_examples=60, deadline=None)
@given(branches())
def test_every_duty_stands_in_exactly_one_way_and_its_day_and_record_say_which(known):
    for each in duty_list(known, YEARS):
        has_record = bool(each.action.record_id) and not each.action.new
        assert each.state in set(DutyState)
        assert (each.state is DutyState.DONE) == (each.done_on is not None)
        if each.state is DutyState.DONE:
            assert has_record
            assert each.todo is None
        if each.state in (DutyState.LATE, DutyState.PASSED):
            assert each.due_on < known.today
        if each.state is DutyState.OPEN:
            assert each.due_on >= known.today
        assert bool(each.reason) == (each.state is DutyState.EXCUSED)
        assert each.due_on in YEARS


@settings(max_examples=60, deadline=None)
@given(branches())
def test_what_is_open_and_late_today_is_what_the_first_screen_tells(known):
    listed = {
        each.key
        for each in duty_list(known, AROUND)
        if each.is_told and each.state in (DutyState.OPEN, DutyState.LATE)
    }
    told = duties(known)

    # The package is told with what the checks found; the sample below has it.
    assert {each.key for each in told} == {key for key in listed if not key.startswith("上报")}
    assert len(told) == len({each.key for each in told})


@settings(max_examples=40, deadline=None)
@given(branches())
def test_the_years_matrix_shows_each_meeting_as_the_list_does(known):
    year = year_of(known.today)
    listed = {}
    for each in of_kind(known, DutyKind.MEETING, year):
        kind = each.action.values.get("kind")
        if kind is None:
            kind = next(s.kind for s in known.sessions if s.id == each.action.record_id)
        listed[kind, each.due_on.month] = each.state
    shown = {DutyState.DONE: {CellState.DONE}, DutyState.OPEN: {CellState.WAITING, CellState.AHEAD}}
    for line in year_matrix(known, year.first.year):
        for month, cell in enumerate(line.cells, 1):
            state = listed.get((line.kind, month))
            if state is None:
                assert cell.state in (CellState.NONE, CellState.DONE)
            elif state is DutyState.DONE:
                # Held earlier in its quarter or year: that month's cell says so.
                assert cell.state in (CellState.DONE, CellState.NONE)
            else:
                assert cell.state in shown.get(state, {CellState.MISSING})


def test_a_meeting_is_open_then_late_and_done_by_its_record():
    month = period_with("2026-10")
    (committee,) = (
        x for x in of_kind(facts(), DutyKind.MEETING, month_of(TODAY)) if "支委会" in x.title
    )
    assert committee.state is DutyState.OPEN
    known = facts(sessions=(session(date(2026, 9, 1), id="old"),))
    (late,) = (x for x in of_kind(known, DutyKind.MEETING, month) if "支委会" in x.title)
    assert (late.state, late.due_on) == (DutyState.LATE, date(2026, 10, 31))
    assert late.action.values == {"kind": "支部委员会会议", "held_on": date(2026, 10, 31)}
    kept = facts(sessions=(session(date(2026, 10, 15), id="kept"),))
    (fulfilled,) = (x for x in of_kind(kept, DutyKind.MEETING, month) if "支委会" in x.title)
    assert (fulfilled.state, fulfilled.action.record_id) == (DutyState.DONE, "kept")
    assert fulfilled.done_on == date(2026, 10, 15)


def test_a_month_of_the_holidays_that_is_over_is_excused_with_the_reason():
    known = facts(sessions=(session(date(2026, 6, 1)),))
    states = {
        each.due_on.month: (each.state, each.reason)
        for each in of_kind(known, DutyKind.MEETING, year_of(TODAY))
        if "主题党日" in each.title
    }

    assert states[7] == states[8] == (DutyState.EXCUSED, "寒暑假，可酌情安排")
    assert states[9] == (DutyState.LATE, "")
    assert states[12] == (DutyState.OPEN, "")
    assert 5 not in states  # the file begins in June


def test_each_member_is_a_talk_of_his_own_but_one_line_on_the_first_screen():
    known = facts(talks=(talk(date(2026, 10, 9), "m1", "m2"),))
    found = of_kind(known, DutyKind.TALK, period_with("2026Q4"))
    states = Counter(each.state for each in found)
    (waiting, *_) = (each for each in found if each.title == "与党员m7谈心谈话")

    assert states == {DutyState.DONE: 2, DutyState.OPEN: 8}
    assert waiting.action.values["partners"] == [{"member_id": "m7", "name": "党员m7"}]
    assert len([each for each in duties(known) if "谈心谈话" in each.title]) == 1


def test_a_weekly_report_is_due_before_a_holiday_and_a_week_off_asks_for_none():
    first = Weekly("w", date(2026, 2, 2), "已报", date(2026, 2, 6))
    known = facts(registers={Weekly: (first,)})
    found = {each.due_on: each for each in of_kind(known, DutyKind.WEEKLY)}

    assert found[date(2026, 2, 6)].state is DutyState.DONE
    assert found[date(2026, 2, 20)].reason == "这一周放假"
    assert found[date(2026, 6, 18)].state is DutyState.LATE  # 端午 is the Friday
    assert date(2026, 6, 19) not in found
    assert found[date(2026, 7, 3)].state is DutyState.EXCUSED
    assert found[date(2026, 11, 27)].state is DutyState.OPEN


def test_a_year_without_a_table_is_provisional_until_its_table_is_there():
    weekly = Weekly("w", date(2026, 11, 2), "已报", date(2026, 11, 6))
    span = period_with("2027-10")
    without = facts(registers={Weekly: (weekly,)})
    told = {each.provisional for each in of_kind(without, DutyKind.WEEKLY, span)}
    assert told == {"没有 2027 年的工作日表，日期按周一至周五暂算"}
    table = YearTable(2027, (date(2027, 10, 1),))
    found = of_kind(
        facts(registers={Weekly: (weekly,), YearTable: (table,)}), DutyKind.WEEKLY, span
    )
    assert {each.provisional for each in found} == {""}
    assert min(each.due_on for each in found) == date(2027, 10, 8)


def test_a_reminder_before_a_festival_is_done_by_whatever_reminded():
    festivals = (Festival("中秋节", date(2026, 9, 25)), Festival("元旦", date(2027, 1, 1)))
    leaf = Leaf("l1", "m2", "6 廉政教育", date(2026, 9, 20))
    known = facts(
        sessions=(session(date(2026, 3, 1)),), leaves=(leaf,), registers={Festival: festivals}
    )
    autumn, new_year, *later = of_kind(known, DutyKind.INTEGRITY)

    assert (autumn.state, autumn.action.record_id) == (DutyState.DONE, "l1")
    assert (new_year.state, new_year.is_told) == (DutyState.OPEN, False)
    assert new_year.action.values["kind"] == "廉政警示教育"
    assert later == []
    (passed,) = of_kind(replace(known, leaves=()), DutyKind.INTEGRITY, period_with("2026Q3"))
    assert passed.state is DutyState.PASSED  # nobody can remind before it any more
    after = Period(date(2028, 1, 1), date(2028, 12, 31), "", "")
    doubts = {each.provisional for each in of_kind(known, DutyKind.INTEGRITY, after)}
    assert doubts == {"没有 2028 年的节日表，农历节日未列出，暂算"}
    near = replace(known, today=date(2026, 12, 22))
    assert [x.title for x in duties(near) if "廉洁" in x.title] == ["元旦将至，应作廉洁提醒"]
    assert not [x for x in duties(replace(known, today=date(2026, 12, 21))) if "廉洁" in x.title]


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (date(2026, 6, 16), False),
        (date(2026, 6, 17), True),
        (date(2026, 7, 1), True),
        (date(2026, 7, 2), False),
    ],
)
def test_a_political_birthday_is_told_in_the_weeks_around_it(day, is_told):
    one = person("m1", joined_on=date(2005, 6, 24))
    known = facts(today=day, people=(one,))

    assert any("政治生日" in each.title for each in duties(known)) is is_told
    kept = Celebrated("b1", date(2026, 6, 24), "m1")
    found = of_kind(replace(known, registers={Celebrated: (kept,)}), DutyKind.BIRTHDAY)
    assert [(x.state, x.action.record_id) for x in found if x.due_on.year == 2026] == [
        (DutyState.DONE, "b1")
    ]


def test_a_term_is_followed_by_the_next_and_an_approved_extension_excuses():
    (old,) = facts().tenures
    over = old._replace(id="old", elected_on=date(2023, 3, 20))
    both = facts(tenures=(old._replace(elected_on=date(2026, 3, 15)), over))
    (held,) = of_kind(both, DutyKind.TERM)
    assert (held.state, held.done_on) == (DutyState.DONE, date(2026, 3, 15))
    late = facts(tenures=(over,))
    assert [each.state for each in of_kind(late, DutyKind.TERM)] == [DutyState.LATE]
    extended = facts(tenures=(over._replace(extension="〔2026〕2号"),))
    (excused,) = of_kind(extended, DutyKind.TERM)
    assert (excused.state, excused.reason) == (DutyState.EXCUSED, "已批准延期：〔2026〕2号")


def test_a_resolution_is_done_by_its_day_and_late_after_it():
    meeting = session(tasks=(Task("建立台账", "徐静", date(2026, 11, 1)),))
    (late,) = of_kind(facts(sessions=(meeting,)), DutyKind.TASK)
    assert late.state is DutyState.LATE
    done = session(tasks=(Task("建立台账", "徐静", date(2026, 11, 1), date(2026, 10, 30)),))
    (kept,) = of_kind(facts(sessions=(done,)), DutyKind.TASK)
    assert (kept.state, kept.done_on) == (DutyState.DONE, date(2026, 10, 30))


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        copy_sample(store, SAMPLE_DAY)
        yield store


def test_the_sample_year_has_duties_of_every_kind_each_in_its_span(sample):
    found = duties_of(sample, year_of(SAMPLE_DAY), SAMPLE_DAY)

    assert len({each.kind for each in found.duties}) >= 9
    assert sum(found.count(state) for state in DutyState) == len(found.duties) > 100
    assert list(found.duties) == sorted(found.duties, key=lambda each: each.due_on)


def test_what_was_put_off_is_excused_in_the_list_too_and_the_rest_is_told(sample):
    due = [each for each in workbench(sample, SAMPLE_DAY).todos if each.key]
    put_off(sample, due[0], None, "由党总支统一办理", SAMPLE_DAY)
    span = Period(date(2020, 1, 1), SAMPLE_DAY + timedelta(400), "", "")
    found = duties_of(sample, span, SAMPLE_DAY)

    assert {each.key for each in found.duties if each.is_told} == {each.key for each in due[1:]}
    (excused,) = {(each.state, each.reason) for each in found.duties if each.key == due[0].key}
    assert excused == (DutyState.EXCUSED, "不适用：由党总支统一办理")


def test_a_span_that_ends_before_it_begins_or_never_ends_is_refused(sample):
    for first, last in (("2026-02-01", "2026-01-01"), ("2000-01-01", "2026-01-01")):
        span = Period(date.fromisoformat(first), date.fromisoformat(last), "", "")
        with pytest.raises(InvalidValuesError):
            duties_of(sample, span, SAMPLE_DAY)
